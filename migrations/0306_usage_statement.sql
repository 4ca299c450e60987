-- +goose Up
-- What is paid by use enters statements as one line for each listing and month of payment
-- (transactions.md §5.4, §6.2): the bills say which one they entered.
ALTER TABLE statement_lines DROP CONSTRAINT statement_lines_kind_check;
ALTER TABLE statement_lines ADD CONSTRAINT statement_lines_kind_check CHECK (kind IN ('sale', 'usage', 'refund', 'adjustment'));
ALTER TABLE statement_lines ADD COLUMN bills integer NOT NULL DEFAULT 0;
ALTER TABLE statements ADD COLUMN usage_lines integer NOT NULL DEFAULT 0;
ALTER TABLE statements ADD COLUMN usage_sales numeric(18,2) NOT NULL DEFAULT 0;

DROP INDEX usage_bills_unsettled;
CREATE INDEX usage_bills_unsettled ON usage_bills (seller_id, paid_at) WHERE statement_id IS NULL AND paid_at IS NOT NULL AND amount > 0 AND NOT test;
CREATE INDEX usage_bills_settled ON usage_bills (seller_id, statement_id, product_id) WHERE statement_id IS NOT NULL;
CREATE INDEX usage_bills_paid ON usage_bills (seller_id, product_id, paid_at) WHERE paid_at IS NOT NULL;

-- How much a day brought of an order's records, for its timeline.
CREATE TABLE usage_days (
    seller_id uuid NOT NULL,
    id        uuid NOT NULL,
    order_id  uuid NOT NULL,
    day       date NOT NULL,
    records   integer NOT NULL,
    failed    integer NOT NULL,
    last_at   timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, order_id, day),
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);
