-- +goose Up
-- Products whose report a customer has subscribed to (订阅报告, transactions.md §8).
CREATE TABLE subscriptions (
    seller_id   uuid NOT NULL REFERENCES sellers,
    product_id  uuid NOT NULL,
    customer_id text NOT NULL,
    added_at    timestamptz NOT NULL,
    PRIMARY KEY (seller_id, product_id, customer_id),
    FOREIGN KEY (seller_id, product_id) REFERENCES products
);
CREATE INDEX subscriptions_customer ON subscriptions (customer_id, added_at DESC, product_id DESC);
