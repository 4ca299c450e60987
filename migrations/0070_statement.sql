-- +goose Up
-- Fee ratios and increment tiers, by the day from which they hold (transactions.md §6.7, §14.1).
-- Rows are added, never changed.
CREATE TABLE rates (
    id            uuid PRIMARY KEY,
    kind          text NOT NULL CHECK (kind IN ('platform_fee', 'increment')),
    access_type   text NOT NULL DEFAULT '', -- '' for all
    from_amount   numeric(18,2) NOT NULL DEFAULT 0 CHECK (from_amount >= 0),
    ratio         numeric(9,6) NOT NULL CHECK (ratio BETWEEN 0 AND 1),
    effective_on  date NOT NULL,
    created_by    text NOT NULL,
    created_at    timestamptz NOT NULL,
    CONSTRAINT rates_one UNIQUE (kind, access_type, effective_on, from_amount)
);
INSERT INTO rates (id, kind, from_amount, ratio, effective_on, created_by, created_at) VALUES
    ('00000000-0000-7000-8000-000000000001', 'platform_fee', 0, 0.05, '2019-05-01', '', '2019-05-01'),
    ('00000000-0000-7000-8000-000000000002', 'increment', 500000, 0.01, '2024-03-01', '', '2024-03-01'),
    ('00000000-0000-7000-8000-000000000003', 'increment', 1000000, 0.02, '2024-03-01', '', '2024-03-01');
-- +goose StatementBegin
CREATE FUNCTION rates_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rates are never changed: add one that holds from a later day';
END $$;
-- +goose StatementEnd
CREATE TRIGGER rates_kept BEFORE UPDATE OR DELETE ON rates FOR EACH ROW EXECUTE FUNCTION rates_are_kept();

CREATE TABLE statements (
    seller_id        uuid NOT NULL REFERENCES sellers,
    id               uuid NOT NULL,
    number           text COLLATE "C" NOT NULL,
    period           text NOT NULL CHECK (period ~ '^[0-9]{6}$'),
    category         text NOT NULL CHECK (category IN ('general')),
    status           text NOT NULL CHECK (status IN ('reviewing', 'countersigning', 'request_failed', 'payment_reviewing', 'payment_rejected', 'paying', 'payment_failed', 'paid', 'completed', 'carried')),
    lines            int NOT NULL,
    sale_lines       int NOT NULL,
    coupon_lines     int NOT NULL,
    tier_products    int NOT NULL,
    refund_lines     int NOT NULL,
    adjustment_lines int NOT NULL,
    sales            numeric(18,2) NOT NULL,
    coupon           numeric(18,2) NOT NULL,
    fee              numeric(18,2) NOT NULL,
    increment        numeric(18,2) NOT NULL,
    refunds          numeric(18,2) NOT NULL,
    adjustments      numeric(18,2) NOT NULL,
    settlement       numeric(18,2) NOT NULL CHECK (settlement = sales - coupon - fee + increment + refunds + adjustments),
    brought_forward  numeric(18,2) NOT NULL DEFAULT 0,
    payable          numeric(18,2) NOT NULL CHECK (payable = settlement + brought_forward),
    absent_orders    int NOT NULL,            -- paid in the period and not in this statement
    absent_amount    numeric(18,2) NOT NULL,
    digest           text NOT NULL,           -- SHA-256 over the lines: shows that a re-run is the same
    request_number   text NOT NULL DEFAULT '',
    payout_reference text NOT NULL DEFAULT '',
    paid_on          date,
    reason           text NOT NULL DEFAULT '',
    carried_to       uuid,                    -- the statement that brought this one forward
    open_since       timestamptz,             -- oldest payment that still waits: where the next closing begins to look
    closed_at        timestamptz NOT NULL,
    sent_at          timestamptz,
    countersigned_at timestamptz,
    approved_at      timestamptz,
    paid_at          timestamptz,
    version          int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    CONSTRAINT statements_one UNIQUE (seller_id, category, period),
    FOREIGN KEY (seller_id, carried_to) REFERENCES statements,
    CHECK (sent_at IS NOT NULL OR status = 'reviewing')
);
CREATE INDEX statements_open ON statements (status, closed_at) WHERE status NOT IN ('completed', 'carried');
CREATE INDEX statements_closed ON statements (closed_at DESC, id DESC);

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

-- One line per order that met its conditions, per refund of a settled order, per adjustment.
CREATE TABLE statement_lines (
    seller_id       uuid NOT NULL,
    statement_id    uuid NOT NULL,
    ordinal         int NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('sale', 'refund', 'adjustment')),
    order_id        uuid,
    refund_id       uuid,
    adjustment_id   uuid,
    product_id      uuid,
    order_number    text NOT NULL,
    refund_number   text NOT NULL,
    title           text NOT NULL,
    subtitle        text NOT NULL,
    customer_name   text NOT NULL,
    order_type      text NOT NULL,
    met_at          timestamptz NOT NULL,    -- the moment the last condition was met
    sales           numeric(18,2) NOT NULL,
    coupon          numeric(18,2) NOT NULL,
    fee_ratio       numeric(9,6) NOT NULL,
    increment_ratio numeric(15,12) NOT NULL,
    fee             numeric(18,2) NOT NULL,
    increment       numeric(18,2) NOT NULL,
    amount          numeric(18,2) NOT NULL CHECK (kind = 'adjustment' OR amount = sales - coupon - fee + increment),
    note            text NOT NULL DEFAULT '',
    PRIMARY KEY (seller_id, statement_id, ordinal),
    FOREIGN KEY (seller_id, statement_id) REFERENCES statements,
    FOREIGN KEY (seller_id, order_id) REFERENCES orders,
    FOREIGN KEY (seller_id, refund_id) REFERENCES refunds,
    FOREIGN KEY (seller_id, adjustment_id) REFERENCES adjustments
);
-- An order is settled once; each refund of it once; each adjustment once.
CREATE UNIQUE INDEX statement_lines_sale ON statement_lines (seller_id, order_id) WHERE kind = 'sale';
CREATE UNIQUE INDEX statement_lines_refund ON statement_lines (seller_id, refund_id) WHERE kind = 'refund';
CREATE UNIQUE INDEX statement_lines_adjustment ON statement_lines (seller_id, adjustment_id) WHERE kind = 'adjustment';

-- What was paid in the period and did not get in: the list behind "why not?".
CREATE TABLE statement_absences (
    seller_id    uuid NOT NULL,
    statement_id uuid NOT NULL,
    ordinal      int NOT NULL,
    order_id     uuid NOT NULL,
    PRIMARY KEY (seller_id, statement_id, ordinal),
    FOREIGN KEY (seller_id, statement_id) REFERENCES statements,
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);

-- What was sent to a seller does not change any more (transactions.md §6.5).
-- +goose StatementBegin
CREATE FUNCTION statements_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sent_at IS NULL THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE'
        OR (OLD.period, OLD.category, OLD.number, OLD.lines, OLD.sales, OLD.coupon, OLD.fee, OLD.increment, OLD.refunds, OLD.adjustments,
            OLD.settlement, OLD.brought_forward, OLD.payable, OLD.digest, OLD.closed_at, OLD.sent_at)
        IS DISTINCT FROM (NEW.period, NEW.category, NEW.number, NEW.lines, NEW.sales, NEW.coupon, NEW.fee, NEW.increment, NEW.refunds, NEW.adjustments,
            NEW.settlement, NEW.brought_forward, NEW.payable, NEW.digest, NEW.closed_at, NEW.sent_at) THEN
        RAISE EXCEPTION 'a statement that was sent never changes';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION statement_lines_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT seller_id, statement_id FROM changed) c
            JOIN statements s ON s.seller_id = c.seller_id AND s.id = c.statement_id WHERE s.sent_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the lines of a statement that was sent never change';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION statement_lines_are_not_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the lines of a statement are made anew, never edited';
END $$;
-- +goose StatementEnd
CREATE TRIGGER statements_kept BEFORE UPDATE OR DELETE ON statements FOR EACH ROW EXECUTE FUNCTION statements_are_kept();
CREATE TRIGGER statement_lines_kept_added AFTER INSERT ON statement_lines REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION statement_lines_are_kept();
CREATE TRIGGER statement_lines_kept_removed AFTER DELETE ON statement_lines REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION statement_lines_are_kept();
CREATE TRIGGER statement_lines_kept_edited BEFORE UPDATE ON statement_lines FOR EACH STATEMENT EXECUTE FUNCTION statement_lines_are_not_edited();
