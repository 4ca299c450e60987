-- +goose Up

-- What the platform found when it opened the website of a profile under review (catalogue.md §1.3).
CREATE TABLE website_visits (
	seller_id uuid NOT NULL,
	review_id uuid NOT NULL,
	url text NOT NULL,
	landed text NOT NULL,
	at timestamptz NOT NULL,
	status int NOT NULL,
	title text NOT NULL,
	login boolean NOT NULL,
	took int NOT NULL,
	fault text NOT NULL,
	PRIMARY KEY (seller_id, review_id),
	FOREIGN KEY (seller_id, review_id) REFERENCES reviews (seller_id, id)
);

-- Questions that a seller's service did not answer within 24 hours (catalogue.md §1.3, §1.9).
CREATE TABLE missed_answers (
	seller_id uuid NOT NULL,
	id uuid NOT NULL,
	product_id uuid NOT NULL,
	channel text NOT NULL CHECK (channel IN ('service_phone', 'service_email')),
	asked_on date NOT NULL,
	note text NOT NULL,
	recorded_by text NOT NULL,
	recorded_at timestamptz NOT NULL,
	PRIMARY KEY (seller_id, id),
	FOREIGN KEY (seller_id, product_id) REFERENCES products (seller_id, id)
);
CREATE INDEX missed_answers_product ON missed_answers (seller_id, product_id);

-- Letters to the customers of an exclusive offer: text message and mail with the link (catalogue.md §9.2).
ALTER TABLE offer_users ADD COLUMN contact_sealed bytea;
CREATE TABLE offer_letters (
	seller_id uuid NOT NULL,
	id uuid NOT NULL,
	offer_id uuid NOT NULL,
	customer text NOT NULL,
	channel text NOT NULL CHECK (channel IN ('mail', 'sms')),
	address_sealed bytea NOT NULL,
	address_mask text NOT NULL,
	status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sent', 'failed')),
	tries int NOT NULL DEFAULT 0,
	error text NOT NULL DEFAULT '',
	created_at timestamptz NOT NULL,
	sent_at timestamptz,
	PRIMARY KEY (seller_id, id),
	UNIQUE (seller_id, offer_id, customer, channel),
	FOREIGN KEY (seller_id, offer_id) REFERENCES offers (seller_id, id)
);
