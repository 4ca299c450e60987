-- +goose Up
-- The kinds of values that a listing may ask for at checkout (扩展参数, catalogue.md §2.6): new ones
-- are added by the operator.
CREATE TABLE parameters (
    code       text PRIMARY KEY CHECK (code ~ '^[a-z][a-z0-9_]{1,31}$'),
    name       jsonb NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('text', 'number', 'choice', 'domain', 'email', 'phone')),
    options    jsonb NOT NULL DEFAULT '[]',
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    retired_at timestamptz
);
INSERT INTO parameters (code, name, kind, created_by, created_at) VALUES
    ('domain', '{"zh-CN": "客户域名", "en": "Customer domain"}', 'text', '', '2026-01-01'),
    ('tenant', '{"zh-CN": "租户名称", "en": "Tenant name"}', 'text', '', '2026-01-01'),
    ('region', '{"zh-CN": "部署区域", "en": "Region"}', 'text', '', '2026-01-01'),
    ('seats', '{"zh-CN": "账号数", "en": "Seats"}', 'text', '', '2026-01-01'),
    ('industry', '{"zh-CN": "所属行业", "en": "Industry"}', 'text', '', '2026-01-01'),
    ('contact', '{"zh-CN": "实施联系人", "en": "Contact person"}', 'text', '', '2026-01-01');

-- Which of them a production address has been debugged with.
CREATE TABLE debug_parameters (
    seller_id   uuid NOT NULL REFERENCES sellers,
    endpoint_id uuid NOT NULL,
    code        text NOT NULL REFERENCES parameters,
    value       text NOT NULL,
    saved_by    text NOT NULL,
    saved_at    timestamptz NOT NULL,
    PRIMARY KEY (seller_id, endpoint_id, code),
    FOREIGN KEY (seller_id, endpoint_id) REFERENCES endpoints
);
