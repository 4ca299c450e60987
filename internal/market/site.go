package market

// Site is the marketplace that something is sold on (catalogue.md §10).
type Site string

// The two sites: the mainland's, and the international one with its own currency.
const (
	Mainland      Site = "mainland"
	International Site = "international"
)

// Sites lists the sites.
var Sites = []Site{Mainland, International}

// Key names the site's words.
func (s Site) Key() string { return "site." + string(s) }

// Currency is what is paid with on the site: CNY, and USD abroad (catalogue.md §10).
func (s Site) Currency() Currency {
	if s == International {
		return USD
	}
	return CNY
}

// Currency is an ISO 4217 code. Amounts of different currencies are never added.
type Currency string

// The currencies of the sites.
const (
	CNY Currency = "CNY"
	USD Currency = "USD"
)

// Currencies lists the currencies.
var Currencies = []Currency{CNY, USD}

// Abroad reports whether it is the international site's currency.
func (c Currency) Abroad() bool { return c == USD }

// Key names the currency's words.
func (c Currency) Key() string { return "site.currency_" + string(c) }

// Sum is an amount in this currency, for a sentence.
func (c Currency) Sum(m Money) Reason {
	if c == USD {
		return Because("common.with_dollar", m)
	}
	return Because("common.with_yuan", m)
}
