-- +goose Up
CREATE TABLE categories (
    code     text PRIMARY KEY,
    parent   text REFERENCES categories,
    name     jsonb NOT NULL,
    tax_type text NOT NULL,
    ordinal  int NOT NULL
);

-- Two levels; the leaf decides the tax type (catalogue.md §2.3, §2.7).
INSERT INTO categories (code, parent, name, tax_type, ordinal) VALUES
    ('industry', NULL, '{"zh-CN": "行业软件", "en": "Industry software"}', 'service', 1),
    ('industry.erp', 'industry', '{"zh-CN": "企业资源管理", "en": "ERP"}', 'service', 2),
    ('industry.crm', 'industry', '{"zh-CN": "客户关系与营销", "en": "CRM and marketing"}', 'service', 3),
    ('industry.collaboration', 'industry', '{"zh-CN": "协同办公", "en": "Collaboration"}', 'service', 4),
    ('industry.contract', 'industry', '{"zh-CN": "电子合同与签章", "en": "E-contracts and signing"}', 'service', 5),
    ('industry.manufacturing', 'industry', '{"zh-CN": "生产制造", "en": "Manufacturing"}', 'service', 6),
    ('industry.retail', 'industry', '{"zh-CN": "零售与电商", "en": "Retail and e-commerce"}', 'service', 7),
    ('development', NULL, '{"zh-CN": "开发者工具", "en": "Developer tools"}', 'service', 8),
    ('development.devops', 'development', '{"zh-CN": "研发与运维", "en": "DevOps"}', 'service', 9),
    ('development.testing', 'development', '{"zh-CN": "测试与监控", "en": "Testing and monitoring"}', 'service', 10),
    ('security', NULL, '{"zh-CN": "安全", "en": "Security"}', 'service', 11),
    ('security.protection', 'security', '{"zh-CN": "安全防护", "en": "Protection"}', 'service', 12),
    ('security.compliance', 'security', '{"zh-CN": "等保与合规", "en": "Compliance"}', 'service', 13),
    ('professional', NULL, '{"zh-CN": "专业服务", "en": "Professional services"}', 'service', 14),
    ('professional.implementation', 'professional', '{"zh-CN": "实施与配套服务", "en": "Implementation"}', 'service', 15),
    ('professional.migration', 'professional', '{"zh-CN": "上云与迁移", "en": "Migration"}', 'service', 16),
    ('professional.website', 'professional', '{"zh-CN": "网站建设", "en": "Website building"}', 'service', 17),
    ('professional.training', 'professional', '{"zh-CN": "培训与咨询", "en": "Training and consulting"}', 'service', 18),
    ('data', NULL, '{"zh-CN": "数据与智能", "en": "Data and AI"}', 'service', 19),
    ('data.bi', 'data', '{"zh-CN": "数据分析", "en": "Data analysis"}', 'service', 20),
    ('data.platform', 'data', '{"zh-CN": "数据平台", "en": "Data platforms"}', 'service', 21),
    ('telecom', NULL, '{"zh-CN": "通信服务", "en": "Telecom"}', 'service', 22),
    ('telecom.sms', 'telecom', '{"zh-CN": "短信与语音", "en": "SMS and voice"}', 'telecom', 23);

-- A listing. draft is what the seller is editing; the live content is the revision's.
CREATE TABLE products (
    seller_id     uuid NOT NULL REFERENCES sellers,
    id            uuid NOT NULL,
    number        text COLLATE "C" NOT NULL,
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
-- The name is unique among a seller's products that are or may soon be on sale (catalogue.md
-- §2.3); drafts may share one until they are submitted.
CREATE UNIQUE INDEX products_name ON products (seller_id, name) WHERE status IN ('pending', 'on_sale');
CREATE INDEX products_reviewed ON products (seller_id, status, updated_at DESC, id DESC);

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
    sku_code   text COLLATE "C" NOT NULL,
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
    code      text COLLATE "C" NOT NULL,
    period    text NOT NULL CHECK (period IN ('year', 'month', 'once')),
    amount    numeric(20,8) NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, spec_id, period),
    UNIQUE (seller_id, code),
    FOREIGN KEY (seller_id, spec_id) REFERENCES specs
);
