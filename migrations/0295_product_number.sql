-- +goose Up
-- Products by the beginning of their number, with what a list of them is narrowed and sorted by:
-- the screenful is found in the index, however far down the list the numbers stand.
CREATE INDEX products_numbered ON products (seller_id, number) INCLUDE (updated_at, id, status, access_type, public);
