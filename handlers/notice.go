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
}

func (s seller) notices() error {
	search := market.NoticeSearch{Unread: s.QueryParam("unread") != "", Type: market.MessageType(s.QueryParam("type"))}
	page, err := s.store.Notices(s.ctx(), search, ask(s))
	if err != nil {
		return err
	}
	unread, err := s.store.Unread(s.ctx())
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, notices.List(page, unread, ask(s)))
}

func (s seller) deliveries() error {
	search := market.DeliverySearch{Status: market.DeliveryStatus(s.QueryParam("status")), Channel: market.Channel(s.QueryParam("channel"))}
	page, err := s.store.Deliveries(s.ctx(), search, ask(s))
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, notices.Sent(page, ask(s), s.site.db.Channels()))
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

func (s seller) readNotices() error {
	if err := s.store.ReadNotices(s.ctx()); err != nil {
		return err
	}
	return s.done("/notices", market.ReadNotice)
}
