-- +goose Up
-- Words that an act on many rows is given along, the same for all of them.
ALTER TABLE tasks ADD COLUMN note text NOT NULL DEFAULT '';
