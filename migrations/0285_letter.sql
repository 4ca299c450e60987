-- +goose Up
-- A letter that is under way: marked before it is handed to the mail server, so that one whose
-- worker died is sent again as the very same letter (transactions.md §9).
ALTER TABLE deliveries DROP CONSTRAINT deliveries_status_check;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_status_check CHECK (status IN ('queued', 'sending', 'sent', 'failed'));
CREATE INDEX deliveries_letter ON deliveries (seller_id, letter) WHERE status IN ('queued', 'sending') AND letter IS NOT NULL;

-- Whose quiet hours hold for somebody: the marketplace's, one's own, or none. A delivery keeps
-- those that it was queued with.
ALTER TABLE people ADD COLUMN quiet text NOT NULL DEFAULT 'house' CHECK (quiet IN ('house', 'own', 'never')),
    ADD COLUMN quiet_from bigint NOT NULL DEFAULT 0, ADD COLUMN quiet_until bigint NOT NULL DEFAULT 0;
ALTER TABLE receivers ADD COLUMN quiet text NOT NULL DEFAULT 'house' CHECK (quiet IN ('house', 'own', 'never')),
    ADD COLUMN quiet_from bigint NOT NULL DEFAULT 0, ADD COLUMN quiet_until bigint NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN quiet jsonb NOT NULL DEFAULT '{}';

-- A buyer may complain that the listing's declared delivery time has passed (transactions.md §2.4).
ALTER TABLE appeals DROP CONSTRAINT appeals_ground_check,
    ADD CONSTRAINT appeals_ground_check CHECK (ground IN ('dispute', 'idle', 'late', 'no_accept', 'unreachable', 'return', 'other'));
