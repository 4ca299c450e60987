-- +goose Up
-- The marketplace's invoices for its fee of a paid statement (transactions.md §6.10): asked for
-- by the seller, issued by the operator with its file.
CREATE TABLE fee_invoices (
    seller_id    uuid NOT NULL REFERENCES sellers,
    id           uuid NOT NULL,
    statement_id uuid NOT NULL,
    amount       numeric(18,2) NOT NULL CHECK (amount > 0),
    currency     text NOT NULL,
    title        text NOT NULL,
    tax_number   text NOT NULL,
    asked_by     text NOT NULL,
    asked_at     timestamptz NOT NULL,
    number       text NOT NULL DEFAULT '',
    file_id      uuid,
    issued_by    text NOT NULL DEFAULT '',
    issued_at    timestamptz,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, statement_id),
    FOREIGN KEY (seller_id, statement_id) REFERENCES statements,
    FOREIGN KEY (seller_id, file_id) REFERENCES files,
    CHECK ((issued_at IS NULL) = (file_id IS NULL) AND (issued_at IS NULL) = (number = ''))
);

-- +goose Down
DROP TABLE fee_invoices;
