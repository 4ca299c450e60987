-- +goose Up
-- Statements in the currency of each site: what was sold abroad is settled in dollars, with the
-- taxes of an order abroad taken off (catalogue.md §2.8, §10; transactions.md §6.7 F6).
ALTER TABLE rates DROP CONSTRAINT rates_kind_check;
ALTER TABLE rates DROP CONSTRAINT rates_one;
ALTER TABLE rates ADD COLUMN region text NOT NULL DEFAULT '', -- of a tax abroad; '' for all
    ADD CONSTRAINT rates_kind_check CHECK (kind IN ('platform_fee', 'increment', 'abroad_fee', 'abroad_tax', 'abroad_customer', 'abroad_withholding', 'abroad_digital')),
    ADD CONSTRAINT rates_one UNIQUE (kind, access_type, region, effective_on, from_amount);
INSERT INTO rates (id, kind, ratio, effective_on, created_by, created_at) VALUES -- the sheet's example: 15 %, 150, 50, 100 and 20 of 1000
    ('00000000-0000-7000-8000-000000000011', 'abroad_fee', 0.15, '2019-05-01', '', '2019-05-01'),
    ('00000000-0000-7000-8000-000000000012', 'abroad_tax', 0.15, '2019-05-01', '', '2019-05-01'),
    ('00000000-0000-7000-8000-000000000013', 'abroad_customer', 0.05, '2019-05-01', '', '2019-05-01'),
    ('00000000-0000-7000-8000-000000000014', 'abroad_withholding', 0.10, '2019-05-01', '', '2019-05-01'),
    ('00000000-0000-7000-8000-000000000015', 'abroad_digital', 0.02, '2019-05-01', '', '2019-05-01');

ALTER TABLE statements DROP CONSTRAINT statements_one;
ALTER TABLE statements DROP CONSTRAINT statements_check;
ALTER TABLE statements
    ADD COLUMN currency text NOT NULL DEFAULT 'CNY' CHECK (currency IN ('CNY', 'USD')),
    ADD COLUMN tax numeric(18,2) NOT NULL DEFAULT 0,          -- in the prices
    ADD COLUMN customer_tax numeric(18,2) NOT NULL DEFAULT 0, -- withheld by customers
    ADD COLUMN withholding numeric(18,2) NOT NULL DEFAULT 0,  -- withheld from the seller
    ADD COLUMN digital numeric(18,2) NOT NULL DEFAULT 0,      -- digital service tax
    ADD CONSTRAINT statements_one UNIQUE (seller_id, category, currency, period),
    ADD CONSTRAINT statements_check CHECK (settlement = sales - coupon - tax - customer_tax - fee + increment - withholding - digital + refunds + adjustments);

ALTER TABLE statement_lines DROP CONSTRAINT statement_lines_check;
ALTER TABLE statement_lines
    ADD COLUMN tax numeric(18,2) NOT NULL DEFAULT 0,
    ADD COLUMN customer_tax numeric(18,2) NOT NULL DEFAULT 0,
    ADD COLUMN withholding numeric(18,2) NOT NULL DEFAULT 0,
    ADD COLUMN digital numeric(18,2) NOT NULL DEFAULT 0,
    ADD CONSTRAINT statement_lines_check CHECK (kind = 'adjustment' OR amount = sales - coupon - tax - customer_tax - fee + increment - withholding - digital);

ALTER TABLE adjustments ADD COLUMN currency text NOT NULL DEFAULT 'CNY' CHECK (currency IN ('CNY', 'USD'));

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION statements_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sent_at IS NULL THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE'
        OR (OLD.period, OLD.category, OLD.currency, OLD.number, OLD.lines, OLD.sales, OLD.coupon, OLD.tax, OLD.customer_tax, OLD.fee, OLD.increment,
            OLD.withholding, OLD.digital, OLD.refunds, OLD.adjustments, OLD.settlement, OLD.brought_forward, OLD.payable, OLD.digest, OLD.closed_at, OLD.sent_at)
        IS DISTINCT FROM (NEW.period, NEW.category, NEW.currency, NEW.number, NEW.lines, NEW.sales, NEW.coupon, NEW.tax, NEW.customer_tax, NEW.fee, NEW.increment,
            NEW.withholding, NEW.digital, NEW.refunds, NEW.adjustments, NEW.settlement, NEW.brought_forward, NEW.payable, NEW.digest, NEW.closed_at, NEW.sent_at) THEN
        RAISE EXCEPTION 'a statement that was sent never changes';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
