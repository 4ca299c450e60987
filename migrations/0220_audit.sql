-- +goose Up
-- Where a chain of audit entries begins after older ones were removed (transactions.md §8): the
-- hash of the last link that is gone. The link behind it vouches for the hash.
CREATE TABLE audit_anchors (
    seller_id  uuid NOT NULL,
    no         bigint NOT NULL CHECK (no > 0),
    hash       bytea NOT NULL CHECK (length(hash) = 32),
    until      timestamptz NOT NULL, -- when the youngest removed entry was made
    trimmed_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, no),
    CHECK (until < trimmed_at - interval '365 days')
);
CREATE TRIGGER audit_anchors_kept BEFORE UPDATE OR DELETE ON audit_anchors FOR EACH ROW EXECUTE FUNCTION rows_are_kept();

-- Entries are never changed, and removed only when they are older than a year, sealed, and in
-- front of an anchor.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION audits_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audits' THEN
        PERFORM FROM audit_links l JOIN audit_anchors k ON k.seller_id = l.seller_id AND k.no >= l.no AND k.until >= OLD.at
            WHERE l.seller_id = OLD.seller_id AND l.audit_id = OLD.id;
        IF FOUND THEN
            RETURN OLD;
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM FROM audit_anchors k WHERE k.seller_id = OLD.seller_id AND k.no >= OLD.no;
        IF FOUND THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'audit entries are never changed';
END $$;
-- +goose StatementEnd
