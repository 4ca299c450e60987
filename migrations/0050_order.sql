-- +goose Up
-- One row is an order with its one line: the wire's orderLineId is number || '-000001'.
CREATE TABLE orders (
    seller_id         uuid NOT NULL REFERENCES sellers,
    id                uuid NOT NULL,
    number            text COLLATE "C" NOT NULL,
    type              text NOT NULL CHECK (type IN ('new', 'renew', 'change', 'trial', 'trial_to_formal', 'unsubscribe', 'unsubscribe_renewal', 'renewal_change')),
    status            text NOT NULL CHECK (status IN ('pending_payment', 'processing', 'completed', 'cancelled', 'refunded')),
    product_id        uuid NOT NULL,
    revision_id       uuid NOT NULL,
    spec_id           uuid NOT NULL,
    price_id          uuid NOT NULL,
    product_name      text NOT NULL,
    spec_name         text NOT NULL,
    product_code      text NOT NULL,
    sku_code          text NOT NULL,
    sale_type         text NOT NULL,
    access_type       text NOT NULL,
    charging          text NOT NULL CHECK (charging IN ('PERIOD', 'ONE_TIME')),
    period_type       text NOT NULL CHECK (period_type IN ('year', 'month', 'once')),
    periods           int NOT NULL CHECK (periods >= 1),
    quantity          numeric(20,8) NOT NULL CHECK (quantity > 0),
    unit_price        numeric(20,8) NOT NULL,
    list_amount       numeric(18,2) NOT NULL CHECK (list_amount >= 0),
    discount_amount   numeric(18,2) NOT NULL DEFAULT 0 CHECK (discount_amount BETWEEN 0 AND list_amount),
    coupon_amount     numeric(18,2) NOT NULL DEFAULT 0 CHECK (coupon_amount >= 0),
    amount            numeric(18,2) NOT NULL CHECK (amount = list_amount - discount_amount - coupon_amount AND amount >= 0),
    refunded_amount   numeric(18,2) NOT NULL DEFAULT 0 CHECK (refunded_amount BETWEEN 0 AND amount),
    fee_ratio         numeric(9,6) NOT NULL CHECK (fee_ratio BETWEEN 0 AND 1),
    supervised        boolean NOT NULL,
    test              boolean NOT NULL,
    postpaid          boolean NOT NULL DEFAULT false,
    customer_id       text NOT NULL,
    customer_name     text NOT NULL,
    customer_account  text NOT NULL,
    contact_sealed    bytea NOT NULL,
    phone_mask        text NOT NULL,
    email_mask        text NOT NULL,
    agreement_at      timestamptz NOT NULL,
    renews_id         uuid,
    instance_id       uuid,
    placed_at         timestamptz NOT NULL,
    pay_by            timestamptz NOT NULL,
    paid_at           timestamptz,
    repaid_at         timestamptz,
    effective_at      timestamptz,
    expires_at        timestamptz,
    completed_at      timestamptz,
    cancelled_at      timestamptz,
    refunded_at       timestamptz,
    version           int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    FOREIGN KEY (seller_id, product_id) REFERENCES products,
    FOREIGN KEY (seller_id, revision_id) REFERENCES revisions,
    FOREIGN KEY (seller_id, spec_id) REFERENCES specs,
    FOREIGN KEY (seller_id, price_id) REFERENCES prices,
    FOREIGN KEY (seller_id, renews_id) REFERENCES orders,
    CHECK (status = 'pending_payment' OR status = 'cancelled' OR paid_at IS NOT NULL)
);
CREATE INDEX orders_placed ON orders (seller_id, placed_at DESC, id DESC) WHERE NOT test;
CREATE INDEX orders_status ON orders (seller_id, status, placed_at DESC, id DESC) WHERE NOT test;
CREATE INDEX orders_product ON orders (seller_id, product_id, placed_at DESC, id DESC) WHERE NOT test;
CREATE INDEX orders_customer ON orders (seller_id, customer_name text_pattern_ops, placed_at DESC);
CREATE INDEX orders_test ON orders (seller_id, placed_at DESC, id DESC) WHERE test;
CREATE INDEX orders_paid ON orders (seller_id, paid_at) INCLUDE (amount) WHERE paid_at IS NOT NULL AND NOT test;
CREATE INDEX orders_amount ON orders (seller_id, amount DESC, id DESC) WHERE NOT test;
CREATE INDEX orders_all ON orders (placed_at DESC, id DESC);
CREATE INDEX orders_id ON orders (id);
CREATE INDEX orders_renews ON orders (seller_id, renews_id) WHERE renews_id IS NOT NULL;

-- What a buyer has running; number is the instanceId that the seller's server chose.
CREATE TABLE instances (
    seller_id   uuid NOT NULL,
    id          uuid NOT NULL,
    number      text COLLATE "C" NOT NULL,
    order_id    uuid NOT NULL,
    product_id  uuid NOT NULL,
    status      text NOT NULL CHECK (status IN ('opening', 'in_use', 'frozen', 'released')),
    customer_id text NOT NULL,
    app_sealed  bytea,
    front_url   text NOT NULL DEFAULT '',
    opened_at   timestamptz,
    expires_at  timestamptz,
    released_at timestamptz,
    test        boolean NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    UNIQUE (seller_id, order_id),
    FOREIGN KEY (seller_id, order_id) REFERENCES orders,
    FOREIGN KEY (seller_id, product_id) REFERENCES products
);

-- Production-interface messages: one per thing that the seller's server must be told. Those
-- of one lane (the order that opened the instance) go out one after the other; next_at is
-- NULL while a message waits for the one before it, and once its last try has failed.
CREATE TABLE fulfilments (
    seller_id    uuid NOT NULL,
    id           uuid NOT NULL,
    order_id     uuid NOT NULL,
    lane         uuid NOT NULL,
    instance_id  uuid,
    endpoint_id  uuid,
    activity     text NOT NULL,
    status       text NOT NULL CHECK (status IN ('queued', 'processing', 'retrying', 'done', 'exhausted', 'cancelled')),
    attempts     int NOT NULL DEFAULT 0,
    polls        int NOT NULL DEFAULT 0,
    result_code  text NOT NULL DEFAULT '',
    cause        jsonb,
    begun_at     timestamptz NOT NULL,
    next_at      timestamptz,
    deadline_at  timestamptz NOT NULL,
    settled_at   timestamptz,
    test         boolean NOT NULL,
    version      int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, order_id) REFERENCES orders,
    FOREIGN KEY (seller_id, instance_id) REFERENCES instances,
    FOREIGN KEY (seller_id, endpoint_id) REFERENCES endpoints
);
CREATE INDEX fulfilments_begun ON fulfilments (seller_id, begun_at DESC, id DESC);
CREATE INDEX fulfilments_open ON fulfilments (seller_id, status, begun_at DESC, id DESC) WHERE status IN ('queued', 'processing', 'retrying', 'exhausted');
CREATE INDEX fulfilments_order ON fulfilments (seller_id, order_id, begun_at);
CREATE INDEX fulfilments_lane ON fulfilments (seller_id, lane, begun_at, id) WHERE status IN ('queued', 'processing', 'retrying');

-- Every attempt is kept whole; secrets are masked before they are written.
CREATE TABLE attempts (
    seller_id     uuid NOT NULL,
    id            uuid NOT NULL,
    fulfilment_id uuid NOT NULL,
    no            int NOT NULL,
    activity      text NOT NULL,
    at            timestamptz NOT NULL,
    result_code   text NOT NULL,
    outcome       text NOT NULL CHECK (outcome IN ('success', 'processing', 'failed')),
    exchange      jsonb NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, fulfilment_id, no),
    FOREIGN KEY (seller_id, fulfilment_id) REFERENCES fulfilments
);
CREATE INDEX attempts_at ON attempts (seller_id, at DESC);
