package db_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func registration(n int) market.Registration {
	return market.Registration{Name: "林测试", Email: fmt.Sprintf("owner%d@new.example", n),
		CompanyName: "福州测试云科技有限公司", PasswordHash: "$argon2id$x"}
}

// TestOneMobileNumberRegistersThreeAccounts: catalogue.md §1.1.
func TestOneMobileNumberRegistersThreeAccounts(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	for n := range market.AccountsMost {
		_, _, err := register(t, shop, registration(n), "13900001111")
		require.NoError(t, err)
		shop.Clock.Pass(market.CodePause)
	}
	_, _, err := register(t, shop, registration(9), "13900001111")
	require.Equal(t, "session.mobile_taken", faults(t, err)["mobile"].Key)
	_, _, err = register(t, shop, registration(9), "13900002222")
	require.NoError(t, err)
}

// TestEachStepOfOnboardingOpensTheNext: catalogue.md §1.1, §1.2, §1.4: application, review,
// signing, certification; only then can anything be published.
func TestEachStepOfOnboardingOpensTheNext(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	_, seller, err := register(t, shop, registration(1), "13900001111")
	require.NoError(t, err)
	owner, reviewer := shop.Seller(seller), shop.Seller(seller, market.Reviewer)
	refused := func(key string) {
		t.Helper()
		_, err := owner.DraftProduct(ctx, market.Listing{Site: market.Mainland, Access: market.AccessSaaS, Sale: market.SaleGeneral})
		require.ErrorContains(t, err, key)
	}
	refused("seller.not_approved")
	typed := map[string]string{"company_name": "福州测试云科技有限公司", "credit_code": "91350100M000100Y43", "years": "from_3", "staff": "from_15",
		"capital_wan": "80", "contact_name": "林测试", "contact_mobile": "13900001111", "contact_email": "owner1@new.example",
		"service_phone": "0591-87654321", "service_email": "service@new.example", "province": "福建省", "city": "福州市",
		"address": "鼓楼区软件大道 89 号", "introduction": "为中小企业提供进销存与财务一体的软件。", "agreed": "on",
		"no_distributor": "on", "no_solution": "on", "no_uipm": "on", "service_days": "5", "service_hours": "8", "qualification_kind": "copyright"}
	uploads := []db.Upload{{Field: "qualification", Purpose: market.FileCertificate, Name: "copyright.pdf", Content: []byte("%PDF-1.4\n%%EOF\n")}, {Field: "logo", Purpose: market.FileCompanyLogo, Name: "logo.png", Content: picture(t, 168, 80)},
		{Field: "licence", Purpose: market.FileLicence, Name: "licence.pdf", Content: []byte("%PDF-1.4\n%%EOF\n")}}
	require.NoError(t, owner.DraftSeller(ctx, typed, uploads))
	_, err = owner.ApplySeller(ctx)
	require.ErrorContains(t, err, "seller.identity_missing", "real-name authentication comes first (§1.1)")
	lanxi, err := shop.Seller(shop.Lanxi).Profile(ctx)
	require.NoError(t, err)
	identified(t, shop, seller, market.IdentityForm{Type: market.RealIndividual, Name: "林测试", Number: "11010519491231002X"})
	_, err = owner.ApplySeller(ctx)
	require.ErrorContains(t, err, "seller.identity_not_enterprise", "an individual changes its type first (§1.2)")
	identified(t, shop, seller, market.IdentityForm{Type: market.RealEnterprise, Name: lanxi.CompanyName, CreditCode: lanxi.CreditCode, Representative: "林测试"})
	_, err = owner.ApplySeller(ctx)
	require.Equal(t, "seller.contact_unproved", faults(t, err)["contact_email"].Key, "the contact takes a code on fill (§1.3)")
	require.NotContains(t, faults(t, err), "contact_mobile", "the mobile that registered took one")
	proveMailbox(t, shop, seller, "owner1@new.example")
	joined, err := owner.Joined(ctx)
	require.NoError(t, err)
	require.True(t, joined)
	_, err = owner.ApplySeller(ctx)
	require.Equal(t, "seller.already_joined", faults(t, err)["credit_code"].Key, "one company, one seller (§1.2)")
	identified(t, shop, seller, market.IdentityForm{Type: market.RealEnterprise, Name: typed["company_name"], CreditCode: typed["credit_code"], Representative: "林测试"})
	for _, role := range []market.Role{market.Operations, market.Finance, market.Support} {
		_, err = shop.Seller(seller, role).ApplySeller(ctx)
		require.ErrorIs(t, err, market.Denied, "a sub-user does not apply (§1.2)")
	}
	_, err = owner.ApplySeller(ctx)
	require.NoError(t, err)
	reviews, err := reviewer.ReviewsOf(ctx, seller)
	require.NoError(t, err)
	require.ErrorContains(t, owner.SignAgreement(ctx, unsigned(t, shop).ID, true), "seller.not_approved", "nobody signs before the review")
	require.NoError(t, reviewer.ApproveReview(ctx, reviews[0].ID))
	refused("seller.not_signed")
	form, proof := bankForm()
	require.ErrorContains(t, owner.StartCertification(ctx, form, proof), "seller.not_signed", "the agreement comes before certification (§1.5)")
	require.NoError(t, owner.SignAgreement(ctx, unsigned(t, shop).ID, true))
	refused("seller.not_certified")
}

// unsigned is the cooperation agreement that is in force.
func unsigned(t *testing.T, shop *dbtest.Shop) market.Agreement {
	t.Helper()
	all, err := shop.Seller(shop.Lanxi).Agreements(t.Context())
	require.NoError(t, err)
	return market.InForce(all, market.Cooperation, shop.Clock.Now())
}

// TestTheKeyIsMaskedRevealedByItsOwnerAndRotatedWithOverlap: catalogue.md §1.8.
func TestTheKeyIsMaskedRevealedByItsOwnerAndRotatedWithOverlap(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	owner := shop.Seller(shop.Qinghe)
	shown, err := owner.CreateKey(ctx, market.KeyBase)
	require.NoError(t, err)
	key := shown.ID
	value, err := owner.RevealKey(ctx, key)
	require.NoError(t, err)
	require.NotContains(t, fmt.Sprintf("%+v", shown), string(value), "a list never holds the key")
	act, _ := shop.LastAudit(t, shop.Qinghe)
	require.Equal(t, market.RevealKey, act, "who looked is on record")
	_, err = shop.Seller(shop.Qinghe, market.Operations).RevealKey(ctx, key)
	require.ErrorIs(t, err, market.Denied, "the main account's only")
	_, err = owner.RotateKey(ctx, key)
	require.NoError(t, err)
	keys, err := owner.KeysInUse(ctx, market.KeyBase)
	require.NoError(t, err)
	require.Len(t, keys, 2, "the old one goes on working for a while")
}
