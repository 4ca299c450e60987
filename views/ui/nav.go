package ui

import (
	"context"
	"slices"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Item is one page of the navigation; it is worded nav.Key and shown to who Sees its Area.
type Item struct {
	Key  string
	Path string
	Area market.Area // empty: everybody signed in
}

// Group is a business group of pages. A group with a Path is itself a page.
type Group struct {
	Key   string
	Icon  string
	Path  string
	Items []Item
}

// navigation is what each door offers, in the order of the business.
var navigation = map[string][]Group{
	SellerDoor: {
		{Key: "overview", Icon: "overview", Path: "/"},
		{Key: "seller", Icon: "store", Items: []Item{
			{"sellers", "/sellers", "seller"},
			{"stores", "/stores", "store"},
			{"certifications", "/certifications", "certification"},
			{"agreements", "/agreements", "agreement"},
			{"contracts", "/contracts", "contract"},
			{"teams", "/teams", "team"},
			{"groups", "/groups", "group"},
			{"receivers", "/receivers", "receiver"},
			{"standings", "/standings", "standing"},
			{"sanctions", "/sanctions", "sanction"},
			{"audits", "/audits", "audit"},
		}},
		{Key: "product", Icon: "box", Items: []Item{
			{"products", "/products", "product"},
			{"reviews", "/reviews", "review"},
			{"drafts", "/drafts", "product"},
			{"assets", "/assets", "asset"},
			{"specs", "/specs", "spec"},
			{"upgrades", "/upgrades", "upgrade"},
			{"attributes", "/attributes", "attribute"},
			{"joints", "/joints", "joint"},
			{"plans", "/plans", "plan"},
			{"questions", "/questions", "question"},
		}},
		{Key: "configuration", Icon: "sliders", Items: []Item{
			{"audiences", "/audiences", "audience"},
			{"limits", "/limits", "limit"},
			{"trials", "/trials", "trial"},
			{"stocks", "/stocks", "stock"},
			{"credits", "/credits", "credit"},
			{"regions", "/regions", "region"},
		}},
		{Key: "trade", Icon: "cart", Items: []Item{
			{"orders", "/orders", "order"},
			{"stalls", "/stalls", "stall"},
			{"quotas", "/quotas", "quota"},
			{"usages", "/usages", "usage"},
			{"usage_bills", "/usages/bills", "usage"},
			{"refunds", "/refunds", "refund"},
			{"invoices", "/invoices", "invoice"},
			{"comments", "/comments", "comment"},
			{"sandboxes", "/sandboxes", "sandbox"},
		}},
		{Key: "delivery", Icon: "truck", Items: []Item{
			{"supervisions", "/supervisions", "supervision"},
			{"appeals", "/appeals", "appeal"},
			{"bundles", "/bundles", "bundle"},
			{"couriers", "/couriers", "courier"},
		}},
		{Key: "sales", Icon: "bag", Items: []Item{
			{"offers", "/offers", "offer"},
			{"coupons", "/coupons", "coupon"},
			{"demands", "/demands", "demand"},
			{"resales", "/resales", "resale"},
			{"partners", "/partners", "partner"},
			{"spotlights", "/spotlights", "spotlight"},
		}},
		{Key: "settlement", Icon: "card", Items: []Item{
			{"statements", "/statements", "statement"},
			{"transactions", "/transactions", "transaction"},
			{"deposits", "/deposits", "deposit"},
		}},
		{Key: "integration", Icon: "plug", Items: []Item{
			{"debug", "/endpoints/debug", "endpoint"},
			{"endpoints", "/endpoints", "endpoint"},
			{"keys", "/keys", "key"},
			{"credentials", "/credentials", "credential"},
			{"fulfilments", "/fulfilments", "fulfilment"},
			{"hooks", "/hooks", "hook"},
			{"scans", "/scans", "scan"},
		}},
		{Key: "service", Icon: "headset", Items: []Item{
			{"tickets", "/tickets", "ticket"},
			{"receptions", "/receptions", "reception"},
			{"supports", "/supports", "support"},
		}},
		{Key: "analytics", Icon: "chart"},
	},
	OperatorDoor: {
		{Key: "overview", Icon: "overview", Path: "/operator"},
		{Key: "operator_people", Icon: "store", Items: []Item{
			{"operator_sellers", "/operator/sellers", "seller"},
			{"operator_certifications", "/operator/certifications", "certification"},
			{"operator_agreements", "/operator/agreements", "agreement"},
			{"operator_contracts", "/operator/contracts", "contract"},
			{"operator_extensions", "/operator/extensions", "extension"},
			{"operator_standings", "/operator/standings", "standing"},
			{"operator_sanctions", "/operator/sanctions", "sanction"},
		}},
		{Key: "operator_review", Icon: "box", Items: []Item{
			{"operator_reviews", "/operator/reviews", "review"},
			{"operator_limits", "/operator/limits", "limit"},
			{"operator_audiences", "/operator/audiences", "audience"},
			{"operator_joints", "/operator/joints", "joint"},
			{"operator_parameters", "/operator/parameters", "parameter"},
			{"operator_questions", "/operator/questions", "question"},
		}},
		{Key: "operator_trade", Icon: "truck", Items: []Item{
			{"operator_orders", "/operator/orders", "order"},
			{"operator_stalls", "/operator/stalls", "stall"},
			{"operator_supervisions", "/operator/supervisions", "supervision"},
			{"operator_appeals", "/operator/appeals", "appeal"},
			{"operator_bundles", "/operator/bundles", "bundle"},
			{"operator_refunds", "/operator/refunds", "refund"},
			{"operator_tickets", "/operator/tickets", "ticket"},
			{"operator_comments", "/operator/comments", "comment"},
			{"operator_endpoints", "/operator/endpoints", "endpoint"},
			{"operator_usages", "/operator/usages", "usage"},
		}},
		{Key: "operator_sales", Icon: "bag", Items: []Item{
			{"operator_demands", "/operator/demands", "demand"},
			{"operator_partners", "/operator/partners", "partner"},
		}},
		{Key: "operator_settlement", Icon: "card", Items: []Item{
			{"operator_statements", "/operator/statements", "statement"},
			{"operator_rates", "/operator/rates", "rate"},
			{"operator_repayments", "/operator/repayments", "repayment"},
			{"operator_vats", "/operator/vats", "vat"},
		}},
		{Key: "operator_platform", Icon: "gear", Items: []Item{
			{"operator_settings", "/operator/settings", "setting"},
			{"operator_timers", "/operator/timers", "timer"},
			{"operator_calendars", "/operator/calendars", "calendar"},
			{"operator_flows", "/operator/flows", "flow"},
			{"operator_couriers", "/operator/couriers", "courier"},
			{"operator_storefronts", "/operator/storefronts", "storefront"},
			{"operator_jobs", "/operator/jobs", "job"},
			{"operator_audits", "/operator/audits", "audit"},
		}},
	},
}

// The pages of the frame itself, outside the groups.
const (
	searchPath    = "/search"
	jobsPath      = "/tasks"
	messagesPath  = "/notices"
	contractsPath = "/contracts"
	regionsPath   = "/regions"
	languagePath  = "/language"
	themePath     = "/theme"
	sessionsPath  = "/sessions"
	factorsPath   = "/factors"
	switchPath    = "/sessions/shops"
	signOutPath   = "/sign-out"
)

// entering is the whole navigation of a seller that is still on its way in.
var entering = map[string]Item{
	"apply": {"apply", "/sellers/apply", ""},
	"sign":  {"agreements", "/agreements/sign", ""},
}

// NavOf is the navigation of the reader's door, without what the reader may not see.
func NavOf(ctx context.Context) []Group {
	frame := FrameOf(ctx)
	if item, only := entering[frame.Only]; only {
		return []Group{{Key: "seller", Icon: "store", Items: []Item{item}}}
	}
	var shown []Group
	for _, group := range navigation[frame.Door] {
		if group.Path != "" {
			shown = append(shown, group)
			continue
		}
		all := group.Items
		group.Items = nil
		for _, item := range all {
			if item.Area == "" || frame.Actor.Sees(item.Area) {
				group.Items = append(group.Items, item)
			}
		}
		if len(group.Items) > 0 {
			shown = append(shown, group)
		}
	}
	return shown
}

// SellerMenus is everything that the sellers' navigation can offer, in its order.
func SellerMenus() []Group { return navigation[SellerDoor] }

// current is the key of the item whose path is the longest beginning of this page's path.
func current(groups []Group, path string) string {
	key, best := "", 0
	try := func(candidate, begin string) {
		if (path == begin || strings.HasPrefix(path, begin+"/")) && len(begin) > best {
			key, best = candidate, len(begin)
		}
	}
	for _, group := range groups {
		if group.Path == path {
			return group.Key
		}
		for _, item := range group.Items {
			try(item.Key, item.Path)
			if item.Key == "apply" {
				try(item.Key, "/sellers/identity") // the step before it, and its refused form
				try(item.Key, "/sellers/identify")
			}
		}
	}
	return key
}

// way is how the page is reached: its group of the navigation first, the page itself last,
// which leads nowhere.
func (h Head) way(ctx context.Context) []Link {
	frame := FrameOf(ctx)
	way := slices.Clone(h.Crumbs)
	group, item, found := place(NavOf(ctx), frame.Path)
	if found && len(way) == 0 && frame.Path == item.Path {
		way = []Link{{Text: i18n.T(ctx, "nav."+group.Key)}, {Text: h.Title}}
	}
	if found && len(way) > 0 && way[0].URL == item.Path {
		way = append([]Link{{Text: i18n.T(ctx, "nav."+group.Key)}}, way...)
	}
	if len(way) > 0 {
		way[len(way)-1].URL = ""
	}
	return way
}

// place is where the page stands in the navigation.
func place(groups []Group, path string) (Group, Item, bool) {
	key := current(groups, path)
	for _, group := range groups {
		for _, item := range group.Items {
			if item.Key == key {
				return group, item, true
			}
		}
	}
	return Group{}, Item{}, false
}

func (g Group) holds(key string) bool {
	for _, item := range g.Items {
		if item.Key == key {
			return true
		}
	}
	return false
}

func (g Group) due(frame Frame) int {
	sum := 0
	for _, item := range g.Items {
		sum += frame.Due[item.Key]
	}
	return sum
}
