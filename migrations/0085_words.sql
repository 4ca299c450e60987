-- +goose Up
-- Kinds of review grow with the areas that ask for consent; the rules name them.
ALTER TABLE reviews DROP CONSTRAINT reviews_kind_check;
-- All four chargings of the wire, and the periods of trials and of single uses
-- (catalogue.md §3.2, §4).
ALTER TABLE orders DROP CONSTRAINT orders_charging_check,
    ADD CONSTRAINT orders_charging_check CHECK (charging IN ('PERIOD', 'ONE_TIME', 'ON_DEMAND', 'ON_DEMAND_PKG')),
    DROP CONSTRAINT orders_period_type_check,
    ADD CONSTRAINT orders_period_type_check CHECK (period_type IN ('year', 'month', 'day', 'use', 'once'));
ALTER TABLE prices DROP CONSTRAINT prices_period_check,
    ADD CONSTRAINT prices_period_check CHECK (period IN ('year', 'month', 'day', 'use', 'once'));
ALTER TABLE debug_cases DROP CONSTRAINT debug_cases_charging_check,
    ADD CONSTRAINT debug_cases_charging_check CHECK (charging IN ('', 'PERIOD', 'ONE_TIME', 'ON_DEMAND', 'ON_DEMAND_PKG'));
