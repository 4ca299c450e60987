-- +goose Up
-- Buyers' questions about products, for everybody to read (问答管理, catalogue.md §0.2).
CREATE TABLE questions (
    seller_id     uuid NOT NULL REFERENCES sellers,
    id            uuid NOT NULL,
    number        text NOT NULL,
    product_id    uuid NOT NULL,
    status        text NOT NULL CHECK (status IN ('waiting', 'answered', 'hidden')),
    customer_id   text NOT NULL,
    customer_name text NOT NULL,
    text          text NOT NULL,
    answer        text NOT NULL DEFAULT '',
    asked_at      timestamptz NOT NULL,
    answered_at   timestamptz,
    amended_at    timestamptz,
    hidden_part   text NOT NULL DEFAULT '' CHECK (hidden_part IN ('', 'question', 'answer')),
    hidden_reason text NOT NULL DEFAULT '',
    version       integer NOT NULL DEFAULT 0,
    PRIMARY KEY (seller_id, id),
    UNIQUE (seller_id, number),
    FOREIGN KEY (seller_id, product_id) REFERENCES products
);
CREATE INDEX questions_asked ON questions (seller_id, asked_at DESC, id DESC);
CREATE INDEX questions_waiting ON questions (seller_id, asked_at) WHERE status = 'waiting';
CREATE INDEX questions_shown ON questions (seller_id, product_id, answered_at DESC, id DESC) WHERE status = 'answered';
CREATE INDEX questions_customer ON questions (customer_id, asked_at DESC, id DESC);
CREATE INDEX questions_market ON questions (asked_at DESC, id DESC);

-- What was said and done about a question; every answer stays.
CREATE TABLE question_steps (
    seller_id   uuid NOT NULL,
    id          uuid NOT NULL,
    question_id uuid NOT NULL,
    no          bigint GENERATED ALWAYS AS IDENTITY,
    at          timestamptz NOT NULL,
    party       text NOT NULL,
    actor       text NOT NULL,
    person_id   uuid,
    act         text NOT NULL,
    text        text NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, question_id) REFERENCES questions
);
CREATE INDEX question_steps_at ON question_steps (seller_id, question_id, at, no);
CREATE TRIGGER question_steps_kept BEFORE UPDATE OR DELETE ON question_steps FOR EACH ROW EXECUTE FUNCTION rows_are_kept();
