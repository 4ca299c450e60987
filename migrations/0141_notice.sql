-- +goose Up
-- Who receives messages besides the account, and by which channel (catalogue.md §0.4).
CREATE TABLE receivers (
    seller_id          uuid NOT NULL REFERENCES sellers,
    id                 uuid NOT NULL,
    name               text NOT NULL,
    mobile             text NOT NULL DEFAULT '',
    email              text NOT NULL DEFAULT '',
    language           text NOT NULL DEFAULT 'zh-CN' CHECK (language IN ('zh-CN', 'en')),
    types              jsonb NOT NULL,
    by_mail            boolean NOT NULL DEFAULT true,
    by_sms             boolean NOT NULL DEFAULT false,
    mobile_verified_at timestamptz,
    email_verified_at  timestamptz,
    created_at         timestamptz NOT NULL,
    version            int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    CHECK (mobile <> '' OR email <> '')
);

ALTER TABLE notices ADD COLUMN type text NOT NULL DEFAULT 'other';

-- One message to one address; messages of the same minute go out together.
CREATE TABLE deliveries (
    seller_id     uuid NOT NULL REFERENCES sellers,
    id            uuid NOT NULL,
    notice_id     uuid NOT NULL,
    channel       text NOT NULL CHECK (channel IN ('mail', 'sms')),
    receiver      text NOT NULL,
    address       text NOT NULL,
    language      text NOT NULL,
    status        text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sent', 'failed')),
    tries         int NOT NULL DEFAULT 0,
    error         text NOT NULL DEFAULT '', -- of the last try
    letter        uuid,                     -- what it went out in
    claimed_until timestamptz,
    created_at    timestamptz NOT NULL,
    next_at       timestamptz,
    sent_at       timestamptz,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, notice_id) REFERENCES notices
);
CREATE INDEX deliveries_at ON deliveries (seller_id, created_at DESC, id DESC);
CREATE INDEX deliveries_queued ON deliveries (seller_id, channel, address) WHERE status = 'queued';
CREATE INDEX deliveries_notice ON deliveries (seller_id, notice_id);

-- Every try to send, kept.
CREATE TABLE delivery_tries (
    seller_id   uuid NOT NULL REFERENCES sellers,
    delivery_id uuid NOT NULL,
    no          int NOT NULL,
    at          timestamptz NOT NULL,
    error       text NOT NULL,
    PRIMARY KEY (seller_id, delivery_id, no),
    FOREIGN KEY (seller_id, delivery_id) REFERENCES deliveries
);

-- Codes that prove that an address is reached: 6 digits, 10 minutes, 5 tries (catalogue.md §12).
CREATE TABLE verifications (
    seller_id   uuid NOT NULL REFERENCES sellers,
    id          uuid NOT NULL,
    purpose     text NOT NULL,
    channel     text NOT NULL CHECK (channel IN ('mail', 'sms')),
    address     text NOT NULL,
    language    text NOT NULL,
    code_sealed bytea NOT NULL,
    tries       int NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    sent_at     timestamptz,
    used_at     timestamptz,
    PRIMARY KEY (seller_id, id)
);
CREATE INDEX verifications_newest ON verifications (seller_id, purpose, created_at DESC);

-- Orders that are pushed to a debugged interface (订单通知配置, catalogue.md §0.4).
CREATE TABLE hooks (
    seller_id   uuid NOT NULL REFERENCES sellers,
    id          uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    access_type text NOT NULL DEFAULT '',
    product_id  uuid,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, endpoint_id) REFERENCES endpoints,
    FOREIGN KEY (seller_id, product_id) REFERENCES products ON DELETE CASCADE,
    CHECK ((access_type = '') = (product_id IS NOT NULL))
);
CREATE UNIQUE INDEX hooks_access ON hooks (seller_id, access_type) WHERE access_type <> '';
CREATE UNIQUE INDEX hooks_product ON hooks (seller_id, product_id) WHERE product_id IS NOT NULL;
