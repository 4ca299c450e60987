-- +goose Up
-- A test code of License code 2.0 at an address: what the seller's program is debugged with
-- before anything is sold (申请测试码, catalogue.md §2.6).
ALTER TABLE endpoints ADD COLUMN code text NOT NULL DEFAULT '' CHECK (code = '' OR code ~ '^PL[0-9A-Z]{30}$'),
    ADD COLUMN code_activated timestamptz,
    ADD COLUMN code_heard timestamptz;
CREATE UNIQUE INDEX endpoints_code ON endpoints (seller_id, code) WHERE code <> '';
