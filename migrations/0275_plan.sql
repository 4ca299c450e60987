-- +goose Up
-- The business plans of joint products (商业规划, catalogue.md §2.9): what is in force, by year,
-- and what was asked for last.
CREATE TABLE plans (
    seller_id  uuid NOT NULL REFERENCES sellers,
    id         uuid NOT NULL,
    product_id uuid NOT NULL,
    status     text NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'withdrawn')),
    figures    jsonb NOT NULL,
    asked      jsonb NOT NULL,
    note       text NOT NULL DEFAULT '',
    reason     text NOT NULL DEFAULT '',
    set_at     timestamptz NOT NULL,
    version    int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, product_id) REFERENCES products
);
CREATE UNIQUE INDEX plans_product ON plans (seller_id, product_id);
