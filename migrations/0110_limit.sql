-- +goose Up
-- Days that a spec may be tried for nothing; NULL: it has no trial (catalogue.md §4).
ALTER TABLE specs ADD COLUMN trial_days int CHECK (trial_days BETWEEN 3 AND 180);
-- One trial per customer and spec, whatever happens at the same time; one that was never
-- opened does not count.
CREATE UNIQUE INDEX orders_one_trial ON orders (seller_id, spec_id, customer_id)
    WHERE type = 'trial' AND NOT test AND status NOT IN ('cancelled', 'refunded');
CREATE INDEX orders_converted ON orders (seller_id, spec_id) WHERE type = 'trial_to_formal' AND NOT test;
-- What one customer has of a spec: purchase limits and associated products count it.
CREATE INDEX orders_bought ON orders (seller_id, customer_id, product_id, spec_id)
    WHERE status NOT IN ('cancelled', 'refunded');

-- Purchase limits, one row per spec (catalogue.md §5).
CREATE TABLE limits (
    seller_id  uuid NOT NULL,
    id         uuid NOT NULL,
    product_id uuid NOT NULL,
    spec_id    uuid NOT NULL,
    count_rule text NOT NULL CHECK (count_rule IN ('none', 'lifetime', 'until_expiry')),
    count_n    int NOT NULL DEFAULT 1 CHECK (count_n BETWEEN 1 AND 999999),
    quantities jsonb NOT NULL DEFAULT '[]',
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL,
    version    int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, spec_id),
    FOREIGN KEY (seller_id, product_id) REFERENCES products,
    FOREIGN KEY (seller_id, spec_id) REFERENCES specs,
    CHECK (count_rule <> 'none' OR quantities <> '[]')
);
CREATE INDEX limits_updated ON limits (seller_id, updated_at DESC, id DESC);

-- Who may buy: a product, one of its specs, its trial, or pay it with credit. No row is the
-- beginning: everybody may buy and try, nobody pays with credit.
CREATE TABLE audiences (
    seller_id  uuid NOT NULL,
    id         uuid NOT NULL,
    purpose    text NOT NULL CHECK (purpose IN ('product', 'spec', 'trial', 'credit_coupon', 'credit_limit')),
    product_id uuid NOT NULL,
    spec_id    uuid,
    kind       text NOT NULL CHECK (kind IN ('all', 'enterprise', 'individual', 'specified', 'associated')),
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL,
    version    int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE NULLS NOT DISTINCT (seller_id, purpose, product_id, spec_id),
    FOREIGN KEY (seller_id, product_id) REFERENCES products,
    FOREIGN KEY (seller_id, spec_id) REFERENCES specs,
    CHECK ((spec_id IS NOT NULL) = (purpose IN ('spec', 'trial')))
);
CREATE TABLE audience_users (
    seller_id    uuid NOT NULL,
    id           uuid NOT NULL,
    audience_id  uuid NOT NULL,
    account_name text NOT NULL,
    account_id   text NOT NULL,
    added_at     timestamptz NOT NULL,
    added_by     text NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, audience_id, account_id),
    FOREIGN KEY (seller_id, audience_id) REFERENCES audiences ON DELETE CASCADE
);
CREATE INDEX audience_users_added ON audience_users (seller_id, audience_id, added_at DESC, id DESC);
-- What a customer must have bought before: products of the seller, or specs of the product.
CREATE TABLE audience_links (
    seller_id   uuid NOT NULL,
    audience_id uuid NOT NULL,
    target_id   uuid NOT NULL,
    product_id  uuid,
    spec_id     uuid,
    PRIMARY KEY (seller_id, audience_id, target_id),
    FOREIGN KEY (seller_id, audience_id) REFERENCES audiences ON DELETE CASCADE,
    FOREIGN KEY (seller_id, product_id) REFERENCES products,
    FOREIGN KEY (seller_id, spec_id) REFERENCES specs,
    CHECK (target_id = coalesce(spec_id, product_id))
);

-- Stock of a product: what may be sold altogether, and what is sold or held for payment.
CREATE TABLE stocks (
    seller_id  uuid NOT NULL,
    product_id uuid NOT NULL,
    total      bigint NOT NULL,
    consumed   bigint NOT NULL DEFAULT 0 CHECK (consumed >= 0),
    warned     boolean NOT NULL DEFAULT false,
    PRIMARY KEY (seller_id, product_id),
    FOREIGN KEY (seller_id, product_id) REFERENCES products,
    CHECK (consumed <= total)
);
CREATE TABLE stock_changes (
    seller_id  uuid NOT NULL,
    id         uuid NOT NULL,
    product_id uuid NOT NULL,
    change     bigint NOT NULL CHECK (change <> 0 AND change BETWEEN -9999999 AND 9999999),
    total      bigint NOT NULL,
    consumed   bigint NOT NULL,
    note       text NOT NULL,
    actor      text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, product_id) REFERENCES products
);
CREATE INDEX stock_changes_at ON stock_changes (seller_id, product_id, at DESC, id DESC);

-- What an order was admitted with, to ask again when it is paid.
CREATE TABLE admissions (
    seller_id uuid NOT NULL,
    order_id  uuid NOT NULL,
    real_name text NOT NULL CHECK (real_name IN ('', 'enterprise', 'individual')),
    stock     bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (seller_id, order_id),
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);
