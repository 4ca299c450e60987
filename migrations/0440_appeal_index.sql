-- +goose Up
-- An order's page and its timeline look its appeals up.
CREATE INDEX appeals_order ON appeals (seller_id, order_id);
CREATE INDEX appeals_supervision ON appeals (seller_id, supervision_id, filed_at);
