-- +goose Up
-- What lists show of a listing stands beside its content: to unpack fifty whole contents for
-- a page of a list costs five times as much as the rest of its statement.
ALTER TABLE revisions
    ADD COLUMN edition text GENERATED ALWAYS AS (content->>'version') STORED,
    ADD COLUMN logo_id uuid GENERATED ALWAYS AS ((content->'logo'->>'id')::uuid) STORED,
    ADD COLUMN spec_count integer GENERATED ALWAYS AS (CASE jsonb_typeof(content->'specs') WHEN 'array' THEN jsonb_array_length(content->'specs') END) STORED;
