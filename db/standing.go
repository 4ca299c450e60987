package db

import (
	"cmp"
	"context"

	"sellercenter/internal/market"
)

const testCreditColumns = `seller_id, id, number, access_type, purpose, amount, letter_id, status, applied_by, applied_at, decided_at, note, ends_at`

const standingRow = `SELECT c.id AS seller_id, c.number, c.company_name, coalesce(s.level, 'certified') AS level, s.level_at, c.created_at,
		coalesce(s.manager_name, '') AS manager_name, coalesce(s.manager_phone, '') AS manager_phone, coalesce(s.manager_email, '') AS manager_email,
		(SELECT coalesce(sum(p.delta), 0) FROM points p WHERE p.seller_id = c.id) AS points,
		(SELECT max(p.made_at) FROM points p WHERE p.seller_id = c.id) AS last_at
	FROM sellers c LEFT JOIN standings s ON s.seller_id = c.id`

// Standing is the seller's level and its points.
func (s *Seller) Standing(ctx context.Context) (standing market.SellerStanding, err error) {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return standing, err
	}
	err = s.get(ctx, &standing, standingRow+` WHERE c.id = $1`)
	standing.Points += settings.PointsFirst
	return standing, err
}

// Points are the newest changes of the seller's points, each with what was left.
func (s *Seller) Points(ctx context.Context) (all []market.PointEntry, err error) {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return nil, err
	}
	err = s.list(ctx, &all, `SELECT id, delta, $2 + sum(delta) OVER (ORDER BY made_at, id) AS "left", breach, reason, made_by, made_at
		FROM points WHERE seller_id = $1 ORDER BY made_at DESC, id DESC LIMIT 200`, settings.PointsFirst)
	return all, err
}

// TestCredits are the seller's applications for test credit, newest first.
func (s *Seller) TestCredits(ctx context.Context) (all []market.TestCredit, err error) {
	err = s.list(ctx, &all, `SELECT `+testCreditColumns+` FROM test_credits WHERE seller_id = $1 ORDER BY applied_at DESC, id DESC LIMIT 100`)
	return all, err
}

// DeductStanding takes points for a breach; the seller is told what is left and what it means.
func (s *Seller) DeductStanding(ctx context.Context, n int, breach market.Breach, reason string) error {
	return s.changePoints(ctx, market.DeductStanding, -n, breach, reason)
}

// RestoreStanding gives points back.
func (s *Seller) RestoreStanding(ctx context.Context, n int, breach market.Breach, reason string) error {
	return s.changePoints(ctx, market.RestoreStanding, n, breach, reason)
}

func (s *Seller) changePoints(ctx context.Context, act market.Act, delta int, breach market.Breach, reason string) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, act, s.id, func(tx *tx) error {
		if err := tx.known(); err != nil {
			return err
		}
		if err := market.CheckPoints(max(delta, -delta), breach, reason); err != nil {
			return err
		}
		var sum int
		if err := tx.get(&sum, `SELECT coalesce(sum(delta), 0) FROM points WHERE seller_id = $1`); err != nil {
			return err
		}
		left := settings.PointsFirst + sum + delta
		if left > settings.PointsFirst {
			return market.Invalid("points", "standing.too_many", settings.PointsFirst, left)
		}
		tx.note("points", left-delta, left)
		if err := tx.exec(`INSERT INTO points (seller_id, id, delta, breach, reason, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			market.NewID[market.PointEntry](tx.now), delta, breach, reason, s.actor.Name, tx.now); err != nil {
			return err
		}
		state := settings.PointRules().State(left)
		if state == market.StandingPunished || state == market.StandingEnded {
			if err := tx.loseRights(nil, "points"); err != nil {
				return err
			}
		}
		return tx.notify(string(act), market.Because("notice."+string(act), max(delta, -delta), left, market.Word(breach.Key()), market.Word(state.Key())), "/standings")
	})
}

// GradeStanding sets the seller's level as a partner.
func (s *Seller) GradeStanding(ctx context.Context, level market.PartnerLevel) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, market.GradeStanding, s.id, func(tx *tx) error {
		if err := tx.known(); err != nil {
			return err
		}
		if level.Tone() == "" {
			return market.Invalid("level", "problem.not_an_option", string(level))
		}
		tx.note("level", nil, level)
		return cmp.Or(
			tx.exec(`INSERT INTO standings (seller_id, level, level_at, level_by) VALUES ($1, $2, $3, $4)
				ON CONFLICT (seller_id) DO UPDATE SET level = $2, level_at = $3, level_by = $4`, level, tx.now, s.actor.Name),
			tx.loseRights(settings.PrivilegeRules().Of(level), "level"),
			tx.notify(string(market.GradeStanding), market.Because("notice.standing.grade", market.Word(level.Key())), "/standings"))
	})
}

// known answers NotFound where there is no such seller, and keeps it until the act ends.
func (t *tx) known() error {
	var id market.SellerID
	return t.get(&id, `SELECT id FROM sellers WHERE id = $1 AND status IN ('approved', 'suspended') FOR UPDATE`)
}

// ApplyStanding asks for test credit with a sealed letter; the operator decides.
func (s *Seller) ApplyStanding(ctx context.Context, credit market.TestCredit, letter market.Upload) (market.TestCreditID, error) {
	id := market.NewID[market.TestCredit](s.db.Now())
	err := s.act(ctx, market.ApplyStanding, id, func(tx *tx) error {
		if !credit.ID.IsZero() || !credit.LetterID.IsZero() {
			return market.NotFound // a new application has neither yet
		}
		wrong := market.Invalids{}
		if err := wrong.Join(credit.Check()); err != nil {
			return err
		}
		if letter.Name == "" {
			wrong.With("letter", "problem.required")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		file, err := tx.addFile(letter.Name, market.FileLetter, letter.Content)
		if err != nil {
			return market.AsField("letter", err)
		}
		number, err := tx.number("TC", "test_credit", id)
		if err != nil {
			return err
		}
		if err := tx.exec(`INSERT INTO test_credits (seller_id, id, number, access_type, purpose, amount, letter_id, status, applied_by, applied_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', $8, $9)`, id, number, credit.AccessType, credit.Purpose, credit.Amount, file.ID, s.actor.Name, tx.now); err != nil {
			return err
		}
		tx.note("number", nil, number)
		tx.note("amount", nil, credit.Amount)
		_, err = tx.submitReview(market.ReviewTestCredit, id, number, nil, map[string]any{"access_type": market.Word(credit.AccessType.Key()), "purpose": credit.Purpose,
			"amount": credit.Amount, "letter_file_id": file.ID})
		return err
	})
	return id, err
}

// decideTestCredit is what a decision does to an application for test credit.
func decideTestCredit(act market.Act) verdict {
	return func(t *tx, review market.Review) error {
		credit, err := t.lockTestCredit(market.TestCreditID{UUID: review.Subject})
		if err != nil {
			return err
		}
		if err := credit.Decide(act, review.Reason, t.now); err != nil {
			return err
		}
		if err := t.saveTestCredit(credit); err != nil || credit.EndsAt == nil {
			return err
		}
		return t.at(*credit.EndsAt, market.ExpireStanding, credit.ID)
	}
}

// ExpireStanding ends test credit whose time is over.
func (s *Seller) ExpireStanding(ctx context.Context, id market.TestCreditID) error {
	return s.act(ctx, market.ExpireStanding, id, func(tx *tx) error {
		credit, err := tx.lockTestCredit(id)
		if err != nil {
			return err
		}
		if credit.EndsAt == nil || credit.EndsAt.After(tx.now) {
			return market.Conflict("problem.not_now", market.Word(market.ExpireStanding), market.Word(credit.Status.Key()))
		}
		if credit.Status, err = market.TestCreditMoves.Next(credit.Status, market.ExpireStanding); err != nil {
			return err
		}
		return tx.saveTestCredit(credit)
	})
}

func (t *tx) lockTestCredit(id market.TestCreditID) (credit market.TestCredit, err error) {
	err = t.get(&credit, `SELECT `+testCreditColumns+` FROM test_credits WHERE seller_id = $1 AND id = $2 FOR UPDATE`, id)
	return credit, err
}

func (t *tx) saveTestCredit(c market.TestCredit) error {
	t.note("status", nil, c.Status)
	return t.one(`UPDATE test_credits SET status = $3, decided_at = $4, note = $5, ends_at = $6 WHERE seller_id = $1 AND id = $2`,
		c.ID, c.Status, c.DecidedAt, c.Note, c.EndsAt)
}

// Standings lists how the sellers stand, the newest sellers first.
func (o *Operator) Standings(ctx context.Context, search market.StandingSearch, ask market.Ask) (market.Page[market.SellerStanding], error) {
	const where = ` WHERE c.status IN ('approved', 'suspended') AND ($1 = '' OR coalesce(s.level, 'certified') = $1)
		AND ($2 = '' OR strpos(lower(c.company_name), lower($2)) > 0 OR c.number LIKE $2 || '%')`
	settings, err := o.db.Settings(ctx)
	if err != nil {
		return market.Page[market.SellerStanding]{}, err
	}
	k := from(ask)
	query := standingRow + where + ` AND ($3::timestamptz IS NULL OR (c.created_at, c.id) < ($3, $4)) ORDER BY c.created_at DESC, c.id DESC LIMIT $5`
	if k.up {
		query = standingRow + where + ` AND ($3::timestamptz IS NULL OR (c.created_at, c.id) > ($3, $4)) ORDER BY c.created_at, c.id LIMIT $5`
	}
	var rows []market.SellerStanding
	if err := o.db.listRows(ctx, &rows, query, search.Level, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.SellerStanding]{}, err
	}
	for n := range rows {
		rows[n].Points += settings.PointsFirst
	}
	p := page(ask, rows, func(s market.SellerStanding) cursor { return cursor{s.CreatedAt, s.SellerID.UUID} })
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM sellers c LEFT JOIN standings s ON s.seller_id = c.id`+where+` LIMIT 10001) x`, search.Level, search.Text)
	return p, err
}
