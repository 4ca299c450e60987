-- +goose Up
-- What the overviews read: money by day, openings by day, what is late anywhere.
CREATE INDEX orders_paid_anywhere ON orders (paid_at) INCLUDE (amount) WHERE paid_at IS NOT NULL AND NOT test;
CREATE INDEX refunds_paid ON refunds (seller_id, paid_at) INCLUDE (amount) WHERE paid_at IS NOT NULL AND NOT test;
CREATE INDEX fulfilments_days ON fulfilments (seller_id, begun_at) INCLUDE (activity, status) WHERE NOT test;
CREATE INDEX fulfilments_failing ON fulfilments (seller_id, deadline_at) WHERE status = 'retrying' AND NOT test;
CREATE INDEX supervisions_late ON supervisions (due_at) INCLUDE (seller_id) WHERE status = 'running' AND turn = 'seller' AND NOT test;
CREATE INDEX certifications_reviewing ON certifications (submitted_at) WHERE status = 'reviewing';

-- What the search reads: names by how they begin.
CREATE INDEX products_named ON products (seller_id, lower(name) text_pattern_ops);
CREATE INDEX sellers_named ON sellers (company_name text_pattern_ops);

-- +goose StatementBegin
-- The seller's customers whose names begin like this: one look into the index a name,
-- however many orders each of them has.
CREATE FUNCTION customers_named(seller uuid, first text, most int) RETURNS TABLE (customer_id text, customer_name text)
LANGUAGE plpgsql STABLE AS $$
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
END $$;
-- +goose StatementEnd
