-- +goose Up

-- A code also goes to somebody who is nobody yet: those of a registration belong to no seller.
ALTER TABLE verifications DROP CONSTRAINT verifications_seller_id_fkey;
ALTER TABLE verifications ADD COLUMN asked_from text NOT NULL DEFAULT '';
CREATE INDEX verifications_lately ON verifications (seller_id, created_at);

-- Which of the contact's addresses have been proved by a code (catalogue.md §1.3).
ALTER TABLE sellers ADD COLUMN mobile_proved_at timestamptz, ADD COLUMN email_proved_at timestamptz;

-- Who stands behind an account, before it applies (实名认证, catalogue.md §1.1).
CREATE TABLE identities (
	seller_id uuid NOT NULL REFERENCES sellers,
	id uuid NOT NULL,
	type text NOT NULL CHECK (type IN ('enterprise', 'individual')),
	status text NOT NULL CHECK (status IN ('none', 'pending', 'verified', 'rejected')),
	name text NOT NULL,
	credit_code text NOT NULL DEFAULT '',
	representative text NOT NULL DEFAULT '',
	number_sealed bytea,
	number_tail text NOT NULL DEFAULT '',
	file_id uuid NOT NULL,
	reason text NOT NULL DEFAULT '',
	submitted_at timestamptz NOT NULL,
	decided_at timestamptz,
	version int NOT NULL DEFAULT 1,
	PRIMARY KEY (seller_id, id),
	UNIQUE (seller_id),
	CHECK ((type = 'individual') = (number_sealed IS NOT NULL))
);
