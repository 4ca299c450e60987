package db

import (
	"context"
	"errors"
	"slices"
	"time"

	"sellercenter/internal/market"
)

const receiverColumns = `id, name, mobile, email, language, types, by_mail, by_sms, mobile_verified_at, email_verified_at, created_at, version,
	quiet, quiet_from, quiet_until`

// Receivers lists who gets messages besides the account.
func (s *Seller) Receivers(ctx context.Context) (receivers []market.MessageReceiver, err error) {
	err = s.list(ctx, &receivers, `SELECT `+receiverColumns+` FROM receivers WHERE seller_id = $1 ORDER BY created_at, id LIMIT 100`)
	return receivers, err
}

// Receiver is one of them.
func (s *Seller) Receiver(ctx context.Context, id market.ReceiverID) (receiver market.MessageReceiver, err error) {
	err = s.get(ctx, &receiver, `SELECT `+receiverColumns+` FROM receivers WHERE seller_id = $1 AND id = $2`, id)
	return receiver, err
}

// AddReceiver adds somebody who gets messages once their address is proved (catalogue.md §0.4).
func (s *Seller) AddReceiver(ctx context.Context, form market.ReceiverForm) (market.ReceiverID, error) {
	id := market.NewID[market.MessageReceiver](s.db.Now())
	return id, s.act(ctx, market.AddReceiver, id, func(tx *tx) error {
		if err := form.Check(); err != nil {
			return err
		}
		if _, err := tx.lockMembers(); err != nil {
			return err
		}
		var n int
		if err := tx.get(&n, `SELECT count(*) FROM receivers WHERE seller_id = $1`); err != nil {
			return err
		}
		if n >= market.MostReceivers {
			return market.Conflict("receiver.full", market.MostReceivers)
		}
		tx.note("name", nil, form.Name)
		return tx.exec(`INSERT INTO receivers (seller_id, id, name, mobile, email, language, types, by_mail, by_sms, created_at, quiet, quiet_from, quiet_until)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce(nullif($11, ''), 'house'), $12, $13)`, id, form.Name, form.Mobile, form.Email, form.Language,
			market.JSON[[]market.MessageType]{V: form.Types}, form.ByMail, form.BySMS, tx.now, form.Quiet.Way, int64(form.Quiet.From), int64(form.Quiet.Until))
	})
}

// EditReceiver changes a receiver; a new address has to be proved again.
func (s *Seller) EditReceiver(ctx context.Context, id market.ReceiverID, form market.ReceiverForm) error {
	return s.act(ctx, market.EditReceiver, id, func(tx *tx) error {
		was, err := tx.lockReceiver(id)
		if err != nil {
			return err
		}
		if err := form.Check(); err != nil {
			return err
		}
		tx.note("email", was.Email, form.Email)
		tx.note("mobile", was.Mobile, form.Mobile)
		tx.note("types", was.Types.V, form.Types)
		tx.note("quiet", was.Quiet, form.Quiet.Way)
		return tx.one(`UPDATE receivers SET name = $3, mobile = $4, email = $5, language = $6, types = $7, by_mail = $8, by_sms = $9,
				mobile_verified_at = CASE WHEN mobile = $4 THEN mobile_verified_at END,
				email_verified_at = CASE WHEN email = $5 THEN email_verified_at END,
				quiet = coalesce(nullif($11, ''), quiet), quiet_from = $12, quiet_until = $13, version = version + 1
			WHERE seller_id = $1 AND id = $2 AND version = $10`, id, form.Name, form.Mobile, form.Email, form.Language,
			market.JSON[[]market.MessageType]{V: form.Types}, form.ByMail, form.BySMS, form.Version,
			form.Quiet.Way, int64(form.Quiet.From), int64(form.Quiet.Until))
	})
}

// RemoveReceiver ends a receiver.
func (s *Seller) RemoveReceiver(ctx context.Context, id market.ReceiverID) error {
	return s.act(ctx, market.RemoveReceiver, id, func(tx *tx) error {
		receiver, err := tx.lockReceiver(id)
		if err != nil {
			return err
		}
		tx.note("name", receiver.Name, nil)
		return tx.exec(`DELETE FROM receivers WHERE seller_id = $1 AND id = $2`, id)
	})
}

// SendReceiver sends a code to the receiver's address of that channel.
func (s *Seller) SendReceiver(ctx context.Context, id market.ReceiverID, channel market.Channel) error {
	return s.act(ctx, market.SendReceiver, id, func(tx *tx) error {
		receiver, err := tx.lockReceiver(id)
		if err != nil {
			return err
		}
		if !slices.Contains(receiver.Waits(), channel) {
			return market.Conflict("receiver.nothing_waits", receiver.Name)
		}
		return tx.sendCode("receiver:"+id.String(), channel, receiver.Address(channel), receiver.Language)
	})
}

// VerifyReceiver proves an address with the code that was sent to it. A wrong code is
// counted and committed before it is refused.
func (s *Seller) VerifyReceiver(ctx context.Context, id market.ReceiverID, code string) error {
	var refusal error
	err := s.act(ctx, market.VerifyReceiver, id, func(tx *tx) error {
		receiver, err := tx.lockReceiver(id)
		if err != nil {
			return err
		}
		var v market.Verification
		if v, refusal, err = tx.tryCode("receiver:"+id.String(), code); err != nil || refusal != nil {
			return err
		}
		if v.Address != receiver.Address(v.Channel) {
			refusal = market.Invalid("code", "receiver.code_over", market.CodeMinutes)
			return nil
		}
		tx.note("channel", nil, v.Channel)
		if v.Channel == market.SMS {
			return tx.exec(`UPDATE receivers SET mobile_verified_at = $3, version = version + 1 WHERE seller_id = $1 AND id = $2`, id, tx.now)
		}
		return tx.exec(`UPDATE receivers SET email_verified_at = $3, version = version + 1 WHERE seller_id = $1 AND id = $2`, id, tx.now)
	})
	return errors.Join(err, refusal)
}

func (t *tx) lockReceiver(id market.ReceiverID) (receiver market.MessageReceiver, err error) {
	err = t.get(&receiver, `SELECT `+receiverColumns+` FROM receivers WHERE seller_id = $1 AND id = $2 FOR UPDATE`, id)
	t.about(id, receiver.Name)
	return receiver, err
}

const verificationColumns = `id, purpose, channel, address, language, tries, created_at, expires_at, used_at`

// sendCode sends a new code to an address, by a job in this transaction; the newest code of
// a purpose is the only one that works (catalogue.md §12).
func (t *tx) sendCode(purpose string, channel market.Channel, address, language string) error {
	if !slices.Contains(t.s.db.Channels(), channel) {
		return market.Conflict("receiver.channel_off", market.Word(channel.Key()))
	}
	var sent struct {
		Lately, Today int
	}
	if err := t.get(&sent, `SELECT count(*) FILTER (WHERE created_at > $2 AND purpose = $4 AND channel = $5) AS lately, count(*) AS today
		FROM verifications WHERE seller_id = $1 AND created_at > $3`, t.now.Add(-market.CodePause), market.DayOf(t.now).Begin(), purpose, channel); err != nil {
		return err
	}
	switch {
	case sent.Lately > 0:
		return market.Conflict("receiver.code_lately", int(market.CodePause.Seconds()))
	case sent.Today >= market.CodesADay:
		return market.Conflict("receiver.codes_today", market.CodesADay)
	}
	_, err := t.newCode(purpose, channel, address, language)
	return err
}

// newCode draws a code and leaves a job in this transaction that sends it.
func (t *tx) newCode(purpose string, channel market.Channel, address, language string) (id market.ID[market.Verification], err error) {
	code, err := market.NewCode()
	if err != nil {
		return id, err
	}
	id = market.NewID[market.Verification](t.now)
	tail := address[max(0, len(address)-4):]
	t.note("address", nil, "…"+tail)
	if err := t.exec(`INSERT INTO verifications (seller_id, id, purpose, channel, address, language, code_sealed, created_at, expires_at, asked_from)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, id, purpose, channel, address, language, t.s.db.sealer.seal(code), t.now,
		t.now.Add(market.CodeMinutes*time.Minute), t.s.actor.From); err != nil {
		return id, err
	}
	return id, t.later(market.CodeNotice, id)
}

// tryCode compares a code with the newest that was sent for the purpose and counts the try.
// The refusal is nil when it is right.
func (t *tx) tryCode(purpose, code string) (v market.Verification, refusal, err error) {
	var row struct {
		market.Verification
		CodeSealed []byte
	}
	err = t.get(&row, `SELECT `+verificationColumns+`, code_sealed FROM verifications WHERE seller_id = $1 AND purpose = $2
		ORDER BY created_at DESC, id DESC LIMIT 1 FOR UPDATE`, purpose)
	if errors.Is(err, market.NotFound) {
		return v, market.Invalid("code", "receiver.code_over", market.CodeMinutes), nil
	}
	if err != nil {
		return v, nil, err
	}
	sent, err := t.s.db.sealer.open(row.CodeSealed)
	if err != nil {
		return v, nil, err
	}
	refusal = row.Try(code, sent, t.now)
	return row.Verification, refusal, t.exec(`UPDATE verifications SET tries = $3, used_at = $4 WHERE seller_id = $1 AND id = $2`, row.ID, row.Tries, row.UsedAt)
}

// CodeNotice takes a code that waits to be sent; one that went out or is over is a Conflict.
func (s *Seller) CodeNotice(ctx context.Context, id market.ID[market.Verification]) (v market.Verification, code string, err error) {
	err = s.act(ctx, market.CodeNotice, id, func(tx *tx) error {
		var row struct {
			market.Verification
			CodeSealed []byte
		}
		if err := tx.get(&row, `UPDATE verifications SET sent_at = $3 WHERE seller_id = $1 AND id = $2 AND used_at IS NULL AND expires_at > $3
			RETURNING `+verificationColumns+`, code_sealed`, id, tx.now); err != nil {
			return err
		}
		v = row.Verification
		code, err = s.db.sealer.open(row.CodeSealed)
		return err
	})
	return v, code, err
}
