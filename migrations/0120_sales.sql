-- +goose Up
-- What resellers may resell, and at which share of the list price (catalogue.md §6). The
-- validity is whole days in Shanghai, both ends included.
CREATE TABLE resales (
    seller_id  uuid NOT NULL REFERENCES sellers,
    id         uuid NOT NULL,
    number     text COLLATE "C" NOT NULL,
    batch_id   uuid NOT NULL,
    level      text NOT NULL CHECK (level IN ('product', 'partner', 'customer')),
    product_id uuid NOT NULL,
    partner    text NOT NULL DEFAULT '',
    customer   text NOT NULL DEFAULT '',
    project    text NOT NULL DEFAULT '',
    discount   numeric(9,6) NOT NULL CHECK (discount > 0 AND discount <= 1),
    starts_on  date NOT NULL,
    ends_on    date NOT NULL,
    status     text NOT NULL CHECK (status IN ('active', 'ended', 'expired')),
    made_by    text NOT NULL,
    made_at    timestamptz NOT NULL,
    ended_at   timestamptz,
    reason     text NOT NULL DEFAULT '',
    version    int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    FOREIGN KEY (seller_id, product_id) REFERENCES products,
    CHECK (starts_on < ends_on),
    CHECK ((level = 'product') = (partner = '')),
    CHECK ((level = 'customer') = (customer <> ''))
);
CREATE INDEX resales_product ON resales (seller_id, product_id, status);
CREATE INDEX resales_made ON resales (seller_id, level, made_at DESC, id DESC);
CREATE INDEX resales_partner ON resales (partner, status) WHERE partner <> '';

-- Exclusive offers of one seller to named customers (catalogue.md §9.2).
CREATE TABLE offers (
    seller_id  uuid NOT NULL REFERENCES sellers,
    id         uuid NOT NULL,
    number     text COLLATE "C" NOT NULL,
    name       text NOT NULL,
    mode       text NOT NULL CHECK (mode IN ('discount', 'quotation')),
    origin     text NOT NULL CHECK (origin IN ('seller', 'partner', 'auto')),
    partner    text NOT NULL DEFAULT '',
    starts_at  timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL,
    basis      text NOT NULL DEFAULT '',
    supplement text NOT NULL DEFAULT '',
    status     text NOT NULL CHECK (status IN ('pending', 'rejected', 'withdrawn', 'effective', 'used_up', 'expired')),
    demand_id  uuid,
    made_by    text NOT NULL,
    made_at    timestamptz NOT NULL,
    decided_at timestamptz,
    note       text NOT NULL DEFAULT '',
    version    int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    UNIQUE (seller_id, name),
    CHECK (starts_at < ends_at),
    CHECK ((origin = 'seller') = (partner = ''))
);
CREATE INDEX offers_made ON offers (seller_id, made_at DESC, id DESC);
CREATE INDEX offers_status ON offers (seller_id, status, made_at DESC, id DESC);
CREATE TABLE offer_users (
    seller_id uuid NOT NULL,
    offer_id  uuid NOT NULL,
    customer  text NOT NULL,
    name      text NOT NULL DEFAULT '',
    PRIMARY KEY (seller_id, offer_id, customer),
    FOREIGN KEY (seller_id, offer_id) REFERENCES offers
);
CREATE INDEX offer_users_customer ON offer_users (customer, seller_id);
-- One SKU of an offer. A quotation also fixes what is bought: code is the wire's productId.
CREATE TABLE offer_items (
    seller_id    uuid NOT NULL,
    id           uuid NOT NULL,
    offer_id     uuid NOT NULL,
    ordinal      int NOT NULL,
    product_id   uuid NOT NULL,
    product_name text NOT NULL,
    sku_code     text COLLATE "C" NOT NULL,
    spec_name    text NOT NULL,
    discount     numeric(9,6) NOT NULL CHECK (discount > 0 AND discount <= 1),
    share        numeric(9,6) NOT NULL CHECK (share >= 0 AND share <= 1),
    code         text COLLATE "C" NOT NULL DEFAULT '',
    quantity     numeric(20,8) NOT NULL DEFAULT 0,
    periods      int NOT NULL DEFAULT 0,
    order_id     uuid,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, offer_id) REFERENCES offers,
    FOREIGN KEY (seller_id, product_id) REFERENCES products,
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);
CREATE INDEX offer_items_offer ON offer_items (seller_id, offer_id, ordinal);

-- Coupons (catalogue.md §9.7): whole amounts, each for one billing mode.
CREATE TABLE coupons (
    seller_id  uuid NOT NULL REFERENCES sellers,
    id         uuid NOT NULL,
    number     text COLLATE "C" NOT NULL,
    name       text NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('general', 'joint')),
    amount     numeric(18,2) NOT NULL CHECK (amount = trunc(amount) AND amount BETWEEN 1 AND 1000000000),
    period     text NOT NULL CHECK (period IN ('use', 'once', 'month', 'year')),
    starts_on  date NOT NULL,
    ends_on    date NOT NULL,
    shown      boolean NOT NULL,
    total      int NOT NULL CHECK (total > 0),
    claimed    int NOT NULL DEFAULT 0 CHECK (claimed BETWEEN 0 AND total),
    used       int NOT NULL DEFAULT 0 CHECK (used BETWEEN 0 AND claimed),
    status     text NOT NULL CHECK (status IN ('pending', 'rejected', 'withdrawn', 'active', 'voided', 'expired')),
    made_by    text NOT NULL,
    made_at    timestamptz NOT NULL,
    voided_at  timestamptz,
    note       text NOT NULL DEFAULT '',
    version    int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    CHECK (starts_on < ends_on)
);
CREATE INDEX coupons_made ON coupons (seller_id, made_at DESC, id DESC);
-- What a coupon is for: a product whole (sku_code empty) or one of its SKUs.
CREATE TABLE coupon_items (
    seller_id  uuid NOT NULL,
    coupon_id  uuid NOT NULL,
    product_id uuid NOT NULL,
    sku_code   text COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (seller_id, coupon_id, product_id, sku_code),
    FOREIGN KEY (seller_id, coupon_id) REFERENCES coupons,
    FOREIGN KEY (seller_id, product_id) REFERENCES products
);
CREATE INDEX coupon_items_product ON coupon_items (seller_id, product_id);
-- One customer's copy of a coupon.
CREATE TABLE coupon_claims (
    seller_id  uuid NOT NULL,
    id         uuid NOT NULL,
    coupon_id  uuid NOT NULL,
    number     text COLLATE "C" NOT NULL,
    customer   text NOT NULL,
    name       text NOT NULL DEFAULT '',
    status     text NOT NULL CHECK (status IN ('claimed', 'used')),
    granted    boolean NOT NULL,
    claimed_at timestamptz NOT NULL,
    order_id   uuid,
    used_at    timestamptz,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    UNIQUE (seller_id, coupon_id, customer),
    FOREIGN KEY (seller_id, coupon_id) REFERENCES coupons,
    FOREIGN KEY (seller_id, order_id) REFERENCES orders,
    CHECK ((status = 'used') = (order_id IS NOT NULL))
);
CREATE INDEX coupon_claims_customer ON coupon_claims (customer, seller_id);

-- What made an order cheaper than its list price, as it was when it was placed.
CREATE TABLE reductions (
    seller_id uuid NOT NULL,
    order_id  uuid NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('resale', 'offer', 'coupon')),
    subject   uuid NOT NULL,
    number    text COLLATE "C" NOT NULL,
    name      text NOT NULL,
    ratio     numeric(9,6) NOT NULL DEFAULT 0,
    amount    numeric(18,2) NOT NULL CHECK (amount >= 0),
    partner   text NOT NULL DEFAULT '',
    PRIMARY KEY (seller_id, order_id, kind),
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);
CREATE INDEX reductions_subject ON reductions (seller_id, subject);
CREATE INDEX reductions_partner ON reductions (partner, seller_id) WHERE partner <> '';

-- Demands of customers that partners or the platform bring (catalogue.md §9.5).
CREATE TABLE demands (
    seller_id      uuid NOT NULL REFERENCES sellers,
    id             uuid NOT NULL,
    number         text COLLATE "C" NOT NULL,
    source         text NOT NULL CHECK (source IN ('csp', 'platform', 'marketing')),
    reporter       text NOT NULL,
    name           text NOT NULL,
    product_id     uuid NOT NULL,
    spec_wanted    text NOT NULL DEFAULT '',
    delivery_mode  text NOT NULL CHECK (delivery_mode IN ('cloud', 'on_site', 'remote')),
    kind           text NOT NULL CHECK (kind IN ('purchase', 'renewal', 'expansion', 'customisation')),
    space          numeric(18,2) NOT NULL DEFAULT 0,
    request        text NOT NULL,
    signing_on     date,
    sales_contact  text NOT NULL DEFAULT '',
    sales_phone    text NOT NULL DEFAULT '',
    description    text NOT NULL DEFAULT '',
    solutions      text NOT NULL DEFAULT '',
    share          numeric(9,6) NOT NULL DEFAULT 0 CHECK (share BETWEEN 0 AND 1),
    customer_name  text NOT NULL,
    customer       text NOT NULL DEFAULT '',
    contact_sealed bytea NOT NULL,
    phone_mask     text NOT NULL DEFAULT '',
    status         text NOT NULL CHECK (status IN ('to_accept', 'converting', 'won', 'refused', 'closed_success', 'closed_failure', 'timed_out')),
    assigned_at    timestamptz NOT NULL,
    due_at         timestamptz NOT NULL,
    accepted_at    timestamptz,
    closed_at      timestamptz,
    reason         text NOT NULL DEFAULT '',
    offer_id       uuid,
    order_id       uuid,
    version        int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    FOREIGN KEY (seller_id, product_id) REFERENCES products,
    FOREIGN KEY (seller_id, offer_id) REFERENCES offers,
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);
CREATE INDEX demands_assigned ON demands (seller_id, assigned_at DESC, id DESC);
CREATE INDEX demands_all ON demands (assigned_at DESC, id DESC);
ALTER TABLE offers ADD FOREIGN KEY (seller_id, demand_id) REFERENCES demands;
-- How the conversion goes (进展详情).
CREATE TABLE demand_notes (
    seller_id uuid NOT NULL,
    id        uuid NOT NULL,
    demand_id uuid NOT NULL,
    at        timestamptz NOT NULL,
    act       text NOT NULL,
    actor     text NOT NULL,
    party     text NOT NULL,
    text      text NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, demand_id) REFERENCES demands
);
CREATE INDEX demand_notes_demand ON demand_notes (seller_id, demand_id, at DESC, id DESC);

-- Customer service providers that joined the plan, or ask to (catalogue.md §9.6): the
-- platform's partners, no seller's.
CREATE TABLE partners (
    id           uuid PRIMARY KEY,
    number       text COLLATE "C" NOT NULL UNIQUE,
    account      text NOT NULL UNIQUE,
    name         text NOT NULL,
    role         text NOT NULL CHECK (role IN ('', 'software', 'service', 'si')),
    proofs       jsonb NOT NULL,
    status       text NOT NULL CHECK (status IN ('draft', 'submitted', 'rejected', 'joined', 'left')),
    created_at   timestamptz NOT NULL,
    submitted_at timestamptz,
    decided_at   timestamptz,
    decided_by   text NOT NULL DEFAULT '',
    reason       text NOT NULL DEFAULT '',
    version      int NOT NULL DEFAULT 1
);
CREATE INDEX partners_created ON partners (created_at DESC, id DESC);
-- Which customers are bound to which provider (transactions.md §7.2): one at a time.
CREATE TABLE partner_bindings (
    customer text PRIMARY KEY,
    partner  text NOT NULL,
    bound_at timestamptz NOT NULL
);
CREATE INDEX partner_bindings_partner ON partner_bindings (partner);
-- What providers earn on a seller's product, and how far they may discount it.
CREATE TABLE partner_terms (
    seller_id  uuid NOT NULL REFERENCES sellers,
    id         uuid NOT NULL,
    product_id uuid NOT NULL,
    model      text NOT NULL CHECK (model IN ('deal', 'floor')),
    share      numeric(9,6) NOT NULL CHECK (share > 0 AND share <= 1),
    discount   numeric(9,6) NOT NULL CHECK (discount > 0 AND discount <= 1),
    policy     text NOT NULL DEFAULT '',
    from_on    date NOT NULL,
    made_by    text NOT NULL,
    made_at    timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, product_id, from_on),
    FOREIGN KEY (seller_id, product_id) REFERENCES products
);

-- Messages to customers and partners; the shop front fetches and delivers them.
CREATE TABLE customer_messages (
    seller_id uuid NOT NULL,
    id        uuid NOT NULL,
    customer  text NOT NULL,
    kind      text NOT NULL,
    reason    jsonb NOT NULL,
    link      text NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id)
);
CREATE INDEX customer_messages_customer ON customer_messages (customer, at DESC, id DESC);
