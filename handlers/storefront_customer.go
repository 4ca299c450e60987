package handlers

import (
	"net/http"
	"time"

	"sellercenter/internal/market"
)

// closeCustomer releases everything that the customer has, of every seller: its account with
// the marketplace is closed (catalogue.md §0.4). What is released already is left alone, so
// that asking again does no harm.
func (s storefront) closeCustomer() error {
	buyer := s.site.db.Storefront(market.Actor{Customer: s.customer, Roles: []market.Role{market.Buyer}, From: s.from})
	sellers, err := buyer.Sellers(s.ctx())
	if err != nil {
		return err
	}
	for _, seller := range sellers {
		if err := buyer.Seller(seller).ClearInstance(s.ctx(), s.customer); err != nil && !isNotFound(err) {
			return err
		}
	}
	return s.JSON(http.StatusOK, struct {
		Sellers int       `json:"sellers"`
		At      time.Time `json:"at"`
	}{len(sellers), s.site.db.Now()})
}
