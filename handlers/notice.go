package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/notices"
)

func (site *site) noticeRoutes(e *echo.Echo) {
	g := e.Group("/notices", sees(market.Notices))
	g.GET("", site.seller(seller.notices))
	g.GET("/sent", site.seller(seller.deliveries))
	g.POST("/read", site.seller(seller.readNotices))
	g.POST("/:id/read", site.seller(seller.readNotice))

	o := e.Group("/operator/notices", sees(market.Notices))
	o.GET("", site.operator(operator.notices))
	o.GET("/receivers", site.operator(operator.noticeReceivers))
	o.POST("/read", site.operator(operator.readNotices))
	o.POST("/route", site.operator(operator.routeNotice))
	o.POST("/:id/read", site.operator(operator.readNotice))
}

func (s seller) notices() error {
	search := market.NoticeSearch{Unread: s.QueryParam("unread") != "", Type: market.MessageType(s.QueryParam("type"))}
	unread, err := s.store.Unread(s.ctx())
	if err != nil {
		return err
	}
	return show(s, notices.Listing(s.ctx(), unread), func(ask market.Ask) (market.Page[market.Notice], error) {
		return s.store.Notices(s.ctx(), search, ask)
	})
}

func (s seller) deliveries() error {
	search := market.DeliverySearch{Status: market.DeliveryStatus(s.QueryParam("status")), Channel: market.Channel(s.QueryParam("channel"))}
	return show(s, notices.Sent(s.ctx(), s.site.db.Channels()), func(ask market.Ask) (market.Page[market.Delivered], error) {
		return s.store.Deliveries(s.ctx(), search, ask)
	})
}

// readNotice marks the message as read and leads to what it is about.
func (s seller) readNotice() error {
	id, err := pathID[market.Notice](s, "id")
	if err != nil {
		return err
	}
	link, err := s.store.ReadNotice(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.Redirect(http.StatusSeeOther, localPath(link, "/notices"))
}

// readNotices marks the selected messages as read; every one when none was selected in a list.
func (s seller) readNotices() error {
	return readNotices(s, func(ids []market.NoticeID) error { return s.store.ReadNotices(s.ctx(), ids) })
}

func readNotices(d door, read func([]market.NoticeID) error) error {
	f := readForm(d)
	if !f.checked("act") {
		if err := read(nil); err != nil {
			return err
		}
		return d.flash(d.doored("/notices"), market.Because("flash.done", market.Word(market.ReadNotice)))
	}
	back, chosen, err := chosenIn(d, f)
	if err == nil && len(chosen) == 0 {
		err = market.Conflict("task.none_chosen")
	}
	if err != nil {
		return d.open().failed(d, back, err)
	}
	texts := make([]string, len(chosen))
	for i, one := range chosen {
		texts[i] = one.ID
	}
	ids, err := idsOf[market.Notice](texts)
	if err == nil {
		err = read(ids)
	}
	if err != nil {
		return err
	}
	return d.flash(back, market.Because("flash.done", market.Word(market.ReadNotice)))
}
