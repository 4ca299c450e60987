-- +goose Up
-- What is being edited, last changed first; and all sellers' listings for the marketplace's staff.
CREATE INDEX products_drafted ON products (seller_id, updated_at DESC, id DESC) WHERE draft IS NOT NULL;
CREATE INDEX products_changed ON products (updated_at DESC, id DESC) WHERE status <> 'draft';
