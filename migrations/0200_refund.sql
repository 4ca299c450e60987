-- +goose Up
-- The whole life of a refund (transactions.md §4.2–§4.4): goods that come back, large
-- refunds that the operator approves, the call that releases what runs.
ALTER TABLE refunds
    DROP CONSTRAINT refunds_status_check,
    DROP CONSTRAINT refunds_cause_check,
    ADD CONSTRAINT refunds_status_check CHECK (status IN ('transit', 'requested', 'reviewing', 'returning', 'inspecting',
        'disputed', 'appealed', 'approved', 'paid', 'rejected', 'withdrawn')),
    ADD CONSTRAINT refunds_cause_check CHECK (cause IN ('failed_opening', 'negotiated', 'appeal', 'overdue', 'five_day', 'used', 'renewal')),
    ADD COLUMN goods             text NOT NULL DEFAULT '' CHECK (goods IN ('', 'not_received', 'received')),
    ADD COLUMN return_sealed     bytea,
    ADD COLUMN courier           text NOT NULL DEFAULT '',
    ADD COLUMN tracking          text NOT NULL DEFAULT '',
    ADD COLUMN sent_at           timestamptz,
    ADD COLUMN fault             text NOT NULL DEFAULT '',
    ADD COLUMN escalated_at      timestamptz,
    ADD COLUMN unsubscription_id uuid,
    ADD COLUMN fulfilment_id     uuid,
    ADD COLUMN release           text NOT NULL DEFAULT '' CHECK (release IN ('', 'waiting', 'done', 'failed')),
    ADD FOREIGN KEY (seller_id, unsubscription_id) REFERENCES orders,
    ADD FOREIGN KEY (seller_id, fulfilment_id) REFERENCES fulfilments;

DROP INDEX refunds_one_open;
CREATE UNIQUE INDEX refunds_one_open ON refunds (seller_id, order_id) WHERE status NOT IN ('paid', 'rejected', 'withdrawn');
CREATE INDEX refunds_call ON refunds (seller_id, fulfilment_id) WHERE fulfilment_id IS NOT NULL;
CREATE INDEX refunds_opened_by ON refunds (seller_id, unsubscription_id) WHERE unsubscription_id IS NOT NULL;
CREATE INDEX refunds_status ON refunds (seller_id, status, requested_at DESC, id DESC) WHERE NOT test;
CREATE INDEX refunds_desk ON refunds (due_at, id) WHERE status IN ('transit', 'reviewing', 'disputed', 'appealed') AND NOT test;
CREATE INDEX refunds_escalated ON refunds (escalated_at) WHERE status = 'requested' AND NOT test;
CREATE INDEX refunds_everywhere ON refunds (requested_at DESC, id DESC) WHERE NOT test;
CREATE INDEX refunds_id ON refunds (id);

-- Every step of a refund: who, when, from where to where, and what was said.
CREATE TABLE refund_logs (
    seller_id   uuid NOT NULL,
    id          uuid NOT NULL,
    refund_id   uuid NOT NULL,
    no          bigint GENERATED ALWAYS AS IDENTITY,
    at          timestamptz NOT NULL,
    party       text NOT NULL,
    actor       text NOT NULL,
    act         text NOT NULL,
    from_status text NOT NULL,
    to_status   text NOT NULL,
    comment     text NOT NULL DEFAULT '',
    amount      numeric(18,2) NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, refund_id) REFERENCES refunds
);
CREATE INDEX refund_logs_refund ON refund_logs (seller_id, refund_id, at);

-- Photos and evidence of an inspection.
CREATE TABLE refund_files (
    seller_id uuid NOT NULL,
    file_id   uuid NOT NULL,
    refund_id uuid NOT NULL,
    log_id    uuid NOT NULL,
    PRIMARY KEY (seller_id, file_id),
    FOREIGN KEY (seller_id, refund_id) REFERENCES refunds,
    FOREIGN KEY (seller_id, log_id) REFERENCES refund_logs,
    FOREIGN KEY (seller_id, file_id) REFERENCES files
);
CREATE INDEX refund_files_refund ON refund_files (seller_id, refund_id);

-- What happened before there was this log.
INSERT INTO refund_logs (seller_id, id, refund_id, at, party, actor, act, from_status, to_status, comment, amount)
SELECT seller_id, gen_random_uuid(), id, requested_at, CASE cause WHEN 'negotiated' THEN 'buyer' ELSE 'system' END, requested_by,
    'refund.request', '', CASE cause WHEN 'negotiated' THEN 'requested' ELSE 'approved' END, reason, amount FROM refunds;
INSERT INTO refund_logs (seller_id, id, refund_id, at, party, actor, act, from_status, to_status, comment, amount)
SELECT seller_id, gen_random_uuid(), id, decided_at, CASE status WHEN 'withdrawn' THEN 'buyer' ELSE 'seller' END,
    CASE status WHEN 'withdrawn' THEN requested_by ELSE '' END,
    CASE status WHEN 'withdrawn' THEN 'refund.withdraw' WHEN 'rejected' THEN 'refund.reject' ELSE 'refund.approve' END,
    'requested', CASE status WHEN 'paid' THEN 'approved' ELSE status END, note, amount
FROM refunds WHERE cause = 'negotiated' AND decided_at IS NOT NULL;
INSERT INTO refund_logs (seller_id, id, refund_id, at, party, actor, act, from_status, to_status, comment, amount)
SELECT seller_id, gen_random_uuid(), id, paid_at, 'system', '', 'refund.pay', 'approved', 'paid', '', amount
FROM refunds WHERE paid_at IS NOT NULL;

-- How often an account gave something back without a reason in a calendar year: shared by all
-- sellers and, as far as the shop front tells, all cloud services (transactions.md §4.1).
CREATE TABLE five_day_uses (
    customer_id text NOT NULL,
    year        int NOT NULL,
    used        int NOT NULL CHECK (used >= 0),
    PRIMARY KEY (customer_id, year)
);
INSERT INTO five_day_uses (customer_id, year, used)
SELECT o.customer_id, extract(year FROM r.requested_at AT TIME ZONE 'Asia/Shanghai')::int, count(*)
FROM refunds r JOIN orders o ON o.seller_id = r.seller_id AND o.id = r.order_id
WHERE r.cause = 'five_day' GROUP BY 1, 2;
