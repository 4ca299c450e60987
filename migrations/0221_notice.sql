-- +goose Up
-- What may be sent in quiet hours too (transactions.md §9).
ALTER TABLE deliveries ADD COLUMN urgent boolean NOT NULL DEFAULT false;

-- Who of the operator's people gets which kind of message; of a kind without receivers
-- everybody who works on it gets them.
CREATE TABLE desk_receivers (
    kind      text NOT NULL,
    person_id uuid NOT NULL REFERENCES people,
    PRIMARY KEY (kind, person_id)
);

-- A message is one person's: everybody reads their own.
INSERT INTO desk_notices (id, person_id, kind, reason, link, at, read_at)
SELECT gen_random_uuid(), o.person_id, n.kind, n.reason, n.link, n.at, n.read_at FROM desk_notices n CROSS JOIN operators o WHERE n.person_id IS NULL;
DELETE FROM desk_notices WHERE person_id IS NULL;
ALTER TABLE desk_notices ALTER COLUMN person_id SET NOT NULL;
DROP INDEX desk_notices_at;
CREATE INDEX desk_notices_own ON desk_notices (person_id, at DESC, id DESC);
