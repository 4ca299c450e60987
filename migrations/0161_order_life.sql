-- +goose Up
-- What happens when a period ends, as its customer wants it (transactions.md §1.6).
CREATE TABLE expiry_policies (
    seller_id   uuid NOT NULL,
    instance_id uuid NOT NULL,
    policy      text NOT NULL CHECK (policy IN ('freeze', 'renew', 'end')),
    periods     int NOT NULL DEFAULT 1 CHECK (periods >= 1),
    times       int NOT NULL DEFAULT 0 CHECK (times >= 0), -- automatic renewals that are left
    changed_at  timestamptz NOT NULL,
    changed_by  text NOT NULL,
    PRIMARY KEY (seller_id, instance_id),
    FOREIGN KEY (seller_id, instance_id) REFERENCES instances
);

-- Money goes back without the seller's approval: within five days, and for a renewal that
-- has not begun (§4.1, §4.2).
ALTER TABLE refunds DROP CONSTRAINT refunds_cause_check, ADD CONSTRAINT refunds_cause_check
    CHECK (cause IN ('failed_opening', 'negotiated', 'appeal', 'overdue', 'five_day', 'renewal'));
