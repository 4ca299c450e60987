-- The whole schema as it is today. Written by `make schema` from migrations/, never by hand.

CREATE OR REPLACE FUNCTION public.audits_are_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audits' THEN
        PERFORM FROM audit_links l JOIN audit_anchors k ON k.seller_id = l.seller_id AND k.no >= l.no AND k.until >= OLD.at
            WHERE l.seller_id = OLD.seller_id AND l.audit_id = OLD.id;
        IF FOUND THEN
            RETURN OLD;
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM FROM audit_anchors k WHERE k.seller_id = OLD.seller_id AND k.no >= OLD.no;
        IF FOUND THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'audit entries are never changed';
END $function$
;

CREATE OR REPLACE FUNCTION public.customers_named(seller uuid, first text, most integer)
 RETURNS TABLE(customer_id text, customer_name text)
 LANGUAGE plpgsql
 STABLE
AS $function$
DECLARE
    upper text := first || U&'\+10FFFF';
    last  text;
BEGIN
    FOR i IN 1 .. most LOOP
        IF last IS NULL THEN
            SELECT o.customer_id, o.customer_name INTO customer_id, customer_name FROM orders o
            WHERE o.seller_id = seller AND o.customer_name ~>=~ first AND o.customer_name ~<~ upper
            ORDER BY o.customer_name USING ~<~ LIMIT 1;
        ELSE
            SELECT o.customer_id, o.customer_name INTO customer_id, customer_name FROM orders o
            WHERE o.seller_id = seller AND o.customer_name ~>~ last AND o.customer_name ~<~ upper
            ORDER BY o.customer_name USING ~<~ LIMIT 1;
        END IF;
        EXIT WHEN NOT FOUND;
        last := customer_name;
        RETURN NEXT;
    END LOOP;
END $function$
;

CREATE OR REPLACE FUNCTION public.rates_are_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    RAISE EXCEPTION 'rates are never changed: add one that holds from a later day';
END $function$
;

CREATE OR REPLACE FUNCTION public.rebuild_granted()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
END $function$
;

CREATE OR REPLACE FUNCTION public.rows_are_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
END $function$
;

CREATE OR REPLACE FUNCTION public.statement_lines_are_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT seller_id, statement_id FROM changed) c
            JOIN statements s ON s.seller_id = c.seller_id AND s.id = c.statement_id WHERE s.sent_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the lines of a statement that was sent never change';
    END IF;
    RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION public.statement_lines_are_not_edited()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    RAISE EXCEPTION 'the lines of a statement are made anew, never edited';
END $function$
;

CREATE OR REPLACE FUNCTION public.statements_are_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF OLD.sent_at IS NULL THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE'
        OR (OLD.period, OLD.category, OLD.currency, OLD.number, OLD.lines, OLD.sales, OLD.coupon, OLD.tax, OLD.customer_tax, OLD.fee, OLD.increment,
            OLD.withholding, OLD.digital, OLD.management, OLD.refunds, OLD.adjustments, OLD.settlement, OLD.brought_forward, OLD.payable, OLD.digest, OLD.closed_at, OLD.sent_at)
        IS DISTINCT FROM (NEW.period, NEW.category, NEW.currency, NEW.number, NEW.lines, NEW.sales, NEW.coupon, NEW.tax, NEW.customer_tax, NEW.fee, NEW.increment,
            NEW.withholding, NEW.digital, NEW.management, NEW.refunds, NEW.adjustments, NEW.settlement, NEW.brought_forward, NEW.payable, NEW.digest, NEW.closed_at, NEW.sent_at) THEN
        RAISE EXCEPTION 'a statement that was sent never changes';
    END IF;
    RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION public.taxes_are_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    RAISE EXCEPTION 'tax types are never changed: add one that holds from a later day';
END $function$
;

CREATE OR REPLACE FUNCTION public.usage_month(at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
DECLARE
    first timestamptz := date_trunc('month', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
    next  timestamptz := (date_trunc('month', at AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
    part  text := 'usage_records_' || to_char(first AT TIME ZONE 'UTC', 'YYYYMM');
BEGIN
    IF to_regclass('usage_records') IS NULL OR to_regclass(part) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(720005, 0);
    IF to_regclass(part) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF usage_records FOR VALUES FROM (%L) TO (%L)', part,
        (lpad(to_hex((extract(epoch FROM first) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid,
        (lpad(to_hex((extract(epoch FROM next) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid);
END $function$
;

CREATE SEQUENCE seller_numbers START 100001;

CREATE TABLE adjustments (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    amount numeric(18,2) NOT NULL,
    reason text NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    statement_id uuid,
    currency text NOT NULL DEFAULT 'CNY'::text,
    category text NOT NULL DEFAULT 'general'::text,
    CONSTRAINT adjustments_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT adjustments_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT adjustments_seller_id_statement_id_fkey FOREIGN KEY (seller_id, statement_id) REFERENCES statements(seller_id, id),
    CONSTRAINT adjustments_amount_check CHECK ((amount <> (0)::numeric)),
    CONSTRAINT adjustments_category_check CHECK ((category = ANY (ARRAY['general'::text, 'joint'::text, 'select'::text, 'platform'::text]))),
    CONSTRAINT adjustments_currency_check CHECK ((currency = ANY (ARRAY['CNY'::text, 'USD'::text])))
);

CREATE TABLE admissions (
    seller_id uuid NOT NULL,
    order_id uuid NOT NULL,
    real_name text NOT NULL,
    stock bigint NOT NULL DEFAULT 0,
    CONSTRAINT admissions_pkey PRIMARY KEY (seller_id, order_id),
    CONSTRAINT admissions_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT admissions_real_name_check CHECK ((real_name = ANY (ARRAY[''::text, 'enterprise'::text, 'individual'::text])))
);

CREATE TABLE agreements (
    id uuid NOT NULL,
    code text NOT NULL,
    version integer NOT NULL,
    title jsonb NOT NULL,
    body jsonb NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone NOT NULL,
    topics jsonb NOT NULL DEFAULT '[]'::jsonb,
    renewal text NOT NULL DEFAULT 'sign'::text,
    CONSTRAINT agreements_pkey PRIMARY KEY (id),
    CONSTRAINT agreements_code_version_key UNIQUE (code, version),
    CONSTRAINT agreements_renewal_check CHECK ((renewal = ANY (ARRAY['sign'::text, 'use'::text])))
);

CREATE TABLE appeal_contacts (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    appeal_id uuid NOT NULL,
    channel text NOT NULL,
    party text NOT NULL,
    person text NOT NULL DEFAULT ''::text,
    reached boolean NOT NULL DEFAULT true,
    text text NOT NULL,
    shared boolean NOT NULL DEFAULT false,
    held_at timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    CONSTRAINT appeal_contacts_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT appeal_contacts_seller_id_appeal_id_fkey FOREIGN KEY (seller_id, appeal_id) REFERENCES appeals(seller_id, id),
    CONSTRAINT appeal_contacts_channel_check CHECK ((channel = ANY (ARRAY['call'::text, 'mail'::text, 'message'::text, 'note'::text]))),
    CONSTRAINT appeal_contacts_check CHECK (((NOT shared) OR (channel <> 'note'::text))),
    CONSTRAINT appeal_contacts_party_check CHECK ((party = ANY (ARRAY['seller'::text, 'buyer'::text, ''::text])))
);
CREATE INDEX appeal_contacts_appeal ON appeal_contacts (seller_id, appeal_id, held_at, id);
CREATE TRIGGER appeal_contacts_kept BEFORE DELETE OR UPDATE ON appeal_contacts FOR EACH ROW EXECUTE FUNCTION rows_are_kept();

CREATE TABLE appeals (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    supervision_id uuid NOT NULL,
    order_id uuid NOT NULL,
    filed_by text NOT NULL,
    filer text NOT NULL,
    node text NOT NULL,
    ground text NOT NULL,
    reason text NOT NULL,
    status text NOT NULL,
    outcome text NOT NULL DEFAULT ''::text,
    return_node text NOT NULL DEFAULT ''::text,
    refund_amount numeric(18,2),
    asked text NOT NULL DEFAULT ''::text,
    asked_party text NOT NULL DEFAULT ''::text,
    conclusion text NOT NULL DEFAULT ''::text,
    decided_by text NOT NULL DEFAULT ''::text,
    filed_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    test boolean NOT NULL,
    version integer NOT NULL DEFAULT 1,
    refund_id uuid,
    handler_id uuid,
    handler text NOT NULL DEFAULT ''::text,
    reminded_at timestamp with time zone,
    CONSTRAINT appeals_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT appeals_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT appeals_handler_id_fkey FOREIGN KEY (handler_id) REFERENCES people(id),
    CONSTRAINT appeals_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT appeals_seller_id_refund_id_fkey FOREIGN KEY (seller_id, refund_id) REFERENCES refunds(seller_id, id),
    CONSTRAINT appeals_seller_id_supervision_id_fkey FOREIGN KEY (seller_id, supervision_id) REFERENCES supervisions(seller_id, id),
    CONSTRAINT appeals_filed_by_check CHECK ((filed_by = ANY (ARRAY['seller'::text, 'buyer'::text]))),
    CONSTRAINT appeals_ground_check CHECK ((ground = ANY (ARRAY['dispute'::text, 'idle'::text, 'late'::text, 'no_accept'::text, 'unreachable'::text, 'return'::text, 'other'::text]))),
    CONSTRAINT appeals_outcome_check CHECK ((outcome = ANY (ARRAY[''::text, 'continue'::text, 'return'::text, 'accept'::text, 'refund'::text, 'refuse'::text, 'reject'::text]))),
    CONSTRAINT appeals_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'evidence'::text, 'decided'::text, 'rejected'::text, 'withdrawn'::text])))
);
CREATE INDEX appeals_due ON appeals (due_at, id) WHERE ((status = ANY (ARRAY['pending'::text, 'evidence'::text])) AND (NOT test));
CREATE INDEX appeals_filed ON appeals (seller_id, filed_at DESC, id DESC);
CREATE INDEX appeals_handler ON appeals (handler_id, due_at) WHERE ((status = ANY (ARRAY['pending'::text, 'evidence'::text])) AND (NOT test));
CREATE INDEX appeals_order ON appeals (seller_id, order_id);
CREATE INDEX appeals_supervision ON appeals (seller_id, supervision_id, filed_at);
CREATE UNIQUE INDEX appeals_one_open ON appeals (seller_id, supervision_id) WHERE (status = ANY (ARRAY['pending'::text, 'evidence'::text]));

CREATE TABLE arrangements (
    seller_id uuid NOT NULL,
    person_id uuid NOT NULL,
    list text NOT NULL,
    view_id uuid NOT NULL,
    columns jsonb NOT NULL,
    dense boolean NOT NULL,
    CONSTRAINT arrangements_pkey PRIMARY KEY (seller_id, person_id, list, view_id),
    CONSTRAINT arrangements_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);

CREATE TABLE assets (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    family_id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    edition text NOT NULL,
    status text NOT NULL,
    file_id uuid,
    source text NOT NULL DEFAULT ''::text,
    gigabytes text NOT NULL DEFAULT ''::text,
    region text NOT NULL DEFAULT ''::text,
    shared boolean NOT NULL DEFAULT false,
    note text NOT NULL DEFAULT ''::text,
    report jsonb NOT NULL DEFAULT 'null'::jsonb,
    appeal text NOT NULL DEFAULT ''::text,
    proof_id uuid,
    reason text NOT NULL DEFAULT ''::text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer NOT NULL DEFAULT 1,
    site text NOT NULL DEFAULT 'mainland'::text,
    copied_from uuid,
    CONSTRAINT assets_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT assets_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT assets_seller_id_copied_from_fkey FOREIGN KEY (seller_id, copied_from) REFERENCES assets(seller_id, id),
    CONSTRAINT assets_seller_id_family_id_fkey FOREIGN KEY (seller_id, family_id) REFERENCES assets(seller_id, id),
    CONSTRAINT assets_seller_id_file_id_fkey FOREIGN KEY (seller_id, file_id) REFERENCES files(seller_id, id),
    CONSTRAINT assets_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT assets_seller_id_proof_id_fkey FOREIGN KEY (seller_id, proof_id) REFERENCES files(seller_id, id),
    CONSTRAINT assets_copied_check CHECK (((copied_from IS NULL) OR ((site = 'international'::text) AND (kind = 'image'::text)))),
    CONSTRAINT assets_kind_check CHECK ((kind = ANY (ARRAY['image'::text, 'package'::text, 'container'::text, 'data_file'::text]))),
    CONSTRAINT assets_site_check CHECK ((site = ANY (ARRAY['mainland'::text, 'international'::text]))),
    CONSTRAINT assets_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'scanning'::text, 'failed'::text, 'pending'::text, 'approved'::text, 'rejected'::text])))
);
CREATE INDEX assets_updated ON assets (seller_id, updated_at DESC, id DESC);
CREATE UNIQUE INDEX assets_edition ON assets (seller_id, family_id, edition);

CREATE TABLE attempts (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    fulfilment_id uuid NOT NULL,
    no integer NOT NULL,
    activity text NOT NULL,
    at timestamp with time zone NOT NULL,
    result_code text NOT NULL,
    outcome text NOT NULL,
    exchange jsonb NOT NULL,
    CONSTRAINT attempts_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT attempts_seller_id_fulfilment_id_no_key UNIQUE (seller_id, fulfilment_id, no),
    CONSTRAINT attempts_seller_id_fulfilment_id_fkey FOREIGN KEY (seller_id, fulfilment_id) REFERENCES fulfilments(seller_id, id),
    CONSTRAINT attempts_outcome_check CHECK ((outcome = ANY (ARRAY['success'::text, 'processing'::text, 'failed'::text])))
);
CREATE INDEX attempts_at ON attempts (seller_id, at DESC);

CREATE TABLE attributes (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    code text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    description text NOT NULL DEFAULT ''::text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT attributes_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT attributes_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT attributes_kind_check CHECK ((kind = ANY (ARRAY['enum'::text, 'number'::text])))
);
CREATE INDEX attributes_updated ON attributes (seller_id, updated_at DESC, id DESC);
CREATE UNIQUE INDEX attributes_code ON attributes (seller_id, lower(code));

CREATE TABLE audience_links (
    seller_id uuid NOT NULL,
    audience_id uuid NOT NULL,
    target_id uuid NOT NULL,
    product_id uuid,
    spec_id uuid,
    CONSTRAINT audience_links_pkey PRIMARY KEY (seller_id, audience_id, target_id),
    CONSTRAINT audience_links_seller_id_audience_id_fkey FOREIGN KEY (seller_id, audience_id) REFERENCES audiences(seller_id, id) ON DELETE CASCADE,
    CONSTRAINT audience_links_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT audience_links_seller_id_spec_id_fkey FOREIGN KEY (seller_id, spec_id) REFERENCES specs(seller_id, id),
    CONSTRAINT audience_links_check CHECK ((target_id = COALESCE(spec_id, product_id)))
);

CREATE TABLE audience_users (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    audience_id uuid NOT NULL,
    account_name text NOT NULL,
    account_id text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    added_by text NOT NULL,
    CONSTRAINT audience_users_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT audience_users_seller_id_audience_id_account_id_key UNIQUE (seller_id, audience_id, account_id),
    CONSTRAINT audience_users_seller_id_audience_id_fkey FOREIGN KEY (seller_id, audience_id) REFERENCES audiences(seller_id, id) ON DELETE CASCADE
);
CREATE INDEX audience_users_added ON audience_users (seller_id, audience_id, added_at DESC, id DESC);

CREATE TABLE audiences (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    purpose text NOT NULL,
    product_id uuid NOT NULL,
    spec_id uuid,
    kind text NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    updated_by text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT audiences_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT audiences_seller_id_purpose_product_id_spec_id_key UNIQUE NULLS NOT DISTINCT (seller_id, purpose, product_id, spec_id),
    CONSTRAINT audiences_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT audiences_seller_id_spec_id_fkey FOREIGN KEY (seller_id, spec_id) REFERENCES specs(seller_id, id),
    CONSTRAINT audiences_check CHECK (((spec_id IS NOT NULL) = (purpose = ANY (ARRAY['spec'::text, 'trial'::text])))),
    CONSTRAINT audiences_kind_check CHECK ((kind = ANY (ARRAY['all'::text, 'enterprise'::text, 'individual'::text, 'specified'::text, 'associated'::text]))),
    CONSTRAINT audiences_purpose_check CHECK ((purpose = ANY (ARRAY['product'::text, 'spec'::text, 'trial'::text, 'credit_coupon'::text, 'credit_limit'::text])))
);

CREATE TABLE audit_anchors (
    seller_id uuid NOT NULL,
    no bigint NOT NULL,
    hash bytea NOT NULL,
    until timestamp with time zone NOT NULL,
    trimmed_at timestamp with time zone NOT NULL,
    CONSTRAINT audit_anchors_pkey PRIMARY KEY (seller_id, no),
    CONSTRAINT audit_anchors_check CHECK ((until < (trimmed_at - '365 days'::interval))),
    CONSTRAINT audit_anchors_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT audit_anchors_no_check CHECK ((no > 0))
);
CREATE TRIGGER audit_anchors_kept BEFORE DELETE OR UPDATE ON audit_anchors FOR EACH ROW EXECUTE FUNCTION rows_are_kept();

CREATE TABLE audit_links (
    seller_id uuid NOT NULL,
    no bigint NOT NULL,
    audit_id uuid NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    CONSTRAINT audit_links_pkey PRIMARY KEY (seller_id, no),
    CONSTRAINT audit_links_seller_id_audit_id_key UNIQUE (seller_id, audit_id),
    CONSTRAINT audit_links_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT audit_links_no_check CHECK ((no > 0))
);
CREATE INDEX audit_links_at ON audit_links (sealed_at);
CREATE TRIGGER audit_links_kept BEFORE DELETE OR UPDATE ON audit_links FOR EACH ROW EXECUTE FUNCTION audits_are_kept();

CREATE TABLE audits (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    act text NOT NULL,
    area text NOT NULL,
    subject text NOT NULL,
    person_id uuid,
    actor text NOT NULL,
    party text NOT NULL,
    address text NOT NULL,
    at timestamp with time zone NOT NULL,
    test boolean NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT audits_pkey PRIMARY KEY (seller_id, id)
);
CREATE INDEX audits_all ON audits (at DESC, id DESC);
CREATE INDEX audits_at ON audits (seller_id, at DESC, id DESC);
CREATE INDEX audits_subject ON audits (seller_id, subject, at DESC);
CREATE TRIGGER audits_kept BEFORE DELETE OR UPDATE ON audits FOR EACH ROW EXECUTE FUNCTION audits_are_kept();

CREATE TABLE bundles (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    root text NOT NULL,
    files integer NOT NULL,
    bytes bigint NOT NULL,
    party text NOT NULL,
    made_by text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT bundles_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT bundles_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT bundles_root_check CHECK ((root ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX bundles_all ON bundles (made_at DESC, id DESC);
CREATE INDEX bundles_made ON bundles (seller_id, made_at DESC, id DESC);
CREATE INDEX bundles_order ON bundles (seller_id, order_id);
CREATE INDEX bundles_root ON bundles (root);

CREATE TABLE calendar (
    day date NOT NULL,
    works boolean NOT NULL,
    name text NOT NULL,
    CONSTRAINT calendar_pkey PRIMARY KEY (day)
);

CREATE TABLE calls (
    client text NOT NULL,
    minute timestamp with time zone NOT NULL,
    n integer NOT NULL,
    CONSTRAINT calls_pkey PRIMARY KEY (client, minute)
);
CREATE INDEX calls_minute ON calls (minute);

CREATE TABLE categories (
    code text NOT NULL,
    parent text,
    name jsonb NOT NULL,
    tax_type text NOT NULL,
    ordinal integer NOT NULL,
    CONSTRAINT categories_pkey PRIMARY KEY (code),
    CONSTRAINT categories_parent_fkey FOREIGN KEY (parent) REFERENCES categories(code)
);

CREATE TABLE certification_changes (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    address text NOT NULL,
    phone text NOT NULL,
    taxpayer text NOT NULL,
    vat_rate numeric(9,6) NOT NULL,
    bank_name text NOT NULL,
    bank_branch text NOT NULL,
    account_sealed bytea NOT NULL,
    account_tail text NOT NULL,
    proof_file_id uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT certification_changes_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT certification_changes_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT certification_changes_vat_rate_check CHECK (((vat_rate >= (0)::numeric) AND (vat_rate <= (1)::numeric)))
);

CREATE TABLE certifications (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    status text NOT NULL,
    legal_name text NOT NULL,
    credit_code text NOT NULL,
    address text NOT NULL,
    phone text NOT NULL,
    taxpayer text NOT NULL,
    vat_rate numeric(9,6) NOT NULL,
    bank_name text NOT NULL,
    bank_branch text NOT NULL,
    account_sealed bytea NOT NULL,
    account_tail text NOT NULL,
    proof_file_id uuid,
    test_amount numeric(18,2) NOT NULL,
    wrong_count integer NOT NULL DEFAULT 0,
    reason text NOT NULL DEFAULT ''::text,
    submitted_at timestamp with time zone NOT NULL,
    certified_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT certifications_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT certifications_seller_id_key UNIQUE (seller_id),
    CONSTRAINT certifications_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT certifications_status_check CHECK ((status = ANY (ARRAY['verifying'::text, 'reviewing'::text, 'certified'::text, 'rejected'::text, 'locked'::text]))),
    CONSTRAINT certifications_taxpayer_check CHECK ((taxpayer = ANY (ARRAY['general'::text, 'small'::text]))),
    CONSTRAINT certifications_test_amount_check CHECK ((test_amount > (0)::numeric)),
    CONSTRAINT certifications_vat_rate_check CHECK (((vat_rate >= (0)::numeric) AND (vat_rate <= (1)::numeric))),
    CONSTRAINT certifications_wrong_count_check CHECK (((wrong_count >= 0) AND (wrong_count <= 3)))
);
CREATE INDEX certifications_reviewing ON certifications (submitted_at) WHERE (status = 'reviewing'::text);

CREATE TABLE comments (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    status text NOT NULL,
    product_id uuid NOT NULL,
    order_id uuid NOT NULL,
    customer_id text NOT NULL,
    customer_name text NOT NULL,
    stars integer NOT NULL,
    text text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone,
    reply text NOT NULL DEFAULT ''::text,
    replied_by text NOT NULL DEFAULT ''::text,
    replied_at timestamp with time zone,
    reason text NOT NULL DEFAULT ''::text,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT comments_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT comments_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT comments_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT comments_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT comments_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT comments_stars_check CHECK (((stars >= 1) AND (stars <= 5))),
    CONSTRAINT comments_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'replied'::text, 'hidden'::text, 'deleted'::text])))
);
CREATE INDEX comments_all ON comments (written_at DESC, id DESC) WHERE (status <> 'deleted'::text);
CREATE INDEX comments_customer ON comments (customer_id, written_at DESC, id DESC) WHERE (status <> 'deleted'::text);
CREATE INDEX comments_product ON comments (seller_id, product_id, written_at DESC, id DESC) INCLUDE (stars) WHERE (status = ANY (ARRAY['waiting'::text, 'replied'::text]));
CREATE INDEX comments_status ON comments (seller_id, status, written_at DESC, id DESC);
CREATE INDEX comments_written ON comments (seller_id, written_at DESC, id DESC) WHERE (status <> 'deleted'::text);
CREATE UNIQUE INDEX comments_order ON comments (seller_id, order_id) WHERE (status <> 'deleted'::text);

CREATE TABLE contracts (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    entity text NOT NULL,
    status text NOT NULL,
    supplement boolean NOT NULL,
    signed_by text NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    address_signed text NOT NULL,
    legal_name text NOT NULL DEFAULT ''::text,
    address text NOT NULL DEFAULT ''::text,
    tax_number text NOT NULL DEFAULT ''::text,
    bank_name text NOT NULL DEFAULT ''::text,
    swift text NOT NULL DEFAULT ''::text,
    account_sealed bytea,
    account_tail text NOT NULL DEFAULT ''::text,
    proof_file_id uuid,
    reason text NOT NULL DEFAULT ''::text,
    certified_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT contracts_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT contracts_seller_id_entity_key UNIQUE (seller_id, entity),
    CONSTRAINT contracts_entity_fkey FOREIGN KEY (entity) REFERENCES entities(code),
    CONSTRAINT contracts_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT contracts_status_check CHECK ((status = ANY (ARRAY['signed'::text, 'reviewing'::text, 'certified'::text, 'rejected'::text])))
);

CREATE TABLE counters (
    seller_id uuid NOT NULL,
    name text NOT NULL,
    last bigint NOT NULL,
    CONSTRAINT counters_pkey PRIMARY KEY (seller_id, name),
    CONSTRAINT counters_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

CREATE TABLE coupon_claims (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    coupon_id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    customer text NOT NULL,
    name text NOT NULL DEFAULT ''::text,
    status text NOT NULL,
    granted boolean NOT NULL,
    claimed_at timestamp with time zone NOT NULL,
    order_id uuid,
    used_at timestamp with time zone,
    CONSTRAINT coupon_claims_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT coupon_claims_seller_id_coupon_id_customer_key UNIQUE (seller_id, coupon_id, customer),
    CONSTRAINT coupon_claims_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT coupon_claims_seller_id_coupon_id_fkey FOREIGN KEY (seller_id, coupon_id) REFERENCES coupons(seller_id, id),
    CONSTRAINT coupon_claims_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT coupon_claims_check CHECK (((status = 'used'::text) = (order_id IS NOT NULL))),
    CONSTRAINT coupon_claims_status_check CHECK ((status = ANY (ARRAY['claimed'::text, 'used'::text])))
);
CREATE INDEX coupon_claims_customer ON coupon_claims (customer, seller_id);

CREATE TABLE coupon_items (
    seller_id uuid NOT NULL,
    coupon_id uuid NOT NULL,
    product_id uuid NOT NULL,
    sku_code text COLLATE "C" NOT NULL DEFAULT ''::text,
    CONSTRAINT coupon_items_pkey PRIMARY KEY (seller_id, coupon_id, product_id, sku_code),
    CONSTRAINT coupon_items_seller_id_coupon_id_fkey FOREIGN KEY (seller_id, coupon_id) REFERENCES coupons(seller_id, id),
    CONSTRAINT coupon_items_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id)
);
CREATE INDEX coupon_items_product ON coupon_items (seller_id, product_id);

CREATE TABLE coupons (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    amount numeric(18,2) NOT NULL,
    period text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    shown boolean NOT NULL,
    total integer NOT NULL,
    claimed integer NOT NULL DEFAULT 0,
    used integer NOT NULL DEFAULT 0,
    status text NOT NULL,
    made_by text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone,
    note text NOT NULL DEFAULT ''::text,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT coupons_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT coupons_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT coupons_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT coupons_amount_check CHECK (((amount = trunc(amount)) AND ((amount >= (1)::numeric) AND (amount <= (1000000000)::numeric)))),
    CONSTRAINT coupons_check CHECK (((claimed >= 0) AND (claimed <= total))),
    CONSTRAINT coupons_check1 CHECK (((used >= 0) AND (used <= claimed))),
    CONSTRAINT coupons_check2 CHECK ((starts_on < ends_on)),
    CONSTRAINT coupons_kind_check CHECK ((kind = ANY (ARRAY['general'::text, 'joint'::text]))),
    CONSTRAINT coupons_period_check CHECK ((period = ANY (ARRAY['use'::text, 'once'::text, 'month'::text, 'year'::text]))),
    CONSTRAINT coupons_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'rejected'::text, 'withdrawn'::text, 'active'::text, 'voided'::text, 'expired'::text]))),
    CONSTRAINT coupons_total_check CHECK ((total > 0))
);
CREATE INDEX coupons_made ON coupons (seller_id, made_at DESC, id DESC);

CREATE TABLE couriers (
    code text NOT NULL,
    name text NOT NULL,
    retired_at timestamp with time zone,
    CONSTRAINT couriers_pkey PRIMARY KEY (code)
);

CREATE TABLE credential_orders (
    seller_id uuid NOT NULL,
    credential_id uuid NOT NULL,
    order_id uuid NOT NULL,
    revision integer NOT NULL,
    changed_at timestamp with time zone,
    CONSTRAINT credential_orders_pkey PRIMARY KEY (seller_id, credential_id, order_id),
    CONSTRAINT credential_orders_seller_id_credential_id_fkey FOREIGN KEY (seller_id, credential_id) REFERENCES credentials(seller_id, id),
    CONSTRAINT credential_orders_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id)
);

CREATE TABLE credential_platforms (
    seller_id uuid NOT NULL,
    platforms jsonb NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT credential_platforms_pkey PRIMARY KEY (seller_id),
    CONSTRAINT credential_platforms_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

CREATE TABLE credential_revisions (
    seller_id uuid NOT NULL,
    credential_id uuid NOT NULL,
    revision integer NOT NULL,
    terms jsonb NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    CONSTRAINT credential_revisions_pkey PRIMARY KEY (seller_id, credential_id, revision),
    CONSTRAINT credential_revisions_seller_id_credential_id_fkey FOREIGN KEY (seller_id, credential_id) REFERENCES credentials(seller_id, id)
);

CREATE TABLE credentials (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    name text NOT NULL,
    auth text NOT NULL,
    status text NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    terms jsonb NOT NULL,
    platforms jsonb NOT NULL,
    change jsonb,
    client_id text NOT NULL DEFAULT ''::text,
    sealed bytea,
    cipher text NOT NULL DEFAULT ''::text,
    test_account jsonb,
    test_cipher text NOT NULL DEFAULT ''::text,
    product_id uuid,
    published boolean NOT NULL DEFAULT false,
    reason text NOT NULL DEFAULT ''::text,
    applied_at timestamp with time zone NOT NULL,
    approved_at timestamp with time zone,
    bound_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT credentials_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT credentials_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT credentials_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT credentials_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT credentials_auth_check CHECK ((auth = ANY (ARRAY['oauth2'::text, 'sdk'::text]))),
    CONSTRAINT credentials_status_check CHECK ((status = ANY (ARRAY['applied'::text, 'rejected'::text, 'active'::text, 'bound'::text, 'revoked'::text])))
);
CREATE UNIQUE INDEX credentials_client ON credentials (client_id) WHERE (client_id <> ''::text);
CREATE UNIQUE INDEX credentials_name ON credentials (seller_id, name) WHERE (status <> 'revoked'::text);
CREATE UNIQUE INDEX credentials_product ON credentials (seller_id, product_id) WHERE (product_id IS NOT NULL);

CREATE TABLE credit_cycles (
    id uuid NOT NULL,
    customer_id text NOT NULL,
    customer_name text NOT NULL,
    cycle text NOT NULL,
    currency text NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    repaid numeric(18,2) NOT NULL DEFAULT 0,
    last_at timestamp with time zone,
    settled_at timestamp with time zone,
    CONSTRAINT credit_cycles_pkey PRIMARY KEY (id),
    CONSTRAINT credit_cycles_customer_id_cycle_currency_key UNIQUE (customer_id, cycle, currency),
    CONSTRAINT credit_cycles_cycle_check CHECK ((cycle ~ '^[0-9]{6}$'::text)),
    CONSTRAINT credit_cycles_repaid_check CHECK ((repaid >= (0)::numeric))
);
CREATE INDEX credit_cycles_begun ON credit_cycles (begun_at DESC, id DESC);

CREATE TABLE customer_messages (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    customer text NOT NULL,
    kind text NOT NULL,
    reason jsonb NOT NULL,
    link text NOT NULL,
    at timestamp with time zone NOT NULL,
    channels jsonb NOT NULL DEFAULT '["inbox", "mail", "sms"]'::jsonb,
    CONSTRAINT customer_messages_pkey PRIMARY KEY (seller_id, id)
);
CREATE INDEX customer_messages_customer ON customer_messages (customer, at DESC, id DESC);

CREATE TABLE debug_cases (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    activity text NOT NULL,
    charging text NOT NULL DEFAULT ''::text,
    body jsonb NOT NULL,
    exchange jsonb NOT NULL,
    saved_by text NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    CONSTRAINT debug_cases_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT debug_cases_seller_id_endpoint_id_activity_charging_key UNIQUE (seller_id, endpoint_id, activity, charging),
    CONSTRAINT debug_cases_seller_id_endpoint_id_fkey FOREIGN KEY (seller_id, endpoint_id) REFERENCES endpoints(seller_id, id),
    CONSTRAINT debug_cases_charging_check CHECK ((charging = ANY (ARRAY[''::text, 'PERIOD'::text, 'ONE_TIME'::text, 'ON_DEMAND'::text, 'ON_DEMAND_PKG'::text])))
);

CREATE TABLE debug_parameters (
    seller_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    code text NOT NULL,
    value text NOT NULL,
    saved_by text NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    CONSTRAINT debug_parameters_pkey PRIMARY KEY (seller_id, endpoint_id, code),
    CONSTRAINT debug_parameters_code_fkey FOREIGN KEY (code) REFERENCES parameters(code),
    CONSTRAINT debug_parameters_seller_id_endpoint_id_fkey FOREIGN KEY (seller_id, endpoint_id) REFERENCES endpoints(seller_id, id),
    CONSTRAINT debug_parameters_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

CREATE TABLE deliveries (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    notice_id uuid NOT NULL,
    channel text NOT NULL,
    receiver text NOT NULL,
    address text NOT NULL,
    language text NOT NULL,
    status text NOT NULL DEFAULT 'queued'::text,
    tries integer NOT NULL DEFAULT 0,
    error text NOT NULL DEFAULT ''::text,
    letter uuid,
    claimed_until timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    next_at timestamp with time zone,
    sent_at timestamp with time zone,
    urgent boolean NOT NULL DEFAULT false,
    quiet jsonb NOT NULL DEFAULT '{}'::jsonb,
    CONSTRAINT deliveries_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT deliveries_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT deliveries_seller_id_notice_id_fkey FOREIGN KEY (seller_id, notice_id) REFERENCES notices(seller_id, id),
    CONSTRAINT deliveries_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text]))),
    CONSTRAINT deliveries_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text])))
);
CREATE INDEX deliveries_at ON deliveries (seller_id, created_at DESC, id DESC);
CREATE INDEX deliveries_letter ON deliveries (seller_id, letter) WHERE ((status = ANY (ARRAY['queued'::text, 'sending'::text])) AND (letter IS NOT NULL));
CREATE INDEX deliveries_notice ON deliveries (seller_id, notice_id);
CREATE INDEX deliveries_queued ON deliveries (seller_id, channel, address) WHERE (status = 'queued'::text);

CREATE TABLE delivery_tries (
    seller_id uuid NOT NULL,
    delivery_id uuid NOT NULL,
    no integer NOT NULL,
    at timestamp with time zone NOT NULL,
    error text NOT NULL,
    CONSTRAINT delivery_tries_pkey PRIMARY KEY (seller_id, delivery_id, no),
    CONSTRAINT delivery_tries_seller_id_delivery_id_fkey FOREIGN KEY (seller_id, delivery_id) REFERENCES deliveries(seller_id, id),
    CONSTRAINT delivery_tries_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

CREATE TABLE demand_notes (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    demand_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    act text NOT NULL,
    actor text NOT NULL,
    party text NOT NULL,
    text text NOT NULL,
    CONSTRAINT demand_notes_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT demand_notes_seller_id_demand_id_fkey FOREIGN KEY (seller_id, demand_id) REFERENCES demands(seller_id, id)
);
CREATE INDEX demand_notes_demand ON demand_notes (seller_id, demand_id, at DESC, id DESC);

CREATE TABLE demands (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    source text NOT NULL,
    reporter text NOT NULL,
    name text NOT NULL,
    product_id uuid NOT NULL,
    spec_wanted text NOT NULL DEFAULT ''::text,
    delivery_mode text NOT NULL,
    kind text NOT NULL,
    space numeric(18,2) NOT NULL DEFAULT 0,
    request text NOT NULL,
    signing_on date,
    sales_contact text NOT NULL DEFAULT ''::text,
    sales_phone text NOT NULL DEFAULT ''::text,
    description text NOT NULL DEFAULT ''::text,
    solutions text NOT NULL DEFAULT ''::text,
    share numeric(9,6) NOT NULL DEFAULT 0,
    customer_name text NOT NULL,
    customer text NOT NULL DEFAULT ''::text,
    contact_sealed bytea NOT NULL,
    phone_mask text NOT NULL DEFAULT ''::text,
    status text NOT NULL,
    assigned_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    closed_at timestamp with time zone,
    reason text NOT NULL DEFAULT ''::text,
    offer_id uuid,
    order_id uuid,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT demands_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT demands_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT demands_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT demands_seller_id_offer_id_fkey FOREIGN KEY (seller_id, offer_id) REFERENCES offers(seller_id, id),
    CONSTRAINT demands_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT demands_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT demands_delivery_mode_check CHECK ((delivery_mode = ANY (ARRAY['cloud'::text, 'on_site'::text, 'remote'::text]))),
    CONSTRAINT demands_kind_check CHECK ((kind = ANY (ARRAY['purchase'::text, 'renewal'::text, 'expansion'::text, 'customisation'::text]))),
    CONSTRAINT demands_share_check CHECK (((share >= (0)::numeric) AND (share <= (1)::numeric))),
    CONSTRAINT demands_source_check CHECK ((source = ANY (ARRAY['csp'::text, 'platform'::text, 'marketing'::text]))),
    CONSTRAINT demands_status_check CHECK ((status = ANY (ARRAY['to_accept'::text, 'converting'::text, 'won'::text, 'refused'::text, 'closed_success'::text, 'closed_failure'::text, 'timed_out'::text])))
);
CREATE INDEX demands_all ON demands (assigned_at DESC, id DESC);
CREATE INDEX demands_assigned ON demands (seller_id, assigned_at DESC, id DESC);

CREATE TABLE deposits (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    currency text NOT NULL,
    amount numeric(18,2) NOT NULL,
    balance numeric(18,2) NOT NULL,
    reason text NOT NULL,
    adjustment_id uuid,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    no bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    CONSTRAINT deposits_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT deposits_seller_id_adjustment_id_fkey FOREIGN KEY (seller_id, adjustment_id) REFERENCES adjustments(seller_id, id),
    CONSTRAINT deposits_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT deposits_balance_check CHECK ((balance >= (0)::numeric)),
    CONSTRAINT deposits_check CHECK ((((kind = 'paid'::text) = (amount > (0)::numeric)) AND (amount <> (0)::numeric))),
    CONSTRAINT deposits_check1 CHECK (((kind = 'offset'::text) = (adjustment_id IS NOT NULL))),
    CONSTRAINT deposits_currency_check CHECK ((currency = ANY (ARRAY['CNY'::text, 'USD'::text]))),
    CONSTRAINT deposits_kind_check CHECK ((kind = ANY (ARRAY['paid'::text, 'offset'::text, 'returned'::text])))
);
CREATE INDEX deposits_no ON deposits (seller_id, currency, no DESC);

CREATE TABLE desk_notices (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    kind text NOT NULL,
    reason jsonb NOT NULL,
    link text NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    CONSTRAINT desk_notices_pkey PRIMARY KEY (id),
    CONSTRAINT desk_notices_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);
CREATE INDEX desk_notices_own ON desk_notices (person_id, at DESC, id DESC);
CREATE INDEX desk_notices_unread ON desk_notices (person_id) WHERE (read_at IS NULL);

CREATE TABLE desk_receivers (
    kind text NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT desk_receivers_pkey PRIMARY KEY (kind, person_id),
    CONSTRAINT desk_receivers_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);

CREATE TABLE directory (
    seller_id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    subject uuid NOT NULL,
    CONSTRAINT directory_pkey PRIMARY KEY (number, kind),
    CONSTRAINT directory_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

CREATE TABLE draft_files (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    supervision_id uuid NOT NULL,
    use text NOT NULL,
    party text NOT NULL,
    kind text NOT NULL,
    file_id uuid NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT draft_files_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT draft_files_seller_id_file_id_fkey FOREIGN KEY (seller_id, file_id) REFERENCES files(seller_id, id),
    CONSTRAINT draft_files_seller_id_supervision_id_fkey FOREIGN KEY (seller_id, supervision_id) REFERENCES supervisions(seller_id, id),
    CONSTRAINT draft_files_party_check CHECK ((party = ANY (ARRAY['seller'::text, 'buyer'::text]))),
    CONSTRAINT draft_files_use_check CHECK ((use = ANY (ARRAY['delivery'::text, 'requirement'::text, 'appeal'::text, 'supply'::text])))
);
CREATE INDEX draft_files_of ON draft_files (seller_id, supervision_id, use, party, added_at);

CREATE TABLE drafts (
    seller_id uuid NOT NULL,
    supervision_id uuid NOT NULL,
    use text NOT NULL,
    party text NOT NULL,
    words jsonb NOT NULL DEFAULT '{}'::jsonb,
    kept_at timestamp with time zone NOT NULL,
    kept_by text NOT NULL,
    CONSTRAINT drafts_pkey PRIMARY KEY (seller_id, supervision_id, use, party),
    CONSTRAINT drafts_seller_id_supervision_id_fkey FOREIGN KEY (seller_id, supervision_id) REFERENCES supervisions(seller_id, id),
    CONSTRAINT drafts_party_check CHECK ((party = ANY (ARRAY['seller'::text, 'buyer'::text]))),
    CONSTRAINT drafts_use_check CHECK ((use = ANY (ARRAY['delivery'::text, 'requirement'::text, 'appeal'::text, 'supply'::text])))
);

CREATE TABLE endpoints (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    url text NOT NULL,
    origin text NOT NULL,
    status text NOT NULL,
    proof text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    verified_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    code text NOT NULL DEFAULT ''::text,
    code_activated timestamp with time zone,
    code_heard timestamp with time zone,
    CONSTRAINT endpoints_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT endpoints_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT endpoints_code_check CHECK (((code = ''::text) OR (code ~ '^PL[0-9A-Z]{30}$'::text))),
    CONSTRAINT endpoints_status_check CHECK ((status = ANY (ARRAY['unverified'::text, 'verified'::text, 'removed'::text])))
);
CREATE INDEX endpoints_origin ON endpoints (seller_id, origin) WHERE (status = 'verified'::text);
CREATE UNIQUE INDEX endpoints_code ON endpoints (seller_id, code) WHERE (code <> ''::text);
CREATE UNIQUE INDEX endpoints_url ON endpoints (seller_id, url) WHERE (status <> 'removed'::text);

CREATE TABLE entities (
    code text NOT NULL,
    name jsonb NOT NULL,
    text jsonb NOT NULL,
    usual boolean NOT NULL DEFAULT false,
    replaced_by text,
    replaced_on date,
    ordinal integer NOT NULL,
    CONSTRAINT entities_pkey PRIMARY KEY (code),
    CONSTRAINT entities_replaced_by_fkey FOREIGN KEY (replaced_by) REFERENCES entities(code),
    CONSTRAINT entities_check CHECK (((replaced_by IS NULL) = (replaced_on IS NULL)))
);

CREATE TABLE evidences (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    supervision_id uuid NOT NULL,
    appeal_id uuid,
    log_id uuid,
    kind text NOT NULL,
    file_id uuid NOT NULL,
    version integer NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT evidences_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT evidences_seller_id_appeal_id_fkey FOREIGN KEY (seller_id, appeal_id) REFERENCES appeals(seller_id, id),
    CONSTRAINT evidences_seller_id_file_id_fkey FOREIGN KEY (seller_id, file_id) REFERENCES files(seller_id, id),
    CONSTRAINT evidences_seller_id_supervision_id_fkey FOREIGN KEY (seller_id, supervision_id) REFERENCES supervisions(seller_id, id),
    CONSTRAINT evidences_version_check CHECK ((version >= 1))
);
CREATE INDEX evidences_appeal ON evidences (seller_id, appeal_id) WHERE (appeal_id IS NOT NULL);
CREATE INDEX evidences_file ON evidences (seller_id, file_id);
CREATE INDEX evidences_supervision ON evidences (seller_id, supervision_id, added_at);
CREATE TRIGGER evidences_kept BEFORE DELETE OR UPDATE ON evidences FOR EACH ROW EXECUTE FUNCTION rows_are_kept();
CREATE UNIQUE INDEX evidences_version ON evidences (seller_id, supervision_id, kind, version);

CREATE TABLE expiry_policies (
    seller_id uuid NOT NULL,
    instance_id uuid NOT NULL,
    policy text NOT NULL,
    periods integer NOT NULL DEFAULT 1,
    times integer NOT NULL DEFAULT 0,
    changed_at timestamp with time zone NOT NULL,
    changed_by text NOT NULL,
    CONSTRAINT expiry_policies_pkey PRIMARY KEY (seller_id, instance_id),
    CONSTRAINT expiry_policies_seller_id_instance_id_fkey FOREIGN KEY (seller_id, instance_id) REFERENCES instances(seller_id, id),
    CONSTRAINT expiry_policies_periods_check CHECK ((periods >= 1)),
    CONSTRAINT expiry_policies_policy_check CHECK ((policy = ANY (ARRAY['freeze'::text, 'renew'::text, 'end'::text]))),
    CONSTRAINT expiry_policies_times_check CHECK ((times >= 0))
);

CREATE TABLE extensions (
    seller_id uuid NOT NULL,
    extension text NOT NULL,
    numbers jsonb NOT NULL,
    hours jsonb NOT NULL,
    assigned_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT extensions_pkey PRIMARY KEY (seller_id),
    CONSTRAINT extensions_extension_key UNIQUE (extension),
    CONSTRAINT extensions_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

CREATE TABLE favorites (
    seller_id uuid NOT NULL,
    product_id uuid NOT NULL,
    customer_id text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT favorites_pkey PRIMARY KEY (seller_id, product_id, customer_id),
    CONSTRAINT favorites_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT favorites_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id)
);
CREATE INDEX favorites_customer ON favorites (customer_id, added_at DESC, product_id DESC);

CREATE TABLE fee_invoices (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    statement_id uuid NOT NULL,
    amount numeric(18,2) NOT NULL,
    currency text NOT NULL,
    title text NOT NULL,
    tax_number text NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    number text NOT NULL DEFAULT ''::text,
    file_id uuid,
    issued_by text NOT NULL DEFAULT ''::text,
    issued_at timestamp with time zone,
    CONSTRAINT fee_invoices_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT fee_invoices_seller_id_statement_id_key UNIQUE (seller_id, statement_id),
    CONSTRAINT fee_invoices_seller_id_file_id_fkey FOREIGN KEY (seller_id, file_id) REFERENCES files(seller_id, id),
    CONSTRAINT fee_invoices_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT fee_invoices_seller_id_statement_id_fkey FOREIGN KEY (seller_id, statement_id) REFERENCES statements(seller_id, id),
    CONSTRAINT fee_invoices_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT fee_invoices_check CHECK ((((issued_at IS NULL) = (file_id IS NULL)) AND ((issued_at IS NULL) = (number = ''::text))))
);

CREATE TABLE file_contents (
    seller_id uuid NOT NULL,
    file_id uuid NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT file_contents_pkey PRIMARY KEY (seller_id, file_id),
    CONSTRAINT file_contents_seller_id_file_id_fkey FOREIGN KEY (seller_id, file_id) REFERENCES files(seller_id, id)
);

CREATE TABLE files (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    mime text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    purpose text NOT NULL,
    uploaded_by text NOT NULL,
    party text NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    CONSTRAINT files_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT files_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT files_size_check CHECK ((size >= 0))
);

CREATE TABLE five_day_uses (
    customer_id text NOT NULL,
    year integer NOT NULL,
    used integer NOT NULL,
    CONSTRAINT five_day_uses_pkey PRIMARY KEY (customer_id, year),
    CONSTRAINT five_day_uses_used_check CHECK ((used >= 0))
);

CREATE TABLE flow_templates (
    template text NOT NULL,
    version integer NOT NULL,
    nodes jsonb NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by text NOT NULL,
    CONSTRAINT flow_templates_pkey PRIMARY KEY (template, version),
    CONSTRAINT flow_templates_version_check CHECK ((version > 2))
);

CREATE TABLE fulfilments (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    lane uuid NOT NULL,
    instance_id uuid,
    endpoint_id uuid,
    activity text NOT NULL,
    status text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    polls integer NOT NULL DEFAULT 0,
    result_code text NOT NULL DEFAULT ''::text,
    cause jsonb,
    begun_at timestamp with time zone NOT NULL,
    next_at timestamp with time zone,
    deadline_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    test boolean NOT NULL,
    version integer NOT NULL DEFAULT 1,
    line integer NOT NULL DEFAULT 1,
    CONSTRAINT fulfilments_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT fulfilments_seller_id_endpoint_id_fkey FOREIGN KEY (seller_id, endpoint_id) REFERENCES endpoints(seller_id, id),
    CONSTRAINT fulfilments_seller_id_instance_id_fkey FOREIGN KEY (seller_id, instance_id) REFERENCES instances(seller_id, id),
    CONSTRAINT fulfilments_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT fulfilments_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'processing'::text, 'retrying'::text, 'done'::text, 'exhausted'::text, 'cancelled'::text])))
);
CREATE INDEX fulfilments_begun ON fulfilments (seller_id, begun_at DESC, id DESC) INCLUDE (activity, status, test);
CREATE INDEX fulfilments_failing ON fulfilments (seller_id, deadline_at) WHERE ((status = 'retrying'::text) AND (NOT test));
CREATE INDEX fulfilments_lane ON fulfilments (seller_id, lane, begun_at, id) WHERE (status = ANY (ARRAY['queued'::text, 'processing'::text, 'retrying'::text]));
CREATE INDEX fulfilments_open ON fulfilments (seller_id, status, begun_at DESC, id DESC) WHERE (status = ANY (ARRAY['queued'::text, 'processing'::text, 'retrying'::text, 'exhausted'::text]));
CREATE INDEX fulfilments_order ON fulfilments (seller_id, order_id, begun_at);
CREATE INDEX fulfilments_stuck ON fulfilments (seller_id, order_id, id) INCLUDE (status, activity) WHERE (status = ANY (ARRAY['queued'::text, 'processing'::text, 'retrying'::text, 'exhausted'::text]));
CREATE INDEX fulfilments_waiting ON fulfilments (seller_id, deadline_at, id) INCLUDE (order_id) WHERE ((status = ANY (ARRAY['processing'::text, 'retrying'::text, 'exhausted'::text])) AND (NOT test) AND ((status <> 'exhausted'::text) OR (activity <> ALL (ARRAY['newInstance'::text, 'queryInstance'::text, 'upgradeInstance'::text]))));

CREATE TABLE grants (
    seller_id uuid NOT NULL,
    member_id uuid NOT NULL,
    product_id uuid NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    CONSTRAINT grants_pkey PRIMARY KEY (seller_id, member_id, product_id),
    CONSTRAINT grants_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT grants_seller_id_member_id_fkey FOREIGN KEY (seller_id, member_id) REFERENCES members(seller_id, id),
    CONSTRAINT grants_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id) ON DELETE CASCADE
);
CREATE INDEX grants_product ON grants (seller_id, product_id);

CREATE TABLE group_members (
    seller_id uuid NOT NULL,
    group_id uuid NOT NULL,
    member_id uuid NOT NULL,
    CONSTRAINT group_members_pkey PRIMARY KEY (seller_id, group_id, member_id),
    CONSTRAINT group_members_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT group_members_seller_id_group_id_fkey FOREIGN KEY (seller_id, group_id) REFERENCES groups(seller_id, id) ON DELETE CASCADE,
    CONSTRAINT group_members_seller_id_member_id_fkey FOREIGN KEY (seller_id, member_id) REFERENCES members(seller_id, id)
);
CREATE INDEX group_members_member ON group_members (seller_id, member_id);

CREATE TABLE groups (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    description text NOT NULL DEFAULT ''::text,
    rights jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT groups_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT groups_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);
CREATE UNIQUE INDEX groups_name ON groups (seller_id, lower(name));

CREATE TABLE hooks (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    access_type text NOT NULL DEFAULT ''::text,
    product_id uuid,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT hooks_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT hooks_seller_id_endpoint_id_fkey FOREIGN KEY (seller_id, endpoint_id) REFERENCES endpoints(seller_id, id),
    CONSTRAINT hooks_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT hooks_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id) ON DELETE CASCADE,
    CONSTRAINT hooks_check CHECK (((access_type = ''::text) = (product_id IS NOT NULL)))
);
CREATE UNIQUE INDEX hooks_access ON hooks (seller_id, access_type) WHERE (access_type <> ''::text);
CREATE UNIQUE INDEX hooks_product ON hooks (seller_id, product_id) WHERE (product_id IS NOT NULL);

CREATE TABLE idempotencies (
    seller_id uuid NOT NULL,
    client text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    subject text NOT NULL,
    at timestamp with time zone NOT NULL,
    status integer,
    answer text,
    CONSTRAINT idempotencies_pkey PRIMARY KEY (client, key)
);
CREATE INDEX idempotencies_at ON idempotencies (at);

CREATE TABLE identities (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    status text NOT NULL,
    name text NOT NULL,
    credit_code text NOT NULL DEFAULT ''::text,
    representative text NOT NULL DEFAULT ''::text,
    number_sealed bytea,
    number_tail text NOT NULL DEFAULT ''::text,
    file_id uuid NOT NULL,
    reason text NOT NULL DEFAULT ''::text,
    submitted_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT identities_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT identities_seller_id_key UNIQUE (seller_id),
    CONSTRAINT identities_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT identities_check CHECK (((type = 'individual'::text) = (number_sealed IS NOT NULL))),
    CONSTRAINT identities_status_check CHECK ((status = ANY (ARRAY['none'::text, 'pending'::text, 'verified'::text, 'rejected'::text]))),
    CONSTRAINT identities_type_check CHECK ((type = ANY (ARRAY['enterprise'::text, 'individual'::text])))
);

CREATE TABLE instances (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    order_id uuid NOT NULL,
    product_id uuid NOT NULL,
    status text NOT NULL,
    customer_id text NOT NULL,
    app_sealed bytea,
    front_url text NOT NULL DEFAULT ''::text,
    opened_at timestamp with time zone,
    expires_at timestamp with time zone,
    released_at timestamp with time zone,
    test boolean NOT NULL,
    served boolean NOT NULL DEFAULT true,
    blocked_at timestamp with time zone,
    line integer NOT NULL DEFAULT 1,
    stopped_at timestamp with time zone,
    CONSTRAINT instances_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT instances_line UNIQUE (seller_id, order_id, line),
    CONSTRAINT instances_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT instances_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT instances_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT instances_line_check CHECK (((line >= 1) AND (line <= 50))),
    CONSTRAINT instances_status_check CHECK ((status = ANY (ARRAY['opening'::text, 'in_use'::text, 'frozen'::text, 'released'::text])))
);
CREATE INDEX instances_numbered ON instances (number);

CREATE TABLE invitations (
    person_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT invitations_pkey PRIMARY KEY (person_id),
    CONSTRAINT invitations_token_hash_key UNIQUE (token_hash),
    CONSTRAINT invitations_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);

CREATE TABLE invoice_logs (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    party text NOT NULL,
    actor text NOT NULL,
    act text NOT NULL,
    comment text NOT NULL DEFAULT ''::text,
    file_id uuid,
    no bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    CONSTRAINT invoice_logs_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT invoice_logs_seller_id_file_id_fkey FOREIGN KEY (seller_id, file_id) REFERENCES files(seller_id, id),
    CONSTRAINT invoice_logs_seller_id_invoice_id_fkey FOREIGN KEY (seller_id, invoice_id) REFERENCES invoices(seller_id, id)
);
CREATE INDEX invoice_logs_at ON invoice_logs (seller_id, invoice_id, at, no);
CREATE TRIGGER invoice_logs_kept BEFORE DELETE OR UPDATE ON invoice_logs FOR EACH ROW EXECUTE FUNCTION rows_are_kept();

CREATE TABLE invoice_orders (
    seller_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    order_id uuid NOT NULL,
    amount numeric(18,2) NOT NULL,
    holds boolean NOT NULL DEFAULT true,
    CONSTRAINT invoice_orders_pkey PRIMARY KEY (seller_id, invoice_id, order_id),
    CONSTRAINT invoice_orders_seller_id_invoice_id_fkey FOREIGN KEY (seller_id, invoice_id) REFERENCES invoices(seller_id, id),
    CONSTRAINT invoice_orders_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT invoice_orders_amount_check CHECK ((amount > (0)::numeric))
);
CREATE INDEX invoice_orders_order ON invoice_orders (seller_id, order_id);
CREATE UNIQUE INDEX invoice_orders_one ON invoice_orders (seller_id, order_id) WHERE holds;

CREATE TABLE invoice_shares (
    seller_id uuid NOT NULL,
    statement_id uuid NOT NULL,
    rate numeric(9,6) NOT NULL,
    amount numeric(18,2) NOT NULL,
    CONSTRAINT invoice_shares_pkey PRIMARY KEY (seller_id, statement_id, rate),
    CONSTRAINT invoice_shares_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT invoice_shares_seller_id_statement_id_fkey FOREIGN KEY (seller_id, statement_id) REFERENCES statements(seller_id, id),
    CONSTRAINT invoice_shares_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT invoice_shares_rate_check CHECK (((rate >= (0)::numeric) AND (rate <= (1)::numeric)))
);

CREATE TABLE invoice_terms (
    seller_id uuid NOT NULL,
    types jsonb NOT NULL,
    mail_name text NOT NULL,
    mail_phone text NOT NULL,
    mail_address text NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT invoice_terms_pkey PRIMARY KEY (seller_id),
    CONSTRAINT invoice_terms_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

CREATE TABLE invoices (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    status text NOT NULL,
    type text NOT NULL,
    title_kind text NOT NULL,
    title text NOT NULL,
    tax_number text NOT NULL DEFAULT ''::text,
    bank_name text NOT NULL DEFAULT ''::text,
    bank_account text NOT NULL DEFAULT ''::text,
    address text NOT NULL DEFAULT ''::text,
    phone text NOT NULL DEFAULT ''::text,
    amount numeric(18,2) NOT NULL,
    rate numeric(8,6) NOT NULL,
    postage text NOT NULL,
    receiver_mask text NOT NULL,
    sealed bytea NOT NULL,
    remark text NOT NULL DEFAULT ''::text,
    customer_id text NOT NULL,
    customer_name text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    paper_number text NOT NULL DEFAULT ''::text,
    paper_code text NOT NULL DEFAULT ''::text,
    dated_on date,
    file_id uuid,
    courier text NOT NULL DEFAULT ''::text,
    courier_number text NOT NULL DEFAULT ''::text,
    issued_at timestamp with time zone,
    confirm_at timestamp with time zone,
    completed_at timestamp with time zone,
    ended_at timestamp with time zone,
    reason text NOT NULL DEFAULT ''::text,
    red_number text NOT NULL DEFAULT ''::text,
    test boolean NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT invoices_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT invoices_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT invoices_seller_id_file_id_fkey FOREIGN KEY (seller_id, file_id) REFERENCES files(seller_id, id),
    CONSTRAINT invoices_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT invoices_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT invoices_postage_check CHECK ((postage = ANY (ARRAY[''::text, 'buyer'::text, 'seller'::text]))),
    CONSTRAINT invoices_rate_check CHECK (((rate > (0)::numeric) AND (rate < (1)::numeric))),
    CONSTRAINT invoices_status_check CHECK ((status = ANY (ARRAY['requested'::text, 'issued'::text, 'completed'::text, 'returning'::text, 'returned'::text, 'rejected'::text, 'cancelled'::text]))),
    CONSTRAINT invoices_title_kind_check CHECK ((title_kind = ANY (ARRAY['enterprise'::text, 'personal'::text, 'organisation'::text])))
);
CREATE INDEX invoices_asked ON invoices (seller_id, due_at, id) WHERE ((status = 'requested'::text) AND (NOT test));
CREATE INDEX invoices_customer ON invoices (seller_id, customer_id, requested_at DESC, id DESC);
CREATE INDEX invoices_requested ON invoices (seller_id, requested_at DESC, id DESC) WHERE (NOT test);
CREATE INDEX invoices_status ON invoices (seller_id, status, requested_at DESC, id DESC) WHERE (NOT test);

CREATE TABLE joint_plans (
    seller_id uuid NOT NULL,
    signed_by text NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    CONSTRAINT joint_plans_pkey PRIMARY KEY (seller_id),
    CONSTRAINT joint_plans_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

CREATE TABLE joint_steps (
    seller_id uuid NOT NULL,
    joint_id uuid NOT NULL,
    no integer NOT NULL,
    at timestamp with time zone NOT NULL,
    stage text NOT NULL,
    passed boolean NOT NULL,
    by text NOT NULL,
    opinion text NOT NULL DEFAULT ''::text,
    CONSTRAINT joint_steps_pkey PRIMARY KEY (seller_id, joint_id, no),
    CONSTRAINT joint_steps_seller_id_joint_id_fkey FOREIGN KEY (seller_id, joint_id) REFERENCES joints(seller_id, id)
);

CREATE TABLE joints (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    name text NOT NULL,
    access_type text NOT NULL,
    status text NOT NULL,
    stage text NOT NULL,
    content jsonb NOT NULL,
    share_model text NOT NULL DEFAULT ''::text,
    share_ratio numeric(9,6) NOT NULL DEFAULT 0,
    floor numeric(9,6) NOT NULL DEFAULT 0,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    passed_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT joints_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT joints_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT joints_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT joints_floor_check CHECK (((floor >= (0)::numeric) AND (floor <= (1)::numeric))),
    CONSTRAINT joints_share_ratio_check CHECK (((share_ratio >= (0)::numeric) AND (share_ratio <= (1)::numeric))),
    CONSTRAINT joints_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'review'::text, 'rejected'::text, 'passed'::text])))
);
CREATE INDEX joints_updated ON joints (seller_id, updated_at DESC, id DESC);

CREATE TABLE keys (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    purpose text NOT NULL,
    status text NOT NULL,
    sealed bytea NOT NULL,
    tail text NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revealed_at timestamp with time zone,
    retires_at timestamp with time zone,
    person_id uuid,
    CONSTRAINT keys_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT keys_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT keys_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id),
    CONSTRAINT keys_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT keys_purpose_check CHECK ((purpose = ANY (ARRAY['base'::text, 'general'::text, 'licence'::text, 'open'::text]))),
    CONSTRAINT keys_status_check CHECK ((status = ANY (ARRAY['active'::text, 'retiring'::text, 'revoked'::text])))
);
CREATE UNIQUE INDEX keys_active ON keys (seller_id, purpose) WHERE ((status = 'active'::text) AND (purpose <> 'open'::text));

CREATE TABLE licences (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    code text COLLATE "C" NOT NULL,
    status text NOT NULL,
    amount numeric(20,8) NOT NULL,
    received_at timestamp with time zone,
    activated_at timestamp with time zone,
    expires_at timestamp with time zone,
    heard_at timestamp with time zone,
    test boolean NOT NULL,
    CONSTRAINT licences_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT licences_seller_id_code_key UNIQUE (seller_id, code),
    CONSTRAINT licences_seller_id_order_id_key UNIQUE (seller_id, order_id),
    CONSTRAINT licences_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT licences_status_check CHECK ((status = ANY (ARRAY['made'::text, 'received'::text, 'alive'::text, 'frozen'::text, 'expired'::text, 'released'::text])))
);

CREATE TABLE limits (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    spec_id uuid NOT NULL,
    count_rule text NOT NULL,
    count_n integer NOT NULL DEFAULT 1,
    quantities jsonb NOT NULL DEFAULT '[]'::jsonb,
    updated_at timestamp with time zone NOT NULL,
    updated_by text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT limits_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT limits_seller_id_spec_id_key UNIQUE (seller_id, spec_id),
    CONSTRAINT limits_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT limits_seller_id_spec_id_fkey FOREIGN KEY (seller_id, spec_id) REFERENCES specs(seller_id, id),
    CONSTRAINT limits_check CHECK (((count_rule <> 'none'::text) OR (quantities <> '[]'::jsonb))),
    CONSTRAINT limits_count_n_check CHECK (((count_n >= 1) AND (count_n <= 999999))),
    CONSTRAINT limits_count_rule_check CHECK ((count_rule = ANY (ARRAY['none'::text, 'lifetime'::text, 'until_expiry'::text])))
);
CREATE INDEX limits_updated ON limits (seller_id, updated_at DESC, id DESC);

CREATE TABLE members (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    roles jsonb NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    username text NOT NULL DEFAULT ''::text,
    disabled_at timestamp with time zone,
    all_products boolean NOT NULL DEFAULT true,
    CONSTRAINT members_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT members_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id),
    CONSTRAINT members_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);
CREATE INDEX members_by_person ON members (person_id) WHERE (removed_at IS NULL);
CREATE UNIQUE INDEX members_person ON members (seller_id, person_id) WHERE (removed_at IS NULL);
CREATE UNIQUE INDEX members_username ON members (seller_id, lower(username)) WHERE ((username <> ''::text) AND (removed_at IS NULL));

CREATE TABLE meters (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    factor jsonb NOT NULL,
    begun_at timestamp with time zone,
    last_at timestamp with time zone,
    longest_millis bigint NOT NULL DEFAULT 0,
    warned_at timestamp with time zone,
    carried numeric(24,10) NOT NULL DEFAULT 0,
    CONSTRAINT meters_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT meters_seller_id_id_fkey FOREIGN KEY (seller_id, id) REFERENCES instances(seller_id, id),
    CONSTRAINT meters_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id)
);
CREATE INDEX meters_order ON meters (seller_id, order_id);

CREATE TABLE missed_answers (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    channel text NOT NULL,
    asked_on date NOT NULL,
    note text NOT NULL,
    recorded_by text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT missed_answers_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT missed_answers_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT missed_answers_channel_check CHECK ((channel = ANY (ARRAY['service_phone'::text, 'service_email'::text])))
);
CREATE INDEX missed_answers_product ON missed_answers (seller_id, product_id);

CREATE TABLE nonces (
    client text NOT NULL,
    nonce text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT nonces_pkey PRIMARY KEY (client, nonce)
);
CREATE INDEX nonces_at ON nonces (at);

CREATE TABLE notices (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    reason jsonb NOT NULL,
    link text NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    product_id uuid,
    type text NOT NULL DEFAULT 'other'::text,
    CONSTRAINT notices_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT notices_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);
CREATE INDEX notices_at ON notices (seller_id, at DESC, id DESC);
CREATE INDEX notices_unread ON notices (seller_id) WHERE (read_at IS NULL);

CREATE TABLE offer_items (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    offer_id uuid NOT NULL,
    ordinal integer NOT NULL,
    product_id uuid NOT NULL,
    product_name text NOT NULL,
    sku_code text COLLATE "C" NOT NULL,
    spec_name text NOT NULL,
    discount numeric(9,6) NOT NULL,
    share numeric(9,6) NOT NULL,
    code text COLLATE "C" NOT NULL DEFAULT ''::text,
    quantity numeric(20,8) NOT NULL DEFAULT 0,
    periods integer NOT NULL DEFAULT 0,
    order_id uuid,
    CONSTRAINT offer_items_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT offer_items_seller_id_offer_id_fkey FOREIGN KEY (seller_id, offer_id) REFERENCES offers(seller_id, id),
    CONSTRAINT offer_items_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT offer_items_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT offer_items_discount_check CHECK (((discount > (0)::numeric) AND (discount <= (1)::numeric))),
    CONSTRAINT offer_items_share_check CHECK (((share >= (0)::numeric) AND (share <= (1)::numeric)))
);
CREATE INDEX offer_items_offer ON offer_items (seller_id, offer_id, ordinal);

CREATE TABLE offer_letters (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    offer_id uuid NOT NULL,
    customer text NOT NULL,
    channel text NOT NULL,
    address_sealed bytea NOT NULL,
    address_mask text NOT NULL,
    status text NOT NULL DEFAULT 'queued'::text,
    tries integer NOT NULL DEFAULT 0,
    error text NOT NULL DEFAULT ''::text,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    CONSTRAINT offer_letters_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT offer_letters_seller_id_offer_id_customer_channel_key UNIQUE (seller_id, offer_id, customer, channel),
    CONSTRAINT offer_letters_seller_id_offer_id_fkey FOREIGN KEY (seller_id, offer_id) REFERENCES offers(seller_id, id),
    CONSTRAINT offer_letters_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text]))),
    CONSTRAINT offer_letters_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text])))
);

CREATE TABLE offer_users (
    seller_id uuid NOT NULL,
    offer_id uuid NOT NULL,
    customer text NOT NULL,
    name text NOT NULL DEFAULT ''::text,
    contact_sealed bytea,
    CONSTRAINT offer_users_pkey PRIMARY KEY (seller_id, offer_id, customer),
    CONSTRAINT offer_users_seller_id_offer_id_fkey FOREIGN KEY (seller_id, offer_id) REFERENCES offers(seller_id, id)
);
CREATE INDEX offer_users_customer ON offer_users (customer, seller_id);

CREATE TABLE offers (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    name text NOT NULL,
    mode text NOT NULL,
    origin text NOT NULL,
    partner text NOT NULL DEFAULT ''::text,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    basis text NOT NULL DEFAULT ''::text,
    supplement text NOT NULL DEFAULT ''::text,
    status text NOT NULL,
    demand_id uuid,
    made_by text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    note text NOT NULL DEFAULT ''::text,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT offers_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT offers_seller_id_name_key UNIQUE (seller_id, name),
    CONSTRAINT offers_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT offers_seller_id_demand_id_fkey FOREIGN KEY (seller_id, demand_id) REFERENCES demands(seller_id, id),
    CONSTRAINT offers_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT offers_check CHECK ((starts_at < ends_at)),
    CONSTRAINT offers_check1 CHECK (((origin = 'seller'::text) = (partner = ''::text))),
    CONSTRAINT offers_mode_check CHECK ((mode = ANY (ARRAY['discount'::text, 'quotation'::text]))),
    CONSTRAINT offers_origin_check CHECK ((origin = ANY (ARRAY['seller'::text, 'partner'::text, 'auto'::text]))),
    CONSTRAINT offers_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'rejected'::text, 'withdrawn'::text, 'effective'::text, 'used_up'::text, 'expired'::text])))
);
CREATE INDEX offers_made ON offers (seller_id, made_at DESC, id DESC);
CREATE INDEX offers_status ON offers (seller_id, status, made_at DESC, id DESC);

CREATE TABLE operators (
    person_id uuid NOT NULL,
    roles jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT operators_pkey PRIMARY KEY (person_id),
    CONSTRAINT operators_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id)
);

CREATE TABLE order_renewals (
    seller_id uuid NOT NULL,
    order_id uuid NOT NULL,
    periods integer NOT NULL,
    times integer NOT NULL,
    CONSTRAINT order_renewals_pkey PRIMARY KEY (seller_id, order_id),
    CONSTRAINT order_renewals_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT order_renewals_periods_check CHECK ((periods > 0)),
    CONSTRAINT order_renewals_times_check CHECK ((times > 0))
);

CREATE TABLE orders (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    type text NOT NULL,
    status text NOT NULL,
    product_id uuid NOT NULL,
    revision_id uuid NOT NULL,
    spec_id uuid NOT NULL,
    price_id uuid NOT NULL,
    product_name text NOT NULL,
    spec_name text NOT NULL,
    product_code text NOT NULL,
    sku_code text NOT NULL,
    sale_type text NOT NULL,
    access_type text NOT NULL,
    charging text NOT NULL,
    period_type text NOT NULL,
    periods integer NOT NULL,
    quantity numeric(20,8) NOT NULL,
    unit_price numeric(20,8) NOT NULL,
    list_amount numeric(18,2) NOT NULL,
    discount_amount numeric(18,2) NOT NULL DEFAULT 0,
    coupon_amount numeric(18,2) NOT NULL DEFAULT 0,
    amount numeric(18,2) NOT NULL,
    refunded_amount numeric(18,2) NOT NULL DEFAULT 0,
    fee_ratio numeric(9,6) NOT NULL,
    supervised boolean NOT NULL,
    test boolean NOT NULL,
    postpaid boolean NOT NULL DEFAULT false,
    customer_id text NOT NULL,
    customer_name text NOT NULL,
    customer_account text NOT NULL,
    contact_sealed bytea NOT NULL,
    phone_mask text NOT NULL,
    email_mask text NOT NULL,
    agreement_at timestamp with time zone NOT NULL,
    renews_id uuid,
    instance_id uuid,
    placed_at timestamp with time zone NOT NULL,
    pay_by timestamp with time zone NOT NULL,
    paid_at timestamp with time zone,
    repaid_at timestamp with time zone,
    effective_at timestamp with time zone,
    expires_at timestamp with time zone,
    completed_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    refunded_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    sku_id uuid NOT NULL,
    attributes jsonb NOT NULL DEFAULT '[]'::jsonb,
    pricing jsonb NOT NULL DEFAULT '{}'::jsonb,
    coupon_kind text NOT NULL DEFAULT ''::text,
    currency text NOT NULL DEFAULT 'CNY'::text,
    region text NOT NULL DEFAULT ''::text,
    extend jsonb NOT NULL DEFAULT '[]'::jsonb,
    endpoint_id uuid,
    tax_kind text NOT NULL DEFAULT 'service'::text,
    tax_rate numeric(9,6) NOT NULL DEFAULT 0.06,
    tax_small numeric(9,6) NOT NULL DEFAULT 0.03,
    given_back boolean NOT NULL DEFAULT false,
    CONSTRAINT orders_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT orders_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT orders_seller_id_endpoint_id_fkey FOREIGN KEY (seller_id, endpoint_id) REFERENCES endpoints(seller_id, id),
    CONSTRAINT orders_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT orders_seller_id_price_id_fkey FOREIGN KEY (seller_id, price_id) REFERENCES prices(seller_id, id),
    CONSTRAINT orders_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT orders_seller_id_renews_id_fkey FOREIGN KEY (seller_id, renews_id) REFERENCES orders(seller_id, id),
    CONSTRAINT orders_seller_id_revision_id_fkey FOREIGN KEY (seller_id, revision_id) REFERENCES revisions(seller_id, id),
    CONSTRAINT orders_seller_id_sku_id_fkey FOREIGN KEY (seller_id, sku_id) REFERENCES skus(seller_id, id),
    CONSTRAINT orders_seller_id_spec_id_fkey FOREIGN KEY (seller_id, spec_id) REFERENCES specs(seller_id, id),
    CONSTRAINT orders_charging_check CHECK ((charging = ANY (ARRAY['PERIOD'::text, 'ONE_TIME'::text, 'ON_DEMAND'::text, 'ON_DEMAND_PKG'::text]))),
    CONSTRAINT orders_check CHECK (((discount_amount >= (0)::numeric) AND (discount_amount <= list_amount))),
    CONSTRAINT orders_check1 CHECK (((amount = ((list_amount - discount_amount) - coupon_amount)) AND (amount >= (0)::numeric))),
    CONSTRAINT orders_check2 CHECK (((refunded_amount >= (0)::numeric) AND (refunded_amount <= amount))),
    CONSTRAINT orders_check3 CHECK (((status = 'pending_payment'::text) OR (status = 'cancelled'::text) OR (paid_at IS NOT NULL))),
    CONSTRAINT orders_coupon_amount_check CHECK ((coupon_amount >= (0)::numeric)),
    CONSTRAINT orders_coupon_kind_check CHECK ((coupon_kind = ANY (ARRAY[''::text, 'cash'::text, 'pickup'::text]))),
    CONSTRAINT orders_currency_check CHECK ((currency = ANY (ARRAY['CNY'::text, 'USD'::text]))),
    CONSTRAINT orders_fee_ratio_check CHECK (((fee_ratio >= (0)::numeric) AND (fee_ratio <= (1)::numeric))),
    CONSTRAINT orders_list_amount_check CHECK ((list_amount >= (0)::numeric)),
    CONSTRAINT orders_period_type_check CHECK ((period_type = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'use'::text, 'once'::text]))),
    CONSTRAINT orders_periods_check CHECK ((periods >= 1)),
    CONSTRAINT orders_quantity_check CHECK ((quantity > (0)::numeric)),
    CONSTRAINT orders_status_check CHECK ((status = ANY (ARRAY['pending_payment'::text, 'processing'::text, 'completed'::text, 'cancelled'::text, 'refunded'::text]))),
    CONSTRAINT orders_tax_rate_check CHECK (((tax_rate >= (0)::numeric) AND (tax_rate <= (1)::numeric))),
    CONSTRAINT orders_tax_small_check CHECK (((tax_small >= (0)::numeric) AND (tax_small <= (1)::numeric))),
    CONSTRAINT orders_type_check CHECK ((type = ANY (ARRAY['new'::text, 'renew'::text, 'change'::text, 'trial'::text, 'trial_to_formal'::text, 'unsubscribe'::text, 'unsubscribe_renewal'::text, 'renewal_change'::text])))
);
CREATE INDEX orders_all ON orders (placed_at DESC, id DESC);
CREATE INDEX orders_amount ON orders (seller_id, amount DESC, id DESC) WHERE (NOT test);
CREATE INDEX orders_bought ON orders (seller_id, customer_id, product_id, spec_id) WHERE (status <> ALL (ARRAY['cancelled'::text, 'refunded'::text]));
CREATE INDEX orders_bought_anywhere ON orders (customer_id, placed_at DESC, id DESC) WHERE (NOT test);
CREATE INDEX orders_converted ON orders (seller_id, spec_id) WHERE ((type = 'trial_to_formal'::text) AND (NOT test));
CREATE INDEX orders_customer ON orders (seller_id, customer_name text_pattern_ops, placed_at DESC);
CREATE INDEX orders_id ON orders (id);
CREATE INDEX orders_paid ON orders (seller_id, paid_at) INCLUDE (amount) WHERE ((paid_at IS NOT NULL) AND (NOT test));
CREATE INDEX orders_paid_anywhere ON orders (paid_at) INCLUDE (amount) WHERE ((paid_at IS NOT NULL) AND (NOT test));
CREATE INDEX orders_placed ON orders (seller_id, placed_at DESC, id DESC) WHERE (NOT test);
CREATE INDEX orders_product ON orders (seller_id, product_id, placed_at DESC, id DESC) WHERE (NOT test);
CREATE INDEX orders_product_paid ON orders (seller_id, product_id, paid_at, id) INCLUDE (amount) WHERE ((paid_at IS NOT NULL) AND (NOT test));
CREATE INDEX orders_renews ON orders (seller_id, renews_id) WHERE (renews_id IS NOT NULL);
CREATE INDEX orders_status ON orders (seller_id, status, placed_at DESC, id DESC) WHERE (NOT test);
CREATE INDEX orders_test ON orders (seller_id, placed_at DESC, id DESC) WHERE test;
CREATE INDEX orders_unopened ON orders (seller_id, paid_at, id) WHERE ((status = 'processing'::text) AND (NOT supervised) AND (NOT test));
CREATE INDEX orders_unpaid ON orders (seller_id, pay_by, id) WHERE ((status = 'pending_payment'::text) AND (NOT test));
CREATE INDEX orders_unrepaid ON orders (seller_id, paid_at, id) WHERE ((status = 'completed'::text) AND postpaid AND (repaid_at IS NULL) AND (NOT test));
CREATE UNIQUE INDEX orders_one_trial ON orders (seller_id, spec_id, customer_id) WHERE ((type = 'trial'::text) AND (NOT test) AND (status <> ALL (ARRAY['cancelled'::text, 'refunded'::text])));

CREATE TABLE overseas (
    seller_id uuid NOT NULL,
    joined_by text NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    address text NOT NULL,
    CONSTRAINT overseas_pkey PRIMARY KEY (seller_id),
    CONSTRAINT overseas_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

CREATE TABLE parameters (
    code text NOT NULL,
    name jsonb NOT NULL,
    kind text NOT NULL,
    options jsonb NOT NULL DEFAULT '[]'::jsonb,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    CONSTRAINT parameters_pkey PRIMARY KEY (code),
    CONSTRAINT parameters_code_check CHECK ((code ~ '^[a-z][a-z0-9_]{1,31}$'::text)),
    CONSTRAINT parameters_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'number'::text, 'choice'::text, 'domain'::text, 'email'::text, 'phone'::text])))
);

CREATE TABLE parcels (
    seller_id uuid NOT NULL,
    order_id uuid NOT NULL,
    sealed bytea NOT NULL,
    courier text NOT NULL DEFAULT ''::text,
    tracking text NOT NULL DEFAULT ''::text,
    remark text NOT NULL DEFAULT ''::text,
    shipped_at timestamp with time zone,
    state text NOT NULL DEFAULT ''::text,
    state_at timestamp with time zone,
    signed_at timestamp with time zone,
    unread boolean NOT NULL DEFAULT false,
    CONSTRAINT parcels_pkey PRIMARY KEY (seller_id, order_id),
    CONSTRAINT parcels_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id)
);

CREATE TABLE partner_bindings (
    customer text NOT NULL,
    partner text NOT NULL,
    bound_at timestamp with time zone NOT NULL,
    CONSTRAINT partner_bindings_pkey PRIMARY KEY (customer)
);
CREATE INDEX partner_bindings_partner ON partner_bindings (partner);

CREATE TABLE partner_terms (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    model text NOT NULL,
    share numeric(9,6) NOT NULL,
    discount numeric(9,6) NOT NULL,
    policy text NOT NULL DEFAULT ''::text,
    from_on date NOT NULL,
    made_by text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT partner_terms_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT partner_terms_seller_id_product_id_from_on_key UNIQUE (seller_id, product_id, from_on),
    CONSTRAINT partner_terms_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT partner_terms_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT partner_terms_discount_check CHECK (((discount > (0)::numeric) AND (discount <= (1)::numeric))),
    CONSTRAINT partner_terms_model_check CHECK ((model = ANY (ARRAY['deal'::text, 'floor'::text]))),
    CONSTRAINT partner_terms_share_check CHECK (((share > (0)::numeric) AND (share <= (1)::numeric)))
);

CREATE TABLE partners (
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    account text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    proofs jsonb NOT NULL,
    status text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    submitted_at timestamp with time zone,
    decided_at timestamp with time zone,
    decided_by text NOT NULL DEFAULT ''::text,
    reason text NOT NULL DEFAULT ''::text,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT partners_pkey PRIMARY KEY (id),
    CONSTRAINT partners_account_key UNIQUE (account),
    CONSTRAINT partners_number_key UNIQUE (number),
    CONSTRAINT partners_role_check CHECK ((role = ANY (ARRAY[''::text, 'software'::text, 'service'::text, 'si'::text]))),
    CONSTRAINT partners_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'submitted'::text, 'rejected'::text, 'joined'::text, 'left'::text])))
);
CREATE INDEX partners_created ON partners (created_at DESC, id DESC);

CREATE TABLE people (
    id uuid NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    mobile text NOT NULL DEFAULT ''::text,
    password_hash text NOT NULL,
    totp_sealed bytea,
    totp_on_at timestamp with time zone,
    totp_last_step bigint NOT NULL DEFAULT 0,
    recovery_hashes jsonb NOT NULL DEFAULT '[]'::jsonb,
    language text NOT NULL DEFAULT 'zh-CN'::text,
    zone text NOT NULL DEFAULT 'Asia/Shanghai'::text,
    theme text NOT NULL DEFAULT 'system'::text,
    created_at timestamp with time zone NOT NULL,
    quiet text NOT NULL DEFAULT 'house'::text,
    quiet_from bigint NOT NULL DEFAULT 0,
    quiet_until bigint NOT NULL DEFAULT 0,
    CONSTRAINT people_pkey PRIMARY KEY (id),
    CONSTRAINT people_language_check CHECK ((language = ANY (ARRAY['zh-CN'::text, 'en'::text]))),
    CONSTRAINT people_quiet_check CHECK ((quiet = ANY (ARRAY['house'::text, 'own'::text, 'never'::text]))),
    CONSTRAINT people_theme_check CHECK ((theme = ANY (ARRAY['system'::text, 'light'::text, 'dark'::text])))
);
CREATE UNIQUE INDEX people_email ON people (lower(email));

CREATE TABLE plans (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    status text NOT NULL,
    figures jsonb NOT NULL,
    asked jsonb NOT NULL,
    note text NOT NULL DEFAULT ''::text,
    reason text NOT NULL DEFAULT ''::text,
    set_at timestamp with time zone NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT plans_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT plans_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT plans_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT plans_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text])))
);
CREATE UNIQUE INDEX plans_product ON plans (seller_id, product_id);

CREATE TABLE points (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    delta integer NOT NULL,
    breach text NOT NULL,
    reason text NOT NULL,
    made_by text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT points_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT points_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT points_delta_check CHECK ((delta <> 0))
);

CREATE TABLE prices (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    spec_id uuid NOT NULL,
    code text COLLATE "C" NOT NULL,
    period text NOT NULL,
    amount numeric(20,8) NOT NULL,
    sku_id uuid NOT NULL,
    charging text NOT NULL,
    pricing jsonb NOT NULL DEFAULT '{}'::jsonb,
    CONSTRAINT prices_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT prices_seller_id_code_key UNIQUE (seller_id, code),
    CONSTRAINT prices_sku_period UNIQUE (seller_id, sku_id, period),
    CONSTRAINT prices_seller_id_sku_id_fkey FOREIGN KEY (seller_id, sku_id) REFERENCES skus(seller_id, id),
    CONSTRAINT prices_seller_id_spec_id_fkey FOREIGN KEY (seller_id, spec_id) REFERENCES specs(seller_id, id),
    CONSTRAINT prices_amount_check CHECK ((amount >= (0)::numeric)),
    CONSTRAINT prices_charging_check CHECK ((charging = ANY (ARRAY['PERIOD'::text, 'ONE_TIME'::text, 'ON_DEMAND'::text, 'ON_DEMAND_PKG'::text]))),
    CONSTRAINT prices_period_check CHECK ((period = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'use'::text, 'once'::text])))
);
CREATE INDEX prices_spec ON prices (seller_id, spec_id);

CREATE TABLE probes (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    cases integer NOT NULL,
    failed integer NOT NULL,
    failing_since timestamp with time zone,
    results jsonb NOT NULL,
    CONSTRAINT probes_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT probes_seller_id_endpoint_id_fkey FOREIGN KEY (seller_id, endpoint_id) REFERENCES endpoints(seller_id, id),
    CONSTRAINT probes_cases_check CHECK ((cases > 0)),
    CONSTRAINT probes_check CHECK (((failed >= 0) AND (failed <= cases))),
    CONSTRAINT probes_check1 CHECK (((failed > 0) = (failing_since IS NOT NULL)))
);
CREATE INDEX probes_endpoint ON probes (seller_id, endpoint_id, at DESC);

CREATE TABLE product_regions (
    seller_id uuid NOT NULL,
    product_id uuid NOT NULL,
    region text NOT NULL,
    CONSTRAINT product_regions_pkey PRIMARY KEY (seller_id, product_id, region),
    CONSTRAINT product_regions_region_fkey FOREIGN KEY (region) REFERENCES regions(code),
    CONSTRAINT product_regions_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id)
);

CREATE TABLE products (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    sale_type text NOT NULL,
    access_type text NOT NULL,
    status text NOT NULL,
    name text NOT NULL DEFAULT ''::text,
    draft jsonb,
    draft_version integer NOT NULL DEFAULT 1,
    revision_id uuid,
    public boolean NOT NULL DEFAULT true,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    listed_at timestamp with time zone,
    delisted_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    joint_id uuid,
    site text NOT NULL DEFAULT 'mainland'::text,
    CONSTRAINT products_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT products_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT products_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT products_seller_id_joint_id_fkey FOREIGN KEY (seller_id, joint_id) REFERENCES joints(seller_id, id),
    CONSTRAINT products_seller_id_revision_id_fkey FOREIGN KEY (seller_id, revision_id) REFERENCES revisions(seller_id, id),
    CONSTRAINT products_sale_type_check CHECK ((sale_type = ANY (ARRAY['general'::text, 'joint'::text, 'select'::text, 'platform'::text]))),
    CONSTRAINT products_site_check CHECK ((site = ANY (ARRAY['mainland'::text, 'international'::text]))),
    CONSTRAINT products_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'pending'::text, 'rejected'::text, 'on_sale'::text, 'off_sale'::text])))
);
CREATE INDEX products_changed ON products (updated_at DESC, id DESC) WHERE (status <> 'draft'::text);
CREATE INDEX products_drafted ON products (seller_id, updated_at DESC, id DESC) WHERE (draft IS NOT NULL);
CREATE INDEX products_named ON products (seller_id, lower(name) text_pattern_ops);
CREATE INDEX products_numbered ON products (seller_id, number) INCLUDE (updated_at, id, status, access_type, public);
CREATE INDEX products_reviewed ON products (seller_id, status, updated_at DESC, id DESC);
CREATE INDEX products_sold ON products (listed_at DESC, id DESC) WHERE ((status = 'on_sale'::text) AND public);
CREATE INDEX products_updated ON products (seller_id, updated_at DESC, id DESC);
CREATE UNIQUE INDEX products_name ON products (seller_id, name) WHERE (status = ANY (ARRAY['pending'::text, 'on_sale'::text]));

CREATE TABLE question_steps (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    question_id uuid NOT NULL,
    no bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    at timestamp with time zone NOT NULL,
    party text NOT NULL,
    actor text NOT NULL,
    person_id uuid,
    act text NOT NULL,
    text text NOT NULL,
    CONSTRAINT question_steps_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT question_steps_seller_id_question_id_fkey FOREIGN KEY (seller_id, question_id) REFERENCES questions(seller_id, id)
);
CREATE INDEX question_steps_at ON question_steps (seller_id, question_id, at, no);
CREATE TRIGGER question_steps_kept BEFORE DELETE OR UPDATE ON question_steps FOR EACH ROW EXECUTE FUNCTION rows_are_kept();

CREATE TABLE questions (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    product_id uuid NOT NULL,
    status text NOT NULL,
    customer_id text NOT NULL,
    customer_name text NOT NULL,
    text text NOT NULL,
    answer text NOT NULL DEFAULT ''::text,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    amended_at timestamp with time zone,
    hidden_part text NOT NULL DEFAULT ''::text,
    hidden_reason text NOT NULL DEFAULT ''::text,
    version integer NOT NULL DEFAULT 0,
    CONSTRAINT questions_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT questions_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT questions_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT questions_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT questions_hidden_part_check CHECK ((hidden_part = ANY (ARRAY[''::text, 'question'::text, 'answer'::text]))),
    CONSTRAINT questions_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'answered'::text, 'hidden'::text])))
);
CREATE INDEX questions_asked ON questions (seller_id, asked_at DESC, id DESC);
CREATE INDEX questions_customer ON questions (customer_id, asked_at DESC, id DESC);
CREATE INDEX questions_market ON questions (asked_at DESC, id DESC);
CREATE INDEX questions_shown ON questions (seller_id, product_id, answered_at DESC, id DESC) WHERE (status = 'answered'::text);
CREATE INDEX questions_waiting ON questions (seller_id, asked_at) WHERE (status = 'waiting'::text);

CREATE TABLE quotas (
    seller_id uuid NOT NULL,
    order_id uuid NOT NULL,
    customer_id text NOT NULL,
    item text NOT NULL,
    total numeric(24,8) NOT NULL,
    used numeric(24,8) NOT NULL DEFAULT 0,
    uses jsonb NOT NULL DEFAULT '[]'::jsonb,
    measure text NOT NULL,
    alerts jsonb NOT NULL DEFAULT '[]'::jsonb,
    told jsonb NOT NULL DEFAULT '[]'::jsonb,
    channels jsonb NOT NULL DEFAULT '[]'::jsonb,
    buy_at numeric(24,8) NOT NULL DEFAULT 0,
    times integer NOT NULL DEFAULT 0,
    most numeric(18,2) NOT NULL DEFAULT 0,
    consented_at timestamp with time zone,
    tries integer NOT NULL DEFAULT 0,
    try_at timestamp with time zone,
    refusal jsonb,
    bought_id uuid,
    measured_at timestamp with time zone,
    cause jsonb,
    next_at timestamp with time zone,
    changed_at timestamp with time zone NOT NULL,
    test boolean NOT NULL,
    CONSTRAINT quotas_pkey PRIMARY KEY (seller_id, order_id),
    CONSTRAINT quotas_seller_id_bought_id_fkey FOREIGN KEY (seller_id, bought_id) REFERENCES orders(seller_id, id),
    CONSTRAINT quotas_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT quotas_check CHECK (((times = 0) OR (consented_at IS NOT NULL))),
    CONSTRAINT quotas_measure_check CHECK ((measure = ANY (ARRAY['percent'::text, 'amount'::text]))),
    CONSTRAINT quotas_times_check CHECK (((times >= 0) AND (times <= 99))),
    CONSTRAINT quotas_total_check CHECK ((total > (0)::numeric)),
    CONSTRAINT quotas_used_check CHECK ((used >= (0)::numeric))
);

CREATE TABLE rates (
    id uuid NOT NULL,
    kind text NOT NULL,
    access_type text NOT NULL DEFAULT ''::text,
    from_amount numeric(18,2) NOT NULL DEFAULT 0,
    ratio numeric(9,6) NOT NULL,
    effective_on date NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    region text NOT NULL DEFAULT ''::text,
    CONSTRAINT rates_pkey PRIMARY KEY (id),
    CONSTRAINT rates_one UNIQUE (kind, access_type, region, effective_on, from_amount),
    CONSTRAINT rates_from_amount_check CHECK ((from_amount >= (0)::numeric)),
    CONSTRAINT rates_kind_check CHECK ((kind = ANY (ARRAY['platform_fee'::text, 'increment'::text, 'joint_fee'::text, 'select_fee'::text, 'self_fee'::text, 'management'::text, 'abroad_fee'::text, 'abroad_tax'::text, 'abroad_customer'::text, 'abroad_withholding'::text, 'abroad_digital'::text]))),
    CONSTRAINT rates_ratio_check CHECK (((ratio >= (0)::numeric) AND (ratio <= (1)::numeric)))
);
CREATE TRIGGER rates_kept BEFORE DELETE OR UPDATE ON rates FOR EACH ROW EXECUTE FUNCTION rates_are_kept();

CREATE TABLE receivers (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    mobile text NOT NULL DEFAULT ''::text,
    email text NOT NULL DEFAULT ''::text,
    language text NOT NULL DEFAULT 'zh-CN'::text,
    types jsonb NOT NULL,
    by_mail boolean NOT NULL DEFAULT true,
    by_sms boolean NOT NULL DEFAULT false,
    mobile_verified_at timestamp with time zone,
    email_verified_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL DEFAULT 1,
    quiet text NOT NULL DEFAULT 'house'::text,
    quiet_from bigint NOT NULL DEFAULT 0,
    quiet_until bigint NOT NULL DEFAULT 0,
    CONSTRAINT receivers_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT receivers_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT receivers_check CHECK (((mobile <> ''::text) OR (email <> ''::text))),
    CONSTRAINT receivers_language_check CHECK ((language = ANY (ARRAY['zh-CN'::text, 'en'::text]))),
    CONSTRAINT receivers_quiet_check CHECK ((quiet = ANY (ARRAY['house'::text, 'own'::text, 'never'::text])))
);

CREATE TABLE receptions (
    seller_id uuid NOT NULL,
    receives boolean NOT NULL,
    hours jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT receptions_pkey PRIMARY KEY (seller_id),
    CONSTRAINT receptions_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

CREATE TABLE reductions (
    seller_id uuid NOT NULL,
    order_id uuid NOT NULL,
    kind text NOT NULL,
    subject uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    name text NOT NULL,
    ratio numeric(9,6) NOT NULL DEFAULT 0,
    amount numeric(18,2) NOT NULL,
    partner text NOT NULL DEFAULT ''::text,
    CONSTRAINT reductions_pkey PRIMARY KEY (seller_id, order_id, kind),
    CONSTRAINT reductions_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT reductions_amount_check CHECK ((amount >= (0)::numeric)),
    CONSTRAINT reductions_kind_check CHECK ((kind = ANY (ARRAY['resale'::text, 'offer'::text, 'coupon'::text])))
);
CREATE INDEX reductions_partner ON reductions (partner, seller_id) WHERE (partner <> ''::text);
CREATE INDEX reductions_subject ON reductions (seller_id, subject);

CREATE TABLE refund_files (
    seller_id uuid NOT NULL,
    file_id uuid NOT NULL,
    refund_id uuid NOT NULL,
    log_id uuid NOT NULL,
    CONSTRAINT refund_files_pkey PRIMARY KEY (seller_id, file_id),
    CONSTRAINT refund_files_seller_id_file_id_fkey FOREIGN KEY (seller_id, file_id) REFERENCES files(seller_id, id),
    CONSTRAINT refund_files_seller_id_log_id_fkey FOREIGN KEY (seller_id, log_id) REFERENCES refund_logs(seller_id, id),
    CONSTRAINT refund_files_seller_id_refund_id_fkey FOREIGN KEY (seller_id, refund_id) REFERENCES refunds(seller_id, id)
);
CREATE INDEX refund_files_refund ON refund_files (seller_id, refund_id);

CREATE TABLE refund_logs (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    refund_id uuid NOT NULL,
    no bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    at timestamp with time zone NOT NULL,
    party text NOT NULL,
    actor text NOT NULL,
    act text NOT NULL,
    from_status text NOT NULL,
    to_status text NOT NULL,
    comment text NOT NULL DEFAULT ''::text,
    amount numeric(18,2) NOT NULL,
    CONSTRAINT refund_logs_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT refund_logs_seller_id_refund_id_fkey FOREIGN KEY (seller_id, refund_id) REFERENCES refunds(seller_id, id)
);
CREATE INDEX refund_logs_refund ON refund_logs (seller_id, refund_id, at);

CREATE TABLE refunds (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    order_id uuid NOT NULL,
    cause text NOT NULL,
    status text NOT NULL,
    amount numeric(18,2) NOT NULL,
    reason text NOT NULL DEFAULT ''::text,
    note text NOT NULL DEFAULT ''::text,
    requested_by text NOT NULL,
    contact_shown boolean NOT NULL DEFAULT false,
    requested_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    decided_at timestamp with time zone,
    paid_at timestamp with time zone,
    test boolean NOT NULL,
    version integer NOT NULL DEFAULT 1,
    goods text NOT NULL DEFAULT ''::text,
    return_sealed bytea,
    courier text NOT NULL DEFAULT ''::text,
    tracking text NOT NULL DEFAULT ''::text,
    sent_at timestamp with time zone,
    fault text NOT NULL DEFAULT ''::text,
    escalated_at timestamp with time zone,
    unsubscription_id uuid,
    fulfilment_id uuid,
    release text NOT NULL DEFAULT ''::text,
    CONSTRAINT refunds_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT refunds_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT refunds_seller_id_fulfilment_id_fkey FOREIGN KEY (seller_id, fulfilment_id) REFERENCES fulfilments(seller_id, id),
    CONSTRAINT refunds_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT refunds_seller_id_unsubscription_id_fkey FOREIGN KEY (seller_id, unsubscription_id) REFERENCES orders(seller_id, id),
    CONSTRAINT refunds_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT refunds_cause_check CHECK ((cause = ANY (ARRAY['failed_opening'::text, 'negotiated'::text, 'appeal'::text, 'overdue'::text, 'five_day'::text, 'used'::text, 'renewal'::text]))),
    CONSTRAINT refunds_goods_check CHECK ((goods = ANY (ARRAY[''::text, 'not_received'::text, 'received'::text]))),
    CONSTRAINT refunds_release_check CHECK ((release = ANY (ARRAY[''::text, 'waiting'::text, 'done'::text, 'failed'::text]))),
    CONSTRAINT refunds_status_check CHECK ((status = ANY (ARRAY['transit'::text, 'requested'::text, 'reviewing'::text, 'returning'::text, 'inspecting'::text, 'disputed'::text, 'appealed'::text, 'approved'::text, 'paid'::text, 'rejected'::text, 'withdrawn'::text])))
);
CREATE INDEX refunds_call ON refunds (seller_id, fulfilment_id) WHERE (fulfilment_id IS NOT NULL);
CREATE INDEX refunds_desk ON refunds (due_at, id) WHERE ((status = ANY (ARRAY['transit'::text, 'reviewing'::text, 'disputed'::text, 'appealed'::text])) AND (NOT test));
CREATE INDEX refunds_escalated ON refunds (escalated_at) WHERE ((status = 'requested'::text) AND (NOT test));
CREATE INDEX refunds_everywhere ON refunds (requested_at DESC, id DESC) WHERE (NOT test);
CREATE INDEX refunds_id ON refunds (id);
CREATE INDEX refunds_moving ON refunds (seller_id, requested_at, id) WHERE ((status <> ALL (ARRAY['paid'::text, 'rejected'::text, 'withdrawn'::text])) AND (NOT test));
CREATE INDEX refunds_open ON refunds (seller_id, due_at) WHERE ((status = 'requested'::text) AND (NOT test));
CREATE INDEX refunds_opened_by ON refunds (seller_id, unsubscription_id) WHERE (unsubscription_id IS NOT NULL);
CREATE INDEX refunds_order ON refunds (seller_id, order_id);
CREATE INDEX refunds_paid ON refunds (seller_id, paid_at) INCLUDE (amount) WHERE ((paid_at IS NOT NULL) AND (NOT test));
CREATE INDEX refunds_requested ON refunds (seller_id, requested_at DESC, id DESC);
CREATE INDEX refunds_status ON refunds (seller_id, status, requested_at DESC, id DESC) WHERE (NOT test);
CREATE UNIQUE INDEX refunds_one_open ON refunds (seller_id, order_id) WHERE (status <> ALL (ARRAY['paid'::text, 'rejected'::text, 'withdrawn'::text]));

CREATE TABLE regions (
    code text NOT NULL,
    name jsonb NOT NULL,
    entity text NOT NULL,
    ordinal integer NOT NULL,
    CONSTRAINT regions_pkey PRIMARY KEY (code),
    CONSTRAINT regions_entity_fkey FOREIGN KEY (entity) REFERENCES entities(code)
);

CREATE TABLE repayments (
    id uuid NOT NULL,
    cycle_id uuid NOT NULL,
    amount numeric(18,2) NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT repayments_pkey PRIMARY KEY (id),
    CONSTRAINT repayments_cycle_id_fkey FOREIGN KEY (cycle_id) REFERENCES credit_cycles(id),
    CONSTRAINT repayments_amount_check CHECK ((amount > (0)::numeric))
);
CREATE INDEX repayments_of ON repayments (cycle_id, at DESC);

CREATE TABLE resales (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    batch_id uuid NOT NULL,
    level text NOT NULL,
    product_id uuid NOT NULL,
    partner text NOT NULL DEFAULT ''::text,
    customer text NOT NULL DEFAULT ''::text,
    project text NOT NULL DEFAULT ''::text,
    discount numeric(9,6) NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    status text NOT NULL,
    made_by text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    reason text NOT NULL DEFAULT ''::text,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT resales_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT resales_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT resales_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT resales_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT resales_check CHECK ((starts_on < ends_on)),
    CONSTRAINT resales_check1 CHECK (((level = 'product'::text) = (partner = ''::text))),
    CONSTRAINT resales_check2 CHECK (((level = 'customer'::text) = (customer <> ''::text))),
    CONSTRAINT resales_discount_check CHECK (((discount > (0)::numeric) AND (discount <= (1)::numeric))),
    CONSTRAINT resales_level_check CHECK ((level = ANY (ARRAY['product'::text, 'partner'::text, 'customer'::text]))),
    CONSTRAINT resales_status_check CHECK ((status = ANY (ARRAY['active'::text, 'ended'::text, 'expired'::text])))
);
CREATE INDEX resales_made ON resales (seller_id, level, made_at DESC, id DESC);
CREATE INDEX resales_partner ON resales (partner, status) WHERE (partner <> ''::text);
CREATE INDEX resales_product ON resales (seller_id, product_id, status);

CREATE TABLE reviews (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    subject uuid NOT NULL,
    title text NOT NULL,
    before jsonb NOT NULL DEFAULT '{}'::jsonb,
    payload jsonb NOT NULL,
    status text NOT NULL,
    submitted_by text NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    decided_by text NOT NULL DEFAULT ''::text,
    decided_at timestamp with time zone,
    reason text NOT NULL DEFAULT ''::text,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT reviews_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT reviews_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT reviews_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT reviews_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text])))
);
CREATE INDEX reviews_at ON reviews (seller_id, submitted_at DESC, id DESC);
CREATE INDEX reviews_pending ON reviews (submitted_at, id) WHERE (status = 'pending'::text);
CREATE UNIQUE INDEX reviews_one_open ON reviews (seller_id, subject) WHERE (status = 'pending'::text);

CREATE TABLE revisions (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    no integer NOT NULL,
    content jsonb NOT NULL,
    review_id uuid NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    edition text GENERATED ALWAYS AS ((content ->> 'version'::text)) STORED,
    logo_id uuid GENERATED ALWAYS AS ((((content -> 'logo'::text) ->> 'id'::text))::uuid) STORED,
    spec_count integer GENERATED ALWAYS AS (
CASE jsonb_typeof((content -> 'specs'::text))
    WHEN 'array'::text THEN jsonb_array_length((content -> 'specs'::text))
    ELSE NULL::integer
END) STORED,
    CONSTRAINT revisions_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT revisions_seller_id_product_id_no_key UNIQUE (seller_id, product_id, no),
    CONSTRAINT revisions_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id)
);

CREATE TABLE sanctions (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    violation text NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    product_id uuid,
    flow_id uuid,
    reason text NOT NULL,
    imposed_by text NOT NULL,
    imposed_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    ended_at timestamp with time zone,
    lifted_by text NOT NULL DEFAULT ''::text,
    lift_reason text NOT NULL DEFAULT ''::text,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT sanctions_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT sanctions_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT sanctions_seller_id_flow_id_fkey FOREIGN KEY (seller_id, flow_id) REFERENCES supervisions(seller_id, id),
    CONSTRAINT sanctions_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT sanctions_check CHECK (((kind = ANY (ARRAY['hide'::text, 'delist'::text])) = (product_id IS NOT NULL))),
    CONSTRAINT sanctions_kind_check CHECK ((kind = ANY (ARRAY['yellow'::text, 'trade'::text, 'hide'::text, 'delist'::text]))),
    CONSTRAINT sanctions_status_check CHECK ((status = ANY (ARRAY['running'::text, 'over'::text, 'lifted'::text]))),
    CONSTRAINT sanctions_violation_check CHECK ((violation = ANY (ARRAY['forged'::text, 'other'::text])))
);
CREATE INDEX sanctions_imposed ON sanctions (seller_id, imposed_at DESC, id DESC);
CREATE INDEX sanctions_imposed_anywhere ON sanctions (imposed_at DESC, id DESC);
CREATE UNIQUE INDEX sanctions_one ON sanctions (seller_id, kind, COALESCE(product_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE (status = 'running'::text);

CREATE TABLE scan_results (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    scan_id uuid NOT NULL,
    url text NOT NULL,
    at timestamp with time zone NOT NULL,
    verdict text NOT NULL,
    score integer NOT NULL,
    findings integer NOT NULL,
    checks jsonb NOT NULL,
    CONSTRAINT scan_results_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT scan_results_seller_id_scan_id_fkey FOREIGN KEY (seller_id, scan_id) REFERENCES scans(seller_id, id),
    CONSTRAINT scan_results_findings_check CHECK ((findings >= 0)),
    CONSTRAINT scan_results_score_check CHECK (((score >= 0) AND (score <= 100))),
    CONSTRAINT scan_results_verdict_check CHECK ((verdict = ANY (ARRAY['passed'::text, 'risky'::text])))
);
CREATE INDEX scan_results_scan ON scan_results (seller_id, scan_id, at DESC);

CREATE TABLE scans (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    host text NOT NULL,
    status text NOT NULL,
    token text NOT NULL,
    fault text NOT NULL DEFAULT ''::text,
    created_at timestamp with time zone NOT NULL,
    verified_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT scans_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT scans_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT scans_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'ready'::text, 'queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'deleted'::text])))
);
CREATE INDEX scans_updated ON scans (seller_id, updated_at DESC, id DESC) WHERE (status <> 'deleted'::text);
CREATE UNIQUE INDEX scans_domain ON scans (seller_id, host) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE UNIQUE INDEX scans_number ON scans (seller_id, number);

CREATE TABLE sellers (
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    status text NOT NULL,
    company_name text NOT NULL,
    credit_code text NOT NULL DEFAULT ''::text,
    website text NOT NULL DEFAULT ''::text,
    logo_file_id uuid,
    years text NOT NULL DEFAULT ''::text,
    staff text NOT NULL DEFAULT ''::text,
    capital_wan numeric(14,2) NOT NULL DEFAULT 0,
    contact_name text NOT NULL DEFAULT ''::text,
    contact_mobile text NOT NULL DEFAULT ''::text,
    contact_email text NOT NULL DEFAULT ''::text,
    service_phone text NOT NULL DEFAULT ''::text,
    service_email text NOT NULL DEFAULT ''::text,
    province text NOT NULL DEFAULT ''::text,
    city text NOT NULL DEFAULT ''::text,
    address text NOT NULL DEFAULT ''::text,
    licence_file_id uuid,
    introduction text NOT NULL DEFAULT ''::text,
    application jsonb NOT NULL DEFAULT '{}'::jsonb,
    created_at timestamp with time zone NOT NULL,
    approved_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    verified_name text NOT NULL DEFAULT ''::text,
    letter_status text NOT NULL DEFAULT 'missing'::text,
    letter_file_id uuid,
    letter_reason text NOT NULL DEFAULT ''::text,
    exited_at timestamp with time zone,
    mobile_proved_at timestamp with time zone,
    email_proved_at timestamp with time zone,
    CONSTRAINT sellers_pkey PRIMARY KEY (id),
    CONSTRAINT sellers_number_key UNIQUE (number),
    CONSTRAINT sellers_capital_wan_check CHECK ((capital_wan >= (0)::numeric)),
    CONSTRAINT sellers_letter_status_check CHECK ((letter_status = ANY (ARRAY['missing'::text, 'pending'::text, 'valid'::text, 'rejected'::text]))),
    CONSTRAINT sellers_status_check CHECK ((status = ANY (ARRAY['applying'::text, 'approved'::text, 'suspended'::text, 'exited'::text])))
);
CREATE INDEX sellers_named ON sellers (company_name text_pattern_ops);
CREATE UNIQUE INDEX sellers_credit_code ON sellers (credit_code) WHERE ((credit_code <> ''::text) AND (status <> 'exited'::text));

CREATE TABLE sessions (
    token_hash bytea NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    seller_id uuid,
    operator boolean NOT NULL DEFAULT false,
    second_factor_at timestamp with time zone,
    waits_for_code boolean NOT NULL DEFAULT false,
    address text NOT NULL,
    agent text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT sessions_pkey PRIMARY KEY (token_hash),
    CONSTRAINT sessions_id_key UNIQUE (id),
    CONSTRAINT sessions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id),
    CONSTRAINT sessions_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);
CREATE INDEX sessions_person ON sessions (person_id, last_seen_at DESC);

CREATE TABLE settings (
    name text NOT NULL,
    value jsonb NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT settings_pkey PRIMARY KEY (name)
);

CREATE TABLE settlement_invoices (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    statement_id uuid NOT NULL,
    status text NOT NULL,
    number text NOT NULL,
    dated_on date NOT NULL,
    medium text NOT NULL,
    rate numeric(9,6) NOT NULL,
    amount numeric(18,2) NOT NULL,
    tax_number text NOT NULL,
    remark text NOT NULL,
    courier text NOT NULL DEFAULT ''::text,
    courier_number text NOT NULL DEFAULT ''::text,
    file_id uuid,
    reason text NOT NULL DEFAULT ''::text,
    added_by text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    submitted_at timestamp with time zone,
    decided_by text NOT NULL DEFAULT ''::text,
    decided_at timestamp with time zone,
    CONSTRAINT settlement_invoices_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT settlement_invoices_seller_id_file_id_fkey FOREIGN KEY (seller_id, file_id) REFERENCES files(seller_id, id),
    CONSTRAINT settlement_invoices_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT settlement_invoices_seller_id_statement_id_fkey FOREIGN KEY (seller_id, statement_id) REFERENCES statements(seller_id, id),
    CONSTRAINT settlement_invoices_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT settlement_invoices_check CHECK (((medium = 'paper'::text) OR (file_id IS NOT NULL))),
    CONSTRAINT settlement_invoices_check1 CHECK (((status = 'entered'::text) = (submitted_at IS NULL))),
    CONSTRAINT settlement_invoices_check2 CHECK (((status = ANY (ARRAY['passed'::text, 'rejected'::text])) = (decided_at IS NOT NULL))),
    CONSTRAINT settlement_invoices_medium_check CHECK ((medium = ANY (ARRAY['electronic'::text, 'paper'::text]))),
    CONSTRAINT settlement_invoices_number_check CHECK ((number <> ''::text)),
    CONSTRAINT settlement_invoices_rate_check CHECK (((rate >= (0)::numeric) AND (rate <= (1)::numeric))),
    CONSTRAINT settlement_invoices_status_check CHECK ((status = ANY (ARRAY['entered'::text, 'submitted'::text, 'passed'::text, 'rejected'::text])))
);
CREATE INDEX settlement_invoices_statement ON settlement_invoices (seller_id, statement_id, added_at);
CREATE UNIQUE INDEX settlement_invoices_number ON settlement_invoices (seller_id, number) WHERE (status <> 'rejected'::text);

CREATE TABLE signatures (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    agreement_id uuid NOT NULL,
    signed_by text NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    address text NOT NULL,
    CONSTRAINT signatures_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT signatures_seller_id_agreement_id_key UNIQUE (seller_id, agreement_id),
    CONSTRAINT signatures_agreement_id_fkey FOREIGN KEY (agreement_id) REFERENCES agreements(id),
    CONSTRAINT signatures_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

CREATE TABLE skus (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    spec_id uuid NOT NULL,
    sku_code text COLLATE "C" NOT NULL,
    name text NOT NULL DEFAULT ''::text,
    "values" jsonb NOT NULL DEFAULT '{}'::jsonb,
    package jsonb,
    status text NOT NULL,
    ordinal integer NOT NULL,
    CONSTRAINT skus_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT skus_seller_id_sku_code_key UNIQUE (seller_id, sku_code),
    CONSTRAINT skus_seller_id_spec_id_fkey FOREIGN KEY (seller_id, spec_id) REFERENCES specs(seller_id, id),
    CONSTRAINT skus_status_check CHECK ((status = ANY (ARRAY['on_sale'::text, 'off_sale'::text])))
);
CREATE INDEX skus_spec ON skus (seller_id, spec_id, ordinal);

CREATE TABLE specs (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    sku_code text COLLATE "C" NOT NULL,
    name text NOT NULL,
    template text NOT NULL,
    status text NOT NULL,
    ordinal integer NOT NULL,
    attributes jsonb NOT NULL DEFAULT '[]'::jsonb,
    factors jsonb NOT NULL DEFAULT '[]'::jsonb,
    stops boolean NOT NULL DEFAULT false,
    trial_days integer,
    hidden boolean NOT NULL DEFAULT false,
    CONSTRAINT specs_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT specs_seller_id_sku_code_key UNIQUE (seller_id, sku_code),
    CONSTRAINT specs_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT specs_status_check CHECK ((status = ANY (ARRAY['on_sale'::text, 'off_sale'::text]))),
    CONSTRAINT specs_template_check CHECK ((template = ANY (ARRAY['simple'::text, 'custom'::text, 'on_demand'::text, 'package'::text]))),
    CONSTRAINT specs_trial_days_check CHECK (((trial_days >= 3) AND (trial_days <= 180)))
);
CREATE INDEX specs_product ON specs (seller_id, product_id, ordinal);

CREATE TABLE spotlights (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    place text NOT NULL,
    campaign text NOT NULL DEFAULT ''::text,
    from_on date NOT NULL,
    until_on date NOT NULL,
    placed_by text NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_for text NOT NULL DEFAULT ''::text,
    CONSTRAINT spotlights_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT spotlights_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT spotlights_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT spotlights_check CHECK ((until_on >= from_on)),
    CONSTRAINT spotlights_check1 CHECK (((campaign <> ''::text) = (place = 'campaign'::text))),
    CONSTRAINT spotlights_place_check CHECK ((place = ANY (ARRAY['category'::text, 'campaign'::text, 'front'::text])))
);
CREATE INDEX spotlights_place ON spotlights (place, until_on) WHERE (ended_at IS NULL);
CREATE INDEX spotlights_product ON spotlights (seller_id, product_id);

CREATE TABLE standings (
    seller_id uuid NOT NULL,
    level text NOT NULL,
    level_at timestamp with time zone NOT NULL,
    level_by text NOT NULL,
    manager_name text NOT NULL DEFAULT ''::text,
    manager_phone text NOT NULL DEFAULT ''::text,
    manager_email text NOT NULL DEFAULT ''::text,
    CONSTRAINT standings_pkey PRIMARY KEY (seller_id),
    CONSTRAINT standings_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT standings_level_check CHECK ((level = ANY (ARRAY['certified'::text, 'preferred'::text, 'leading'::text])))
);

CREATE TABLE statement_absences (
    seller_id uuid NOT NULL,
    statement_id uuid NOT NULL,
    ordinal integer NOT NULL,
    order_id uuid NOT NULL,
    CONSTRAINT statement_absences_pkey PRIMARY KEY (seller_id, statement_id, ordinal),
    CONSTRAINT statement_absences_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT statement_absences_seller_id_statement_id_fkey FOREIGN KEY (seller_id, statement_id) REFERENCES statements(seller_id, id)
);

CREATE TABLE statement_lines (
    seller_id uuid NOT NULL,
    statement_id uuid NOT NULL,
    ordinal integer NOT NULL,
    kind text NOT NULL,
    order_id uuid,
    refund_id uuid,
    adjustment_id uuid,
    product_id uuid,
    order_number text NOT NULL,
    refund_number text NOT NULL,
    title text NOT NULL,
    subtitle text NOT NULL,
    customer_name text NOT NULL,
    order_type text NOT NULL,
    met_at timestamp with time zone NOT NULL,
    sales numeric(18,2) NOT NULL,
    coupon numeric(18,2) NOT NULL,
    fee_ratio numeric(9,6) NOT NULL,
    increment_ratio numeric(15,12) NOT NULL,
    fee numeric(18,2) NOT NULL,
    increment numeric(18,2) NOT NULL,
    amount numeric(18,2) NOT NULL,
    note text NOT NULL DEFAULT ''::text,
    tax numeric(18,2) NOT NULL DEFAULT 0,
    customer_tax numeric(18,2) NOT NULL DEFAULT 0,
    withholding numeric(18,2) NOT NULL DEFAULT 0,
    digital numeric(18,2) NOT NULL DEFAULT 0,
    bills integer NOT NULL DEFAULT 0,
    management_ratio numeric(9,6) NOT NULL DEFAULT 0,
    management numeric(18,2) NOT NULL DEFAULT 0,
    CONSTRAINT statement_lines_pkey PRIMARY KEY (seller_id, statement_id, ordinal),
    CONSTRAINT statement_lines_seller_id_adjustment_id_fkey FOREIGN KEY (seller_id, adjustment_id) REFERENCES adjustments(seller_id, id),
    CONSTRAINT statement_lines_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT statement_lines_seller_id_refund_id_fkey FOREIGN KEY (seller_id, refund_id) REFERENCES refunds(seller_id, id),
    CONSTRAINT statement_lines_seller_id_statement_id_fkey FOREIGN KEY (seller_id, statement_id) REFERENCES statements(seller_id, id),
    CONSTRAINT statement_lines_check CHECK (((kind = 'adjustment'::text) OR (amount = ((((((((sales - coupon) - tax) - customer_tax) - fee) + increment) - withholding) - digital) - management)))),
    CONSTRAINT statement_lines_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'usage'::text, 'refund'::text, 'adjustment'::text])))
);
CREATE TRIGGER statement_lines_kept_added AFTER INSERT ON statement_lines REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION statement_lines_are_kept();
CREATE TRIGGER statement_lines_kept_edited BEFORE UPDATE ON statement_lines FOR EACH STATEMENT EXECUTE FUNCTION statement_lines_are_not_edited();
CREATE TRIGGER statement_lines_kept_removed AFTER DELETE ON statement_lines REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION statement_lines_are_kept();
CREATE UNIQUE INDEX statement_lines_adjustment ON statement_lines (seller_id, adjustment_id) WHERE (kind = 'adjustment'::text);
CREATE UNIQUE INDEX statement_lines_refund ON statement_lines (seller_id, refund_id) WHERE (kind = 'refund'::text);
CREATE UNIQUE INDEX statement_lines_sale ON statement_lines (seller_id, order_id) WHERE (kind = 'sale'::text);

CREATE TABLE statements (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    period text NOT NULL,
    category text NOT NULL,
    status text NOT NULL,
    lines integer NOT NULL,
    sale_lines integer NOT NULL,
    coupon_lines integer NOT NULL,
    tier_products integer NOT NULL,
    refund_lines integer NOT NULL,
    adjustment_lines integer NOT NULL,
    sales numeric(18,2) NOT NULL,
    coupon numeric(18,2) NOT NULL,
    fee numeric(18,2) NOT NULL,
    increment numeric(18,2) NOT NULL,
    refunds numeric(18,2) NOT NULL,
    adjustments numeric(18,2) NOT NULL,
    settlement numeric(18,2) NOT NULL,
    brought_forward numeric(18,2) NOT NULL DEFAULT 0,
    payable numeric(18,2) NOT NULL,
    absent_orders integer NOT NULL,
    absent_amount numeric(18,2) NOT NULL,
    digest text NOT NULL,
    request_number text NOT NULL DEFAULT ''::text,
    payout_reference text NOT NULL DEFAULT ''::text,
    paid_on date,
    reason text NOT NULL DEFAULT ''::text,
    carried_to uuid,
    open_since timestamp with time zone,
    closed_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    countersigned_at timestamp with time zone,
    approved_at timestamp with time zone,
    paid_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    currency text NOT NULL DEFAULT 'CNY'::text,
    tax numeric(18,2) NOT NULL DEFAULT 0,
    customer_tax numeric(18,2) NOT NULL DEFAULT 0,
    withholding numeric(18,2) NOT NULL DEFAULT 0,
    digital numeric(18,2) NOT NULL DEFAULT 0,
    usage_lines integer NOT NULL DEFAULT 0,
    usage_sales numeric(18,2) NOT NULL DEFAULT 0,
    management numeric(18,2) NOT NULL DEFAULT 0,
    invoiced_at timestamp with time zone,
    invoices_passed_at timestamp with time zone,
    CONSTRAINT statements_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT statements_one UNIQUE (seller_id, category, currency, period),
    CONSTRAINT statements_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT statements_seller_id_carried_to_fkey FOREIGN KEY (seller_id, carried_to) REFERENCES statements(seller_id, id),
    CONSTRAINT statements_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT statements_category_check CHECK ((category = ANY (ARRAY['general'::text, 'joint'::text, 'select'::text, 'platform'::text]))),
    CONSTRAINT statements_check CHECK ((settlement = ((((((((((sales - coupon) - tax) - customer_tax) - fee) + increment) - withholding) - digital) - management) + refunds) + adjustments))),
    CONSTRAINT statements_check1 CHECK ((payable = (settlement + brought_forward))),
    CONSTRAINT statements_check2 CHECK (((sent_at IS NOT NULL) OR (status = 'reviewing'::text))),
    CONSTRAINT statements_currency_check CHECK ((currency = ANY (ARRAY['CNY'::text, 'USD'::text]))),
    CONSTRAINT statements_period_check CHECK ((period ~ '^[0-9]{6}$'::text)),
    CONSTRAINT statements_status_check CHECK ((status = ANY (ARRAY['reviewing'::text, 'countersigning'::text, 'request_failed'::text, 'invoicing'::text, 'invoice_reviewing'::text, 'payment_reviewing'::text, 'payment_rejected'::text, 'paying'::text, 'payment_failed'::text, 'paid'::text, 'completed'::text, 'carried'::text])))
);
CREATE INDEX statements_closed ON statements (closed_at DESC, id DESC);
CREATE INDEX statements_open ON statements (status, closed_at) WHERE (status <> ALL (ARRAY['completed'::text, 'carried'::text]));
CREATE TRIGGER statements_kept BEFORE DELETE OR UPDATE ON statements FOR EACH ROW EXECUTE FUNCTION statements_are_kept();

CREATE TABLE stock_changes (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    change bigint NOT NULL,
    total bigint NOT NULL,
    consumed bigint NOT NULL,
    note text NOT NULL,
    actor text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT stock_changes_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT stock_changes_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT stock_changes_change_check CHECK (((change <> 0) AND ((change >= '-9999999'::integer) AND (change <= 9999999))))
);
CREATE INDEX stock_changes_at ON stock_changes (seller_id, product_id, at DESC, id DESC);

CREATE TABLE stocks (
    seller_id uuid NOT NULL,
    product_id uuid NOT NULL,
    total bigint NOT NULL,
    consumed bigint NOT NULL DEFAULT 0,
    warned boolean NOT NULL DEFAULT false,
    CONSTRAINT stocks_pkey PRIMARY KEY (seller_id, product_id),
    CONSTRAINT stocks_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT stocks_check CHECK ((consumed <= total)),
    CONSTRAINT stocks_consumed_check CHECK ((consumed >= 0))
);

CREATE TABLE storefronts (
    id uuid NOT NULL,
    name text NOT NULL,
    access_key text NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT storefronts_pkey PRIMARY KEY (id),
    CONSTRAINT storefronts_access_key_key UNIQUE (access_key)
);

CREATE TABLE stores (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    status text NOT NULL,
    draft jsonb NOT NULL,
    live jsonb,
    reason text NOT NULL DEFAULT ''::text,
    edited_at timestamp with time zone NOT NULL,
    live_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT stores_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT stores_seller_id_key UNIQUE (seller_id),
    CONSTRAINT stores_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT stores_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'pending'::text, 'live'::text, 'rejected'::text])))
);

CREATE TABLE subscriptions (
    seller_id uuid NOT NULL,
    product_id uuid NOT NULL,
    customer_id text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT subscriptions_pkey PRIMARY KEY (seller_id, product_id, customer_id),
    CONSTRAINT subscriptions_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT subscriptions_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id)
);
CREATE INDEX subscriptions_customer ON subscriptions (customer_id, added_at DESC, product_id DESC);

CREATE TABLE supervision_logs (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    supervision_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    party text NOT NULL,
    actor text NOT NULL,
    act text NOT NULL,
    from_node text NOT NULL,
    to_node text NOT NULL,
    comment text NOT NULL DEFAULT ''::text,
    reason jsonb,
    no bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    address text NOT NULL DEFAULT ''::text,
    CONSTRAINT supervision_logs_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT supervision_logs_seller_id_supervision_id_fkey FOREIGN KEY (seller_id, supervision_id) REFERENCES supervisions(seller_id, id)
);
CREATE INDEX supervision_logs_at ON supervision_logs (seller_id, supervision_id, at, no);
CREATE INDEX supervision_logs_people ON supervision_logs (seller_id, at) WHERE (party = 'seller'::text);
CREATE TRIGGER supervision_logs_kept BEFORE DELETE OR UPDATE ON supervision_logs FOR EACH ROW EXECUTE FUNCTION rows_are_kept();

CREATE TABLE supervisions (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    flow jsonb NOT NULL,
    node text NOT NULL,
    ordinal integer NOT NULL,
    turn text NOT NULL,
    status text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    rank_at timestamp with time zone NOT NULL,
    frozen_at timestamp with time zone,
    paused bigint NOT NULL DEFAULT 0,
    opened_at timestamp with time zone,
    requirement text NOT NULL DEFAULT ''::text,
    result text NOT NULL DEFAULT ''::text,
    seller_rejects integer NOT NULL DEFAULT 0,
    buyer_rejects integer NOT NULL DEFAULT 0,
    done_at timestamp with time zone,
    test boolean NOT NULL,
    version integer NOT NULL DEFAULT 1,
    link text NOT NULL DEFAULT ''::text,
    code text NOT NULL DEFAULT ''::text,
    seller_spent bigint NOT NULL DEFAULT 0,
    CONSTRAINT supervisions_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT supervisions_seller_id_order_id_key UNIQUE (seller_id, order_id),
    CONSTRAINT supervisions_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT supervisions_status_check CHECK ((status = ANY (ARRAY['running'::text, 'frozen'::text, 'done'::text, 'closed'::text]))),
    CONSTRAINT supervisions_turn_check CHECK ((turn = ANY (ARRAY['seller'::text, 'buyer'::text, 'operator'::text, 'system'::text])))
);
CREATE INDEX supervisions_board ON supervisions (seller_id, node, entered_at) WHERE ((status = ANY (ARRAY['running'::text, 'frozen'::text])) AND (NOT test));
CREATE INDEX supervisions_due ON supervisions (seller_id, due_at) INCLUDE (rank_at, id, turn, node) WHERE ((status = 'running'::text) AND (NOT test));
CREATE INDEX supervisions_everywhere ON supervisions (rank_at, id) WHERE (NOT test);
CREATE INDEX supervisions_frozen ON supervisions (rank_at, id) WHERE ((status = 'frozen'::text) AND (NOT test));
CREATE INDEX supervisions_id ON supervisions (id);
CREATE INDEX supervisions_late ON supervisions (due_at) INCLUDE (seller_id, rank_at, id, turn) WHERE ((status = 'running'::text) AND (NOT test));
CREATE INDEX supervisions_moving ON supervisions (seller_id, rank_at, id) WHERE ((status = ANY (ARRAY['running'::text, 'frozen'::text])) AND (NOT test));
CREATE INDEX supervisions_open ON supervisions (seller_id, turn, rank_at, id) WHERE ((status = ANY (ARRAY['running'::text, 'frozen'::text])) AND (NOT test));
CREATE INDEX supervisions_rank ON supervisions (seller_id, rank_at, id) WHERE (NOT test);
CREATE INDEX supervisions_started ON supervisions (seller_id, started_at DESC, id DESC) WHERE (NOT test);
CREATE INDEX supervisions_status ON supervisions (seller_id, status) INCLUDE (order_id) WHERE (NOT test);

CREATE TABLE supports (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    phone text NOT NULL,
    email text NOT NULL,
    hours jsonb NOT NULL,
    added_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT supports_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT supports_seller_id_name_key UNIQUE (seller_id, name),
    CONSTRAINT supports_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id)
);

CREATE TABLE task_parts (
    seller_id uuid NOT NULL,
    task_id uuid NOT NULL,
    no integer NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT task_parts_pkey PRIMARY KEY (seller_id, task_id, no),
    CONSTRAINT task_parts_seller_id_task_id_fkey FOREIGN KEY (seller_id, task_id) REFERENCES tasks(seller_id, id)
);

CREATE TABLE task_rows (
    seller_id uuid NOT NULL,
    task_id uuid NOT NULL,
    no integer NOT NULL,
    subject uuid NOT NULL,
    label text NOT NULL,
    state text NOT NULL,
    before jsonb NOT NULL DEFAULT '{}'::jsonb,
    after jsonb NOT NULL DEFAULT '{}'::jsonb,
    reasons jsonb NOT NULL DEFAULT '{}'::jsonb,
    effect uuid,
    key text NOT NULL DEFAULT ''::text,
    CONSTRAINT task_rows_pkey PRIMARY KEY (seller_id, task_id, no),
    CONSTRAINT task_rows_seller_id_task_id_fkey FOREIGN KEY (seller_id, task_id) REFERENCES tasks(seller_id, id),
    CONSTRAINT task_rows_state_check CHECK ((state = ANY (ARRAY['ready'::text, 'out'::text, 'fault'::text, 'done'::text, 'failed'::text, 'undone'::text, 'kept'::text])))
);
CREATE INDEX task_rows_state ON task_rows (seller_id, task_id, state, subject, no);

CREATE TABLE tasks (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    person_id uuid NOT NULL,
    maker text NOT NULL,
    status text NOT NULL,
    title text NOT NULL,
    address text NOT NULL DEFAULT ''::text,
    format text NOT NULL DEFAULT ''::text,
    rows integer NOT NULL DEFAULT 0,
    same integer NOT NULL DEFAULT 0,
    ready integer NOT NULL DEFAULT 0,
    left_out integer NOT NULL DEFAULT 0,
    faulty integer NOT NULL DEFAULT 0,
    done integer NOT NULL DEFAULT 0,
    failed integer NOT NULL DEFAULT 0,
    undone integer NOT NULL DEFAULT 0,
    kept integer NOT NULL DEFAULT 0,
    created_at timestamp with time zone NOT NULL,
    begun_at timestamp with time zone,
    ended_at timestamp with time zone,
    expires_at timestamp with time zone,
    note text NOT NULL DEFAULT ''::text,
    CONSTRAINT tasks_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT tasks_check CHECK (((done + failed) <= ready)),
    CONSTRAINT tasks_status_check CHECK ((status = ANY (ARRAY['previewed'::text, 'running'::text, 'done'::text, 'undoing'::text, 'undone'::text, 'dropped'::text, 'expired'::text, 'failed'::text])))
);
CREATE INDEX tasks_at ON tasks (seller_id, created_at DESC, id DESC);
CREATE INDEX tasks_running ON tasks (seller_id) WHERE (status = ANY (ARRAY['running'::text, 'undoing'::text]));

CREATE TABLE taxes (
    id uuid NOT NULL,
    access_type text NOT NULL DEFAULT ''::text,
    charging text NOT NULL DEFAULT ''::text,
    category text NOT NULL DEFAULT ''::text,
    kind text NOT NULL,
    rate numeric(9,6) NOT NULL,
    small_rate numeric(9,6) NOT NULL,
    effective_on date NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT taxes_pkey PRIMARY KEY (id),
    CONSTRAINT taxes_access_type_charging_category_effective_on_key UNIQUE (access_type, charging, category, effective_on),
    CONSTRAINT taxes_kind_check CHECK ((kind = ANY (ARRAY['hardware'::text, 'software'::text, 'service'::text, 'telecom_basic'::text, 'telecom_value'::text]))),
    CONSTRAINT taxes_rate_check CHECK (((rate >= (0)::numeric) AND (rate <= (1)::numeric))),
    CONSTRAINT taxes_small_rate_check CHECK (((small_rate >= (0)::numeric) AND (small_rate <= (1)::numeric)))
);
CREATE TRIGGER taxes_kept BEFORE DELETE OR UPDATE ON taxes FOR EACH ROW EXECUTE FUNCTION taxes_are_kept();

CREATE TABLE test_credits (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    access_type text NOT NULL,
    purpose text NOT NULL,
    amount numeric(18,2) NOT NULL,
    letter_id uuid NOT NULL,
    status text NOT NULL,
    applied_by text NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    note text NOT NULL DEFAULT ''::text,
    ends_at timestamp with time zone,
    CONSTRAINT test_credits_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT test_credits_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT test_credits_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT test_credits_seller_id_letter_id_fkey FOREIGN KEY (seller_id, letter_id) REFERENCES files(seller_id, id),
    CONSTRAINT test_credits_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT test_credits_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'active'::text, 'rejected'::text, 'withdrawn'::text, 'expired'::text])))
);

CREATE TABLE ticket_files (
    seller_id uuid NOT NULL,
    message_id uuid NOT NULL,
    file_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    CONSTRAINT ticket_files_pkey PRIMARY KEY (seller_id, message_id, file_id),
    CONSTRAINT ticket_files_seller_id_file_id_fkey FOREIGN KEY (seller_id, file_id) REFERENCES files(seller_id, id),
    CONSTRAINT ticket_files_seller_id_message_id_fkey FOREIGN KEY (seller_id, message_id) REFERENCES ticket_messages(seller_id, id),
    CONSTRAINT ticket_files_seller_id_ticket_id_fkey FOREIGN KEY (seller_id, ticket_id) REFERENCES tickets(seller_id, id)
);
CREATE INDEX ticket_files_ticket ON ticket_files (seller_id, ticket_id);

CREATE TABLE ticket_messages (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    party text NOT NULL,
    actor text NOT NULL,
    person_id uuid,
    act text NOT NULL,
    text text NOT NULL DEFAULT ''::text,
    reason jsonb,
    no bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    CONSTRAINT ticket_messages_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT ticket_messages_seller_id_ticket_id_fkey FOREIGN KEY (seller_id, ticket_id) REFERENCES tickets(seller_id, id)
);
CREATE INDEX ticket_messages_at ON ticket_messages (seller_id, ticket_id, at, no);
CREATE TRIGGER ticket_messages_kept BEFORE DELETE OR UPDATE ON ticket_messages FOR EACH ROW EXECUTE FUNCTION rows_are_kept();

CREATE TABLE tickets (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    status text NOT NULL,
    priority text NOT NULL,
    product_id uuid NOT NULL,
    order_id uuid,
    title text NOT NULL,
    customer_id text NOT NULL,
    customer_name text NOT NULL,
    handler_id uuid,
    hours jsonb NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    late boolean NOT NULL DEFAULT false,
    urged integer NOT NULL DEFAULT 0,
    replied_at timestamp with time zone NOT NULL,
    cause text NOT NULL DEFAULT ''::text,
    solution text NOT NULL DEFAULT ''::text,
    reopened integer NOT NULL DEFAULT 0,
    access text NOT NULL DEFAULT ''::text,
    access_until timestamp with time zone,
    closes_at timestamp with time zone,
    closed_at timestamp with time zone,
    stars integer,
    rating text NOT NULL DEFAULT ''::text,
    test boolean NOT NULL,
    version integer NOT NULL DEFAULT 1,
    deleted_at timestamp with time zone,
    CONSTRAINT tickets_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT tickets_seller_id_number_key UNIQUE (seller_id, number),
    CONSTRAINT tickets_handler_id_fkey FOREIGN KEY (handler_id) REFERENCES people(id),
    CONSTRAINT tickets_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT tickets_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT tickets_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT tickets_access_check CHECK ((access = ANY (ARRAY[''::text, 'asked'::text, 'granted'::text, 'refused'::text]))),
    CONSTRAINT tickets_priority_check CHECK ((priority = ANY (ARRAY['normal'::text, 'urgent'::text]))),
    CONSTRAINT tickets_stars_check CHECK (((stars >= 1) AND (stars <= 5))),
    CONSTRAINT tickets_status_check CHECK ((status = ANY (ARRAY['dispatched'::text, 'processing'::text, 'escalated'::text, 'confirming'::text, 'closed'::text, 'cancelled'::text])))
);
CREATE INDEX tickets_customer ON tickets (seller_id, customer_id, opened_at DESC, id DESC);
CREATE INDEX tickets_escalated ON tickets (entered_at, id) WHERE ((status = 'escalated'::text) AND (NOT test));
CREATE INDEX tickets_open ON tickets (seller_id, status, due_at) WHERE ((status = ANY (ARRAY['dispatched'::text, 'processing'::text, 'escalated'::text])) AND (NOT test));
CREATE INDEX tickets_opened ON tickets (seller_id, opened_at DESC, id DESC) WHERE (NOT test);

CREATE TABLE tracks (
    customer_id text NOT NULL,
    track text NOT NULL,
    marked_at timestamp with time zone NOT NULL,
    marked_by text NOT NULL,
    CONSTRAINT tracks_pkey PRIMARY KEY (customer_id),
    CONSTRAINT tracks_track_check CHECK ((track = ANY (ARRAY[''::text, 'empowerment'::text, 'base'::text])))
);

CREATE TABLE tries (
    name text NOT NULL,
    count integer NOT NULL,
    locked_until timestamp with time zone,
    at timestamp with time zone NOT NULL,
    CONSTRAINT tries_pkey PRIMARY KEY (name)
);
CREATE INDEX tries_at ON tries (at);

CREATE TABLE upgrades (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    source_id uuid NOT NULL,
    targets jsonb NOT NULL,
    expansion numeric(20,8),
    status text NOT NULL,
    cause jsonb,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT upgrades_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT upgrades_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT upgrades_seller_id_source_id_fkey FOREIGN KEY (seller_id, source_id) REFERENCES specs(seller_id, id),
    CONSTRAINT upgrades_status_check CHECK ((status = ANY (ARRAY['active'::text, 'void'::text, 'ended'::text])))
);
CREATE INDEX upgrades_created ON upgrades (seller_id, created_at DESC, id DESC);
CREATE INDEX upgrades_product ON upgrades (seller_id, product_id);
CREATE UNIQUE INDEX upgrades_source ON upgrades (seller_id, source_id) WHERE (status = 'active'::text);

CREATE TABLE usage_balances (
    seller_id uuid NOT NULL,
    instance_id uuid NOT NULL,
    item text NOT NULL,
    begin_at timestamp with time zone NOT NULL,
    end_at timestamp with time zone,
    total numeric(24,8) NOT NULL,
    used numeric(24,8) NOT NULL,
    stopped_at timestamp with time zone,
    CONSTRAINT usage_balances_pkey PRIMARY KEY (seller_id, instance_id, item, begin_at),
    CONSTRAINT usage_balances_seller_id_instance_id_fkey FOREIGN KEY (seller_id, instance_id) REFERENCES instances(seller_id, id),
    CONSTRAINT usage_balances_check CHECK (((used >= (0)::numeric) AND (used <= total))),
    CONSTRAINT usage_balances_total_check CHECK ((total > (0)::numeric))
);

CREATE TABLE usage_bills (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    instance_id uuid NOT NULL,
    order_id uuid NOT NULL,
    product_id uuid NOT NULL,
    item text NOT NULL,
    unit text NOT NULL,
    cycle text NOT NULL,
    begin_at timestamp with time zone NOT NULL,
    end_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    records integer NOT NULL,
    used numeric(24,8) NOT NULL,
    taken numeric(24,8) NOT NULL,
    demanded numeric(24,8) NOT NULL,
    exact numeric(24,10) NOT NULL,
    carried numeric(24,10) NOT NULL DEFAULT 0,
    amount numeric(18,2) NOT NULL DEFAULT 0,
    issued_at timestamp with time zone,
    paid_at timestamp with time zone,
    statement_id uuid,
    test boolean NOT NULL,
    CONSTRAINT usage_bills_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT usage_bills_seller_id_instance_id_begin_at_key UNIQUE (seller_id, instance_id, begin_at),
    CONSTRAINT usage_bills_seller_id_instance_id_fkey FOREIGN KEY (seller_id, instance_id) REFERENCES instances(seller_id, id),
    CONSTRAINT usage_bills_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id),
    CONSTRAINT usage_bills_seller_id_product_id_fkey FOREIGN KEY (seller_id, product_id) REFERENCES products(seller_id, id),
    CONSTRAINT usage_bills_seller_id_statement_id_fkey FOREIGN KEY (seller_id, statement_id) REFERENCES statements(seller_id, id),
    CONSTRAINT usage_bills_amount_check CHECK ((amount >= (0)::numeric)),
    CONSTRAINT usage_bills_check CHECK ((used >= (taken + demanded))),
    CONSTRAINT usage_bills_check1 CHECK (((paid_at IS NULL) OR (issued_at IS NOT NULL))),
    CONSTRAINT usage_bills_check2 CHECK (((statement_id IS NULL) OR (paid_at IS NOT NULL))),
    CONSTRAINT usage_bills_cycle_check CHECK ((cycle = ANY (ARRAY['hour'::text, 'day'::text, 'month'::text])))
);
CREATE INDEX usage_bills_due ON usage_bills (seller_id, due_at) WHERE (issued_at IS NULL);
CREATE INDEX usage_bills_newest ON usage_bills (seller_id, begin_at, id);
CREATE INDEX usage_bills_order ON usage_bills (seller_id, order_id, begin_at);
CREATE INDEX usage_bills_paid ON usage_bills (seller_id, product_id, paid_at) WHERE (paid_at IS NOT NULL);
CREATE INDEX usage_bills_settled ON usage_bills (seller_id, statement_id, product_id) WHERE (statement_id IS NOT NULL);
CREATE INDEX usage_bills_unsettled ON usage_bills (seller_id, paid_at) WHERE ((statement_id IS NULL) AND (paid_at IS NOT NULL) AND (amount > (0)::numeric) AND (NOT test));
CREATE UNIQUE INDEX usage_bills_number ON usage_bills (seller_id, number);

CREATE TABLE usage_days (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    day date NOT NULL,
    records integer NOT NULL,
    failed integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    CONSTRAINT usage_days_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT usage_days_seller_id_order_id_day_key UNIQUE (seller_id, order_id, day),
    CONSTRAINT usage_days_seller_id_order_id_fkey FOREIGN KEY (seller_id, order_id) REFERENCES orders(seller_id, id)
);

CREATE TABLE usage_nonces (
    seller_id uuid NOT NULL,
    nonce text COLLATE "C" NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT usage_nonces_pkey PRIMARY KEY (seller_id, nonce)
);
CREATE INDEX usage_nonces_at ON usage_nonces (seller_id, at);

CREATE TABLE usage_plans (
    seller_id uuid NOT NULL,
    act text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT usage_plans_pkey PRIMARY KEY (seller_id, act, at)
);

CREATE TABLE usage_pushes (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    records integer NOT NULL,
    sent bytea NOT NULL,
    old boolean NOT NULL,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT usage_pushes_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT usage_pushes_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES sellers(id),
    CONSTRAINT usage_pushes_records_check CHECK (((records >= 1) AND (records <= 1000)))
);

CREATE TABLE usage_records (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    serial text COLLATE "C" NOT NULL,
    instance_number text COLLATE "C" NOT NULL,
    instance_id uuid,
    order_id uuid,
    product_id uuid,
    package_number text COLLATE "C" NOT NULL,
    item text NOT NULL,
    unit text NOT NULL,
    begin_at timestamp with time zone,
    end_at timestamp with time zone,
    recorded_at timestamp with time zone,
    used numeric(16,8),
    received_at timestamp with time zone NOT NULL,
    rated_at timestamp with time zone NOT NULL,
    status text NOT NULL,
    code text NOT NULL,
    taken jsonb NOT NULL DEFAULT '[]'::jsonb,
    demanded numeric(24,8) NOT NULL,
    before numeric(24,8) NOT NULL,
    charge numeric(24,10) NOT NULL,
    bill_begin timestamp with time zone,
    late boolean NOT NULL,
    sent jsonb,
    digest bigint NOT NULL,
    test boolean NOT NULL,
    CONSTRAINT usage_records_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT usage_records_status_check CHECK ((status = ANY (ARRAY['billed'::text, 'failed'::text, 'superseded'::text])))
) PARTITION BY RANGE (id);
CREATE INDEX usage_records_abnormal ON usage_records (id) WHERE ((status = 'failed'::text) AND (NOT test));
CREATE INDEX usage_records_failed ON usage_records (seller_id, id) WHERE (status = 'failed'::text);
CREATE INDEX usage_records_instance ON usage_records (seller_id, instance_id, begin_at);
CREATE INDEX usage_records_serial ON usage_records (seller_id, serial);
CREATE TABLE usage_records_other PARTITION OF usage_records DEFAULT;

CREATE TABLE usage_totals (
    seller_id uuid NOT NULL,
    instance_id uuid NOT NULL,
    from_day date NOT NULL,
    used numeric(24,8) NOT NULL,
    CONSTRAINT usage_totals_pkey PRIMARY KEY (seller_id, instance_id, from_day),
    CONSTRAINT usage_totals_seller_id_instance_id_fkey FOREIGN KEY (seller_id, instance_id) REFERENCES instances(seller_id, id)
);

CREATE TABLE verifications (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    purpose text NOT NULL,
    channel text NOT NULL,
    address text NOT NULL,
    language text NOT NULL,
    code_sealed bytea NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    used_at timestamp with time zone,
    asked_from text NOT NULL DEFAULT ''::text,
    CONSTRAINT verifications_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT verifications_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text])))
);
CREATE INDEX verifications_lately ON verifications (seller_id, created_at);
CREATE INDEX verifications_newest ON verifications (seller_id, purpose, created_at DESC);

CREATE TABLE views (
    seller_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    list text NOT NULL,
    name text NOT NULL,
    shared boolean NOT NULL,
    query text NOT NULL,
    columns jsonb NOT NULL,
    dense boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT views_pkey PRIMARY KEY (seller_id, id),
    CONSTRAINT views_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id),
    CONSTRAINT views_name_check CHECK ((name <> ''::text))
);
CREATE INDEX views_of_list ON views (seller_id, list, created_at);

CREATE TABLE website_visits (
    seller_id uuid NOT NULL,
    review_id uuid NOT NULL,
    url text NOT NULL,
    landed text NOT NULL,
    at timestamp with time zone NOT NULL,
    status integer NOT NULL,
    title text NOT NULL,
    login boolean NOT NULL,
    took integer NOT NULL,
    fault text NOT NULL,
    CONSTRAINT website_visits_pkey PRIMARY KEY (seller_id, review_id),
    CONSTRAINT website_visits_seller_id_review_id_fkey FOREIGN KEY (seller_id, review_id) REFERENCES reviews(seller_id, id)
);
