-- +goose Up
-- What customers owe for the postpaid orders of a month, at whatever sellers, and what they
-- paid back of it (transactions.md §6.9, §10.1).
CREATE TABLE credit_cycles (
    id            uuid PRIMARY KEY,
    customer_id   text NOT NULL,
    customer_name text NOT NULL,
    cycle         text NOT NULL CHECK (cycle ~ '^[0-9]{6}$'),
    currency      text NOT NULL,
    begun_at      timestamptz NOT NULL,
    repaid        numeric(18,2) NOT NULL DEFAULT 0 CHECK (repaid >= 0),
    last_at       timestamptz,
    settled_at    timestamptz,
    UNIQUE (customer_id, cycle, currency)
);
CREATE INDEX credit_cycles_begun ON credit_cycles (begun_at DESC, id DESC);

CREATE TABLE repayments (
    id       uuid PRIMARY KEY,
    cycle_id uuid NOT NULL REFERENCES credit_cycles,
    amount   numeric(18,2) NOT NULL CHECK (amount > 0),
    at       timestamptz NOT NULL
);
CREATE INDEX repayments_of ON repayments (cycle_id, at DESC);

INSERT INTO credit_cycles (id, customer_id, customer_name, cycle, currency, begun_at, repaid, last_at, settled_at)
SELECT gen_random_uuid(), customer_id, min(customer_name), to_char(paid_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMM'), currency, min(paid_at),
    coalesce(sum(amount - refunded_amount) FILTER (WHERE repaid_at IS NOT NULL), 0), max(repaid_at),
    CASE WHEN bool_and(repaid_at IS NOT NULL) THEN max(repaid_at) END
FROM orders WHERE postpaid AND NOT test AND paid_at IS NOT NULL GROUP BY customer_id, 4, currency;
