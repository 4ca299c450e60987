-- +goose Up
-- SKU attributes of a seller (catalogue.md §3.4). Products carry copies, so that a change
-- here never touches what is listed; the presets stand in the rules.
CREATE TABLE attributes (
    seller_id   uuid NOT NULL REFERENCES sellers,
    id          uuid NOT NULL,
    code        text COLLATE "C" NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('enum', 'number')),
    name_zh     text NOT NULL,
    name_en     text NOT NULL,
    description text NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    version     int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id)
);
CREATE UNIQUE INDEX attributes_code ON attributes (seller_id, lower(code));
CREATE INDEX attributes_updated ON attributes (seller_id, updated_at DESC, id DESC);

-- A spec has SKUs, a SKU has a price per billing period (catalogue.md §3.1). The attributes,
-- factors and packages are those of the approved revision.
ALTER TABLE specs DROP CONSTRAINT specs_template_check,
    ADD CONSTRAINT specs_template_check CHECK (template IN ('simple', 'custom', 'on_demand', 'package')),
    ADD COLUMN attributes jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN factors jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN stops boolean NOT NULL DEFAULT false;

CREATE TABLE skus (
    seller_id uuid NOT NULL,
    id        uuid NOT NULL,
    spec_id   uuid NOT NULL,
    sku_code  text COLLATE "C" NOT NULL,
    name      text NOT NULL DEFAULT '',
    "values"  jsonb NOT NULL DEFAULT '{}',
    package   jsonb,
    status    text NOT NULL CHECK (status IN ('on_sale', 'off_sale')),
    ordinal   int NOT NULL,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, sku_code),
    FOREIGN KEY (seller_id, spec_id) REFERENCES specs
);
CREATE INDEX skus_spec ON skus (seller_id, spec_id, ordinal);

-- What was listed before has one SKU each, with the spec's own id and code.
INSERT INTO skus (seller_id, id, spec_id, sku_code, status, ordinal)
SELECT seller_id, id, id, sku_code, status, 0 FROM specs;

ALTER TABLE prices ADD COLUMN sku_id uuid, ADD COLUMN charging text NOT NULL DEFAULT 'PERIOD'
        CHECK (charging IN ('PERIOD', 'ONE_TIME', 'ON_DEMAND', 'ON_DEMAND_PKG')),
    ADD COLUMN pricing jsonb NOT NULL DEFAULT '{}';
UPDATE prices SET sku_id = spec_id, charging = CASE period WHEN 'once' THEN 'ONE_TIME' WHEN 'use' THEN 'ONE_TIME' ELSE 'PERIOD' END;
ALTER TABLE prices ALTER COLUMN sku_id SET NOT NULL, ALTER COLUMN charging DROP DEFAULT,
    ADD FOREIGN KEY (seller_id, sku_id) REFERENCES skus,
    DROP CONSTRAINT prices_seller_id_spec_id_period_key,
    ADD CONSTRAINT prices_sku_period UNIQUE (seller_id, sku_id, period);
CREATE INDEX prices_spec ON prices (seller_id, spec_id);

-- An order keeps what was bought: the SKU, its attributes and the pricing as they were.
ALTER TABLE orders ADD COLUMN sku_id uuid, ADD COLUMN attributes jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN pricing jsonb NOT NULL DEFAULT '{}';
UPDATE orders SET sku_id = spec_id;
ALTER TABLE orders ALTER COLUMN sku_id SET NOT NULL, ADD FOREIGN KEY (seller_id, sku_id) REFERENCES skus;

-- Upgrade rules (catalogue.md §3.10): a source may appear in one rule.
CREATE TABLE upgrades (
    seller_id  uuid NOT NULL,
    id         uuid NOT NULL,
    product_id uuid NOT NULL,
    source_id  uuid NOT NULL,
    targets    jsonb NOT NULL,
    expansion  numeric(20,8),
    status     text NOT NULL CHECK (status IN ('active', 'void', 'ended')),
    cause      jsonb,
    created_at timestamptz NOT NULL,
    ended_at   timestamptz,
    version    int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, product_id) REFERENCES products,
    FOREIGN KEY (seller_id, source_id) REFERENCES specs
);
CREATE UNIQUE INDEX upgrades_source ON upgrades (seller_id, source_id) WHERE status = 'active';
CREATE INDEX upgrades_created ON upgrades (seller_id, created_at DESC, id DESC);
CREATE INDEX upgrades_product ON upgrades (seller_id, product_id);
