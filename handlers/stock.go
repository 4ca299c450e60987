package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/stocks"
	"sellercenter/views/ui"
)

func (site *site) stockRoutes(e *echo.Echo) {
	g := e.Group("/stocks", sees(market.Stocks))
	g.GET("", site.seller(seller.stocks))
	g.GET("/:id", site.seller(seller.stock))
	g.POST("/:id/set", site.seller(seller.setStock))
}

func (s seller) stocks() error {
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	search := market.StockSearch{Text: strings.TrimSpace(s.QueryParam("text")), Level: s.QueryParam("level")}
	return show(s, stocks.Listing(s.ctx(), settings.StockWarning), func(ask market.Ask) (market.Page[market.StockRow], error) {
		return s.store.Stocks(s.ctx(), search, ask)
	})
}

func (s seller) stock() error { return s.showStock(http.StatusOK, ui.Form{}) }

func (s seller) showStock(status int, f ui.Form) error {
	id, err := pathID[market.Product](s, "id")
	if err != nil {
		return err
	}
	p := stocks.ShowPage{Ask: ask(s)}
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	p.Percent = settings.StockWarning
	if p.Stock, err = s.store.Stock(s.ctx(), id); err != nil {
		return err
	}
	product, err := s.store.Product(s.ctx(), id)
	if err != nil {
		return err
	}
	p.OnSale = product.Status == market.ProductOnSale
	if p.Changes, err = s.store.StockChanges(s.ctx(), id, p.Ask); err != nil {
		return err
	}
	return s.page(status, stocks.Show(f, p))
}

func (s seller) setStock() error {
	id, err := pathID[market.Product](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	change := f.number("change")
	if err = f.err(); err == nil {
		err = s.store.SetStocks(s.ctx(), []market.StockAsk{{ProductID: id, Change: int64(change), Note: f.text("note")}})
	}
	if f.refused(renamed(renamed(err, market.RowField("change", 0), "change"), market.RowField("note", 0), "note")) {
		return s.showStock(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/stocks/"+id.String(), market.SetStock)
}
