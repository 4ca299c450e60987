-- +goose Up
-- Sub-users: what they sign in as, the menus that their groups open, and the products that
-- are granted to them (catalogue.md §0.6).
ALTER TABLE members
    ADD COLUMN username     text NOT NULL DEFAULT '',
    ADD COLUMN disabled_at  timestamptz,
    ADD COLUMN all_products boolean NOT NULL DEFAULT true; -- false: only the granted ones
CREATE UNIQUE INDEX members_username ON members (seller_id, lower(username)) WHERE username <> '' AND removed_at IS NULL;

CREATE TABLE groups (
    seller_id   uuid NOT NULL REFERENCES sellers,
    id          uuid NOT NULL,
    name        text NOT NULL,
    description text NOT NULL DEFAULT '',
    rights      jsonb NOT NULL,
    updated_at  timestamptz NOT NULL,
    version     int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id)
);
CREATE UNIQUE INDEX groups_name ON groups (seller_id, lower(name));

CREATE TABLE group_members (
    seller_id uuid NOT NULL REFERENCES sellers,
    group_id  uuid NOT NULL,
    member_id uuid NOT NULL,
    PRIMARY KEY (seller_id, group_id, member_id),
    FOREIGN KEY (seller_id, group_id) REFERENCES groups ON DELETE CASCADE,
    FOREIGN KEY (seller_id, member_id) REFERENCES members
);
CREATE INDEX group_members_member ON group_members (seller_id, member_id);

CREATE TABLE grants (
    seller_id  uuid NOT NULL REFERENCES sellers,
    member_id  uuid NOT NULL,
    product_id uuid NOT NULL,
    granted_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, member_id, product_id),
    FOREIGN KEY (seller_id, member_id) REFERENCES members,
    FOREIGN KEY (seller_id, product_id) REFERENCES products ON DELETE CASCADE
);
CREATE INDEX grants_product ON grants (seller_id, product_id);
CREATE INDEX evidences_file ON evidences (seller_id, file_id);

-- What a message is about, for those who see only some products.
ALTER TABLE notices ADD COLUMN product_id uuid;

-- Everything that belongs to a product, as somebody sees it to whom only some products are
-- granted: one view per table, named like the table, in a schema that stands before public
-- in that person's transactions. The products stand in market.products; without it nothing
-- can be read. A table belongs to a product by its product_id, by its subject, or by a
-- reference to a table that does. Settlement stays whole: its sums are of all products.
-- +goose StatementBegin
CREATE FUNCTION rebuild_granted() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    granted text := 'ANY ((SELECT current_setting(''market.products'')::uuid[])::uuid[])';
    it      record;
    made    int;
BEGIN
    DROP SCHEMA IF EXISTS granted CASCADE;
    CREATE SCHEMA granted;
    FOR it IN SELECT c.relname AS name, a.attname AS col
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.atttypid = 'uuid'::regtype AND NOT a.attisdropped
            AND a.attname = CASE c.relname WHEN 'products' THEN 'id' ELSE 'product_id' END
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            AND c.relname NOT LIKE 'statement%' AND c.relname NOT IN ('adjustments', 'grants')
    LOOP
        EXECUTE format('CREATE VIEW granted.%1$I AS SELECT * FROM public.%1$I t WHERE t.%2$I IS NULL OR t.%2$I = %3$s', it.name, it.col, granted);
    END LOOP;
    -- Of the audit log, what the reader did.
    CREATE VIEW granted.audits AS SELECT * FROM public.audits t WHERE t.person_id = (SELECT current_setting('market.person')::uuid);
    FOR round IN 1..2 LOOP
        LOOP
            made := 0;
            FOR it IN SELECT c.relname AS name,
                    string_agg(DISTINCT format('(t.%1$I IS NULL OR EXISTS (SELECT 1 FROM granted.%2$I p WHERE p.seller_id = t.seller_id AND p.%3$I = t.%1$I))',
                        a.attname, parent.relname, pa.attname), ' AND ') AS visible
                FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class parent ON parent.oid = k.confrelid
                    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[2]
                    JOIN pg_attribute pa ON pa.attrelid = parent.oid AND pa.attnum = k.confkey[2]
                WHERE k.contype = 'f' AND array_length(k.conkey, 1) = 2
                    AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
                    AND c.relname NOT LIKE 'statement%' AND c.relname NOT IN ('adjustments', 'grants', 'files')
                    AND to_regclass('granted.' || quote_ident(parent.relname)) IS NOT NULL
                    AND to_regclass('granted.' || quote_ident(c.relname)) IS NULL
                GROUP BY c.relname
            LOOP
                EXECUTE format('CREATE VIEW granted.%1$I AS SELECT * FROM public.%1$I t WHERE %2$s', it.name, it.visible);
                made := made + 1;
            END LOOP;
            EXIT WHEN made = 0;
        END LOOP;
        EXIT WHEN round = 2;
        -- By its subject goes what refers to nothing that belongs to a product.
        FOR it IN SELECT c.relname AS name
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'subject' AND a.atttypid = 'uuid'::regtype
                JOIN pg_attribute s ON s.attrelid = c.oid AND s.attname = 'seller_id'
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND to_regclass('granted.' || quote_ident(c.relname)) IS NULL
        LOOP
            EXECUTE format('CREATE VIEW granted.%1$I AS SELECT * FROM public.%1$I t WHERE t.subject = %2$s
                OR NOT EXISTS (SELECT 1 FROM public.products p WHERE p.seller_id = t.seller_id AND p.id = t.subject)', it.name, granted);
        END LOOP;
        -- A file is hidden when what shows it is.
        FOR it IN SELECT coalesce(string_agg(DISTINCT format('(NOT EXISTS (SELECT 1 FROM public.%1$I x WHERE x.seller_id = t.seller_id AND x.%2$I = t.id)
                OR EXISTS (SELECT 1 FROM granted.%1$I x WHERE x.seller_id = t.seller_id AND x.%2$I = t.id))', c.relname, a.attname), ' AND '), 'true') AS visible
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[2]
            WHERE k.contype = 'f' AND k.confrelid = 'public.files'::regclass AND c.relname <> 'file_contents'
                AND to_regclass('granted.' || quote_ident(c.relname)) IS NOT NULL
        LOOP
            EXECUTE format('CREATE VIEW granted.files AS SELECT * FROM public.files t WHERE %s', it.visible);
        END LOOP;
    END LOOP;
END $$;
-- +goose StatementEnd
