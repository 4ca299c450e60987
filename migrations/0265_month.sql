-- +goose Up

-- What a product took in a month, for the fee of every order paid in it.
CREATE INDEX orders_product_paid ON orders (seller_id, product_id, paid_at, id) INCLUDE (amount) WHERE paid_at IS NOT NULL AND NOT test;
