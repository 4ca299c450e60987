package main

import (
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/handlers"
	"sellercenter/internal/market"
)

// checklist says of each capability of catalogue.md §14, by its number, where it is: a page or a
// call by its path, an act by its word, a message to the seller's server by its name. What begins
// with a dash is not of this program, and why.
var checklist = map[int][]string{
	1: {"/sellers/apply"}, 2: {"/register", "seller.register"}, 3: {"seller.identify"}, 4: {"seller.apply", "seller.draft"},
	5: {"/certifications", "certification.start", "certification.verify"}, 6: {"certification.change"}, 7: {"agreement.sign"}, 8: {"/agreements"},
	9: {"agreement.publish", "agreement.tell"}, 10: {"seller.change", "seller.rename"}, 11: {"seller.letter"}, 12: {"key.reveal"}, 13: {"/keys", "key.issue"},
	14: {"group.edit", "team.assign"}, 15: {"seller.contact", "notice.deliver"}, 16: {"/"},
	17: {"asset.submit", "product.draft"}, 18: {"/operator/flows", "product.draft"}, 19: {"product.draft"}, 20: {"key.code", "updateLicenseCodeStatus"},
	21: {"/endpoints/debug", "product.submit"}, 22: {"seller.letter", "asset.submit"}, 23: {"product.draft", "quota.set"}, 24: {"product.draft", "/orders"},
	25: {"/products/new"}, 26: {"/reviews", "review.approve"}, 27: {"product.takedown"}, 28: {"product.edit"}, 29: {"joint.join", "joint.publish"},
	30: {"/products/:id/edit"}, 31: {"product.modify"}, 32: {"product.submit"}, 33: {"product.edit"}, 34: {"product.submit"}, 35: {"product.edit"},
	36: {"/supports", "support.add"}, 37: {"/products/:id"}, 38: {"/trials", "trial.add"}, 39: {"/limits", "limit.set"}, 40: {"quota.buy"},
	41: {"/resales", "resale.authorize", "task.apply"}, 42: {"/contracts", "/regions", "contract.join"}, 43: {"/receptions", "reception.set"},
	44: {"invoice.set"}, 45: {"/invoices", "invoice.issue"}, 46: {"invoice.cancel", "invoice.return"}, 47: {"/credentials", "credential.apply"},
	48: {"supervision.launch", "supervision.deploy"}, 49: {"/orders", "export.create"},
	50: {"newInstance", "queryInstance", "refreshInstance", "updateInstanceStatus", "releaseInstance", "upgradeInstance"},
	51: {"newInstance"}, 52: {"upgradeInstance"}, 53: {"/credentials"}, 54: {"/credentials"}, 55: {"/credentials"}, 56: {"/credentials"}, 57: {"/credentials"}, 58: {"/credentials"},
	59: {"refreshLicenseCode", "releaseLicenseCode"}, 60: {"newInstance", "refreshLicenseCode", "updateLicenseCodeStatus"},
	61: {"-the SDK is software of the seller's client"}, 62: {"key.create", "key.rotate"}, 63: {"/fulfilments"}, 64: {"key.issue"},
	65: {"order.query"}, 66: {"order.query"}, 67: {"endpoint.debug"}, 68: {"endpoint.plan", "endpoint.probe"}, 69: {"/fulfilments", "fulfilment.restart"},
	70: {"fulfilment.send", "fulfilment.exhaust"}, 71: {"product.breach"}, 72: {"quota.measure"},
	73: {"/orders", "/orders/:id"}, 74: {"/orders", "export.write"}, 75: {"/supervisions", "/supervisions/:id"}, 76: {"supervision.deliver", "supervision.activate"},
	77: {"supervision.accept"}, 78: {"/appeals", "appeal.file", "appeal.decide"}, 79: {"statement.close"}, 80: {"refund.request", "refund.approve"},
	81: {"order.unsubscribe"}, 82: {"/refunds", "refund.ship"}, 83: {"ticket.escalate", "seller.miss"}, 84: {"instance.set", "instance.renew"},
	85: {"invoice.request", "invoice.give_back"}, 86: {"/audits"}, 87: {"-departments are of the buyer's center"}, 88: {"/statements", "statement.send"},
	89: {"statement.pay", "statement.fail", "/operator/rates"}, 90: {"certification.verify", "statement.close"}, 91: {"partner.join", "partner.approve"}, 92: {"partner.draft"},
	93: {"/partners"}, 94: {"/partners"}, 95: {"/partners"}, 96: {"/partners", "partner.set"}, 97: {"-a provider invoices in the partner's center"}, 98: {"offer.propose"},
	99: {"/demands", "demand.accept", "demand.expire"}, 100: {"order.place"}, 101: {"/"},
}

// catalogue.md §14: every capability that the seeds name has its place here, or is said not to be
// of a seller's center.
func TestEveryCapabilityOfTheSeedsHasItsPlace(t *testing.T) {
	t.Parallel()
	router := handlers.New(nil, handlers.Options{Log: slog.New(slog.DiscardHandler), Development: true})
	paths := map[string]bool{}
	for _, route := range router.Routes() {
		paths[route.Path] = true
	}
	elsewhere := 0
	for n := 1; n <= 101; n++ {
		require.NotEmpty(t, checklist[n], "%d", n)
		for _, place := range checklist[n] {
			switch {
			case strings.HasPrefix(place, "-"):
				elsewhere++
			case strings.HasPrefix(place, "/"):
				require.True(t, paths[place], "%d: no page %s", n, place)
			case strings.Contains(place, "."):
				require.Contains(t, market.Acts(), market.Act(place), "%d", n)
			default:
				require.True(t, slices.Contains(market.Activities, market.Activity(place)) || slices.Contains(market.LicenceActivities, market.Activity(place)), "%d: no message %s", n, place)
			}
		}
	}
	require.Equal(t, 3, elsewhere, "of the client, of the buyer's center, of the partner's center")
	require.Len(t, checklist, 101)
}
