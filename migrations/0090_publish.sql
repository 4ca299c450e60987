-- +goose Up
-- What is sold without a server of the seller's (资产中心, catalogue.md §0.2, §2.6). A row is
-- one version; family_id is its first.
CREATE TABLE assets (
    seller_id  uuid NOT NULL REFERENCES sellers,
    id         uuid NOT NULL,
    family_id  uuid NOT NULL,
    number     text COLLATE "C" NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('image', 'package', 'container', 'data_file')),
    name       text NOT NULL,
    edition    text NOT NULL,
    status     text NOT NULL CHECK (status IN ('draft', 'scanning', 'failed', 'pending', 'approved', 'rejected')),
    file_id    uuid,
    source     text NOT NULL DEFAULT '',
    gigabytes  text NOT NULL DEFAULT '',
    region     text NOT NULL DEFAULT '',
    shared     boolean NOT NULL DEFAULT false,
    note       text NOT NULL DEFAULT '',
    report     jsonb NOT NULL DEFAULT 'null',
    appeal     text NOT NULL DEFAULT '',
    proof_id   uuid,
    reason     text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version    int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    FOREIGN KEY (seller_id, family_id) REFERENCES assets,
    FOREIGN KEY (seller_id, file_id) REFERENCES files,
    FOREIGN KEY (seller_id, proof_id) REFERENCES files
);
CREATE INDEX assets_updated ON assets (seller_id, updated_at DESC, id DESC);
CREATE UNIQUE INDEX assets_edition ON assets (seller_id, family_id, edition);

-- The joint certification of one product and what was decided of its stages (catalogue.md §2.11).
CREATE TABLE joints (
    seller_id   uuid NOT NULL REFERENCES sellers,
    id          uuid NOT NULL,
    number      text COLLATE "C" NOT NULL,
    name        text NOT NULL,
    access_type text NOT NULL,
    status      text NOT NULL CHECK (status IN ('draft', 'review', 'rejected', 'passed')),
    stage       text NOT NULL,
    content     jsonb NOT NULL,
    share_model text NOT NULL DEFAULT '',
    share_ratio numeric(9,6) NOT NULL DEFAULT 0 CHECK (share_ratio BETWEEN 0 AND 1),
    floor       numeric(9,6) NOT NULL DEFAULT 0 CHECK (floor BETWEEN 0 AND 1),
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    passed_at   timestamptz,
    version     int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number)
);
CREATE INDEX joints_updated ON joints (seller_id, updated_at DESC, id DESC);
CREATE TABLE joint_steps (
    seller_id uuid NOT NULL,
    joint_id  uuid NOT NULL,
    no        int NOT NULL,
    at        timestamptz NOT NULL,
    stage     text NOT NULL,
    passed    boolean NOT NULL,
    by        text NOT NULL,
    opinion   text NOT NULL DEFAULT '',
    PRIMARY KEY (seller_id, joint_id, no),
    FOREIGN KEY (seller_id, joint_id) REFERENCES joints
);

-- Which tax a sale bears, by what is sold; a row holds from its day on (catalogue.md §2.7).
-- Empty access, charging and category are every one.
CREATE TABLE taxes (
    id           uuid PRIMARY KEY,
    access_type  text NOT NULL DEFAULT '',
    charging     text NOT NULL DEFAULT '',
    category     text NOT NULL DEFAULT '',
    kind         text NOT NULL CHECK (kind IN ('hardware', 'software', 'service', 'telecom')),
    rate         numeric(9,6) NOT NULL CHECK (rate BETWEEN 0 AND 1),
    small_rate   numeric(9,6) NOT NULL CHECK (small_rate BETWEEN 0 AND 1),
    effective_on date NOT NULL,
    created_by   text NOT NULL,
    created_at   timestamptz NOT NULL,
    UNIQUE (access_type, charging, category, effective_on)
);
INSERT INTO taxes (id, access_type, charging, category, kind, rate, small_rate, effective_on, created_by, created_at) VALUES
    ('01920000-0000-7000-8000-000000000001', '', '', '', 'service', 0.06, 0.03, '2020-01-01', '', '2020-01-01'),
    ('01920000-0000-7000-8000-000000000002', 'hardware', 'ONE_TIME', '', 'hardware', 0.13, 0.03, '2020-01-01', '', '2020-01-01'),
    ('01920000-0000-7000-8000-000000000003', 'license', 'ONE_TIME', '', 'software', 0.13, 0.03, '2020-01-01', '', '2020-01-01'),
    ('01920000-0000-7000-8000-000000000004', 'license', 'PERIOD', '', 'service', 0.06, 0.03, '2020-01-01', '', '2020-01-01'),
    ('01920000-0000-7000-8000-000000000005', '', '', 'telecom', 'telecom', 0.06, 0.03, '2020-01-01', '', '2020-01-01');
