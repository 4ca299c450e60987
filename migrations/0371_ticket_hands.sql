-- +goose Up
-- Whoever handled a ticket goes on seeing it, also when its product is not granted to them
-- (catalogue.md §8).
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION rebuild_granted() RETURNS void LANGUAGE plpgsql AS $$
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
            AND c.relname NOT LIKE 'statement%' AND c.relname NOT IN ('adjustments', 'grants', 'tickets')
    LOOP
        EXECUTE format('CREATE VIEW granted.%1$I AS SELECT * FROM public.%1$I t WHERE t.%2$I IS NULL OR t.%2$I = %3$s', it.name, it.col, granted);
    END LOOP;
    -- Of the tickets, besides, those that the reader handles or once did something on.
    EXECUTE format('CREATE VIEW granted.tickets AS SELECT * FROM public.tickets t WHERE t.product_id = %1$s
        OR t.handler_id = (SELECT current_setting(''market.person'')::uuid)
        OR EXISTS (SELECT 1 FROM public.ticket_messages m WHERE m.seller_id = t.seller_id AND m.ticket_id = t.id
            AND m.person_id = (SELECT current_setting(''market.person'')::uuid))', granted);
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
