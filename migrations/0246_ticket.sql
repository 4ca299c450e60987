-- +goose Up
-- A buyer deletes its finished tickets from what it sees; the seller keeps them (catalogue.md §8).
ALTER TABLE tickets ADD COLUMN deleted_at timestamptz;
