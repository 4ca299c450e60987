package market

// The questions that the trace service records too (transactions.md §8): a buyer's about
// orders, resources, deliveries, offers, reviews, favorites,
// reports and agreements, and a member's fetching of a file. Only their
// asking is kept, never the answer.
var (
	QueryOrders       = act("order.query_list", Buyer)
	QueryOrder        = act("order.query", Buyer)
	QueryInstances    = act("instance.query_list", Buyer)
	QueryInstance     = act("instance.query", Buyer)
	QueryLogin        = act("instance.query_login", Buyer) // the account and password of what runs
	QueryDelivery     = act("supervision.query", Buyer)
	QueryDeployment   = act("supervision.query_stack", Buyer)
	QueryOffers       = act("offer.query_list", Buyer)
	QueryOffer        = act("offer.query", Buyer)
	QueryComments     = act("comment.query", Buyer)
	QueryFavorites    = act("favorite.query", Buyer)
	QuerySignatures   = act("agreement.query_list", Buyer) // the agreements that it signed with its orders
	QuerySignature    = act("agreement.query", Buyer)
	QuerySubscription = act("subscription.query", Buyer)
	QueryExport       = act("export.query", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)
)
