-- +goose Up
-- Moves of a deposit follow each other, however many there are in one moment.
ALTER TABLE deposits ADD COLUMN no bigint NOT NULL GENERATED ALWAYS AS IDENTITY;
DROP INDEX deposits_at;
CREATE INDEX deposits_no ON deposits (seller_id, currency, no DESC);

-- +goose Down
DROP INDEX deposits_no;
ALTER TABLE deposits DROP COLUMN no;
CREATE INDEX deposits_at ON deposits (seller_id, currency, created_at DESC, id DESC);
