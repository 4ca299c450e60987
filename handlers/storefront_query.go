package handlers

import (
	"net/http"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// queries are the buyers' questions that are recorded (transactions.md §8), by their address.
// Those about one thing are recorded once that is found, so that nobody's guess is.
var queries = map[string]market.Act{
	storefrontPath + "/orders/:number":            market.QueryOrder,
	storefrontPath + "/orders/:number/service":    market.QueryInstance,
	storefrontPath + "/orders/:number/progress":   market.QueryDelivery,
	storefrontPath + "/orders/:number/deployment": market.QueryDeployment,
	storefrontPath + "/private-offers/:number":    market.QueryOffer,
	storefrontPath + "/orders/:number/agreement":  market.QuerySignature,
}

// queriedLists are the same for what a customer has at all sellers.
var queriedLists = map[string]market.Act{
	storefrontPath + "/orders":         market.QueryOrders,
	storefrontPath + "/services":       market.QueryInstances,
	storefrontPath + "/private-offers": market.QueryOffers,
	storefrontPath + "/comments":       market.QueryComments,
	storefrontPath + "/favorites":      market.QueryFavorites,
	storefrontPath + "/agreements":     market.QuerySignatures,
}

// asked records the question that the request is, about what is known by that number.
func (s storefront) asked(store *db.Seller, number string) error {
	act, recorded := queries[s.Path()]
	if !recorded || s.Request().Method != http.MethodGet {
		return nil
	}
	return store.Asked(s.ctx(), act, number, number)
}

func (s storefront) askedForList() error {
	act, recorded := queriedLists[s.Path()]
	if !recorded || s.Request().Method != http.MethodGet {
		return nil
	}
	return s.buyer(market.Platform, s.customer).Asked(s.ctx(), act, s.customer, "")
}
