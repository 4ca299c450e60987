-- +goose Up
-- A package that stops when used up is an instance of its own: an order of several has as
-- many lines, each with its own message and instance (catalogue.md §3.8).
ALTER TABLE instances ADD COLUMN line integer NOT NULL DEFAULT 1 CHECK (line BETWEEN 1 AND 30);
ALTER TABLE instances DROP CONSTRAINT instances_seller_id_order_id_key;
ALTER TABLE instances ADD CONSTRAINT instances_line UNIQUE (seller_id, order_id, line);
ALTER TABLE fulfilments ADD COLUMN line integer NOT NULL DEFAULT 1;
