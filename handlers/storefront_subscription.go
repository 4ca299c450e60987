package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// storefrontSubscriptionRoutes are the reports that customers subscribe to and the agreements
// that they signed with their orders (transactions.md §8).
func (site *site) storefrontSubscriptionRoutes(g *echo.Group) {
	g.GET("/subscriptions", site.storefront(storefront.subscriptions))
	g.GET("/subscriptions/:number", site.storefront(storefront.subscription))
	g.POST("/subscriptions/:number/add", site.storefront(storefront.addSubscription))
	g.POST("/subscriptions/:number/end", site.storefront(storefront.endSubscription))
	g.GET("/agreements", site.storefront(storefront.signatures))
	g.GET("/orders/:number/agreement", site.storefront(storefront.signature))
}

// reportAnswer is what a customer is told of a product that it subscribed to.
type reportAnswer struct {
	goodsRow
	AddedAt   time.Time  `json:"added_at"`
	Changes   int        `json:"changes"`
	ChangedAt *time.Time `json:"changed_at,omitempty"`
}

func reportSaid(r market.ProductReport) reportAnswer {
	row := goodsSaid(r.Goods, "")
	row.FromPrice, row.FromPeriod, row.TrialDays = r.FromPrice, r.FromPeriod, r.TrialDays
	return reportAnswer{row, r.AddedAt, r.Changes, r.ChangedAt}
}

func (s storefront) subscriptions() error {
	found, err := s.front("").Subscriptions(s.ctx(), ask(s))
	if err != nil {
		return err
	}
	answer := struct {
		Subscriptions []reportAnswer `json:"subscriptions"`
		Next          string         `json:"next,omitempty"`
		Previous      string         `json:"previous,omitempty"`
	}{Subscriptions: []reportAnswer{}, Next: found.Next, Previous: found.Previous}
	for _, row := range found.Rows {
		answer.Subscriptions = append(answer.Subscriptions, reportSaid(row))
	}
	return s.JSON(http.StatusOK, answer)
}

func (s storefront) subscription() error {
	report, err := s.front("").Subscription(s.ctx(), s.Param("number"))
	if err != nil {
		return err
	}
	store := s.buyer(report.SellerID, s.customer)
	if err := store.Asked(s.ctx(), market.QuerySubscription, report.Number, report.Number); err != nil {
		return err
	}
	score, err := store.CommentScore(s.ctx(), &report.ID)
	if err != nil {
		return err
	}
	answer := struct {
		reportAnswer
		Average string `json:"average,omitempty"`
		Count   int    `json:"count"` // of reviews
	}{reportAnswer: reportSaid(report), Count: score.All()}
	if answer.Count > 0 {
		answer.Average = score.Average()
	}
	return s.JSON(http.StatusOK, answer)
}

// addSubscription subscribes to what is on sale; what is not, nobody finds.
func (s storefront) addSubscription() error {
	goods, err := s.front("").GoodsNumbered(s.ctx(), s.Param("number"), "")
	if err != nil {
		return err
	}
	return s.onProduct(market.AddSubscription, goods.SellerID, func(store *db.Seller) error { return store.AddSubscription(s.ctx(), goods.ID) })
}

func (s storefront) endSubscription() error {
	seller, subject, err := s.front("").Find(s.ctx(), "product", s.Param("number"))
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Product](subject)
	if err != nil {
		return err
	}
	return s.onProduct(market.EndSubscription, seller, func(store *db.Seller) error { return store.EndSubscription(s.ctx(), id) })
}

// onProduct does one act on the product of the path and answers with its receipt.
func (s storefront) onProduct(act market.Act, seller market.SellerID, do func(*db.Seller) error) error {
	receipt, err := s.once(s.buyer(seller, s.customer), do)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, doneAnswer{s.Param("number"), act, receipt.At})
}

// signatureAnswer is a service agreement that the customer signed with its order.
type signatureAnswer struct {
	Order       string    `json:"order"`
	Product     string    `json:"product"`
	ProductName string    `json:"product_name"`
	Version     int       `json:"version"`
	Seller      string    `json:"seller"`
	CompanyName string    `json:"company_name"`
	SignedBy    string    `json:"signed_by"`
	SignedAt    time.Time `json:"signed_at"`
	Text        string    `json:"text,omitempty"`
}

func signatureSaid(a market.OrderAgreement) signatureAnswer {
	return signatureAnswer{a.Number, a.ProductNumber, a.ProductName, a.Version, a.SellerNumber, a.CompanyName, a.SignedBy, a.SignedAt, a.Text}
}

func (s storefront) signatures() error {
	found, err := s.front("").Signatures(s.ctx(), ask(s))
	if err != nil {
		return err
	}
	answer := struct {
		Agreements []signatureAnswer `json:"agreements"`
		Next       string            `json:"next,omitempty"`
		Previous   string            `json:"previous,omitempty"`
	}{Agreements: []signatureAnswer{}, Next: found.Next, Previous: found.Previous}
	for _, row := range found.Rows {
		answer.Agreements = append(answer.Agreements, signatureSaid(row))
	}
	return s.JSON(http.StatusOK, answer)
}

func (s storefront) signature() error {
	store, order, err := s.counter()
	if err != nil {
		return err
	}
	signed, err := store.SignatureOf(s.ctx(), order.ID)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, signatureSaid(signed))
}
