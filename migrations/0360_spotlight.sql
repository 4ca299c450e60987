-- +goose Up
-- Places where the marketplace recommends a product, which the seller's level gives it
-- (推荐位, catalogue.md §9.8).
CREATE TABLE spotlights (
    seller_id  uuid NOT NULL REFERENCES sellers,
    id         uuid NOT NULL,
    product_id uuid NOT NULL,
    place      text NOT NULL CHECK (place IN ('category', 'campaign', 'front')),
    campaign   text NOT NULL DEFAULT '',
    from_on    date NOT NULL,
    until_on   date NOT NULL,
    placed_by  text NOT NULL,
    placed_at  timestamptz NOT NULL,
    ended_at   timestamptz,
    ended_for  text NOT NULL DEFAULT '',
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, product_id) REFERENCES products,
    CHECK (until_on >= from_on),
    CHECK ((campaign <> '') = (place = 'campaign'))
);
CREATE INDEX spotlights_product ON spotlights (seller_id, product_id);
CREATE INDEX spotlights_place ON spotlights (place, until_on) WHERE ended_at IS NULL;

-- A leading seller has an account manager of its own.
ALTER TABLE standings ADD COLUMN manager_name text NOT NULL DEFAULT '',
    ADD COLUMN manager_phone text NOT NULL DEFAULT '',
    ADD COLUMN manager_email text NOT NULL DEFAULT '';
