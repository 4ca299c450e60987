package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// catalogue.md §2.1, §2.6, §2.8, §2.11, §9.3: each access type that may be sold jointly goes
// from its certification, stage by stage, over the wizard with the joint fields on sale; its
// orders carry what the certification agreed, the platform invoices, and a SaaS's credential is
// bound to it.
func TestEveryJointProductGoesFromItsCertificationOnSale(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`INSERT INTO joint_plans (seller_id, signed_by, signed_at) VALUES ($1, 'test', now()) ON CONFLICT DO NOTHING`, shop.Yunzhan)
	require.NoError(t, err)
	page, err := shop.Seller(shop.Lanxi).Credentials(t.Context(), market.CredentialSearch{Status: market.CredentialActive}, market.Ask{Size: 50})
	require.NoError(t, err)
	credential := page.Rows[0]
	for _, run := range wizardRuns(shop) {
		if !run.access.Sold(market.SaleJoint) {
			continue
		}
		t.Run(string(run.access), func(t *testing.T) {
			g := visit(t, shop, "operations@"+run.handle(t, shop)+".example")
			joint := certified(t, shop, g, run.access)
			answer, _ := g.post(joint+"/publish", nil)
			require.Equal(t, http.StatusSeeOther, answer.Code, answer.Body)
			product := strings.TrimSuffix(answer.Header().Get("Location"), "/edit")
			answer, _ = g.post(joint+"/publish", nil)
			require.Equal(t, joint, answer.Header().Get("Location"), "one certification, one product")
			_, form := g.get(product + "/edit?step=business")
			require.Zero(t, form.Find("[name=agreement]").Length(), "support terms stand instead of the agreement")
			_, form = g.get(product + "/edit?step=basic")
			require.Equal(t, "联营试验 "+string(run.access), form.Find("[name=name]").AttrOr("value", ""), "the certified name comes along")
			switch run.access {
			case market.AccessSaaS:
				_, form = g.get(product + "/edit?step=access")
				require.Equal(t, 1, form.Find("[name=credential_id], [name=delivery_flow]").Filter("select[name=credential_id]").Length())
				run.own.Set("credential_id", credential.Number)
			case market.AccessAPI:
				run.own = url.Values{"gateway": {"apig"}, "api_group": {"joint-group"}}
			}
			run.toSale(t, shop, g, product, market.SaleJoint)
			require.Equal(t, "15", settledAt(t, shop, g, product, run.access), "what the partner's 85 % leaves")
			if run.access == market.AccessSaaS {
				bound, err := shop.Seller(shop.Lanxi).Credential(t.Context(), credential.ID)
				require.NoError(t, err)
				require.Equal(t, market.CredentialBound, bound.Status)
				require.Equal(t, product, "/products/"+bound.ProductID.String())
			}
		})
	}
}

// certified brings a joint certification through all of its stages.
func certified(t *testing.T, shop *dbtest.Shop, g *guest, access market.AccessType) (joint string) {
	t.Helper()
	name := "联营试验 " + string(access)
	answer, page := g.post("/joints/add", url.Values{"name": {name}, "access_type": {string(access)}})
	require.Equal(t, http.StatusSeeOther, answer.Code, page.Find(".fault").Text())
	joint = answer.Header().Get("Location")
	answer, page = g.papers(joint+"/edit", url.Values{"name": {name}, "introduction": {"与平台联合销售。"}, "sanctions": {"on"}, "security": {"on"}, "legal": {"on"}, "pricing": {"on"},
		"contact_name_0": {"许知行"}, "contact_phone_0": {"13800132210"}, "contact_email_0": {"operations@lanxi.example"}},
		map[string]paper{"quotation": {"quotation.pdf", []byte("%PDF-1.4 quotation")}, "financials": {"audit.pdf", []byte("%PDF-1.4 audit")}})
	require.Equal(t, http.StatusSeeOther, answer.Code, page.Find(".fault").Text())
	answer, page = g.post(joint+"/submit", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code, page.Find(".faults").Text())
	answer, _ = g.post(joint+"/publish", nil)
	require.Equal(t, joint, answer.Header().Get("Location"), "it has not passed yet")
	desk := visit(t, shop, "reviewer@platform.example")
	for range market.JointStagesOf(access) {
		answer, page = desk.post("/operator"+joint+"/pass", url.Values{"share_model": {"price"}, "share_ratio": {"85"}, "opinion": {"通过"}})
		require.Equal(t, http.StatusSeeOther, answer.Code, page.Find(".faults").Text())
	}
	return joint
}

// settledAt orders what is on sale at the product, where it has a fixed price, and answers the
// platform's share that the order keeps; where nothing can be ordered so, that of its page.
func settledAt(t *testing.T, shop *dbtest.Shop, g *guest, product string, access market.AccessType) (percent string) {
	t.Helper()
	id, err := market.ParseID[market.Product](strings.TrimPrefix(product, "/products/"))
	require.NoError(t, err)
	var seller market.SellerID
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT seller_id FROM products WHERE id = $1`, id).Scan(&seller))
	detail, err := shop.Seller(seller).ProductDetail(t.Context(), id)
	require.NoError(t, err)
	_, page := g.get(product)
	require.Positive(t, page.Find("#holders, .facts").Length())
	if access == market.AccessAPI {
		return detail.FeeRatio.Percent()
	}
	client := market.Customer{ID: "C-SALE", Name: "北岭装备制造有限公司", Account: "beiling_erp", Phone: "13800134021", Email: "it@beiling.example", RealName: market.RealEnterprise}
	order, err := world.Buyer(shop.DB, seller, client, false).PlaceOrder(t.Context(), market.Purchase{Type: market.OrderNew, Product: detail.Specs[0].Prices[0].Code,
		Quantity: market.Count(1), Periods: 1, Customer: client, Agreed: true, Address: address(access)})
	require.NoError(t, err)
	require.Equal(t, detail.SaleType, order.SaleType)
	require.Equal(t, detail.SaleType != market.SaleGeneral, order.SaleType.PlatformInvoices())
	require.True(t, detail.FeeRatio.Equal(order.FeeRatio), "the ratio is copied to the order")
	return order.FeeRatio.Percent()
}

// opened switches settings of the installation on.
func opened(t *testing.T, shop *dbtest.Shop, names ...string) {
	t.Helper()
	for _, name := range names {
		settings, err := shop.DB.Settings(t.Context())
		require.NoError(t, err)
		seen, err := settings.Text(name)
		require.NoError(t, err)
		typed := seen
		typed.Text = "on"
		require.NoError(t, shop.DB.Operator(shop.Actor(market.Manager)).SetSetting(t.Context(), name, seen, typed))
	}
}

func address(access market.AccessType) *market.Address {
	if access != market.AccessHardware {
		return nil
	}
	return &market.Address{Recipient: "沈北", Phone: "13800134021", Place: "辽宁省沈阳市浑南区"}
}

// catalogue.md §2.1, §2.8: once the installation has opened them, curated and self-service
// products of every access type go through the same wizard on sale, and are settled by the
// ratio of their access type; the seller is told so before.
func TestEveryCuratedAndPlatformProductGoesOnSale(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	opened(t, shop, "select_open", "platform_open")
	for _, sale := range []market.SaleType{market.SaleSelect, market.SalePlatform} {
		for _, run := range wizardRuns(shop) {
			g := visit(t, shop, "operations@"+run.handle(t, shop)+".example")
			if !run.access.Sold(sale) {
				answer, _ := g.post("/products/draft", url.Values{"sale_type": {string(sale)}, "access_type": {string(run.access)}})
				require.Equal(t, http.StatusUnprocessableEntity, answer.Code, run.access)
				continue
			}
			if sale == market.SalePlatform && !slices.Contains([]market.AccessType{market.AccessSaaS, market.AccessHardware, market.AccessAI, market.AccessLicense, market.AccessImage, market.AccessService, market.AccessAPI}, run.access) {
				continue // the wizard is the same as of curated ones
			}
			t.Run(string(sale)+" "+string(run.access), func(t *testing.T) {
				if run.access == market.AccessAPI {
					run.own = url.Values{"gateway": {"apig"}, "api_group": {"group-" + string(sale)}}
				}
				answer, _ := g.post("/products/draft", url.Values{"sale_type": {string(sale)}, "access_type": {string(run.access)}})
				require.Equal(t, http.StatusSeeOther, answer.Code, answer.Body)
				product := strings.TrimSuffix(answer.Header().Get("Location"), "/edit")
				_, form := g.get(product + "/edit?step=access")
				milestones := run.access == market.AccessSaaS && sale == market.SalePlatform
				require.Equal(t, milestones, form.Find("[name=delivery_flow]").Length() > 0, "§2.5: the base flow or milestones of self-service products")
				require.Zero(t, form.Find("[name=credential_id]").Length(), "the joint kit is for joint products")
				run.toSale(t, shop, g, product, sale)
				require.Equal(t, "5", settledAt(t, shop, g, product, run.access))
			})
		}
	}
}
