-- +goose Up
-- What was given back as a whole after it was completed stays completed (transactions.md §1.2);
-- only what was under way ends as refunded.
ALTER TABLE orders ADD COLUMN given_back boolean NOT NULL DEFAULT false;
UPDATE orders SET given_back = true, status = 'completed' WHERE status = 'refunded' AND completed_at IS NOT NULL;
