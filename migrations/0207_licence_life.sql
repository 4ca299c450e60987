-- +goose Up
-- What people handed over lives and ends like what a server opened (transactions.md §1.6);
-- no server is told of it. An authorization code's own server is (production-interface.md §1.5).
ALTER TABLE instances ADD COLUMN served boolean NOT NULL DEFAULT true;

-- What the operator froze for a violation stays frozen until the operator gives it back (§1.6).
ALTER TABLE instances ADD COLUMN blocked_at timestamptz;
