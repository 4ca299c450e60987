-- +goose Up
-- What a listing's extension parameters were answered with at checkout (catalogue.md §2.6).
ALTER TABLE orders ADD COLUMN extend jsonb NOT NULL DEFAULT '[]';
