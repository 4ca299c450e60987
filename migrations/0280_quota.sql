-- +goose Up
-- What is left of the packages of an order, when its customer wants to be told, and the
-- standing consent to buying them again (catalogue.md §3.8).
CREATE TABLE quotas (
    seller_id    uuid NOT NULL,
    order_id     uuid NOT NULL,
    customer_id  text NOT NULL,
    item         text NOT NULL,
    total        numeric(24,8) NOT NULL CHECK (total > 0),
    used         numeric(24,8) NOT NULL DEFAULT 0 CHECK (used >= 0),
    uses         jsonb NOT NULL DEFAULT '[]',
    measure      text NOT NULL CHECK (measure IN ('percent', 'amount')),
    alerts       jsonb NOT NULL DEFAULT '[]',
    told         jsonb NOT NULL DEFAULT '[]',
    channels     jsonb NOT NULL DEFAULT '[]',
    buy_at       numeric(24,8) NOT NULL DEFAULT 0,
    times        integer NOT NULL DEFAULT 0 CHECK (times BETWEEN 0 AND 99),
    most         numeric(18,2) NOT NULL DEFAULT 0,
    consented_at timestamptz,
    tries        integer NOT NULL DEFAULT 0,
    try_at       timestamptz,
    refusal      jsonb,
    bought_id    uuid,
    measured_at  timestamptz,
    cause        jsonb,
    next_at      timestamptz,
    changed_at   timestamptz NOT NULL,
    test         boolean NOT NULL,
    PRIMARY KEY (seller_id, order_id),
    FOREIGN KEY (seller_id, order_id) REFERENCES orders,
    FOREIGN KEY (seller_id, bought_id) REFERENCES orders,
    CHECK (times = 0 OR consented_at IS NOT NULL)
);

-- By which channels the shop front hands a message on: all of them unless its reader chose.
ALTER TABLE customer_messages ADD COLUMN channels jsonb NOT NULL DEFAULT '["inbox", "mail", "sms"]';
