-- +goose Up
-- The international site (catalogue.md §10). Entities and regions belong to the operator.
CREATE TABLE entities (
    code        text PRIMARY KEY,
    name        jsonb NOT NULL,
    text        jsonb NOT NULL,
    usual       boolean NOT NULL DEFAULT false,
    replaced_by text REFERENCES entities,
    replaced_on date,
    ordinal     int NOT NULL,
    CHECK ((replaced_by IS NULL) = (replaced_on IS NULL))
);
CREATE TABLE regions (
    code    text PRIMARY KEY,
    name    jsonb NOT NULL,
    entity  text NOT NULL REFERENCES entities,
    ordinal int NOT NULL
);
INSERT INTO entities (code, name, text, usual, replaced_by, replaced_on, ordinal) VALUES
    ('singapore', '{"zh-CN": "Sparkoo Technologies Singapore", "en": "Sparkoo Technologies Singapore"}',
     '{"zh-CN": "商家与新加坡签约主体约定：商家在国际站面向该主体所辖区域的客户销售商品，以美元标价并提供英文售后服务；平台按结算规则扣除运营管理费及应代扣税费后向商家付款。", "en": "The seller and the Singapore entity agree that the seller sells on the international site to customers of the entity''s regions, prices in US dollars and gives after-sales support in English; the platform pays the seller after the operating fee and the taxes to be withheld."}',
     true, NULL, NULL, 1),
    ('hongkong', '{"zh-CN": "香港签约主体", "en": "Hong Kong entity"}',
     '{"zh-CN": "商家与香港签约主体约定：商家在国际站面向该主体所辖区域的客户销售商品，以美元标价并提供英文售后服务；平台按结算规则扣除运营管理费及应代扣税费后向商家付款。", "en": "The seller and the Hong Kong entity agree that the seller sells on the international site to customers of the entity''s regions, prices in US dollars and gives after-sales support in English; the platform pays the seller after the operating fee and the taxes to be withheld."}',
     false, NULL, NULL, 2),
    ('europe', '{"zh-CN": "欧洲签约主体", "en": "European entity"}',
     '{"zh-CN": "商家与欧洲签约主体约定：商家在国际站面向该主体所辖区域的客户销售商品，以美元标价并提供英文售后服务；处理个人数据须遵守所在地法律；平台按结算规则扣除运营管理费及应代扣税费后向商家付款。", "en": "The seller and the European entity agree that the seller sells on the international site to customers of the entity''s regions, prices in US dollars and gives after-sales support in English; personal data is processed as local law asks; the platform pays the seller after the operating fee and the taxes to be withheld."}',
     false, NULL, NULL, 3);
INSERT INTO regions (code, name, entity, ordinal) VALUES
    ('southeast_asia', '{"zh-CN": "东南亚", "en": "Southeast Asia"}', 'singapore', 1),
    ('south_asia', '{"zh-CN": "南亚", "en": "South Asia"}', 'singapore', 2),
    ('middle_east', '{"zh-CN": "中东与中亚", "en": "Middle East and Central Asia"}', 'singapore', 3),
    ('africa', '{"zh-CN": "非洲", "en": "Africa"}', 'singapore', 4),
    ('latin_america', '{"zh-CN": "拉丁美洲", "en": "Latin America"}', 'singapore', 5),
    ('hongkong', '{"zh-CN": "中国香港", "en": "Hong Kong, China"}', 'hongkong', 6),
    ('europe', '{"zh-CN": "欧洲", "en": "Europe"}', 'europe', 7);

-- Who has joined the international site, and with whom it contracts there.
CREATE TABLE overseas (
    seller_id uuid PRIMARY KEY REFERENCES sellers,
    joined_by text NOT NULL,
    joined_at timestamptz NOT NULL,
    address   text NOT NULL
);
CREATE TABLE contracts (
    seller_id      uuid NOT NULL REFERENCES sellers,
    id             uuid NOT NULL,
    entity         text NOT NULL REFERENCES entities,
    status         text NOT NULL CHECK (status IN ('signed', 'reviewing', 'certified', 'rejected')),
    supplement     boolean NOT NULL,
    signed_by      text NOT NULL,
    signed_at      timestamptz NOT NULL,
    address_signed text NOT NULL,
    legal_name     text NOT NULL DEFAULT '',
    address        text NOT NULL DEFAULT '',
    tax_number     text NOT NULL DEFAULT '',
    bank_name      text NOT NULL DEFAULT '',
    swift          text NOT NULL DEFAULT '',
    account_sealed bytea,
    account_tail   text NOT NULL DEFAULT '',
    proof_file_id  uuid,
    reason         text NOT NULL DEFAULT '',
    certified_at   timestamptz,
    version        int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, entity)
);

ALTER TABLE products ADD site text NOT NULL DEFAULT 'mainland' CHECK (site IN ('mainland', 'international'));
-- Where a product of the international site is sold; a new one is sold wherever the seller
-- is certified.
CREATE TABLE product_regions (
    seller_id  uuid NOT NULL,
    product_id uuid NOT NULL,
    region     text NOT NULL REFERENCES regions,
    PRIMARY KEY (seller_id, product_id, region),
    FOREIGN KEY (seller_id, product_id) REFERENCES products
);

-- What an order was paid in, and where its buyer is registered.
ALTER TABLE orders ADD currency text NOT NULL DEFAULT 'CNY' CHECK (currency IN ('CNY', 'USD')),
    ADD region text NOT NULL DEFAULT '';
