package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/ui"
	"sellercenter/views/usages"
)

func (site *site) usageRoutes(e *echo.Echo) {
	g := e.Group("/usages", sees(market.Usages))
	g.GET("", site.seller(seller.usages))
	g.GET("/bills", site.seller(seller.usageBills))
	g.GET("/bills/:id", site.seller(seller.usageBill))
	g.GET("/:id", site.seller(seller.usage))
	g.POST("/:id/repeat", site.seller(seller.repeatUsage))
	e.Group("/operator/usages", sees(market.Usages)).GET("", site.operator(operator.usages))
}

func usageSearch(q url.Values) market.UsageSearch {
	return market.UsageSearch{Status: market.UsageStatus(q.Get("status")), Code: market.UsageCode(q.Get("code")), Text: strings.TrimSpace(q.Get("text")),
		Product: strings.TrimSpace(q.Get("product")), From: dayOf(q, "begin_from"), Until: dayOf(q, "begin_until")}
}

// dayOf is a day of the address; what is none is no bound.
func dayOf(q url.Values, name string) *market.Day {
	day, err := market.ReadDay(q.Get(name))
	if err != nil {
		return nil
	}
	return &day
}

func (s seller) usages() error {
	search := usageSearch(s.QueryParams())
	if order, err := market.ParseID[market.Order](s.QueryParam("order")); err == nil {
		search.Order = &order
	}
	waiting, err := s.store.UsageWaiting(s.ctx())
	if err != nil {
		return err
	}
	return show(s, usages.Listing(s.ctx(), waiting, false), func(ask market.Ask) (market.Page[market.UsageRow], error) {
		return s.store.Usages(s.ctx(), search, ask)
	})
}

func (o operator) usages() error {
	search := usageSearch(o.QueryParams())
	return show(o, usages.Listing(o.ctx(), 0, true), func(ask market.Ask) (market.Page[market.UsageRow], error) {
		return o.store.Usages(o.ctx(), search, ask)
	})
}

func (s seller) usage() error { return s.showUsage(http.StatusOK, ui.Form{}) }

func (s seller) showUsage(status int, f ui.Form) error {
	id, err := pathID[market.UsageRecord](s, "id")
	if err != nil {
		return err
	}
	detail, err := s.store.Usage(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.page(status, usages.Show(f, detail))
}

// repeatUsage reports a record again that failed (transactions.md §5.2).
func (s seller) repeatUsage() error {
	f := readForm(s)
	id, err := pathID[market.UsageRecord](s, "id")
	if err != nil {
		return err
	}
	err = s.store.RepeatUsage(s.ctx(), id, market.UsageSent{InstanceID: f.text("instance_id"), RecordTime: f.text("record_time"), BeginTime: f.text("begin_time"),
		EndTime: f.text("end_time"), Value: market.UsageValue(f.text("usage_value")), Serial: f.text("metering_sn"), Package: f.text("relate_pkg_instance")})
	if f.refused(err) {
		return s.showUsage(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/usages", market.RepeatUsage)
}

func (s seller) usageBills() error {
	q := s.QueryParams()
	search := market.UsageBillSearch{Status: market.UsageBillStatus(q.Get("status")), Text: strings.TrimSpace(q.Get("text")),
		From: dayOf(q, "begin_from"), Until: dayOf(q, "begin_until")}
	if order, err := market.ParseID[market.Order](q.Get("order")); err == nil {
		search.Order = &order
	}
	if statement, err := market.ParseID[market.Statement](q.Get("statement")); err == nil {
		search.Statement = &statement
	}
	if product, err := market.ParseID[market.Product](q.Get("product")); err == nil {
		search.Product = &product
	}
	return show(s, usages.Bills(s.ctx()), func(ask market.Ask) (market.Page[market.UsageBillRow], error) {
		return s.store.UsageBills(s.ctx(), search, ask)
	})
}

func (s seller) usageBill() error {
	id, err := pathID[market.UsageBill](s, "id")
	if err != nil {
		return err
	}
	detail, err := s.store.UsageBill(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, usages.ShowBill(detail))
}
