-- +goose Up
-- How a new version of an agreement comes to hold: signed again, or by continued use
-- (catalogue.md §1.4). Versions there have been were signed.
ALTER TABLE agreements ADD COLUMN renewal text NOT NULL DEFAULT 'sign' CHECK (renewal IN ('sign', 'use'));
