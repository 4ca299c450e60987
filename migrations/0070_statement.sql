-- +goose Up
-- Fee ratios and increment tiers, by the day from which they hold (transactions.md §6.7, §14.1).
CREATE TABLE rates (
    id            uuid PRIMARY KEY,
    kind          text NOT NULL CHECK (kind IN ('platform_fee', 'increment')),
    access_type   text NOT NULL DEFAULT '', -- '' for all
    from_amount   numeric(18,2) NOT NULL DEFAULT 0,
    ratio         numeric(9,6) NOT NULL CHECK (ratio BETWEEN 0 AND 1),
    effective_on  date NOT NULL,
    created_at    timestamptz NOT NULL,
    UNIQUE (kind, access_type, effective_on, from_amount)
);

CREATE TABLE statements (
    seller_id       uuid NOT NULL REFERENCES sellers,
    id              uuid NOT NULL,
    number          text NOT NULL,
    period          text NOT NULL CHECK (period ~ '^[0-9]{6}$'),
    category        text NOT NULL CHECK (category IN ('general')),
    status          text NOT NULL CHECK (status IN ('reviewing', 'countersigning', 'request_failed', 'payment_reviewing', 'payment_rejected', 'paying', 'payment_failed', 'paid', 'completed', 'carried')),
    lines           int NOT NULL,
    sales           numeric(18,2) NOT NULL,
    coupon          numeric(18,2) NOT NULL,
    fee             numeric(18,2) NOT NULL,
    increment       numeric(18,2) NOT NULL,
    refunds         numeric(18,2) NOT NULL,
    adjustments     numeric(18,2) NOT NULL,
    settlement      numeric(18,2) NOT NULL,
    brought_forward numeric(18,2) NOT NULL DEFAULT 0,
    payable         numeric(18,2) NOT NULL CHECK (payable = settlement + brought_forward),
    digest          text NOT NULL,           -- SHA-256 over the lines: shows that a re-run is the same
    request_number  text NOT NULL DEFAULT '',
    payout_reference text NOT NULL DEFAULT '',
    reason          text NOT NULL DEFAULT '',
    closed_at       timestamptz NOT NULL,
    sent_at         timestamptz,
    countersigned_at timestamptz,
    approved_at     timestamptz,
    paid_at         timestamptz,
    version         int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    UNIQUE (seller_id, category, period)
);
CREATE INDEX statements_open ON statements (status, closed_at) WHERE status NOT IN ('completed', 'carried');

-- One line per order that met its conditions, per refund of a settled order, per adjustment.
CREATE TABLE statement_lines (
    seller_id       uuid NOT NULL,
    id              uuid NOT NULL,
    statement_id    uuid NOT NULL,
    ordinal         int NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('sale', 'refund', 'adjustment')),
    order_id        uuid,
    refund_id       uuid,
    product_id      uuid,
    order_number    text NOT NULL,
    title           text NOT NULL,
    subtitle        text NOT NULL,
    customer_name   text NOT NULL,
    order_type      text NOT NULL,
    met_at          timestamptz NOT NULL,    -- the moment the last condition was met
    sales           numeric(18,2) NOT NULL,
    coupon          numeric(18,2) NOT NULL,
    fee_ratio       numeric(9,6) NOT NULL,
    increment_ratio numeric(9,6) NOT NULL,
    fee             numeric(18,2) NOT NULL,
    increment       numeric(18,2) NOT NULL,
    amount          numeric(18,2) NOT NULL,
    note            text NOT NULL DEFAULT '',
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, statement_id, ordinal),
    FOREIGN KEY (seller_id, statement_id) REFERENCES statements,
    FOREIGN KEY (seller_id, order_id) REFERENCES orders,
    FOREIGN KEY (seller_id, refund_id) REFERENCES refunds
);
-- An order is settled once; each refund of it once.
CREATE UNIQUE INDEX statement_lines_sale ON statement_lines (seller_id, order_id) WHERE kind = 'sale';
CREATE UNIQUE INDEX statement_lines_refund ON statement_lines (seller_id, refund_id) WHERE kind = 'refund';

CREATE TABLE adjustments (
    seller_id    uuid NOT NULL REFERENCES sellers,
    id           uuid NOT NULL,
    amount       numeric(18,2) NOT NULL CHECK (amount <> 0),
    reason       text NOT NULL,
    created_by   text NOT NULL,
    created_at   timestamptz NOT NULL,
    statement_id uuid,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, statement_id) REFERENCES statements
);
