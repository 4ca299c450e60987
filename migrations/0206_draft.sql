-- +goose Up
-- What a side prepares for a delivery or a dispute (transactions.md §2.6): words as they are
-- typed, files as soon as they are chosen, so that a broken connection loses neither.
CREATE TABLE drafts (
    seller_id      uuid NOT NULL,
    supervision_id uuid NOT NULL,
    use            text NOT NULL CHECK (use IN ('delivery', 'requirement', 'appeal', 'supply')),
    party          text NOT NULL CHECK (party IN ('seller', 'buyer')),
    words          jsonb NOT NULL DEFAULT '{}',
    kept_at        timestamptz NOT NULL,
    kept_by        text NOT NULL,
    PRIMARY KEY (seller_id, supervision_id, use, party),
    FOREIGN KEY (seller_id, supervision_id) REFERENCES supervisions
);
CREATE TABLE draft_files (
    seller_id      uuid NOT NULL,
    id             uuid NOT NULL,
    supervision_id uuid NOT NULL,
    use            text NOT NULL CHECK (use IN ('delivery', 'requirement', 'appeal', 'supply')),
    party          text NOT NULL CHECK (party IN ('seller', 'buyer')),
    kind           text NOT NULL,
    file_id        uuid NOT NULL,
    added_at       timestamptz NOT NULL,
    PRIMARY KEY (seller_id, id),
    FOREIGN KEY (seller_id, supervision_id) REFERENCES supervisions,
    FOREIGN KEY (seller_id, file_id) REFERENCES files
);
CREATE INDEX draft_files_of ON draft_files (seller_id, supervision_id, use, party, added_at);
INSERT INTO drafts (seller_id, supervision_id, use, party, words, kept_at, kept_by)
    SELECT seller_id, supervision_id, 'delivery', 'seller',
        jsonb_build_object('result', result, 'opened_at', opened_at, 'link', link), kept_at, kept_by FROM supervision_drafts;
DROP TABLE supervision_drafts;
