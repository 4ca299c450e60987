package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// changed modifies what is on sale and brings it through its review.
func changed(t *testing.T, shop *dbtest.Shop, id market.ProductID, change func(*market.ProductContent)) {
	t.Helper()
	store := shop.Seller(shop.Lanxi)
	require.NoError(t, store.ModifyProduct(t.Context(), id))
	product, content := draft(t, store, id)
	content.SelfCheck = true
	change(&content)
	saved, err := store.EditProduct(t.Context(), id, product.DraftVersion, content)
	require.NoError(t, err)
	review, err := store.SubmitProduct(t.Context(), id, saved.DraftVersion)
	require.NoError(t, err)
	require.NoError(t, shop.Seller(shop.Lanxi, market.Reviewer).ApproveReview(t.Context(), review.ID))
}

// set changes a setting of the installation.
func set(t *testing.T, shop *dbtest.Shop, name, text string) {
	t.Helper()
	settings, err := shop.DB.Settings(t.Context())
	require.NoError(t, err)
	seen, err := settings.Text(name)
	require.NoError(t, err)
	typed := seen
	typed.Text = text
	require.NoError(t, shop.DB.Operator(shop.Actor(market.Manager)).SetSetting(t.Context(), name, seen, typed))
}

// catalogue.md §2.10: a hidden spec is bought by its own link; made public again with its
// product, every spec is public.
func TestAHiddenSpecIsShownToItsLinkOnly(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	id := shop.Products[erp]
	shown := func(link string) (names []string) {
		specs, err := shop.Seller(shop.Lanxi, market.Buyer).GoodsSpecs(t.Context(), id, link)
		require.NoError(t, err)
		for _, spec := range specs {
			names = append(names, spec.Name)
		}
		return names
	}
	all := shown("")
	require.Greater(t, len(all), 1)
	changed(t, shop, id, func(c *market.ProductContent) { c.Specs[0].Hidden = true })
	require.Equal(t, all[1:], shown(""), "in no list")
	detail, err := shop.Seller(shop.Lanxi).ProductDetail(t.Context(), id)
	require.NoError(t, err)
	require.True(t, detail.Specs[0].Hidden)
	code := detail.Specs[0].Prices[0].Code
	require.Equal(t, all, shown(code), "its link shows it")
	_, err = ordered(t, buyer(shop, shop.Lanxi, "C-1"), code, 1, 1)
	require.NoError(t, err, "and sells it")

	changed(t, shop, id, func(c *market.ProductContent) { c.Hidden = true })
	changed(t, shop, id, func(c *market.ProductContent) { c.Hidden = false })
	require.Equal(t, all, shown(""), "from hidden to public: all specs are public")
}

// catalogue.md §2.1: curated and self-service products are off until they are opened; a
// joint product begins from its certification.
func TestSaleTypesAreOpenedByTheInstallation(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Lanxi)
	begin := func(sale market.SaleType, access market.AccessType) error {
		_, err := store.DraftProduct(t.Context(), market.Listing{Site: market.Mainland, Sale: sale, Access: access})
		return err
	}
	for _, sale := range []market.SaleType{market.SaleSelect, market.SalePlatform, market.SaleJoint} {
		require.ErrorIs(t, begin(sale, market.AccessSaaS), &market.Problem{Kind: market.KindInvalid}, sale)
	}
	for _, name := range []string{"select_open", "platform_open"} {
		set(t, shop, name, "on")
	}
	require.NoError(t, begin(market.SaleSelect, market.AccessSaaS))
	require.NoError(t, begin(market.SalePlatform, market.AccessHardware))
	require.ErrorIs(t, begin(market.SaleSelect, market.AccessConsulting), &market.Problem{Kind: market.KindInvalid}, "general only")
	require.ErrorIs(t, begin(market.SaleJoint, market.AccessSaaS), &market.Problem{Kind: market.KindInvalid}, "catalogue.md §2.11")
}

// catalogue.md §2.3, §3.5: what the sheet infers is the installation's choice.
func TestBoundsOfListingsAreSettings(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store, id := shop.Seller(shop.Lanxi), shop.Products[contracts]
	faults := func() map[market.ProductStep]market.Invalids {
		editing, err := store.ProductEditing(t.Context(), id)
		require.NoError(t, err)
		content := editing.Content
		content.Name = "一个十二个字的商品名称呀"
		return content.Faults(editing.Facts)
	}
	require.NotContains(t, faults()[market.StepBasic], "name")
	set(t, shop, "name_letters", "10")
	require.Equal(t, "problem.too_long", faults()[market.StepBasic]["name"].Key)
}

// catalogue.md §2.6, §9.3: a joint SaaS names a credential, which is bound to it for good
// when it goes on sale; one credential serves one product.
func TestAJointSaaSIsBoundToItsCredentialWhenItGoesOnSale(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Lanxi)
	page, err := store.Credentials(t.Context(), market.CredentialSearch{}, market.Ask{Size: 50})
	require.NoError(t, err)
	numbers := map[market.CredentialStatus]string{}
	for _, row := range page.Rows {
		numbers[row.Status] = row.Number
	}
	facts := func(number string) market.ProductFacts {
		t.Helper()
		id := draftJoint(t, shop)
		product, err := store.Product(t.Context(), id)
		require.NoError(t, err)
		content := *product.Draft.V
		content.CredentialID = number
		_, err = store.EditProduct(t.Context(), id, product.DraftVersion, content)
		require.NoError(t, err)
		editing, err := store.ProductEditing(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, number, editing.Content.CredentialID)
		for _, choice := range editing.Credentials {
			require.NotEqual(t, market.CredentialRevoked, choice.Status)
		}
		return editing.Facts
	}
	for number, want := range map[string]string{"": "product.no_credential", "AC-NONE": "problem.not_found", numbers[market.CredentialBound]: "product.credential_taken",
		numbers[market.CredentialRejected]: "product.credential_state", numbers[market.CredentialActive]: ""} {
		f := facts(number)
		fault := market.ProductContent{AccessContent: market.AccessContent{CredentialID: number}}.Faults(f)[market.StepAccess]["credential_id"]
		require.Equal(t, want, fault.Key, number)
	}
}

// draftJoint begins a listing from the joint certification of a SaaS, passed for the test.
func draftJoint(t *testing.T, shop *dbtest.Shop) market.ProductID {
	t.Helper()
	store := shop.Seller(shop.Lanxi)
	joint, err := store.AddJoint(t.Context(), "联营的云服务", market.AccessSaaS)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`UPDATE joints SET status = 'passed', share_model = 'price', share_ratio = 0.7 WHERE id = $1`, joint)
	require.NoError(t, err)
	id, err := store.PublishJoint(t.Context(), joint)
	require.NoError(t, err)
	return id
}
