-- +goose Up
-- What the other kinds of delivery keep (transactions.md §2.4): where a draft is looked at,
-- the code to deliver by, the working time that the seller's earlier turns took.
ALTER TABLE supervisions
    ADD COLUMN link         text NOT NULL DEFAULT '',
    ADD COLUMN code         text NOT NULL DEFAULT '',
    ADD COLUMN seller_spent bigint NOT NULL DEFAULT 0;
CREATE INDEX supervisions_board ON supervisions (seller_id, node, entered_at) WHERE status IN ('running', 'frozen') AND NOT test;
CREATE INDEX supervisions_everywhere ON supervisions (rank_at, id) WHERE NOT test;
CREATE INDEX supervisions_id ON supervisions (id);

-- Which sort of platform coupon paid a part; it chooses the acceptance rule (§2.6).
ALTER TABLE orders ADD COLUMN coupon_kind text NOT NULL DEFAULT '' CHECK (coupon_kind IN ('', 'cash', 'pickup'));

-- The track that a customer belongs to, as the operator knows it (§2.6).
CREATE TABLE tracks (
    customer_id text PRIMARY KEY,
    track       text NOT NULL CHECK (track IN ('', 'empowerment', 'base')),
    marked_at   timestamptz NOT NULL,
    marked_by   text NOT NULL
);

-- Templates of flows that were edited; the newest version serves new orders (§2.3).
CREATE TABLE flow_templates (
    template   text NOT NULL,
    version    int NOT NULL CHECK (version > 2),
    nodes      jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    PRIMARY KEY (template, version)
);

-- Companies that carry hardware (§10.2).
CREATE TABLE couriers (
    code       text PRIMARY KEY,
    name       text NOT NULL,
    retired_at timestamptz
);
INSERT INTO couriers (code, name) VALUES ('SF', '顺丰速运'), ('JD', '京东物流'), ('EMS', '中国邮政 EMS'), ('DB', '德邦快递'), ('KY', '跨越速运'), ('ZTO', '中通快递');

-- Where an order's hardware goes and how far it is; the address is sealed.
CREATE TABLE parcels (
    seller_id  uuid NOT NULL,
    order_id   uuid NOT NULL,
    sealed     bytea NOT NULL,
    courier    text NOT NULL DEFAULT '',
    tracking   text NOT NULL DEFAULT '',
    remark     text NOT NULL DEFAULT '',
    shipped_at timestamptz,
    state      text NOT NULL DEFAULT '',
    state_at   timestamptz,
    signed_at  timestamptz,
    unread     boolean NOT NULL DEFAULT false,
    PRIMARY KEY (seller_id, order_id),
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);

-- Authorization codes of License 2.0 (production-interface.md §1.5).
CREATE TABLE licences (
    seller_id    uuid NOT NULL,
    id           uuid NOT NULL,
    order_id     uuid NOT NULL,
    code         text COLLATE "C" NOT NULL,
    status       text NOT NULL CHECK (status IN ('made', 'received', 'alive', 'frozen', 'expired', 'released')),
    amount       numeric(20,8) NOT NULL,
    received_at  timestamptz,
    activated_at timestamptz,
    expires_at   timestamptz,
    heard_at     timestamptz,
    test         boolean NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, order_id),
    UNIQUE (seller_id, code),
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);

-- What somebody has typed so far before delivering; files are added at once as evidence.
CREATE TABLE supervision_drafts (
    seller_id      uuid NOT NULL,
    supervision_id uuid NOT NULL,
    result         text NOT NULL DEFAULT '',
    opened_at      text NOT NULL DEFAULT '',
    link           text NOT NULL DEFAULT '',
    kept_at        timestamptz NOT NULL,
    kept_by        text NOT NULL,
    PRIMARY KEY (seller_id, supervision_id),
    FOREIGN KEY (seller_id, supervision_id) REFERENCES supervisions
);

-- Codes of licences are told to the seller's server by a key of their own; the open API is
-- signed by the seller's access key (production-interface.md §2).
ALTER TABLE keys DROP CONSTRAINT keys_purpose_check, ADD CONSTRAINT keys_purpose_check CHECK (purpose IN ('base', 'general', 'licence', 'open'));
