package handlers

import (
	"net/http"
	"strings"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/rates"
	"sellercenter/views/statements"
	"sellercenter/views/ui"
)

func (o operator) statements() error { return o.statementQueue(http.StatusOK, ui.Form{}) }

func (o operator) statementQueue(status int, form ui.Form) (err error) {
	page := statements.QueuePage{Period: market.MonthOf(o.site.db.Now()).Previous(), Search: market.StatementSearch{
		Status: o.QueryParam("status"), Period: strings.TrimSpace(o.QueryParam("period")), Text: strings.TrimSpace(o.QueryParam("text"))}}
	if page.Rules, err = o.site.statementRules(o.ctx()); err != nil {
		return err
	}
	if page.Counts, err = o.store.StatementCounts(o.ctx()); err != nil {
		return err
	}
	if page.Sellers, err = o.store.Settled(o.ctx()); err != nil {
		return err
	}
	return show(o, statements.Queue(o.ctx(), form, page, status), func(ask market.Ask) (market.Page[market.OperatorStatement], error) {
		return o.store.Statements(o.ctx(), page.Search, ask)
	})
}

// closeStatement makes the month's statement of one seller, or of all who are certified.
func (o operator) closeStatement() error {
	f := readForm(o)
	period := f.month("period")
	back := localPath(f.text("return"), "/operator/statements")
	if err := f.err(); err != nil {
		return o.statementQueue(f.status, f.Form)
	}
	if f.text("seller") != "" {
		id := formID[market.Seller](f, "seller")
		err := f.err()
		if err == nil {
			err = o.store.Seller(id).CloseStatement(o.ctx(), period)
		}
		if f.refused(err) {
			return o.statementQueue(f.status, f.Form)
		}
		if err != nil {
			return err
		}
		return o.done(back, market.CloseStatement)
	}
	sellers, err := o.store.Settled(o.ctx())
	if err != nil {
		return err
	}
	closed, skipped := 0, 0
	for _, seller := range sellers {
		switch err := o.store.Seller(seller.ID).CloseStatement(o.ctx(), period); {
		case err == nil:
			closed++
		case isConflict(err):
			skipped++
		default:
			return err
		}
	}
	return o.site.done(o, back, market.Because("statement.close_done", market.Word(market.CloseStatement), closed, skipped))
}

func (o operator) statement() error { return o.showStatement(http.StatusOK, ui.Form{}) }

func (o operator) showStatement(status int, form ui.Form) error {
	id, err := pathID[market.Statement](o, "id")
	if err != nil {
		return err
	}
	statement, err := o.store.Statement(o.ctx(), id)
	if err != nil {
		return err
	}
	page, err := o.site.statementPage(o, o.store.Seller(statement.SellerID), statement)
	if err != nil {
		return err
	}
	page.Operator, page.Form = true, form
	return o.page(status, statements.Show(page))
}

// onStatement does an act on the statement in the path; a refusal shows it again with what
// was typed.
func (o operator) onStatement(act market.Act, do func(*db.Seller, market.StatementID, *form) error) error {
	id, err := pathID[market.Statement](o, "id")
	if err != nil {
		return err
	}
	statement, err := o.store.Statement(o.ctx(), id)
	if err != nil {
		return err
	}
	f := readForm(o)
	err = do(o.store.Seller(statement.SellerID), id, f)
	if f.refused(err) {
		return o.showStatement(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/statements/"+id.String(), act)
}

func (o operator) sendStatement() error {
	return o.onStatement(market.SendStatement, func(store *db.Seller, id market.StatementID, _ *form) error {
		return store.SendStatement(o.ctx(), id)
	})
}

func (o operator) countersignStatement() error {
	return o.onStatement(market.CountersignStatement, func(store *db.Seller, id market.StatementID, _ *form) error {
		return store.CountersignStatement(o.ctx(), id)
	})
}

func (o operator) failRequestStatement() error {
	return o.onStatement(market.FailRequestStatement, func(store *db.Seller, id market.StatementID, f *form) error {
		return store.FailRequestStatement(o.ctx(), id, f.text("reason"))
	})
}

func (o operator) approveStatement() error {
	return o.onStatement(market.ApproveStatement, func(store *db.Seller, id market.StatementID, _ *form) error {
		return store.ApproveStatement(o.ctx(), id)
	})
}

func (o operator) rejectStatement() error {
	return o.onStatement(market.RejectStatement, func(store *db.Seller, id market.StatementID, f *form) error {
		return store.RejectStatement(o.ctx(), id, f.text("reason"))
	})
}

func (o operator) restartStatement() error {
	return o.onStatement(market.RestartStatement, func(store *db.Seller, id market.StatementID, _ *form) error {
		return store.RestartStatement(o.ctx(), id)
	})
}

func (o operator) payStatement() error {
	return o.onStatement(market.PayStatement, func(store *db.Seller, id market.StatementID, f *form) error {
		on := f.day("paid_on")
		if err := f.err(); err != nil {
			return err
		}
		return store.PayStatement(o.ctx(), id, f.text("reference"), on)
	})
}

func (o operator) failStatement() error {
	return o.onStatement(market.FailStatement, func(store *db.Seller, id market.StatementID, f *form) error {
		return store.FailStatement(o.ctx(), id, f.text("reason"))
	})
}

func (o operator) adjustments() error { return o.showAdjustments(http.StatusOK, ui.Form{}) }

func (o operator) showAdjustments(status int, form ui.Form) error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	page := statements.AdjustmentPage{Seller: store.ID(), Next: market.MonthOf(o.site.db.Now())}
	if page.CompanyName, err = o.store.CompanyName(o.ctx(), store.ID()); err != nil {
		return err
	}
	if page.All, err = store.Adjustments(o.ctx()); err != nil {
		return err
	}
	return o.page(status, statements.Adjustments(form, page))
}

func (o operator) addAdjustment() error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	f := readForm(o)
	amount := f.money("amount")
	if err = f.err(); err == nil {
		err = store.AddAdjustment(o.ctx(), amount, f.text("reason"))
	}
	if f.refused(err) {
		return o.showAdjustments(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/adjustments/"+store.ID().String(), market.AddAdjustment)
}

func (o operator) rates() error { return o.showRates(http.StatusOK, ui.Form{}) }

func (o operator) showRates(status int, form ui.Form) error {
	all, err := o.store.Rates(o.ctx())
	if err != nil {
		return err
	}
	return o.page(status, rates.List(form, rates.Page{All: all, Today: market.DayOf(o.site.db.Now())}))
}

func (o operator) addRate() error {
	f := readForm(o)
	rate := market.Rate{Kind: market.RateKind(f.text("kind")), EffectiveOn: f.day("effective_on")}
	if f.required("ratio") != "" {
		rate.Ratio = read(f, "ratio", market.ReadPercent)
	}
	switch rate.Kind {
	case market.RatePlatformFee:
		rate.AccessType = market.AccessType(f.text("access_type"))
	case market.RateIncrement:
		rate.FromAmount = f.money("from_amount")
	}
	err := f.err()
	if err == nil {
		err = o.store.AddRate(o.ctx(), rate)
	}
	if f.refused(err) {
		return o.showRates(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/rates", market.AddRate)
}
