package handlers

import (
	"net/http"

	"sellercenter/internal/market"
	"sellercenter/views/notices"
	"sellercenter/views/ui"
)

// notices are the messages to the operator's person.
func (o operator) notices() error {
	search := market.NoticeSearch{Unread: o.QueryParam("unread") != ""}
	unread, err := o.store.Unread(o.ctx())
	if err != nil {
		return err
	}
	return show(o, notices.DeskListing(o.ctx(), unread), func(ask market.Ask) (market.Page[market.Notice], error) {
		return o.store.Notices(o.ctx(), search, ask)
	})
}

// readNotice marks the message as read and leads to what it is about.
func (o operator) readNotice() error {
	id, err := pathID[market.Notice](o, "id")
	if err != nil {
		return err
	}
	link, err := o.store.ReadNotice(o.ctx(), id)
	if err != nil {
		return err
	}
	return o.Redirect(http.StatusSeeOther, localPath(link, "/operator/notices"))
}

func (o operator) readNotices() error {
	return readNotices(o, func(ids []market.NoticeID) error { return o.store.ReadNotices(o.ctx(), ids) })
}

func (o operator) noticeReceivers() error { return o.showNoticeReceivers(ui.Form{}, http.StatusOK) }

func (o operator) showNoticeReceivers(f ui.Form, status int) error {
	people, err := o.store.DeskPeople(o.ctx())
	if err != nil {
		return err
	}
	return o.page(status, notices.DeskReceivers(f, people))
}

// routeNotice chooses who of the operator's people gets which kinds.
func (o operator) routeNotice() error {
	f := readForm(o)
	var routes []market.DeskRoute
	for _, kind := range market.DeskKinds {
		ids, err := idsOf[market.Person](f.Values[notices.PeopleOf(kind)])
		if err != nil {
			return err
		}
		routes = append(routes, market.DeskRoute{Kind: kind, People: ids})
	}
	err := o.store.RouteNotice(o.ctx(), routes)
	if f.refused(err) {
		return o.showNoticeReceivers(f.Form, f.status)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/notices/receivers", market.RouteNotice)
}
