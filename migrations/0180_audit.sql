-- +goose Up
-- The chain that seals the audit entries (transactions.md §8): each link holds the hash over
-- its entry and the link before it. Links are added, never changed.
CREATE TABLE audit_links (
    seller_id uuid NOT NULL,
    no        bigint NOT NULL CHECK (no > 0),
    audit_id  uuid NOT NULL,
    hash      bytea NOT NULL CHECK (length(hash) = 32),
    sealed_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, no),
    UNIQUE (seller_id, audit_id)
);
CREATE INDEX audit_links_at ON audit_links (sealed_at);
CREATE TRIGGER audit_links_kept BEFORE UPDATE OR DELETE ON audit_links FOR EACH ROW EXECUTE FUNCTION audits_are_kept();
