package handlers

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/receivers"
	"sellercenter/views/ui"
)

func (site *site) receiverRoutes(e *echo.Echo) {
	g := e.Group("/receivers", sees(market.Receivers))
	g.GET("", site.seller(seller.receivers))
	g.GET("/add", site.seller(seller.newReceiver))
	g.GET("/:id", site.seller(seller.receiver))
	g.POST("/add", site.seller(seller.addReceiver))
	g.POST("/:id/edit", site.seller(seller.editReceiver))
	g.POST("/:id/send", site.seller(seller.sendReceiver))
	g.POST("/:id/verify", site.seller(seller.verifyReceiver))
	g.POST("/:id/remove", site.seller(seller.removeReceiver))
}

func (s seller) receivers() error {
	wanted := market.MessageType(s.QueryParam("type"))
	return showWhole(s, receivers.Listing(s.ctx(), s.site.db.Channels()), func(r market.MessageReceiver) bool {
		return wanted == "" || slices.Contains(r.Types.V, wanted)
	}, func() ([]market.MessageReceiver, error) { return s.store.Receivers(s.ctx()) })
}

func (s seller) newReceiver() error { return s.addsReceiver(http.StatusOK, ui.Form{}) }

func (s seller) addsReceiver(status int, f ui.Form) error {
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	return s.page(status, receivers.Add(receivers.Page{Form: f, House: settings.Quiet()}))
}

func (s seller) receiver() error { return s.showReceiver(http.StatusOK, "", ui.Form{}) }

// showReceiver shows the receiver; part is the form of the page that was refused.
func (s seller) showReceiver(status int, part string, f ui.Form) error {
	id, err := pathID[market.MessageReceiver](s, "id")
	if err != nil {
		return err
	}
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	page := receivers.Page{Form: f, Part: part, Channels: s.site.db.Channels(), House: settings.Quiet()}
	if page.Receiver, err = s.store.Receiver(s.ctx(), id); err != nil {
		return err
	}
	return s.page(status, receivers.Detail(page))
}

// receiver reads a receiver as typed.
func (f *form) receiver() market.ReceiverForm {
	r := market.ReceiverForm{Name: f.text("name"), Mobile: f.text("mobile"), Email: f.text("email"), Language: f.text("language"),
		ByMail: f.checked("by_mail"), BySMS: f.checked("by_sms"), Version: f.number("version"), Quiet: f.quiet()}
	for _, text := range f.Values["types"] {
		r.Types = append(r.Types, market.MessageType(text))
	}
	return r
}

func (s seller) addReceiver() error {
	f := readForm(s)
	id, err := s.store.AddReceiver(s.ctx(), f.receiver())
	if f.refused(err) {
		return s.addsReceiver(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/receivers/"+id.String(), market.AddReceiver)
}

func (s seller) editReceiver() error {
	return s.onReceiver(market.EditReceiver, func(f *form, id market.ReceiverID) error {
		return s.store.EditReceiver(s.ctx(), id, f.receiver())
	})
}

func (s seller) sendReceiver() error {
	return s.onReceiver(market.SendReceiver, func(f *form, id market.ReceiverID) error {
		return s.store.SendReceiver(s.ctx(), id, market.Channel(f.text("channel")))
	})
}

func (s seller) verifyReceiver() error {
	return s.onReceiver(market.VerifyReceiver, func(f *form, id market.ReceiverID) error {
		return s.store.VerifyReceiver(s.ctx(), id, f.text("code"))
	})
}

// onReceiver does one of the forms of a receiver's page.
func (s seller) onReceiver(act market.Act, do func(*form, market.ReceiverID) error) error {
	f := readForm(s)
	id, err := pathID[market.MessageReceiver](s, "id")
	if err != nil {
		return err
	}
	if err = do(f, id); f.refused(err) {
		return s.showReceiver(f.status, act.Verb(), f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/receivers/"+id.String(), act)
}

func (s seller) removeReceiver() error {
	id, err := pathID[market.MessageReceiver](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.RemoveReceiver(s.ctx(), id); err != nil {
		return err
	}
	return s.done("/receivers", market.RemoveReceiver)
}
