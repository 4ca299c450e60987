-- +goose Up
CREATE TABLE categories (
    code     text PRIMARY KEY,
    parent   text REFERENCES categories,
    name     jsonb NOT NULL,
    tax_type text NOT NULL,
    ordinal  int NOT NULL
);

-- A listing. draft is what the seller is editing; the live content is the revision's.
CREATE TABLE products (
    seller_id     uuid NOT NULL REFERENCES sellers,
    id            uuid NOT NULL,
    number        text NOT NULL,
    sale_type     text NOT NULL CHECK (sale_type IN ('general', 'joint', 'select', 'platform')),
    access_type   text NOT NULL,
    status        text NOT NULL CHECK (status IN ('draft', 'pending', 'rejected', 'on_sale', 'off_sale')),
    name          text NOT NULL DEFAULT '',
    draft         jsonb,
    draft_version int NOT NULL DEFAULT 1,
    revision_id   uuid,
    public        boolean NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    listed_at     timestamptz,
    delisted_at   timestamptz,
    version       int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number)
);
CREATE INDEX products_updated ON products (seller_id, updated_at DESC, id DESC);
-- The name is unique among a seller's products that are not off sale (catalogue.md §2.3).
CREATE UNIQUE INDEX products_name ON products (seller_id, name) WHERE status <> 'off_sale' AND name <> '';

CREATE TABLE revisions (
    seller_id   uuid NOT NULL,
    id          uuid NOT NULL,
    product_id  uuid NOT NULL,
    no          int NOT NULL,
    content     jsonb NOT NULL,
    review_id   uuid NOT NULL,
    approved_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, product_id, no),
    FOREIGN KEY (seller_id, product_id) REFERENCES products
);
ALTER TABLE products ADD FOREIGN KEY (seller_id, revision_id) REFERENCES revisions;

-- What can be bought of live products; written when a revision is approved.
CREATE TABLE specs (
    seller_id  uuid NOT NULL,
    id         uuid NOT NULL,
    product_id uuid NOT NULL,
    sku_code   text NOT NULL,
    name       text NOT NULL,
    template   text NOT NULL CHECK (template IN ('simple', 'custom')),
    status     text NOT NULL CHECK (status IN ('on_sale', 'off_sale')),
    ordinal    int NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, sku_code),
    FOREIGN KEY (seller_id, product_id) REFERENCES products
);
CREATE INDEX specs_product ON specs (seller_id, product_id, ordinal);
-- One row per spec and billing period; code is the productId of the wire (catalogue.md §3.1).
CREATE TABLE prices (
    seller_id uuid NOT NULL,
    id        uuid NOT NULL,
    spec_id   uuid NOT NULL,
    code      text NOT NULL,
    period    text NOT NULL CHECK (period IN ('year', 'month', 'once')),
    amount    numeric(20,8) NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, spec_id, period),
    UNIQUE (seller_id, code),
    FOREIGN KEY (seller_id, spec_id) REFERENCES specs
);
