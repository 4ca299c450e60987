-- +goose Up

-- Evidence that was taken along: the root hash names what was in it.
CREATE TABLE bundles (
    seller_id uuid NOT NULL,
    id        uuid NOT NULL,
    order_id  uuid NOT NULL,
    root      text NOT NULL CHECK (root ~ '^[0-9a-f]{64}$'),
    files     integer NOT NULL,
    bytes     bigint NOT NULL,
    party     text NOT NULL,
    made_by   text NOT NULL,
    made_at   timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, order_id) REFERENCES orders (seller_id, id)
);
CREATE INDEX bundles_made ON bundles (seller_id, made_at DESC, id DESC);
CREATE INDEX bundles_all ON bundles (made_at DESC, id DESC);
CREATE INDEX bundles_order ON bundles (seller_id, order_id);
CREATE INDEX bundles_root ON bundles (root);
