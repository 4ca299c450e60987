package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// supervisionOrders are a buyer's acts on the other kinds of delivery (transactions.md §10.1).
func (site *site) storefrontSupervisionRoutes(g *echo.Group) {
	g.POST("/orders/:number/identification", site.storefront(storefront.identifySupervision))
	g.GET("/orders/:number/drafts", site.storefront(storefront.draft))
	g.POST("/orders/:number/drafts", site.storefront(storefront.attachDraft))
	g.POST("/orders/:number/drafts/detach", site.storefront(storefront.detachDraft))
	g.POST("/orders/:number/receive", site.storefront(storefront.receiveSupervision))
	g.POST("/orders/:number/agree", site.storefront(storefront.agreeSupervision))
	g.GET("/orders/:number/deployment", site.storefront(storefront.deployment))
	g.POST("/orders/:number/deployment", site.storefront(storefront.launchSupervision))
	g.POST("/orders/:number/agency", site.storefront(storefront.delegateSupervision))
	g.POST("/orders/:number/security-group", site.storefront(storefront.secureSupervision))
	g.POST("/orders/:number/deployed", site.storefront(storefront.deploySupervision))
	g.POST("/orders/:number/address", site.storefront(storefront.readdressSupervision))
	g.POST("/orders/:number/unsubscribe", site.storefront(storefront.unsubscribeOrder))
	g.POST("/orders/:number/expiry", site.storefront(storefront.setInstance))
	g.POST("/orders/:number/courier", site.storefront(storefront.trackSupervision))
}

func (s storefront) identifySupervision() error {
	var asked struct {
		Kind string `json:"kind"`
		Code string `json:"code"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	return s.delivers(market.IdentifySupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.IdentifySupervision(s.ctx(), id, market.Identification{Kind: asked.Kind, Code: asked.Code})
	})
}

func (s storefront) receiveSupervision() error {
	return s.delivers(market.ReceiveSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.ReceiveSupervision(s.ctx(), id)
	})
}

// commented reads the optional comment of an act.
func (s storefront) commented() (string, error) {
	var asked struct {
		Comment string `json:"comment"`
	}
	err := s.read(&asked)
	return asked.Comment, err
}

func (s storefront) agreeSupervision() error {
	comment, err := s.commented()
	if err != nil {
		return err
	}
	return s.delivers(market.AgreeSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.AgreeSupervision(s.ctx(), id, comment)
	})
}

func (s storefront) deploySupervision() error {
	comment, err := s.commented()
	if err != nil {
		return err
	}
	return s.delivers(market.DeploySupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.DeploySupervision(s.ctx(), id, comment)
	})
}

func (s storefront) launchSupervision() error {
	var asked struct {
		Server   string `json:"server"`
		Network  string `json:"network"`
		Group    string `json:"security_group"`
		Password string `json:"password"` // for the resource orchestration; never kept
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	return s.delivers(market.LaunchSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.LaunchSupervision(s.ctx(), id, market.Launch{Server: asked.Server, Network: asked.Network, Group: asked.Group})
	})
}

// named reads the name of what is made for a deployment.
func (s storefront) named() (string, error) {
	var asked struct {
		Name string `json:"name"`
	}
	err := s.read(&asked)
	return asked.Name, err
}

func (s storefront) delegateSupervision() error {
	name, err := s.named()
	if err != nil {
		return err
	}
	return s.delivers(market.DelegateSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.DelegateSupervision(s.ctx(), id, name)
	})
}

func (s storefront) secureSupervision() error {
	name, err := s.named()
	if err != nil {
		return err
	}
	return s.delivers(market.SecureSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.SecureSupervision(s.ctx(), id, name)
	})
}

// deploymentAnswer is how an automatic deployment stands.
type deploymentAnswer struct {
	Number     string                  `json:"order"`
	Status     market.DeploymentStatus `json:"status"`
	Agency     string                  `json:"agency,omitempty"`
	Group      string                  `json:"security_group,omitempty"`
	Resources  string                  `json:"resources,omitempty"`
	LaunchedAt *time.Time              `json:"launched_at,omitempty"`
	RunsAt     *time.Time              `json:"runs_at,omitempty"`
}

func (s storefront) deployment() error {
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	flow, err := store.SupervisionOf(s.ctx(), order.ID)
	if err != nil {
		return err
	}
	logs, err := store.SupervisionLogs(s.ctx(), flow.ID)
	if err != nil {
		return err
	}
	d, err := market.DeploymentOf(flow.Flow.V, logs)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, deploymentAnswer{order.Number, d.Status, d.Agency, d.Group, d.Resources, d.LaunchedAt, d.RunsAt})
}

// addressAsk is where hardware goes, as a shop front sends it.
type addressAsk struct {
	Recipient string `json:"recipient"`
	Phone     string `json:"phone"`
	Place     string `json:"place"`
}

func (a *addressAsk) address() *market.Address {
	if a == nil {
		return nil
	}
	return &market.Address{Recipient: a.Recipient, Phone: a.Phone, Place: a.Place}
}

func (s storefront) readdressSupervision() error {
	var asked addressAsk
	if err := s.read(&asked); err != nil {
		return err
	}
	return s.delivers(market.ReaddressSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.ReaddressSupervision(s.ctx(), id, *asked.address())
	})
}

func (s storefront) trackSupervision() error {
	var asked struct {
		Tracking string    `json:"tracking"`
		Status   string    `json:"status"`
		At       time.Time `json:"at"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	return s.delivers(market.TrackSupervision, func(store *db.Seller, id market.SupervisionID) error {
		return store.TrackSupervision(s.ctx(), id, market.CourierNews{Tracking: asked.Tracking, State: market.CourierState(asked.Status), At: asked.At})
	})
}

// parcelAnswer is the shipment as its customer sees it.
type parcelAnswer struct {
	Recipient string     `json:"recipient"`
	Phone     string     `json:"phone"`
	Place     string     `json:"place"`
	Courier   string     `json:"courier,omitempty"`
	Tracking  string     `json:"tracking,omitempty"`
	Status    string     `json:"status,omitempty"`
	ShippedAt *time.Time `json:"shipped_at,omitempty"`
	SignedAt  *time.Time `json:"signed_at,omitempty"`
	AcceptsAt *time.Time `json:"accepts_at,omitempty"`

	unread bool // the courier's news cannot be read: nothing is accepted by itself
}

// handed fills in what the delivery of the order has brought so far: an authorization code
// once it is received, a shipment, where a draft is looked at.
func (s storefront) handed(store *db.Seller, order market.Order, flow market.Supervision, answer *supervisionAnswer) error {
	answer.Link, answer.Code, answer.Result = flow.Link, flow.Code, flow.Result
	licence, err := store.LicenceOf(s.ctx(), order.ID)
	switch {
	case err == nil && licence.Status != market.LicenceMade:
		answer.Licence = licence.Code
	case err != nil && !isNotFound(err):
		return err
	}
	if order.AccessType != market.AccessHardware {
		return nil // an address that came along ships nothing
	}
	parcel, err := store.Parcel(s.ctx(), order.ID)
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	answer.Parcel = &parcelAnswer{Recipient: parcel.Address.Recipient, Phone: parcel.Address.Phone, Place: parcel.Address.Place,
		Courier: parcel.Courier, Tracking: parcel.Tracking, Status: parcel.State, ShippedAt: parcel.ShippedAt, SignedAt: parcel.SignedAt, unread: parcel.Unread}
	if at, ever := parcel.AcceptedAt(settings.SignedDays); ever && flow.Node == market.NodeAccepting {
		answer.Parcel.AcceptsAt = &at
	}
	return nil
}

// unsubscribeOrder gives an order back without the seller's consent (transactions.md §4.2).
func (s storefront) unsubscribeOrder() error {
	var asked struct {
		Reason    string `json:"reason"`
		Elsewhere int    `json:"used_elsewhere"` // how often the account did so this year for other cloud services
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	return s.does(market.UnsubscribeOrder, func(store *db.Seller, order market.Order) error {
		return store.UnsubscribeOrder(s.ctx(), order.ID, asked.Reason, max(asked.Elsewhere, 0))
	})
}

// setInstance keeps what happens when the period of what runs ends (transactions.md §1.6).
func (s storefront) setInstance() error {
	var asked struct {
		Policy  string `json:"policy"`
		Periods int    `json:"periods"`
		Times   int    `json:"times"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	return s.does(market.SetInstance, func(store *db.Seller, order market.Order) error {
		return store.SetInstance(s.ctx(), order.ID, market.Expiry{Policy: market.ExpiryPolicy(asked.Policy), Periods: asked.Periods, Times: asked.Times})
	})
}
