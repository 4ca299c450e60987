-- +goose Up
-- Who handles a dispute, what it is about when it is about a hardware return (transactions.md
-- §3, §4.4), and when its handler was reminded.
ALTER TABLE appeals
    ADD COLUMN refund_id   uuid,
    ADD COLUMN handler_id  uuid REFERENCES people,
    ADD COLUMN handler     text NOT NULL DEFAULT '',
    ADD COLUMN reminded_at timestamptz,
    ADD FOREIGN KEY (seller_id, refund_id) REFERENCES refunds,
    DROP CONSTRAINT appeals_ground_check,
    DROP CONSTRAINT appeals_outcome_check,
    ADD CHECK (ground IN ('dispute', 'idle', 'no_accept', 'unreachable', 'return', 'other')),
    ADD CHECK (outcome IN ('', 'continue', 'return', 'accept', 'refund', 'refuse', 'reject'));
CREATE INDEX appeals_handler ON appeals (handler_id, due_at) WHERE status IN ('pending', 'evidence') AND NOT test;
CREATE INDEX evidences_appeal ON evidences (seller_id, appeal_id) WHERE appeal_id IS NOT NULL;

-- Calls and mails that the operator made over a dispute, and its notes to itself. Only what
-- is shared is seen by the sides. Rows are added, never changed.
CREATE TABLE appeal_contacts (
    seller_id uuid NOT NULL,
    id        uuid NOT NULL,
    appeal_id uuid NOT NULL,
    channel   text NOT NULL CHECK (channel IN ('call', 'mail', 'message', 'note')),
    party     text NOT NULL CHECK (party IN ('seller', 'buyer', '')),
    person    text NOT NULL DEFAULT '',
    reached   boolean NOT NULL DEFAULT true,
    text      text NOT NULL,
    shared    boolean NOT NULL DEFAULT false CHECK (NOT shared OR channel <> 'note'),
    held_at   timestamptz NOT NULL,
    at        timestamptz NOT NULL,
    actor     text NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, appeal_id) REFERENCES appeals
);
CREATE INDEX appeal_contacts_appeal ON appeal_contacts (seller_id, appeal_id, held_at, id);
CREATE TRIGGER appeal_contacts_kept BEFORE UPDATE OR DELETE ON appeal_contacts FOR EACH ROW EXECUTE FUNCTION rows_are_kept();

-- Messages to the operator's own people (站内信): to one of them, or to everybody.
CREATE TABLE desk_notices (
    id        uuid PRIMARY KEY,
    person_id uuid REFERENCES people,
    kind      text NOT NULL,
    reason    jsonb NOT NULL,
    link      text NOT NULL,
    at        timestamptz NOT NULL,
    read_at   timestamptz
);
CREATE INDEX desk_notices_at ON desk_notices (at DESC, id DESC);
CREATE INDEX desk_notices_unread ON desk_notices (person_id) WHERE read_at IS NULL;
