-- +goose Up
-- Profile changes, the data compliance letter and the store (catalogue.md §1.6, §1.7, §1.10).
ALTER TABLE sellers
    ADD COLUMN verified_name  text NOT NULL DEFAULT '', -- of the real-name data, when it was changed; a rename follows it
    ADD COLUMN letter_status  text NOT NULL DEFAULT 'missing' CHECK (letter_status IN ('missing', 'pending', 'valid', 'rejected')),
    ADD COLUMN letter_file_id uuid,
    ADD COLUMN letter_reason  text NOT NULL DEFAULT '',
    ADD COLUMN exited_at      timestamptz;

CREATE TABLE stores (
    seller_id uuid NOT NULL REFERENCES sellers,
    id        uuid NOT NULL,
    status    text NOT NULL CHECK (status IN ('draft', 'pending', 'live', 'rejected')),
    draft     jsonb NOT NULL,
    live      jsonb,
    reason    text NOT NULL DEFAULT '',
    edited_at timestamptz NOT NULL,
    live_at   timestamptz,
    version   int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id)
);

-- A certified seller's new bank or tax data while the operator has it; the old stay in force.
CREATE TABLE certification_changes (
    seller_id      uuid NOT NULL REFERENCES sellers,
    id             uuid NOT NULL,
    address        text NOT NULL,
    phone          text NOT NULL,
    taxpayer       text NOT NULL,
    vat_rate       numeric(9,6) NOT NULL CHECK (vat_rate BETWEEN 0 AND 1),
    bank_name      text NOT NULL,
    bank_branch    text NOT NULL,
    account_sealed bytea NOT NULL,
    account_tail   text NOT NULL,
    proof_file_id  uuid NOT NULL,
    asked_at       timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id)
);

-- What changed with a version, for whoever has to sign it again (catalogue.md §1.4).
ALTER TABLE agreements ADD COLUMN topics jsonb NOT NULL DEFAULT '[]';
