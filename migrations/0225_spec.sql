-- +goose Up
-- A hidden spec stands in no list; its own purchase link sells it (catalogue.md §2.10).
ALTER TABLE specs ADD COLUMN hidden boolean NOT NULL DEFAULT false;
