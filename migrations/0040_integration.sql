-- +goose Up
-- Keys, production addresses, saved debug cases.
CREATE TABLE keys (
    seller_id   uuid NOT NULL REFERENCES sellers,
    id          uuid NOT NULL,
    number      text NOT NULL,
    purpose     text NOT NULL CHECK (purpose IN ('base', 'general')),
    status      text NOT NULL CHECK (status IN ('active', 'retiring', 'revoked')),
    sealed      bytea NOT NULL,
    tail        text NOT NULL,
    created_by  text NOT NULL,
    created_at  timestamptz NOT NULL,
    revealed_at timestamptz,
    retires_at  timestamptz,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number)
);
-- One active key per interface type (production-interface.md §2); a retiring one overlaps.
CREATE UNIQUE INDEX keys_active ON keys (seller_id, purpose) WHERE status = 'active';

CREATE TABLE endpoints (
    seller_id   uuid NOT NULL REFERENCES sellers,
    id          uuid NOT NULL,
    url         text NOT NULL,
    origin      text NOT NULL,
    status      text NOT NULL CHECK (status IN ('unverified', 'verified', 'removed')),
    proof       text NOT NULL,
    created_at  timestamptz NOT NULL,
    verified_at timestamptz,
    version     int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id)
);
CREATE UNIQUE INDEX endpoints_url ON endpoints (seller_id, url) WHERE status <> 'removed';
CREATE INDEX endpoints_origin ON endpoints (seller_id, origin) WHERE status = 'verified';

CREATE TABLE debug_cases (
    seller_id   uuid NOT NULL,
    id          uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    activity    text NOT NULL,
    charging    text NOT NULL DEFAULT '' CHECK (charging IN ('', 'PERIOD', 'ONE_TIME')),
    body        jsonb NOT NULL,
    exchange    jsonb NOT NULL,
    saved_by    text NOT NULL,
    saved_at    timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, endpoint_id, activity, charging),
    FOREIGN KEY (seller_id, endpoint_id) REFERENCES endpoints
);
