package handlers

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/statements"
	"sellercenter/views/transactions"
	"sellercenter/views/ui"
)

func (site *site) statementRoutes(e *echo.Echo) {
	g := e.Group("/statements", sees(market.Statements))
	g.GET("", site.seller(seller.statements))
	g.GET("/:id", site.seller(seller.statement))
	g.GET("/:id/lines.:format", site.seller(seller.exportStatement))
	g.POST("/:id/ask_fee", site.seller(seller.askFeeStatement))
	g.POST("/:id/add_invoice", site.seller(seller.addInvoiceStatement))
	g.POST("/:id/drop_invoice", site.seller(seller.dropInvoiceStatement))
	g.POST("/:id/submit_invoice", site.seller(seller.submitInvoiceStatement))

	t := e.Group("/transactions", sees(market.Transactions))
	t.GET("", site.seller(seller.transactions))

	o := e.Group("/operator/statements", sees(market.Statements))
	o.GET("", site.operator(operator.statements))
	o.POST("/close", site.operator(operator.closeStatement))
	o.GET("/:id", site.operator(operator.statement))
	o.POST("/:id/send", site.operator(operator.sendStatement))
	o.POST("/:id/countersign", site.operator(operator.countersignStatement))
	o.POST("/:id/fail_request", site.operator(operator.failRequestStatement))
	o.POST("/:id/pass_invoice", site.operator(operator.passInvoiceStatement))
	o.POST("/:id/refuse_invoice", site.operator(operator.refuseInvoiceStatement))
	o.POST("/:id/approve", site.operator(operator.approveStatement))
	o.POST("/:id/reject", site.operator(operator.rejectStatement))
	o.POST("/:id/restart", site.operator(operator.restartStatement))
	o.POST("/:id/pay", site.operator(operator.payStatement))
	o.POST("/:id/fail", site.operator(operator.failStatement))
	o.POST("/:id/issue_fee", site.operator(operator.issueFeeStatement))

	a := e.Group("/operator/adjustments", sees(market.Adjustments))
	a.GET("/:seller", site.operator(operator.adjustments))
	a.POST("/:seller/add", site.operator(operator.addAdjustment))

	r := e.Group("/operator/rates", sees(market.Rates))
	r.GET("", site.operator(operator.rates))
	r.POST("/add", site.operator(operator.addRate))
}

// statementRules are the choices that pages about statements explain.
func (site *site) statementRules(ctx context.Context) (rules statements.Rules, err error) {
	if rules.Settings, err = site.db.Settings(ctx); err != nil {
		return rules, err
	}
	if rules.Calendar, err = site.db.Calendar(ctx); err != nil {
		return rules, err
	}
	now := site.db.Now()
	rules.Today = market.DayOf(now)
	rules.Tiers, err = site.db.Tiers(ctx, now)
	return rules, err
}

func (s seller) statements() (err error) {
	var page statements.ListPage
	if page.Rules, err = s.site.statementRules(s.ctx()); err != nil {
		return err
	}
	if page.Forecast, err = s.store.SettlementForecast(s.ctx()); err != nil {
		return err
	}
	certification, err := s.store.Certification(s.ctx())
	if err != nil && !isNotFound(err) {
		return err
	}
	page.Certified = certification.Status == market.Certified
	search := market.StatementSearch{Status: s.QueryParam("status"), Category: market.SaleType(s.QueryParam("category"))}
	page.Category = search.Category
	return show(s, statements.Listing(s.ctx(), page), func(ask market.Ask) (market.Page[market.Statement], error) {
		return s.store.Statements(s.ctx(), search, ask)
	})
}

func (s seller) statement() error { return s.showStatement(ui.Form{}, http.StatusOK) }

func (s seller) showStatement(form ui.Form, status int) error {
	id, err := pathID[market.Statement](s, "id")
	if err != nil {
		return err
	}
	statement, err := s.store.Statement(s.ctx(), id)
	if err != nil {
		return err
	}
	page, err := s.site.statementPage(s, s.store, market.OperatorStatement{Statement: statement})
	if err != nil {
		return err
	}
	page.Form = form
	return s.page(status, statements.Show(page))
}

// linesShown is how many lines of a statement stand on a page.
const linesShown = 20

// statementPage gathers a statement and what of it the URL looks at: a tab, a page of lines,
// and with why the explanation of one order.
func (site *site) statementPage(c echo.Context, store *db.Seller, statement market.OperatorStatement) (page statements.ShowPage, err error) {
	ctx := c.Request().Context()
	page.Statement, page.Others = statement, c.QueryParam("tab") == "others"
	if page.Rules, err = site.statementRules(ctx); err != nil {
		return page, err
	}
	wanted := ask(c)
	wanted.Size = linesShown
	if page.Lines, err = store.StatementLines(ctx, statement.Statement, page.Others, wanted); err != nil {
		return page, err
	}
	if after, err := strconv.Atoi(c.QueryParam("absent")); err == nil {
		page.After = after
	}
	if page.Absences, err = store.Absences(ctx, statement.Statement, page.After); err != nil {
		return page, err
	}
	if statement.CarriedTo != nil {
		into, err := store.Statement(ctx, *statement.CarriedTo)
		if err != nil {
			return page, err
		}
		page.CarriedTo = &into
	}
	if statement.Category.PlatformInvoices() {
		if page.Ratios, err = store.StatementRatios(ctx, statement.ID); err != nil && !isNotFound(err) {
			return page, err
		}
		if statement.CountersignedAt != nil && statement.Status != market.StatementCarried {
			notice, err := store.InvoiceNotice(ctx, statement.ID)
			if err != nil {
				return page, err
			}
			page.Notice = &notice
		}
	}
	switch fee, err := store.FeeInvoice(ctx, statement.ID); {
	case err == nil:
		page.Fee = &fee
	case !isNotFound(err):
		return page, err
	}
	if number := c.QueryParam("why"); number != "" {
		number = strings.TrimSuffix(number, market.OrderLineSuffix)
		why, err := store.BillabilityOf(ctx, number, statement.Period)
		if err != nil {
			return page, err
		}
		page.Why = &why
	}
	return page, nil
}

// exportStatement writes a statement's lines as a file while they are read.
func (s seller) exportStatement() error {
	id, err := pathID[market.Statement](s, "id")
	if err != nil {
		return err
	}
	statement, err := s.store.Statement(s.ctx(), id)
	if err != nil {
		return err
	}
	return streamTable(s, i18n.T(s.ctx(), "statement.file", statement.Number), s.Param("format"), statements.LineHead(s.ctx(), statement),
		rowsOf(func(after string) (market.Page[market.LineRow], error) {
			return s.store.StatementFile(s.ctx(), id, after)
		}, statements.LineCells(statement)))
}

func transactionSearch(c echo.Context) market.TransactionSearch {
	q := c.QueryParams()
	return market.TransactionSearch{Refunds: q.Get("tab") == "refunds", Text: strings.TrimSuffix(strings.TrimSpace(q.Get("text")), market.OrderLineSuffix),
		Type: market.OrderType(q.Get("type")), Sale: market.SaleType(q.Get("sale")), Billing: market.Billing(q.Get("billing")), Repayment: market.RepaymentState(q.Get("repayment")),
		Supervision: market.SupervisionStatus(q.Get("supervision")), Period: strings.TrimSpace(q.Get("period")),
		From: dayIn(q, "paid_from", 0), Until: dayIn(q, "paid_until", 1)}
}

func (s seller) transactions() error {
	search := transactionSearch(s)
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	search.AsOf = settings.DetailsUntil(s.site.db.Now())
	return show(s, transactions.Listing(s.ctx(), search, settings), func(ask market.Ask) (market.Page[market.Transaction], error) {
		return s.store.Transactions(s.ctx(), search, ask)
	})
}

// isConflict reports an act that is not possible now.
func isConflict(err error) bool { return errors.Is(err, &market.Problem{Kind: market.KindConflict}) }
