-- +goose Up
-- From where each step of a delivery was done (transactions.md §2.7).
ALTER TABLE supervision_logs ADD COLUMN address text NOT NULL DEFAULT '';
