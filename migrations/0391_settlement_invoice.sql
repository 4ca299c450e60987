-- +goose Up
-- Statements of joint, selected and self-service goods, which the platform invoices to its
-- customers and the seller to the platform (transactions.md §0.2, §6.4, §6.10).
ALTER TABLE statements DROP CONSTRAINT statements_category_check, DROP CONSTRAINT statements_status_check, DROP CONSTRAINT statements_check,
    ADD COLUMN management numeric(18,2) NOT NULL DEFAULT 0,
    ADD COLUMN invoiced_at timestamptz,
    ADD COLUMN invoices_passed_at timestamptz,
    ADD CONSTRAINT statements_category_check CHECK (category IN ('general', 'joint', 'select', 'platform')),
    ADD CONSTRAINT statements_check CHECK (settlement = sales - coupon - tax - customer_tax - fee + increment - withholding - digital - management + refunds + adjustments),
    ADD CONSTRAINT statements_status_check CHECK (status IN ('reviewing', 'countersigning', 'request_failed', 'invoicing', 'invoice_reviewing',
        'payment_reviewing', 'payment_rejected', 'paying', 'payment_failed', 'paid', 'completed', 'carried'));
ALTER TABLE statement_lines DROP CONSTRAINT statement_lines_check,
    ADD COLUMN management_ratio numeric(9,6) NOT NULL DEFAULT 0,
    ADD COLUMN management numeric(18,2) NOT NULL DEFAULT 0,
    ADD CONSTRAINT statement_lines_check CHECK (kind = 'adjustment'
        OR amount = sales - coupon - tax - customer_tax - fee + increment - withholding - digital - management);
ALTER TABLE adjustments ADD COLUMN category text NOT NULL DEFAULT 'general'
    CONSTRAINT adjustments_category_check CHECK (category IN ('general', 'joint', 'select', 'platform'));
ALTER TABLE rates DROP CONSTRAINT rates_kind_check,
    ADD CONSTRAINT rates_kind_check CHECK (kind IN ('platform_fee', 'increment', 'joint_fee', 'select_fee', 'self_fee', 'management',
        'abroad_fee', 'abroad_tax', 'abroad_customer', 'abroad_withholding', 'abroad_digital'));

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION statements_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sent_at IS NULL THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE'
        OR (OLD.period, OLD.category, OLD.currency, OLD.number, OLD.lines, OLD.sales, OLD.coupon, OLD.tax, OLD.customer_tax, OLD.fee, OLD.increment,
            OLD.withholding, OLD.digital, OLD.management, OLD.refunds, OLD.adjustments, OLD.settlement, OLD.brought_forward, OLD.payable, OLD.digest, OLD.closed_at, OLD.sent_at)
        IS DISTINCT FROM (NEW.period, NEW.category, NEW.currency, NEW.number, NEW.lines, NEW.sales, NEW.coupon, NEW.tax, NEW.customer_tax, NEW.fee, NEW.increment,
            NEW.withholding, NEW.digital, NEW.management, NEW.refunds, NEW.adjustments, NEW.settlement, NEW.brought_forward, NEW.payable, NEW.digest, NEW.closed_at, NEW.sent_at) THEN
        RAISE EXCEPTION 'a statement that was sent never changes';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd

-- What a request is to be invoiced with, at each tax rate: kept with the notice (开票清单).
CREATE TABLE invoice_shares (
    seller_id    uuid NOT NULL REFERENCES sellers,
    statement_id uuid NOT NULL,
    rate         numeric(9,6) NOT NULL CHECK (rate BETWEEN 0 AND 1),
    amount       numeric(18,2) NOT NULL CHECK (amount > 0),
    PRIMARY KEY (seller_id, statement_id, rate),
    FOREIGN KEY (seller_id, statement_id) REFERENCES statements
);

-- The seller's invoices to the platform: each of one request, and none twice.
CREATE TABLE settlement_invoices (
    seller_id      uuid NOT NULL REFERENCES sellers,
    id             uuid NOT NULL,
    statement_id   uuid NOT NULL,
    status         text NOT NULL CHECK (status IN ('entered', 'submitted', 'passed', 'rejected')),
    number         text NOT NULL CHECK (number <> ''),
    dated_on       date NOT NULL,
    medium         text NOT NULL CHECK (medium IN ('electronic', 'paper')),
    rate           numeric(9,6) NOT NULL CHECK (rate BETWEEN 0 AND 1),
    amount         numeric(18,2) NOT NULL CHECK (amount > 0),
    tax_number     text NOT NULL,
    remark         text NOT NULL,
    courier        text NOT NULL DEFAULT '',
    courier_number text NOT NULL DEFAULT '',
    file_id        uuid,
    reason         text NOT NULL DEFAULT '',
    added_by       text NOT NULL,
    added_at       timestamptz NOT NULL,
    submitted_at   timestamptz,
    decided_by     text NOT NULL DEFAULT '',
    decided_at     timestamptz,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, statement_id) REFERENCES statements,
    FOREIGN KEY (seller_id, file_id) REFERENCES files,
    CHECK (medium = 'paper' OR file_id IS NOT NULL),
    CHECK ((status = 'entered') = (submitted_at IS NULL)),
    CHECK ((status IN ('passed', 'rejected')) = (decided_at IS NOT NULL))
);
CREATE UNIQUE INDEX settlement_invoices_number ON settlement_invoices (seller_id, number) WHERE status <> 'rejected';
CREATE INDEX settlement_invoices_statement ON settlement_invoices (seller_id, statement_id, added_at);

-- +goose Down
DROP TABLE settlement_invoices;
DROP TABLE invoice_shares;
