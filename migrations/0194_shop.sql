-- +goose Up
-- What a program was answered under its idempotency key, word for word, so that the same
-- request is answered alike and done once.
ALTER TABLE idempotencies ADD COLUMN status int, ADD COLUMN answer text;
CREATE INDEX idempotencies_at ON idempotencies (at);
-- How many calls a program made in a minute.
CREATE TABLE calls (
    client text NOT NULL,
    minute timestamptz NOT NULL,
    n      int NOT NULL,
    PRIMARY KEY (client, minute)
);
CREATE INDEX calls_minute ON calls (minute);
