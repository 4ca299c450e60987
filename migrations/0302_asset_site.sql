-- +goose Up
-- Images are of one site; the international one's may be copied from the mainland's of Beijing 4
-- (catalogue.md §10).
ALTER TABLE assets ADD COLUMN site text NOT NULL DEFAULT 'mainland' CHECK (site IN ('mainland', 'international')),
    ADD COLUMN copied_from uuid,
    ADD CONSTRAINT assets_seller_id_copied_from_fkey FOREIGN KEY (seller_id, copied_from) REFERENCES assets (seller_id, id),
    ADD CONSTRAINT assets_copied_check CHECK (copied_from IS NULL OR site = 'international' AND kind = 'image');
