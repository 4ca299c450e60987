-- +goose Up

-- Open deliveries by what is due first, and the calls that an order waits for, for the queue of
-- orders that do not move: small sets of their own beside everything that is over.
CREATE INDEX supervisions_moving ON supervisions (seller_id, rank_at, id) WHERE status IN ('running', 'frozen') AND NOT test;
CREATE INDEX fulfilments_stuck ON fulfilments (seller_id, order_id, id) INCLUDE (status, activity) WHERE status IN ('queued', 'processing', 'retrying', 'exhausted');
DROP INDEX fulfilments_waiting;
CREATE INDEX fulfilments_waiting ON fulfilments (seller_id, deadline_at, id) INCLUDE (order_id)
	WHERE status IN ('processing', 'retrying', 'exhausted') AND NOT test
		AND (status <> 'exhausted' OR activity NOT IN ('newInstance', 'queryInstance', 'upgradeInstance'));
