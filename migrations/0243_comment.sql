-- +goose Up
-- What buyers say of what they bought (评价, catalogue.md §0.2), one for an order, with the
-- seller's answer.
CREATE TABLE comments (
    seller_id     uuid NOT NULL REFERENCES sellers,
    id            uuid NOT NULL,
    number        text COLLATE "C" NOT NULL,
    status        text NOT NULL CHECK (status IN ('waiting', 'replied', 'hidden', 'deleted')),
    product_id    uuid NOT NULL,
    order_id      uuid NOT NULL,
    customer_id   text NOT NULL,
    customer_name text NOT NULL,
    stars         int NOT NULL CHECK (stars BETWEEN 1 AND 5),
    text          text NOT NULL,
    written_at    timestamptz NOT NULL,
    changed_at    timestamptz,
    reply         text NOT NULL DEFAULT '',
    replied_by    text NOT NULL DEFAULT '',
    replied_at    timestamptz,
    reason        text NOT NULL DEFAULT '', -- why the operator hid it
    version       int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    FOREIGN KEY (seller_id, product_id) REFERENCES products,
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);
CREATE UNIQUE INDEX comments_order ON comments (seller_id, order_id) WHERE status <> 'deleted';
CREATE INDEX comments_written ON comments (seller_id, written_at DESC, id DESC) WHERE status <> 'deleted';
CREATE INDEX comments_status ON comments (seller_id, status, written_at DESC, id DESC);
CREATE INDEX comments_product ON comments (seller_id, product_id, written_at DESC, id DESC) INCLUDE (stars) WHERE status IN ('waiting', 'replied');
CREATE INDEX comments_customer ON comments (customer_id, written_at DESC, id DESC) WHERE status <> 'deleted';
CREATE INDEX comments_all ON comments (written_at DESC, id DESC) WHERE status <> 'deleted';

-- What customers keep in mind (收藏, transactions.md §8).
CREATE TABLE favorites (
    seller_id   uuid NOT NULL REFERENCES sellers,
    product_id  uuid NOT NULL,
    customer_id text NOT NULL,
    added_at    timestamptz NOT NULL,
    PRIMARY KEY (seller_id, product_id, customer_id),
    FOREIGN KEY (seller_id, product_id) REFERENCES products
);
CREATE INDEX favorites_customer ON favorites (customer_id, added_at DESC, product_id DESC);
