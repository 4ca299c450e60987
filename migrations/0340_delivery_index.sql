-- +goose Up
-- Deliveries by when they are due: the late ones and today's are a few of all that run.
CREATE INDEX supervisions_due ON supervisions (seller_id, due_at) INCLUDE (rank_at, id, turn, node) WHERE status = 'running' AND NOT test;
DROP INDEX supervisions_late;
CREATE INDEX supervisions_late ON supervisions (due_at) INCLUDE (seller_id, rank_at, id, turn) WHERE status = 'running' AND NOT test;

-- What was sent, by day: one index serves the list and the sums of a day.
DROP INDEX fulfilments_days;
DROP INDEX fulfilments_begun;
CREATE INDEX fulfilments_begun ON fulfilments (seller_id, begun_at DESC, id DESC) INCLUDE (activity, status, test);
