-- +goose Up
-- Many rows at once: a spreadsheet applied, an act on selected rows, a list written as a
-- file. What is to be done is kept row by row, so that it can be left, found again and
-- taken back.
CREATE TABLE tasks (
    seller_id  uuid        NOT NULL,
    id         uuid        NOT NULL,
    kind       text        NOT NULL,
    person_id  uuid        NOT NULL,
    maker      text        NOT NULL,
    status     text        NOT NULL CHECK (status IN ('previewed', 'running', 'done', 'undoing', 'undone', 'dropped', 'expired', 'failed')),
    title      text        NOT NULL,
    address    text        NOT NULL DEFAULT '',
    format     text        NOT NULL DEFAULT '',
    rows       int         NOT NULL DEFAULT 0,
    same       int         NOT NULL DEFAULT 0,
    ready      int         NOT NULL DEFAULT 0,
    left_out   int         NOT NULL DEFAULT 0,
    faulty     int         NOT NULL DEFAULT 0,
    done       int         NOT NULL DEFAULT 0,
    failed     int         NOT NULL DEFAULT 0,
    undone     int         NOT NULL DEFAULT 0,
    kept       int         NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    begun_at   timestamptz,
    ended_at   timestamptz,
    expires_at timestamptz,
    PRIMARY KEY (seller_id, id),
    CHECK (done + failed <= ready)
);
CREATE INDEX tasks_at ON tasks (seller_id, created_at DESC, id DESC);
CREATE INDEX tasks_running ON tasks (seller_id) WHERE status IN ('running', 'undoing');

CREATE TABLE task_rows (
    seller_id uuid  NOT NULL,
    task_id   uuid  NOT NULL,
    no        int   NOT NULL, -- line of the spreadsheet, or place in the selection
    subject   uuid  NOT NULL,
    label     text  NOT NULL,
    state     text  NOT NULL CHECK (state IN ('ready', 'out', 'fault', 'done', 'failed', 'undone', 'kept')),
    before    jsonb NOT NULL DEFAULT '{}',
    after     jsonb NOT NULL DEFAULT '{}',
    reasons   jsonb NOT NULL DEFAULT '{}', -- by column; '' is the whole row
    effect    uuid,                        -- what the row made: a request for review
    PRIMARY KEY (seller_id, task_id, no),
    FOREIGN KEY (seller_id, task_id) REFERENCES tasks
);
CREATE INDEX task_rows_state ON task_rows (seller_id, task_id, state, subject, no);

CREATE TABLE task_parts (
    seller_id uuid  NOT NULL,
    task_id   uuid  NOT NULL,
    no        int   NOT NULL,
    content   bytea NOT NULL,
    PRIMARY KEY (seller_id, task_id, no),
    FOREIGN KEY (seller_id, task_id) REFERENCES tasks
);
