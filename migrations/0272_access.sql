-- +goose Up

-- Access keys belong to a person, who may have two at a time; the other keys to their purpose
-- (catalogue.md §1.8).
ALTER TABLE keys ADD COLUMN person_id uuid REFERENCES people;
DROP INDEX keys_active;
CREATE UNIQUE INDEX keys_active ON keys (seller_id, purpose) WHERE status = 'active' AND purpose <> 'open';

-- Automatic renewal as it was ticked with the order (catalogue.md §9.4).
CREATE TABLE order_renewals (
	seller_id uuid NOT NULL,
	order_id uuid NOT NULL,
	periods int NOT NULL CHECK (periods > 0),
	times int NOT NULL CHECK (times > 0),
	PRIMARY KEY (seller_id, order_id),
	FOREIGN KEY (seller_id, order_id) REFERENCES orders (seller_id, id)
);

