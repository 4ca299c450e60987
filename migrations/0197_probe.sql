-- +goose Up
-- Rounds over the saved cases of an address: every morning and afternoon (catalogue.md §2.6).
CREATE TABLE probes (
    seller_id     uuid NOT NULL,
    id            uuid NOT NULL,
    endpoint_id   uuid NOT NULL,
    at            timestamptz NOT NULL,
    cases         int NOT NULL CHECK (cases > 0),
    failed        int NOT NULL CHECK (failed BETWEEN 0 AND cases),
    failing_since timestamptz,
    results       jsonb NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, endpoint_id) REFERENCES endpoints (seller_id, id),
    CHECK ((failed > 0) = (failing_since IS NOT NULL))
);
CREATE INDEX probes_endpoint ON probes (seller_id, endpoint_id, at DESC);
