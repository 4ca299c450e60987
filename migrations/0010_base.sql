-- +goose Up
-- What belongs to no seller: settings, the calendar, people, the marketplace's staff.
CREATE TABLE settings (
    name       text PRIMARY KEY,
    value      jsonb NOT NULL,
    changed_at timestamptz NOT NULL
);

CREATE TABLE calendar (
    day   date PRIMARY KEY,
    works boolean NOT NULL,
    name  text NOT NULL
);

CREATE TABLE people (
    id              uuid PRIMARY KEY,
    email           text NOT NULL,
    name            text NOT NULL,
    mobile          text NOT NULL DEFAULT '',
    password_hash   text NOT NULL,
    totp_sealed     bytea,
    totp_on_at      timestamptz,
    totp_last_step  bigint NOT NULL DEFAULT 0,
    recovery_hashes jsonb NOT NULL DEFAULT '[]',
    language        text NOT NULL DEFAULT 'zh-CN' CHECK (language IN ('zh-CN', 'en')),
    zone            text NOT NULL DEFAULT 'Asia/Shanghai',
    theme           text NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark')),
    created_at      timestamptz NOT NULL
);
CREATE UNIQUE INDEX people_email ON people (lower(email));

-- One-time links with which a person sets a password; only the newest works.
CREATE TABLE invitations (
    person_id  uuid PRIMARY KEY REFERENCES people,
    token_hash bytea NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL
);

-- Tries at a password or code by what was tried, whether it exists or not: being locked
-- out tells a stranger nothing.
CREATE TABLE tries (
    name         text PRIMARY KEY,
    count        int NOT NULL,
    locked_until timestamptz,
    at           timestamptz NOT NULL
);
CREATE INDEX tries_at ON tries (at);

CREATE TABLE operators (
    person_id  uuid PRIMARY KEY REFERENCES people,
    roles      jsonb NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE sellers (
    id              uuid PRIMARY KEY,
    number          text COLLATE "C" NOT NULL UNIQUE,
    status          text NOT NULL CHECK (status IN ('applying', 'approved', 'suspended', 'exited')),
    company_name    text NOT NULL,
    credit_code     text NOT NULL DEFAULT '',
    website         text NOT NULL DEFAULT '',
    logo_file_id    uuid,
    years           text NOT NULL DEFAULT '',
    staff           text NOT NULL DEFAULT '',
    capital_wan     numeric(14,2) NOT NULL DEFAULT 0 CHECK (capital_wan >= 0),
    contact_name    text NOT NULL DEFAULT '',
    contact_mobile  text NOT NULL DEFAULT '',
    contact_email   text NOT NULL DEFAULT '',
    service_phone   text NOT NULL DEFAULT '',
    service_email   text NOT NULL DEFAULT '',
    province        text NOT NULL DEFAULT '',
    city            text NOT NULL DEFAULT '',
    address         text NOT NULL DEFAULT '',
    licence_file_id uuid,
    introduction    text NOT NULL DEFAULT '',
    application     jsonb NOT NULL DEFAULT '{}', -- what is typed so far into the onboarding form
    created_at      timestamptz NOT NULL,
    approved_at     timestamptz,
    version         int NOT NULL DEFAULT 1
);
CREATE SEQUENCE seller_numbers START 100001;
-- One company, one seller (catalogue.md §1.2).
CREATE UNIQUE INDEX sellers_credit_code ON sellers (credit_code) WHERE credit_code <> '' AND status <> 'exited';

CREATE TABLE members (
    seller_id  uuid NOT NULL REFERENCES sellers,
    id         uuid NOT NULL,
    person_id  uuid NOT NULL REFERENCES people,
    roles      jsonb NOT NULL,
    joined_at  timestamptz NOT NULL,
    removed_at timestamptz,
    PRIMARY KEY (seller_id, id)
);
CREATE UNIQUE INDEX members_person ON members (seller_id, person_id) WHERE removed_at IS NULL;
CREATE INDEX members_by_person ON members (person_id) WHERE removed_at IS NULL;

CREATE TABLE sessions (
    token_hash       bytea PRIMARY KEY,
    id               uuid NOT NULL UNIQUE,
    person_id        uuid NOT NULL REFERENCES people,
    seller_id        uuid REFERENCES sellers,
    operator         boolean NOT NULL DEFAULT false,
    second_factor_at timestamptz,
    waits_for_code   boolean NOT NULL DEFAULT false,
    address          text NOT NULL,
    agent            text NOT NULL,
    created_at       timestamptz NOT NULL,
    last_seen_at     timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id, last_seen_at DESC);

-- Every act, by whom, when and from where. Rows are added, never changed.
CREATE TABLE audits (
    seller_id uuid NOT NULL,
    id        uuid NOT NULL,
    act       text NOT NULL,
    area      text NOT NULL,
    subject   text NOT NULL,
    person_id uuid,
    actor     text NOT NULL,
    party     text NOT NULL,
    address   text NOT NULL,
    at        timestamptz NOT NULL,
    test      boolean NOT NULL,
    facts     jsonb NOT NULL,
    PRIMARY KEY (seller_id, id)
);
CREATE INDEX audits_at ON audits (seller_id, at DESC, id DESC);
CREATE INDEX audits_all ON audits (at DESC, id DESC);
CREATE INDEX audits_subject ON audits (seller_id, subject, at DESC);

-- +goose StatementBegin
CREATE FUNCTION audits_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are never changed';
END $$;
-- +goose StatementEnd
CREATE TRIGGER audits_kept BEFORE UPDATE OR DELETE ON audits FOR EACH ROW EXECUTE FUNCTION audits_are_kept();

-- The last number drawn per seller, prefix and month.
CREATE TABLE counters (
    seller_id uuid NOT NULL REFERENCES sellers,
    name      text NOT NULL,
    last      bigint NOT NULL,
    PRIMARY KEY (seller_id, name)
);

-- A number that others send us → whose it is. The one place looked up without a seller.
CREATE TABLE directory (
    seller_id uuid NOT NULL REFERENCES sellers,
    number    text COLLATE "C" NOT NULL,
    kind      text NOT NULL,
    subject   uuid NOT NULL,
    PRIMARY KEY (number, kind)
);

-- The storefront's own credentials and the guards of its signed requests.
CREATE TABLE storefronts (
    id         uuid PRIMARY KEY,
    name       text NOT NULL,
    access_key text NOT NULL UNIQUE,
    sealed     bytea NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE TABLE nonces (
    client text NOT NULL,
    nonce  text NOT NULL,
    at     timestamptz NOT NULL,
    PRIMARY KEY (client, nonce)
);
CREATE INDEX nonces_at ON nonces (at);
CREATE TABLE idempotencies (
    seller_id   uuid NOT NULL,
    client      text NOT NULL,
    key         text NOT NULL,
    fingerprint text NOT NULL,
    subject     text NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (client, key)
);

CREATE TABLE files (
    seller_id   uuid NOT NULL REFERENCES sellers,
    id          uuid NOT NULL,
    name        text NOT NULL,
    mime        text NOT NULL,
    size        bigint NOT NULL CHECK (size >= 0),
    sha256      text NOT NULL,
    purpose     text NOT NULL,
    uploaded_by text NOT NULL,
    party       text NOT NULL,
    uploaded_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id)
);
CREATE TABLE file_contents (
    seller_id uuid NOT NULL,
    file_id   uuid NOT NULL,
    content   bytea NOT NULL,
    PRIMARY KEY (seller_id, file_id),
    FOREIGN KEY (seller_id, file_id) REFERENCES files
);
ALTER TABLE file_contents ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE notices (
    seller_id uuid NOT NULL REFERENCES sellers,
    id        uuid NOT NULL,
    kind      text NOT NULL,
    reason    jsonb NOT NULL,
    link      text NOT NULL,
    at        timestamptz NOT NULL,
    read_at   timestamptz,
    PRIMARY KEY (seller_id, id)
);
CREATE INDEX notices_at ON notices (seller_id, at DESC, id DESC);
CREATE INDEX notices_unread ON notices (seller_id) WHERE read_at IS NULL;
