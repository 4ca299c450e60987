-- +goose Up

-- Which orders have a delivery in a given state, for the filter of the order list.
CREATE INDEX supervisions_status ON supervisions (seller_id, status) INCLUDE (order_id) WHERE NOT test;

-- What the seller's people did lately, for the board; disputed deliveries, by when they are due.
CREATE INDEX supervision_logs_people ON supervision_logs (seller_id, at) WHERE party = 'seller';
CREATE INDEX supervisions_frozen ON supervisions (rank_at, id) WHERE status = 'frozen' AND NOT test;
