-- +goose Up
-- Security scans of sellers' websites (catalogue.md §0.2, §2.6). A result is written once.
CREATE TABLE scans (
    seller_id   uuid NOT NULL REFERENCES sellers,
    id          uuid NOT NULL,
    number      text NOT NULL,
    name        text NOT NULL,
    url         text NOT NULL,
    host        text NOT NULL,
    status      text NOT NULL CHECK (status IN ('draft', 'ready', 'queued', 'running', 'done', 'failed', 'deleted')),
    token       text NOT NULL,
    fault       text NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL,
    verified_at timestamptz,
    started_at  timestamptz,
    finished_at timestamptz,
    updated_at  timestamptz NOT NULL,
    version     int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id)
);
CREATE UNIQUE INDEX scans_number ON scans (seller_id, number);
CREATE INDEX scans_updated ON scans (seller_id, updated_at DESC, id DESC) WHERE status <> 'deleted';
CREATE UNIQUE INDEX scans_domain ON scans (seller_id, host) WHERE status IN ('queued', 'running');

CREATE TABLE scan_results (
    seller_id uuid NOT NULL,
    id        uuid NOT NULL,
    scan_id   uuid NOT NULL,
    url       text NOT NULL,
    at        timestamptz NOT NULL,
    verdict   text NOT NULL CHECK (verdict IN ('passed', 'risky')),
    score     int NOT NULL CHECK (score BETWEEN 0 AND 100),
    findings  int NOT NULL CHECK (findings >= 0),
    checks    jsonb NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, scan_id) REFERENCES scans (seller_id, id)
);
CREATE INDEX scan_results_scan ON scan_results (seller_id, scan_id, at DESC);
