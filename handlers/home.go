package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/homes"
	"sellercenter/views/ui"
)

func (site *site) homeRoutes(e *echo.Echo) {
	e.GET("/", site.seller(seller.home), sees(market.Homes))
	e.GET("/operator", site.operator(operator.home), sees(market.Homes))
	if site.options.Development {
		e.GET("/gallery", site.gallery)
	}
}

// home reads the parts of the overview that the member may see.
func (s seller) home() (err error) {
	now := s.site.db.Now()
	today := market.DayOf(now)
	o := homes.Overview{Now: now, Range: market.ReadRange(s.QueryParam("range"))}
	if o.Calendar, err = s.site.db.Calendar(s.ctx()); err != nil {
		return err
	}
	onboarding, err := s.store.Onboarding(s.ctx())
	if err != nil {
		return err
	}
	if !onboarding.Complete() {
		o.Steps = onboarding.Steps()
	}
	tiles, err := s.store.DueTiles(s.ctx())
	if err != nil {
		return err
	}
	o.Tiles = &tiles
	if s.actor().Sees(market.Stalls) {
		if o.Stalls, err = s.store.StallCounts(s.ctx()); err != nil {
			return err
		}
	}
	if s.actor().Sees(market.Orders) {
		sales, err := s.store.Sales(s.ctx(), o.Range.From(today))
		if err != nil {
			return err
		}
		o.Sales, o.Fresh = &sales, sales.Orders == 0 && sales.OrdersBefore == 0
	}
	if s.actor().Sees(market.Supervisions) {
		if err := s.supervisionPanel(&o); err != nil {
			return err
		}
	}
	if s.actor().Sees(market.Fulfilments) {
		health, err := s.store.FulfilmentHealth(s.ctx(), market.RangeThree.From(today))
		if err != nil {
			return err
		}
		o.Health = &health
	}
	if s.actor().Sees(market.Statements) {
		if o.Forecast, err = s.store.Forecast(s.ctx()); err != nil {
			return err
		}
		o.Adding = o.Forecast == nil
	}
	return s.page(http.StatusOK, homes.Seller(o))
}

func (s seller) supervisionPanel(o *homes.Overview) error {
	counts, err := s.store.SupervisionHeat(s.ctx())
	if err != nil {
		return err
	}
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	o.Heat = &homes.Heat{Counts: counts, Flow: market.StandardFlow(settings)}
	if !s.actor().May(market.ConfirmSupervision) {
		return nil
	}
	urgent, err := s.store.UrgentSupervision(s.ctx())
	if isNotFound(err) {
		return nil
	}
	o.Urgent = "/supervisions/" + urgent.String()
	return err
}

// home shows what waits for the staff and how the marketplace goes.
func (o operator) home() (err error) {
	now := o.site.db.Now()
	d := homes.Desk{Now: now, Range: market.ReadRange(o.QueryParam("range"))}
	if d.Due, err = o.store.Due(o.ctx()); err != nil {
		return err
	}
	if o.actor().Sees(market.Orders) {
		sales, err := o.store.Sales(o.ctx(), d.Range.From(market.DayOf(now)))
		if err != nil {
			return err
		}
		d.Sales = &sales
	}
	if d.Troubles, err = o.store.Troubles(o.ctx()); err != nil {
		return err
	}
	return o.page(http.StatusOK, homes.Operator(d))
}

// gallery shows every part in every state, for whoever builds pages.
func (site *site) gallery(c echo.Context) error {
	frame, err := site.frame(c, doorOf(c))
	if err != nil {
		return err
	}
	return send(c, ui.WithFrame(c.Request().Context(), frame), http.StatusOK, ui.Gallery())
}
