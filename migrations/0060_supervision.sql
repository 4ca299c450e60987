-- +goose Up
-- The delivery flow of one order. flow is the template's snapshot (transactions.md §2.3).
CREATE TABLE supervisions (
    seller_id      uuid NOT NULL,
    id             uuid NOT NULL,
    order_id       uuid NOT NULL,
    flow           jsonb NOT NULL,
    node           text NOT NULL,
    ordinal        int NOT NULL,
    turn           text NOT NULL CHECK (turn IN ('seller', 'buyer', 'operator', 'system')),
    status         text NOT NULL CHECK (status IN ('running', 'frozen', 'done', 'closed')),
    started_at     timestamptz NOT NULL,
    entered_at     timestamptz NOT NULL,
    due_at         timestamptz,
    rank_at        timestamptz NOT NULL, -- place in a list by remaining time
    frozen_at      timestamptz,
    paused         bigint NOT NULL DEFAULT 0, -- working nanoseconds the node stood still
    opened_at      timestamptz,               -- actual service opening time (§1.4)
    requirement    text NOT NULL DEFAULT '',
    result         text NOT NULL DEFAULT '',
    seller_rejects int NOT NULL DEFAULT 0,
    buyer_rejects  int NOT NULL DEFAULT 0,
    done_at        timestamptz,
    test           boolean NOT NULL,
    version        int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, order_id),
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);
CREATE INDEX supervisions_started ON supervisions (seller_id, started_at DESC, id DESC) WHERE NOT test;
CREATE INDEX supervisions_rank ON supervisions (seller_id, rank_at, id) WHERE NOT test;
CREATE INDEX supervisions_open ON supervisions (seller_id, turn, rank_at, id) WHERE status IN ('running', 'frozen') AND NOT test;

-- What was done, by whom, at which node. Rows are added, never changed.
CREATE TABLE supervision_logs (
    seller_id      uuid NOT NULL,
    id             uuid NOT NULL,
    supervision_id uuid NOT NULL,
    at             timestamptz NOT NULL,
    party          text NOT NULL,
    actor          text NOT NULL,
    act            text NOT NULL,
    from_node      text NOT NULL,
    to_node        text NOT NULL,
    comment        text NOT NULL DEFAULT '',
    reason         jsonb,
    no             bigint GENERATED ALWAYS AS IDENTITY, -- order within one instant
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, supervision_id) REFERENCES supervisions
);
CREATE INDEX supervision_logs_at ON supervision_logs (seller_id, supervision_id, at, no);

-- +goose StatementBegin
CREATE FUNCTION rows_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
CREATE TRIGGER supervision_logs_kept BEFORE UPDATE OR DELETE ON supervision_logs FOR EACH ROW EXECUTE FUNCTION rows_are_kept();

-- Evidence: files are added as new versions, never replaced.
CREATE TABLE evidences (
    seller_id      uuid NOT NULL,
    id             uuid NOT NULL,
    supervision_id uuid NOT NULL,
    appeal_id      uuid,
    log_id         uuid,
    kind           text NOT NULL,
    file_id        uuid NOT NULL,
    version        int NOT NULL CHECK (version >= 1),
    added_at       timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, supervision_id) REFERENCES supervisions,
    FOREIGN KEY (seller_id, file_id) REFERENCES files
);
CREATE UNIQUE INDEX evidences_version ON evidences (seller_id, supervision_id, kind, version);
CREATE TRIGGER evidences_kept BEFORE UPDATE OR DELETE ON evidences FOR EACH ROW EXECUTE FUNCTION rows_are_kept();
CREATE INDEX evidences_supervision ON evidences (seller_id, supervision_id, added_at);

CREATE TABLE appeals (
    seller_id      uuid NOT NULL,
    id             uuid NOT NULL,
    number         text COLLATE "C" NOT NULL,
    supervision_id uuid NOT NULL,
    order_id       uuid NOT NULL,
    filed_by       text NOT NULL CHECK (filed_by IN ('seller', 'buyer')),
    filer          text NOT NULL,
    node           text NOT NULL,
    ground         text NOT NULL CHECK (ground IN ('dispute', 'idle', 'no_accept', 'unreachable', 'other')),
    reason         text NOT NULL,
    status         text NOT NULL CHECK (status IN ('pending', 'evidence', 'decided', 'rejected', 'withdrawn')),
    outcome        text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'continue', 'return', 'accept', 'refund', 'reject')),
    return_node    text NOT NULL DEFAULT '',
    refund_amount  numeric(18,2),
    asked          text NOT NULL DEFAULT '',
    asked_party    text NOT NULL DEFAULT '',
    conclusion     text NOT NULL DEFAULT '',
    decided_by     text NOT NULL DEFAULT '',
    filed_at       timestamptz NOT NULL,
    due_at         timestamptz NOT NULL,
    decided_at     timestamptz,
    test           boolean NOT NULL,
    version        int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    FOREIGN KEY (seller_id, supervision_id) REFERENCES supervisions,
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);
ALTER TABLE evidences ADD FOREIGN KEY (seller_id, appeal_id) REFERENCES appeals;
CREATE UNIQUE INDEX appeals_one_open ON appeals (seller_id, supervision_id) WHERE status IN ('pending', 'evidence');
CREATE INDEX appeals_filed ON appeals (seller_id, filed_at DESC, id DESC);
CREATE INDEX appeals_due ON appeals (due_at, id) WHERE status IN ('pending', 'evidence') AND NOT test;

CREATE TABLE refunds (
    seller_id    uuid NOT NULL,
    id           uuid NOT NULL,
    number       text COLLATE "C" NOT NULL,
    order_id     uuid NOT NULL,
    cause        text NOT NULL CHECK (cause IN ('failed_opening', 'negotiated', 'appeal', 'overdue')),
    status       text NOT NULL CHECK (status IN ('requested', 'rejected', 'withdrawn', 'approved', 'paid')),
    amount       numeric(18,2) NOT NULL CHECK (amount > 0),
    reason       text NOT NULL DEFAULT '',
    note         text NOT NULL DEFAULT '',
    requested_by text NOT NULL,
    contact_shown boolean NOT NULL DEFAULT false,
    requested_at timestamptz NOT NULL,
    due_at       timestamptz,
    decided_at   timestamptz,
    paid_at      timestamptz,
    test         boolean NOT NULL,
    version      int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);
CREATE UNIQUE INDEX refunds_one_open ON refunds (seller_id, order_id) WHERE status IN ('requested', 'approved');
CREATE INDEX refunds_requested ON refunds (seller_id, requested_at DESC, id DESC);
CREATE INDEX refunds_open ON refunds (seller_id, due_at) WHERE status = 'requested' AND NOT test;
CREATE INDEX refunds_order ON refunds (seller_id, order_id);
