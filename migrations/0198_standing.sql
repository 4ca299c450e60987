-- +goose Up
-- How a seller stands with the marketplace (catalogue.md §9.8).
CREATE TABLE standings (
    seller_id uuid PRIMARY KEY REFERENCES sellers,
    level     text NOT NULL CHECK (level IN ('certified', 'preferred', 'leading')),
    level_at  timestamptz NOT NULL,
    level_by  text NOT NULL
);
CREATE TABLE points (
    seller_id uuid NOT NULL REFERENCES sellers,
    id        uuid NOT NULL,
    delta     int NOT NULL CHECK (delta <> 0),
    breach    text NOT NULL,
    reason    text NOT NULL,
    made_by   text NOT NULL,
    made_at   timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id)
);
CREATE TABLE test_credits (
    seller_id   uuid NOT NULL REFERENCES sellers,
    id          uuid NOT NULL,
    number      text COLLATE "C" NOT NULL,
    access_type text NOT NULL,
    purpose     text NOT NULL,
    amount      numeric(18,2) NOT NULL CHECK (amount > 0),
    letter_id   uuid NOT NULL,
    status      text NOT NULL CHECK (status IN ('pending', 'active', 'rejected', 'withdrawn', 'expired')),
    applied_by  text NOT NULL,
    applied_at  timestamptz NOT NULL,
    decided_at  timestamptz,
    note        text NOT NULL DEFAULT '',
    ends_at     timestamptz,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    FOREIGN KEY (seller_id, letter_id) REFERENCES files (seller_id, id)
);
