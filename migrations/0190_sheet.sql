-- +goose Up
-- What a row of a spreadsheet was found by, so that it is found again when it is applied and
-- when it is taken back.
ALTER TABLE task_rows ADD COLUMN key text NOT NULL DEFAULT '';
