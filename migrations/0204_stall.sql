-- +goose Up

-- The queue of orders that do not move is read along these, what is due first.
CREATE INDEX orders_unpaid ON orders (seller_id, pay_by, id) WHERE status = 'pending_payment' AND NOT test;
CREATE INDEX orders_unopened ON orders (seller_id, paid_at, id) WHERE status = 'processing' AND NOT supervised AND NOT test;
CREATE INDEX orders_unrepaid ON orders (seller_id, paid_at, id) WHERE status = 'completed' AND postpaid AND repaid_at IS NULL AND NOT test;
CREATE INDEX fulfilments_waiting ON fulfilments (seller_id, deadline_at, id) WHERE status IN ('processing', 'retrying', 'exhausted') AND NOT test;
CREATE INDEX refunds_moving ON refunds (seller_id, requested_at, id) WHERE status NOT IN ('paid', 'rejected', 'withdrawn') AND NOT test;
CREATE INDEX invoices_asked ON invoices (seller_id, due_at, id) WHERE status = 'requested' AND NOT test;
