-- +goose Up
-- Usage records (话单) and what they cost (transactions.md §5).

-- One billing item of what is paid by use runs as one instance (production-interface.md §1.2).
ALTER TABLE instances DROP CONSTRAINT instances_line_check;
ALTER TABLE instances ADD CONSTRAINT instances_line_check CHECK (line BETWEEN 1 AND 50);

-- A push that is signed with a seller's key names no seller: its instances do.
CREATE INDEX instances_numbered ON instances (number);

-- What was pushed and waits to be checked: one row for one call, as it came.
CREATE TABLE usage_pushes (
    seller_id   uuid NOT NULL,
    id          uuid NOT NULL,
    records     integer NOT NULL CHECK (records BETWEEN 1 AND 1000),
    sent        bytea NOT NULL,
    old         boolean NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id) REFERENCES sellers
);
ALTER TABLE usage_pushes ALTER COLUMN sent SET STORAGE EXTERNAL;

-- The nonces of signed pushes, for as long as their timestamps count.
CREATE TABLE usage_nonces (
    seller_id uuid NOT NULL,
    nonce     text COLLATE "C" NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (seller_id, nonce)
);
CREATE INDEX usage_nonces_at ON usage_nonces (seller_id, at);

-- What the clock is to do for a seller's usage, and when: each once.
CREATE TABLE usage_plans (
    seller_id uuid NOT NULL,
    act       text NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (seller_id, act, at)
);

-- When a package that stops was used up (用完即停): it is frozen until it is full again.
ALTER TABLE instances ADD COLUMN stopped_at timestamptz;

-- What an instance is charged by, as it was when it was opened, and how far it has come.
CREATE TABLE meters (
    seller_id      uuid NOT NULL,
    id             uuid NOT NULL,
    order_id       uuid NOT NULL,
    factor         jsonb NOT NULL,
    begun_at       timestamptz,
    last_at        timestamptz,
    longest_millis bigint NOT NULL DEFAULT 0,
    warned_at      timestamptz,
    carried        numeric(24,10) NOT NULL DEFAULT 0,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, id) REFERENCES instances,
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);
CREATE INDEX meters_order ON meters (seller_id, order_id);

-- How much of an item is accumulated in the cycle that begins on that day.
CREATE TABLE usage_totals (
    seller_id   uuid NOT NULL,
    instance_id uuid NOT NULL,
    from_day    date NOT NULL,
    used        numeric(24,8) NOT NULL,
    PRIMARY KEY (seller_id, instance_id, from_day),
    FOREIGN KEY (seller_id, instance_id) REFERENCES instances
);

-- How much of a package was used in one stretch of its validity.
CREATE TABLE usage_balances (
    seller_id   uuid NOT NULL,
    instance_id uuid NOT NULL,
    item        text NOT NULL,
    begin_at    timestamptz NOT NULL,
    end_at      timestamptz,
    total       numeric(24,8) NOT NULL CHECK (total > 0),
    used        numeric(24,8) NOT NULL CHECK (used BETWEEN 0 AND total),
    stopped_at  timestamptz,
    PRIMARY KEY (seller_id, instance_id, item, begin_at),
    FOREIGN KEY (seller_id, instance_id) REFERENCES instances
);

-- What an item costs in one billing cycle.
CREATE TABLE usage_bills (
    seller_id    uuid NOT NULL,
    id           uuid NOT NULL,
    number       text COLLATE "C" NOT NULL,
    instance_id  uuid NOT NULL,
    order_id     uuid NOT NULL,
    product_id   uuid NOT NULL,
    item         text NOT NULL,
    unit         text NOT NULL,
    cycle        text NOT NULL CHECK (cycle IN ('hour', 'day', 'month')),
    begin_at     timestamptz NOT NULL,
    end_at       timestamptz NOT NULL,
    due_at       timestamptz NOT NULL,
    records      integer NOT NULL,
    used         numeric(24,8) NOT NULL,
    taken        numeric(24,8) NOT NULL,
    demanded     numeric(24,8) NOT NULL,
    exact        numeric(24,10) NOT NULL,
    carried      numeric(24,10) NOT NULL DEFAULT 0,
    amount       numeric(18,2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
    issued_at    timestamptz,
    paid_at      timestamptz,
    statement_id uuid,
    test         boolean NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, instance_id, begin_at),
    FOREIGN KEY (seller_id, instance_id) REFERENCES instances,
    FOREIGN KEY (seller_id, order_id) REFERENCES orders,
    FOREIGN KEY (seller_id, product_id) REFERENCES products,
    FOREIGN KEY (seller_id, statement_id) REFERENCES statements,
    CHECK (used >= taken + demanded), -- of a package that stops the rest is nobody's
    CHECK (paid_at IS NULL OR issued_at IS NOT NULL),
    CHECK (statement_id IS NULL OR paid_at IS NOT NULL)
);
CREATE UNIQUE INDEX usage_bills_number ON usage_bills (seller_id, number);
CREATE INDEX usage_bills_due ON usage_bills (seller_id, due_at) WHERE issued_at IS NULL;
CREATE INDEX usage_bills_newest ON usage_bills (seller_id, begin_at, id);
CREATE INDEX usage_bills_order ON usage_bills (seller_id, order_id, begin_at);
CREATE INDEX usage_bills_unsettled ON usage_bills (seller_id, paid_at) WHERE statement_id IS NULL AND paid_at IS NOT NULL;

-- The records, by the month in which they were checked: an id begins with its moment.
CREATE TABLE usage_records (
    seller_id       uuid NOT NULL,
    id              uuid NOT NULL,
    serial          text COLLATE "C" NOT NULL,
    instance_number text COLLATE "C" NOT NULL,
    instance_id     uuid,
    order_id        uuid,
    product_id      uuid,
    package_number  text COLLATE "C" NOT NULL,
    item            text NOT NULL,
    unit            text NOT NULL,
    begin_at        timestamptz,
    end_at          timestamptz,
    recorded_at     timestamptz,
    used            numeric(16,8),
    received_at     timestamptz NOT NULL,
    rated_at        timestamptz NOT NULL,
    status          text NOT NULL CHECK (status IN ('billed', 'failed', 'superseded')),
    code            text NOT NULL,
    taken           jsonb NOT NULL DEFAULT '[]',
    demanded        numeric(24,8) NOT NULL,
    before          numeric(24,8) NOT NULL,
    charge          numeric(24,10) NOT NULL,
    bill_begin      timestamptz,
    late            boolean NOT NULL,
    sent            jsonb,
    digest          bigint NOT NULL,
    test            boolean NOT NULL,
    PRIMARY KEY (seller_id, id)
) PARTITION BY RANGE (id);
CREATE INDEX usage_records_serial ON usage_records (seller_id, serial);
CREATE INDEX usage_records_instance ON usage_records (seller_id, instance_id, begin_at);
CREATE INDEX usage_records_failed ON usage_records (seller_id, id) WHERE status = 'failed';
CREATE INDEX usage_records_abnormal ON usage_records (id) WHERE status = 'failed' AND NOT test;

-- What has an id of no month of ours; nothing is written here.
CREATE TABLE usage_records_other PARTITION OF usage_records DEFAULT;

-- The month's part of the records is made by whoever needs it first.
-- +goose StatementBegin
CREATE FUNCTION usage_month(at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first timestamptz := date_trunc('month', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
    next  timestamptz := (date_trunc('month', at AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
    part  text := 'usage_records_' || to_char(first AT TIME ZONE 'UTC', 'YYYYMM');
BEGIN
    IF to_regclass('usage_records') IS NULL OR to_regclass(part) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(720005, 0);
    IF to_regclass(part) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF usage_records FOR VALUES FROM (%L) TO (%L)', part,
        (lpad(to_hex((extract(epoch FROM first) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid,
        (lpad(to_hex((extract(epoch FROM next) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid);
END $$;
-- +goose StatementEnd
