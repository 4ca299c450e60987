package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/joints"
	"sellercenter/views/ui"
)

func (site *site) jointRoutes(e *echo.Echo) {
	g := e.Group("/joints", sees(market.Joints))
	g.GET("", site.seller(seller.joints))
	g.GET("/new", site.seller(seller.newJoint))
	g.POST("/join", site.seller(seller.joinJoint))
	g.POST("/add", site.seller(seller.addJoint))
	g.GET("/:id", site.seller(seller.joint))
	g.POST("/:id/edit", site.seller(seller.editJoint))
	g.POST("/:id/submit", site.seller(seller.submitJoint))
	g.POST("/:id/withdraw", site.seller(seller.withdrawJoint))
	g.POST("/:id/publish", site.seller(seller.publishJoint))
	o := e.Group("/operator/joints", sees(market.Joints))
	o.GET("", site.operator(operator.joints))
	o.GET("/:id", site.operator(operator.joint))
	o.POST("/:id/pass", site.operator(operator.passJoint))
	o.POST("/:id/refuse", site.operator(operator.refuseJoint))
}

func (s seller) joints() error {
	status := market.JointStatus(s.QueryParam("status"))
	plan, err := s.jointPlan()
	if err != nil {
		return err
	}
	return show(s, joints.Listing(s.ctx(), plan), func(ask market.Ask) (market.Page[market.Joint], error) {
		return s.store.Joints(s.ctx(), status, ask)
	})
}

// jointPlan is when the seller joined the joint plan; nil before.
func (s seller) jointPlan() (*time.Time, error) {
	at, err := s.store.JointPlan(s.ctx())
	if errors.Is(err, market.NotFound) {
		return nil, nil //nolint:nilnil // not joined is no fault
	}
	return &at, err
}

func (s seller) joinJoint() error {
	if err := s.store.JoinJoint(s.ctx()); err != nil {
		return s.site.failed(s, "/joints", err)
	}
	return s.done("/joints", market.JoinJoint)
}

func (s seller) newJoint() error {
	plan, err := s.jointPlan()
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, joints.New(ui.Form{}, plan))
}

func (s seller) addJoint() error {
	f := readForm(s)
	id, err := s.store.AddJoint(s.ctx(), f.line("name"), market.AccessType(f.text("access_type")))
	if f.refused(err) {
		plan, err := s.jointPlan()
		if err != nil {
			return err
		}
		return s.page(f.status, joints.New(f.Form, plan))
	}
	if err != nil {
		return err
	}
	return s.Redirect(http.StatusSeeOther, "/joints/"+id.String())
}

func (s seller) joint() error { return s.showJoint(http.StatusOK, ui.Form{}) }

func (s seller) showJoint(status int, f ui.Form) error {
	id, err := pathID[market.Joint](s, "id")
	if err != nil {
		return err
	}
	detail, err := s.store.Joint(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.page(status, joints.Detail(f, detail, s.actor().PublishesJoint()))
}

// typedJoint is what the form says, and the files that came along.
func (f *form) typedJoint() (content market.JointContent, files []db.Upload) {
	content = market.JointContent{Sanctions: f.checked("sanctions"), Security: f.checked("security"), Legal: f.checked("legal"), Pricing: f.checked("pricing"),
		Introduction: f.prose("introduction"), Companions: f.lines("companions")}
	for n := range market.MostContacts {
		row := strconv.Itoa(n)
		contact := market.Contact{Name: f.line("contact_name_" + row), Phone: f.line("contact_phone_" + row), Email: f.line("contact_email_" + row)}
		if contact != (market.Contact{}) {
			content.Contacts = append(content.Contacts, contact)
		}
	}
	for _, field := range []string{"quotation", "financials"} {
		for _, sent := range f.files(field) {
			files = append(files, db.Upload{Field: field, Name: sent.Name, Content: sent.Content})
		}
	}
	return content, files
}

// editJoint keeps what was typed; the other button also submits it.
func (s seller) editJoint() error {
	return s.onJoint(market.EditJoint, func(id market.JointID, f *form) error {
		content, files := f.typedJoint()
		if err := f.err(); err != nil {
			return err
		}
		return s.store.EditJoint(s.ctx(), id, f.line("name"), content, files)
	})
}

func (s seller) submitJoint() error {
	return s.onJoint(market.SubmitJoint, func(id market.JointID, _ *form) error { return s.store.SubmitJoint(s.ctx(), id) })
}

func (s seller) withdrawJoint() error {
	return s.onJoint(market.WithdrawJoint, func(id market.JointID, _ *form) error { return s.store.WithdrawJoint(s.ctx(), id) })
}

func (s seller) onJoint(act market.Act, do func(market.JointID, *form) error) error {
	id, err := pathID[market.Joint](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	err = do(id, f)
	if f.refused(err) {
		return s.showJoint(f.status, f.Form)
	}
	if err != nil {
		return s.site.failed(s, "/joints/"+id.String(), err)
	}
	return s.done("/joints/"+id.String(), act)
}

// publishJoint begins the listing of a passed certification.
func (s seller) publishJoint() error {
	id, err := pathID[market.Joint](s, "id")
	if err != nil {
		return err
	}
	product, err := s.store.PublishJoint(s.ctx(), id)
	if err != nil {
		return s.site.failed(s, "/joints/"+id.String(), err)
	}
	return s.Redirect(http.StatusSeeOther, "/products/"+product.String()+"/edit")
}

func (o operator) joints() error {
	status := market.JointStatus(o.QueryParam("status"))
	return showWhole(o, joints.Queue(o.ctx()), func(j market.OperatorJoint) bool { return status == "" || j.Status == status },
		func() ([]market.OperatorJoint, error) { return o.store.JointQueue(o.ctx()) })
}

func (o operator) joint() error { return o.showJoint(http.StatusOK, ui.Form{}) }

func (o operator) showJoint(status int, f ui.Form) error {
	store, id, err := o.jointOf()
	if err != nil {
		return err
	}
	detail, err := store.Joint(o.ctx(), id)
	if err != nil {
		return err
	}
	return o.page(status, joints.Decide(f, detail))
}

func (o operator) jointOf() (*db.Seller, market.JointID, error) {
	id, err := pathID[market.Joint](o, "id")
	if err != nil {
		return nil, id, err
	}
	owner, err := o.store.JointOwner(o.ctx(), id)
	return o.store.Seller(owner), id, err
}

func (o operator) passJoint() error {
	return o.decideJoint(market.PassJoint, func(store *db.Seller, id market.JointID, f *form) error {
		terms := market.ShareTerms{Model: f.text("share_model")}
		for field, into := range map[string]*market.Ratio{"share_ratio": &terms.Ratio, "floor": &terms.Floor} {
			if f.text(field) != "" {
				*into = read(f, field, market.ReadPercent)
			}
		}
		if err := f.err(); err != nil {
			return err
		}
		return store.PassJoint(o.ctx(), id, terms, f.prose("opinion"))
	})
}

func (o operator) refuseJoint() error {
	return o.decideJoint(market.RefuseJoint, func(store *db.Seller, id market.JointID, f *form) error {
		return store.RefuseJoint(o.ctx(), id, f.prose("opinion"))
	})
}

func (o operator) decideJoint(act market.Act, do func(*db.Seller, market.JointID, *form) error) error {
	store, id, err := o.jointOf()
	if err != nil {
		return err
	}
	f := readForm(o)
	err = do(store, id, f)
	if f.refused(err) {
		return o.showJoint(f.status, f.Form)
	}
	if err != nil {
		return o.site.failed(o, "/operator/joints/"+id.String(), err)
	}
	return o.done("/operator/joints/"+id.String(), act)
}
