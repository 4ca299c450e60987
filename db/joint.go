package db

import (
	"cmp"
	"context"
	"time"

	"sellercenter/internal/market"
)

const jointColumns = `j.seller_id, j.id, j.number, j.name, j.access_type, j.status, j.stage, j.content, j.share_model, j.share_ratio,
	j.floor, j.created_at, j.updated_at, j.passed_at, j.version`

// JointPlan is when the seller joined the joint plan; NotFound before.
func (s *Seller) JointPlan(ctx context.Context) (at time.Time, err error) {
	err = s.get(ctx, &at, `SELECT signed_at FROM joint_plans WHERE seller_id = $1`)
	return at, err
}

// JoinJoint joins the joint plan (catalogue.md §2.11).
func (s *Seller) JoinJoint(ctx context.Context) error {
	return s.act(ctx, market.JoinJoint, s.id, func(tx *tx) error {
		if err := tx.ready(); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO joint_plans (seller_id, signed_by, signed_at) VALUES ($1, $2, $3) ON CONFLICT (seller_id) DO NOTHING`, s.actor.Name, tx.now)
	})
}

// Joints lists the seller's joint certifications, last changed first.
func (s *Seller) Joints(ctx context.Context, status market.JointStatus, ask market.Ask) (market.Page[market.Joint], error) {
	k := from(ask)
	query := `SELECT ` + jointColumns + ` FROM joints j WHERE j.seller_id = $1 AND ($2 = '' OR j.status = $2)
		AND ($3::timestamptz IS NULL OR (j.updated_at, j.id) < ($3, $4)) ORDER BY j.updated_at DESC, j.id DESC LIMIT $5`
	if k.up {
		query = `SELECT ` + jointColumns + ` FROM joints j WHERE j.seller_id = $1 AND ($2 = '' OR j.status = $2)
			AND ($3::timestamptz IS NULL OR (j.updated_at, j.id) > ($3, $4)) ORDER BY j.updated_at, j.id LIMIT $5`
	}
	var rows []market.Joint
	if err := s.list(ctx, &rows, query, status, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Joint]{}, err
	}
	found := page(ask, rows, jointPlace)
	var err error
	found.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM joints WHERE seller_id = $1 AND ($2 = '' OR status = $2) LIMIT 10001) x`, status)
	return found, err
}

func jointPlace(j market.Joint) cursor { return cursor{j.UpdatedAt, j.ID.UUID} }

// Joint is one certification with what was decided of its stages.
func (s *Seller) Joint(ctx context.Context, id market.JointID) (detail market.JointDetail, err error) {
	if err := s.get(ctx, &detail.Joint, `SELECT `+jointColumns+` FROM joints j WHERE j.seller_id = $1 AND j.id = $2`, id); err != nil {
		return detail, err
	}
	if err := s.list(ctx, &detail.Steps, `SELECT at, stage, passed, by, opinion FROM joint_steps
		WHERE seller_id = $1 AND joint_id = $2 ORDER BY no LIMIT 100`, id); err != nil {
		return detail, err
	}
	err = s.list(ctx, &detail.Products, `SELECT id, number, status, coalesce(nullif(name, ''), draft->>'name', '') AS name
		FROM products WHERE seller_id = $1 AND joint_id = $2 ORDER BY number LIMIT 100`, id)
	return detail, err
}

// AddJoint begins the certification of a product of the access type.
func (s *Seller) AddJoint(ctx context.Context, name string, access market.AccessType) (market.JointID, error) {
	id := market.NewID[market.Joint](s.db.Now())
	return id, s.act(ctx, market.AddJoint, id, func(tx *tx) error {
		if err := tx.inPlan(); err != nil {
			return err
		}
		if !access.Sold(market.SaleJoint) {
			return market.Invalid("access_type", "problem.not_an_option", string(access))
		}
		if name == "" {
			return market.Invalid("name", "problem.required")
		}
		status, err := market.JointMoves.Next(market.JointNone, market.AddJoint)
		if err != nil {
			return err
		}
		number, err := tx.number("JC", "joint", id)
		if err != nil {
			return err
		}
		return tx.exec(`INSERT INTO joints (seller_id, id, number, name, access_type, status, stage, content, created_at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, '', '{}', $7, $7)`, id, number, name, access, status, tx.now)
	})
}

// inPlan refuses who has not joined the joint plan (catalogue.md §2.11).
func (t *tx) inPlan() error {
	var is bool
	if err := t.get(&is, `SELECT EXISTS (SELECT 1 FROM joint_plans WHERE seller_id = $1)`); err != nil {
		return err
	}
	if !is {
		return market.Conflict("joint.not_joined")
	}
	return nil
}

// EditJoint keeps what was typed, right or wrong, and its files.
func (s *Seller) EditJoint(ctx context.Context, id market.JointID, name string, content market.JointContent, files []Upload) error {
	return s.onJoint(ctx, market.EditJoint, id, func(tx *tx, joint *market.Joint) (err error) {
		if joint.Status, err = market.JointMoves.Next(joint.Status, market.EditJoint); err != nil {
			return err
		}
		content.Quotation, content.Financials = joint.Content.V.Quotation, joint.Content.V.Financials
		for _, sent := range files {
			file, err := tx.addFile(sent.Name, market.FileCertificate, sent.Content)
			if err != nil {
				return market.AsField(sent.Field, err)
			}
			kept := &market.FileRef{ID: file.ID, Name: file.Name, Size: file.Size}
			if sent.Field == "quotation" {
				content.Quotation = kept
			} else {
				content.Financials = kept
			}
		}
		joint.Name, joint.Content.V = name, content
		return nil
	})
}

// SubmitJoint sends the certification into its first stage, or again into the one that
// refused it.
func (s *Seller) SubmitJoint(ctx context.Context, id market.JointID) error {
	return s.onJoint(ctx, market.SubmitJoint, id, func(tx *tx, joint *market.Joint) error { return joint.Submit(tx.now) })
}

// WithdrawJoint takes the certification back into the seller's hands.
func (s *Seller) WithdrawJoint(ctx context.Context, id market.JointID) error {
	return s.onJoint(ctx, market.WithdrawJoint, id, func(_ *tx, joint *market.Joint) (err error) {
		joint.Status, err = market.JointMoves.Next(joint.Status, market.WithdrawJoint)
		return err
	})
}

// PassJoint passes the stage; the last stage sets how the price is shared.
func (s *Seller) PassJoint(ctx context.Context, id market.JointID, terms market.ShareTerms, opinion string) error {
	return s.onJoint(ctx, market.PassJoint, id, func(tx *tx, joint *market.Joint) error {
		stage := joint.Stage
		if err := joint.Pass(terms, tx.now); err != nil {
			return err
		}
		return cmp.Or(tx.jointStep(*joint, stage, true, opinion),
			tx.notify("joint", market.Because("joint.notice_passed", joint.Name, market.Word(stage.Key())), "/joints/"+id.String(), contactsOf(*joint)...))
	})
}

// RefuseJoint sends the certification back with an opinion.
func (s *Seller) RefuseJoint(ctx context.Context, id market.JointID, opinion string) error {
	return s.onJoint(ctx, market.RefuseJoint, id, func(tx *tx, joint *market.Joint) error {
		if err := joint.Refuse(opinion); err != nil {
			return err
		}
		return cmp.Or(tx.jointStep(*joint, joint.Stage, false, opinion),
			tx.notify("joint", market.Because("joint.notice_refused", joint.Name, market.Word(joint.Stage.Key()), opinion), "/joints/"+id.String(), contactsOf(*joint)...))
	})
}

// contactsOf are the people whom the certification names: they are told by mail and SMS
// (catalogue.md §2.11).
func contactsOf(joint market.Joint) []target {
	targets := make([]target, len(joint.Content.V.Contacts))
	for i, contact := range joint.Content.V.Contacts {
		targets[i] = target{Name: contact.Name, Email: contact.Email, Mobile: contact.Phone, Language: "zh-CN", ByMail: true, BySMS: true}
	}
	return targets
}

func (s *Seller) onJoint(ctx context.Context, act market.Act, id market.JointID, do func(*tx, *market.Joint) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		var joint market.Joint
		if err := tx.get(&joint, `SELECT `+jointColumns+` FROM joints j WHERE j.seller_id = $1 AND j.id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		was := joint.Status
		if err := do(tx, &joint); err != nil {
			return err
		}
		if was != joint.Status {
			tx.note("status", was, joint.Status)
		}
		return tx.one(`UPDATE joints SET name = $3, status = $4, stage = $5, content = $6, share_model = $7, share_ratio = $8, floor = $9,
				passed_at = $10, updated_at = $11, version = version + 1 WHERE seller_id = $1 AND id = $2 AND version = $12`,
			id, joint.Name, joint.Status, joint.Stage, joint.Content, joint.ShareModel, joint.ShareRatio, joint.Floor, joint.PassedAt, tx.now, joint.Version)
	})
}

func (t *tx) jointStep(joint market.Joint, stage market.JointStage, passed bool, opinion string) error {
	return t.exec(`INSERT INTO joint_steps (seller_id, joint_id, no, at, stage, passed, by, opinion)
		SELECT $1, $2, count(*) + 1, $3, $4, $5, $6, $7 FROM joint_steps WHERE seller_id = $1 AND joint_id = $2`,
		joint.ID, t.now, stage, passed, t.s.actor.Name, opinion)
}

// PublishJoint begins the listing that a passed certification allows (catalogue.md §2.1,
// §2.11): for whom has the right of its own, whose company joined the plan. A certification is
// for one product: another listing begins only after the first went off sale.
func (s *Seller) PublishJoint(ctx context.Context, id market.JointID) (market.ProductID, error) {
	product := market.NewID[market.Product](s.db.Now())
	return product, s.act(ctx, market.PublishJoint, product, func(tx *tx) error {
		if !s.actor.PublishesJoint() {
			return market.Denied
		}
		var joint market.Joint
		if err := tx.get(&joint, `SELECT `+jointColumns+` FROM joints j WHERE j.seller_id = $1 AND j.id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		if joint.Status != market.JointPassed {
			return market.Conflict("joint.not_passed", joint.Name)
		}
		if err := cmp.Or(tx.ready(), tx.inPlan()); err != nil {
			return err
		}
		var sold []market.Product
		if err := tx.list(&sold, `SELECT number FROM products WHERE seller_id = $1 AND joint_id = $2 AND status <> 'off_sale' LIMIT 1`, id); err != nil {
			return err
		}
		if len(sold) > 0 {
			return market.Conflict("joint.listed", joint.Name, sold[0].Number)
		}
		settings, err := s.db.Settings(ctx)
		if err != nil {
			return err
		}
		if err := tx.draftProduct(product, market.Listing{Site: market.Mainland, Sale: market.SaleJoint, Access: joint.AccessType}, settings.DraftCount); err != nil {
			return err
		}
		return tx.exec(`UPDATE products SET joint_id = $3, draft = jsonb_set(draft, '{name}', to_jsonb($4::text)) WHERE seller_id = $1 AND id = $2`, product, id, joint.Name)
	})
}

// JointQueue lists the certifications of all sellers that wait for the platform, oldest first.
func (o *Operator) JointQueue(ctx context.Context) (rows []market.OperatorJoint, err error) {
	err = o.db.listRows(ctx, &rows, `SELECT `+jointColumns+`, s.company_name FROM joints j JOIN sellers s ON s.id = j.seller_id
		ORDER BY j.status <> 'review', j.updated_at LIMIT 200`)
	return rows, err
}

// JointOwner is whose certification it is.
func (o *Operator) JointOwner(ctx context.Context, id market.JointID) (seller market.SellerID, err error) {
	err = o.db.getRow(ctx, &seller, `SELECT seller_id FROM joints WHERE id = $1`, id)
	return seller, err
}
