-- +goose Up
-- Onboarding: reviews, agreements, business certification.
CREATE TABLE reviews (
    seller_id    uuid NOT NULL REFERENCES sellers,
    id           uuid NOT NULL,
    number       text COLLATE "C" NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('onboarding', 'certification', 'product_publish', 'product_modify', 'product_delist')),
    subject      uuid NOT NULL,
    title        text NOT NULL,
    before       jsonb NOT NULL DEFAULT '{}',
    payload      jsonb NOT NULL,
    status       text NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'withdrawn')),
    submitted_by text NOT NULL,
    submitted_at timestamptz NOT NULL,
    due_at       timestamptz NOT NULL,
    decided_by   text NOT NULL DEFAULT '',
    decided_at   timestamptz,
    reason       text NOT NULL DEFAULT '',
    version      int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number)
);
-- Only one open application per subject (catalogue.md §2.10, §12).
CREATE UNIQUE INDEX reviews_one_open ON reviews (seller_id, subject) WHERE status = 'pending';
CREATE INDEX reviews_pending ON reviews (submitted_at, id) WHERE status = 'pending';
CREATE INDEX reviews_at ON reviews (seller_id, submitted_at DESC, id DESC);

CREATE TABLE agreements (
    id           uuid PRIMARY KEY,
    code         text NOT NULL,
    version      int NOT NULL,
    title        jsonb NOT NULL,
    body         jsonb NOT NULL,
    effective_at timestamptz NOT NULL,
    published_at timestamptz NOT NULL,
    UNIQUE (code, version)
);
CREATE TABLE signatures (
    seller_id    uuid NOT NULL REFERENCES sellers,
    id           uuid NOT NULL,
    agreement_id uuid NOT NULL REFERENCES agreements,
    signed_by    text NOT NULL,
    signed_at    timestamptz NOT NULL,
    address      text NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, agreement_id)
);

CREATE TABLE certifications (
    seller_id      uuid NOT NULL REFERENCES sellers,
    id             uuid NOT NULL,
    status         text NOT NULL CHECK (status IN ('verifying', 'reviewing', 'certified', 'rejected', 'locked')),
    legal_name     text NOT NULL,
    credit_code    text NOT NULL,
    address        text NOT NULL,
    phone          text NOT NULL,
    taxpayer       text NOT NULL CHECK (taxpayer IN ('general', 'small')),
    vat_rate       numeric(9,6) NOT NULL CHECK (vat_rate BETWEEN 0 AND 1),
    bank_name      text NOT NULL,
    bank_branch    text NOT NULL,
    account_sealed bytea NOT NULL,
    account_tail   text NOT NULL,
    proof_file_id  uuid,
    test_amount    numeric(18,2) NOT NULL CHECK (test_amount > 0),
    wrong_count    int NOT NULL DEFAULT 0 CHECK (wrong_count BETWEEN 0 AND 3),
    reason         text NOT NULL DEFAULT '',
    submitted_at   timestamptz NOT NULL,
    certified_at   timestamptz,
    version        int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id)
);
