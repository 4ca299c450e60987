-- +goose Up
-- What a seller left with the marketplace against what it may owe (transactions.md §6.8, §10.2):
-- what was paid in, and what was set off against a statement by an adjustment.
CREATE TABLE deposits (
    seller_id     uuid NOT NULL REFERENCES sellers,
    id            uuid NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('paid', 'offset', 'returned')),
    currency      text NOT NULL CHECK (currency IN ('CNY', 'USD')),
    amount        numeric(18,2) NOT NULL CHECK ((kind = 'paid') = (amount > 0) AND amount <> 0),
    balance       numeric(18,2) NOT NULL CHECK (balance >= 0),
    reason        text NOT NULL,
    adjustment_id uuid,
    created_by    text NOT NULL,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, adjustment_id) REFERENCES adjustments,
    CHECK ((kind = 'offset') = (adjustment_id IS NOT NULL))
);
CREATE INDEX deposits_at ON deposits (seller_id, currency, created_at DESC, id DESC);

-- +goose Down
DROP TABLE deposits;
