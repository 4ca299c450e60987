-- +goose Up
-- Saved views of lists: what is filtered, sorted and shown, kept under a name.
CREATE TABLE views (
    seller_id  uuid        NOT NULL,
    id         uuid        NOT NULL,
    person_id  uuid        NOT NULL REFERENCES people (id),
    list       text        NOT NULL,
    name       text        NOT NULL CHECK (name <> ''),
    shared     boolean     NOT NULL,
    query      text        NOT NULL,
    columns    jsonb       NOT NULL,
    dense      boolean     NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id)
);
CREATE INDEX views_of_list ON views (seller_id, list, created_at);

-- How a person wants the columns of a list, or of one of its views.
CREATE TABLE arrangements (
    seller_id uuid    NOT NULL,
    person_id uuid    NOT NULL REFERENCES people (id),
    list      text    NOT NULL,
    view_id   uuid    NOT NULL, -- zero: the list itself
    columns   jsonb   NOT NULL,
    dense     boolean NOT NULL,
    PRIMARY KEY (seller_id, person_id, list, view_id)
);
