-- +goose Up
-- Who joined the joint plan (catalogue.md §2.11).
CREATE TABLE joint_plans (
    seller_id uuid PRIMARY KEY REFERENCES sellers,
    signed_by text NOT NULL,
    signed_at timestamptz NOT NULL
);
-- The certification that a joint listing sells.
ALTER TABLE products ADD COLUMN joint_id uuid;
ALTER TABLE products ADD FOREIGN KEY (seller_id, joint_id) REFERENCES joints;
