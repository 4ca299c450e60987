package handlers

import (
	"cmp"
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
		Status: o.QueryParam("status"), Currency: market.Currency(o.QueryParam("currency")), Category: market.SaleType(o.QueryParam("category")), Period: strings.TrimSpace(o.QueryParam("period")), Text: strings.TrimSpace(o.QueryParam("text"))}}
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

// closeStatement makes the month's statements of one seller, or of all who are certified, in
// one currency or in each.
func (o operator) closeStatement() error {
	f := readForm(o)
	period := f.month("period")
	back := localPath(f.text("return"), "/operator/statements")
	currencies := market.Currencies
	if only := f.text("currency"); only != "" {
		currencies = []market.Currency{market.Currency(only)}
	}
	if err := f.err(); err != nil {
		return o.statementQueue(f.status, f.Form)
	}
	if f.text("seller") != "" {
		id := formID[market.Seller](f, "seller")
		err := f.err()
		if err == nil {
			err = o.closeOne(id, period, currencies)
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
		switch err := o.closeOne(seller.ID, period, currencies); {
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

// closeOne makes one seller's statements of the month; it is refused where each of them is.
func (o operator) closeOne(seller market.SellerID, period market.Month, currencies []market.Currency) error {
	var refused error
	made := false
	for _, currency := range currencies {
		switch err := o.store.Seller(seller).CloseStatement(o.ctx(), period, currency); {
		case err == nil:
			made = true
		case isConflict(err):
			if refused == nil {
				refused = err
			}
		default:
			return err
		}
	}
	if made {
		return nil
	}
	return refused
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
		var missing []market.SettlementInvoiceID
		for _, text := range f.Values["missing"] {
			invoice, err := market.ParseID[market.SettlementInvoice](text)
			if err != nil {
				return market.NotFound
			}
			missing = append(missing, invoice)
		}
		return store.RejectStatement(o.ctx(), id, f.text("reason"), missing...)
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
	if page.Categories, err = store.StatementCategories(o.ctx()); err != nil {
		return err
	}
	if _, err = store.JoinedOverseas(o.ctx()); err != nil && !isNotFound(err) {
		return err
	}
	page.Abroad = err == nil
	return o.page(status, statements.Adjustments(form, page))
}

func (o operator) addAdjustment() error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	f := readForm(o)
	amount, currency := f.money("amount"), market.Currency(cmp.Or(f.text("currency"), string(market.CNY)))
	if err = f.err(); err == nil {
		err = store.AddAdjustment(o.ctx(), market.SaleType(cmp.Or(f.text("category"), string(market.SaleGeneral))), currency, amount, f.text("reason"))
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
	page := rates.Page{Today: market.DayOf(o.site.db.Now())}
	var err error
	if page.All, err = o.store.Rates(o.ctx()); err != nil {
		return err
	}
	if page.Regions, err = o.store.Regions(o.ctx()); err != nil {
		return err
	}
	return o.page(status, rates.List(form, page))
}

func (o operator) addRate() error {
	f := readForm(o)
	rate := market.Rate{Kind: market.RateKind(f.text("kind")), EffectiveOn: f.day("effective_on")}
	if f.required("ratio") != "" {
		rate.Ratio = read(f, "ratio", market.ReadPercent)
	}
	switch rate.Kind {
	case market.RateManagement:
	case market.RatePlatformFee, market.RateAbroadFee, market.RateJointFee, market.RateSelectFee, market.RateSelfFee:
		rate.AccessType = market.AccessType(f.text("access_type"))
	case market.RateAbroadTax, market.RateAbroadCustomer, market.RateAbroadWithholding, market.RateAbroadDigital:
		rate.Region = f.text("region")
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
