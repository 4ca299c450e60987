-- +goose Up
-- The table of tax types is kept by the operator: rows are added, never changed, and an order
-- keeps the type and the rates that held when it was placed (catalogue.md §2.7).
ALTER TABLE taxes DROP CONSTRAINT taxes_kind_check;
UPDATE taxes SET kind = 'telecom_value' WHERE kind = 'telecom';
ALTER TABLE taxes ADD CONSTRAINT taxes_kind_check CHECK (kind IN ('hardware', 'software', 'service', 'telecom_basic', 'telecom_value'));
-- +goose StatementBegin
CREATE FUNCTION taxes_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'tax types are never changed: add one that holds from a later day';
END $$;
-- +goose StatementEnd
CREATE TRIGGER taxes_kept BEFORE UPDATE OR DELETE ON taxes FOR EACH ROW EXECUTE FUNCTION taxes_are_kept();

ALTER TABLE orders ADD COLUMN tax_kind text NOT NULL DEFAULT 'service',
    ADD COLUMN tax_rate numeric(9,6) NOT NULL DEFAULT 0.06 CHECK (tax_rate BETWEEN 0 AND 1),
    ADD COLUMN tax_small numeric(9,6) NOT NULL DEFAULT 0.03 CHECK (tax_small BETWEEN 0 AND 1);
UPDATE orders SET tax_kind = CASE access_type WHEN 'hardware' THEN 'hardware' ELSE 'software' END, tax_rate = 0.13
WHERE access_type = 'hardware' OR access_type = 'license' AND charging = 'ONE_TIME';
