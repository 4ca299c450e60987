-- +goose Up
-- What buyers may ask for, and where to post what they send back (catalogue.md §7.1).
CREATE TABLE invoice_terms (
    seller_id    uuid PRIMARY KEY REFERENCES sellers,
    types        jsonb NOT NULL,
    mail_name    text NOT NULL,
    mail_phone   text NOT NULL,
    mail_address text NOT NULL,
    updated_at   timestamptz NOT NULL,
    version      int NOT NULL DEFAULT 1
);

-- An invoice to a buyer, from the request on (catalogue.md §7.2). Where it is sent to is
-- sealed; only its mask is shown.
CREATE TABLE invoices (
    seller_id      uuid NOT NULL REFERENCES sellers,
    id             uuid NOT NULL,
    number         text COLLATE "C" NOT NULL,
    status         text NOT NULL CHECK (status IN ('requested', 'issued', 'completed', 'returning', 'returned', 'rejected', 'cancelled')),
    type           text NOT NULL,
    title_kind     text NOT NULL CHECK (title_kind IN ('enterprise', 'personal', 'organisation')),
    title          text NOT NULL,
    tax_number     text NOT NULL DEFAULT '',
    bank_name      text NOT NULL DEFAULT '',
    bank_account   text NOT NULL DEFAULT '',
    address        text NOT NULL DEFAULT '',
    phone          text NOT NULL DEFAULT '',
    amount         numeric(18,2) NOT NULL CHECK (amount > 0),
    rate           numeric(8,6) NOT NULL CHECK (rate > 0 AND rate < 1),
    postage        text NOT NULL CHECK (postage IN ('', 'buyer', 'seller')),
    receiver_mask  text NOT NULL,
    sealed         bytea NOT NULL,
    remark         text NOT NULL DEFAULT '',
    customer_id    text NOT NULL,
    customer_name  text NOT NULL,
    requested_at   timestamptz NOT NULL,
    due_at         timestamptz NOT NULL,
    paper_number   text NOT NULL DEFAULT '',
    paper_code     text NOT NULL DEFAULT '',
    dated_on       date,
    file_id        uuid,
    courier        text NOT NULL DEFAULT '',
    courier_number text NOT NULL DEFAULT '',
    issued_at      timestamptz,
    confirm_at     timestamptz,
    completed_at   timestamptz,
    ended_at       timestamptz,
    reason         text NOT NULL DEFAULT '',
    red_number     text NOT NULL DEFAULT '',
    test           boolean NOT NULL,
    version        int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    FOREIGN KEY (seller_id, file_id) REFERENCES files
);
CREATE INDEX invoices_requested ON invoices (seller_id, requested_at DESC, id DESC) WHERE NOT test;
CREATE INDEX invoices_status ON invoices (seller_id, status, requested_at DESC, id DESC) WHERE NOT test;
CREATE INDEX invoices_customer ON invoices (seller_id, customer_id, requested_at DESC, id DESC);

-- The orders of an invoice. An order has at most one that holds (catalogue.md §7.3).
CREATE TABLE invoice_orders (
    seller_id  uuid NOT NULL,
    invoice_id uuid NOT NULL,
    order_id   uuid NOT NULL,
    amount     numeric(18,2) NOT NULL CHECK (amount > 0),
    holds      boolean NOT NULL DEFAULT true,
    PRIMARY KEY (seller_id, invoice_id, order_id),
    FOREIGN KEY (seller_id, invoice_id) REFERENCES invoices,
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);
CREATE UNIQUE INDEX invoice_orders_one ON invoice_orders (seller_id, order_id) WHERE holds;
CREATE INDEX invoice_orders_order ON invoice_orders (seller_id, order_id);

CREATE TABLE invoice_logs (
    seller_id  uuid NOT NULL,
    id         uuid NOT NULL,
    invoice_id uuid NOT NULL,
    at         timestamptz NOT NULL,
    party      text NOT NULL,
    actor      text NOT NULL,
    act        text NOT NULL,
    comment    text NOT NULL DEFAULT '',
    file_id    uuid,
    no         bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, invoice_id) REFERENCES invoices,
    FOREIGN KEY (seller_id, file_id) REFERENCES files
);
CREATE INDEX invoice_logs_at ON invoice_logs (seller_id, invoice_id, at, no);
CREATE TRIGGER invoice_logs_kept BEFORE UPDATE OR DELETE ON invoice_logs FOR EACH ROW EXECUTE FUNCTION rows_are_kept();

-- Whether and when a seller answers tickets (catalogue.md §8).
CREATE TABLE receptions (
    seller_id  uuid PRIMARY KEY REFERENCES sellers,
    receives   boolean NOT NULL,
    hours      jsonb NOT NULL,
    updated_at timestamptz NOT NULL,
    version    int NOT NULL DEFAULT 1
);

CREATE TABLE tickets (
    seller_id     uuid NOT NULL REFERENCES sellers,
    id            uuid NOT NULL,
    number        text COLLATE "C" NOT NULL,
    status        text NOT NULL CHECK (status IN ('dispatched', 'processing', 'escalated', 'confirming', 'closed', 'cancelled')),
    priority      text NOT NULL CHECK (priority IN ('normal', 'urgent')),
    product_id    uuid NOT NULL,
    order_id      uuid,
    title         text NOT NULL,
    customer_id   text NOT NULL,
    customer_name text NOT NULL,
    handler_id    uuid REFERENCES people,
    hours         jsonb NOT NULL, -- reception hours when its clock was started last
    opened_at     timestamptz NOT NULL,
    entered_at    timestamptz NOT NULL,
    due_at        timestamptz,
    late          boolean NOT NULL DEFAULT false,
    urged         int NOT NULL DEFAULT 0,
    replied_at    timestamptz NOT NULL,
    cause         text NOT NULL DEFAULT '',
    solution      text NOT NULL DEFAULT '',
    reopened      int NOT NULL DEFAULT 0,
    access        text NOT NULL DEFAULT '' CHECK (access IN ('', 'asked', 'granted', 'refused')),
    access_until  timestamptz,
    closes_at     timestamptz,
    closed_at     timestamptz,
    stars         int CHECK (stars BETWEEN 1 AND 5),
    rating        text NOT NULL DEFAULT '',
    test          boolean NOT NULL,
    version       int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    FOREIGN KEY (seller_id, product_id) REFERENCES products,
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);
CREATE INDEX tickets_opened ON tickets (seller_id, opened_at DESC, id DESC) WHERE NOT test;
CREATE INDEX tickets_open ON tickets (seller_id, status, due_at) WHERE status IN ('dispatched', 'processing', 'escalated') AND NOT test;
CREATE INDEX tickets_customer ON tickets (seller_id, customer_id, opened_at DESC, id DESC);
CREATE INDEX tickets_escalated ON tickets (entered_at, id) WHERE status = 'escalated' AND NOT test;

CREATE TABLE ticket_messages (
    seller_id uuid NOT NULL,
    id        uuid NOT NULL,
    ticket_id uuid NOT NULL,
    at        timestamptz NOT NULL,
    party     text NOT NULL,
    actor     text NOT NULL,
    person_id uuid,
    act       text NOT NULL,
    text      text NOT NULL DEFAULT '',
    reason    jsonb,
    no        bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, ticket_id) REFERENCES tickets
);
CREATE INDEX ticket_messages_at ON ticket_messages (seller_id, ticket_id, at, no);
CREATE TRIGGER ticket_messages_kept BEFORE UPDATE OR DELETE ON ticket_messages FOR EACH ROW EXECUTE FUNCTION rows_are_kept();

CREATE TABLE ticket_files (
    seller_id  uuid NOT NULL,
    message_id uuid NOT NULL,
    file_id    uuid NOT NULL,
    ticket_id  uuid NOT NULL,
    PRIMARY KEY (seller_id, message_id, file_id),
    FOREIGN KEY (seller_id, message_id) REFERENCES ticket_messages,
    FOREIGN KEY (seller_id, file_id) REFERENCES files,
    FOREIGN KEY (seller_id, ticket_id) REFERENCES tickets
);
CREATE INDEX ticket_files_ticket ON ticket_files (seller_id, ticket_id);

-- After-sales customer-service groups (catalogue.md §9.1).
CREATE TABLE supports (
    seller_id  uuid NOT NULL REFERENCES sellers,
    id         uuid NOT NULL,
    name       text NOT NULL,
    phone      text NOT NULL,
    email      text NOT NULL,
    hours      jsonb NOT NULL,
    added_at   timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version    int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, name)
);

-- The seller's pre-sales extension of the marketplace's hotline (catalogue.md §9.1).
CREATE TABLE extensions (
    seller_id   uuid PRIMARY KEY REFERENCES sellers,
    extension   text NOT NULL UNIQUE,
    numbers     jsonb NOT NULL,
    hours       jsonb NOT NULL,
    assigned_at timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    version     int NOT NULL DEFAULT 1
);

-- Application credentials (catalogue.md §9.3). The client's secret is encrypted twice: for
-- the marketplace at rest, and for the seller with the seller's own public key.
CREATE TABLE credentials (
    seller_id    uuid NOT NULL REFERENCES sellers,
    id           uuid NOT NULL,
    number       text COLLATE "C" NOT NULL,
    name         text NOT NULL,
    auth         text NOT NULL CHECK (auth IN ('oauth2', 'sdk')),
    status       text NOT NULL CHECK (status IN ('applied', 'rejected', 'active', 'bound', 'revoked')),
    revision     int NOT NULL DEFAULT 1,
    terms        jsonb NOT NULL,
    platforms    jsonb NOT NULL,
    change       jsonb,
    client_id    text NOT NULL DEFAULT '',
    sealed       bytea,
    cipher       text NOT NULL DEFAULT '',
    test_account jsonb,
    test_cipher  text NOT NULL DEFAULT '',
    product_id   uuid,
    published    boolean NOT NULL DEFAULT false,
    reason       text NOT NULL DEFAULT '',
    applied_at   timestamptz NOT NULL,
    approved_at  timestamptz,
    bound_at     timestamptz,
    version      int NOT NULL DEFAULT 1,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    FOREIGN KEY (seller_id, product_id) REFERENCES products
);
CREATE UNIQUE INDEX credentials_product ON credentials (seller_id, product_id) WHERE product_id IS NOT NULL;
CREATE UNIQUE INDEX credentials_name ON credentials (seller_id, name) WHERE status <> 'revoked';
CREATE UNIQUE INDEX credentials_client ON credentials (client_id) WHERE client_id <> '';

CREATE TABLE credential_revisions (
    seller_id     uuid NOT NULL,
    credential_id uuid NOT NULL,
    revision      int NOT NULL,
    terms         jsonb NOT NULL,
    approved_at   timestamptz NOT NULL,
    PRIMARY KEY (seller_id, credential_id, revision),
    FOREIGN KEY (seller_id, credential_id) REFERENCES credentials
);

-- Orders placed before a change keep the revision they were opened with until changed.
CREATE TABLE credential_orders (
    seller_id     uuid NOT NULL,
    credential_id uuid NOT NULL,
    order_id      uuid NOT NULL,
    revision      int NOT NULL,
    changed_at    timestamptz,
    PRIMARY KEY (seller_id, credential_id, order_id),
    FOREIGN KEY (seller_id, credential_id) REFERENCES credentials,
    FOREIGN KEY (seller_id, order_id) REFERENCES orders
);

CREATE TABLE credential_platforms (
    seller_id uuid PRIMARY KEY REFERENCES sellers,
    platforms jsonb NOT NULL,
    set_at    timestamptz NOT NULL
);
