-- +goose Up
-- What shop fronts list, and what a customer has at all sellers.
CREATE INDEX products_sold ON products (listed_at DESC, id DESC) WHERE status = 'on_sale' AND public;
CREATE INDEX orders_bought_anywhere ON orders (customer_id, placed_at DESC, id DESC) WHERE NOT test;
