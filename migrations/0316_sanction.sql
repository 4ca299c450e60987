-- +goose Up
-- What sellers and their products suffer for forged proof, or for delivering something else
-- than was ordered (transactions.md §2.6, §10.2).
CREATE TABLE sanctions (
    seller_id   uuid NOT NULL REFERENCES sellers,
    id          uuid NOT NULL,
    number      text NOT NULL,
    violation   text NOT NULL CHECK (violation IN ('forged', 'other')),
    kind        text NOT NULL CHECK (kind IN ('yellow', 'trade', 'hide', 'delist')),
    status      text NOT NULL CHECK (status IN ('running', 'over', 'lifted')),
    product_id  uuid,
    flow_id     uuid,
    reason      text NOT NULL,
    imposed_by  text NOT NULL,
    imposed_at  timestamptz NOT NULL,
    ends_at     timestamptz,
    ended_at    timestamptz,
    lifted_by   text NOT NULL DEFAULT '',
    lift_reason text NOT NULL DEFAULT '',
    version     integer NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, product_id) REFERENCES products,
    FOREIGN KEY (seller_id, flow_id) REFERENCES supervisions,
    CHECK ((kind IN ('hide', 'delist')) = (product_id IS NOT NULL))
);
CREATE INDEX sanctions_imposed ON sanctions (seller_id, imposed_at DESC, id DESC);
CREATE INDEX sanctions_imposed_anywhere ON sanctions (imposed_at DESC, id DESC);
CREATE UNIQUE INDEX sanctions_one ON sanctions (seller_id, kind, coalesce(product_id, '00000000-0000-0000-0000-000000000000')) WHERE status = 'running';
