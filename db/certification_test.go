package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func bankForm() (market.CertificationForm, *db.Upload) {
	return market.CertificationForm{Address: "苏州市工业园区星湖街 328 号", Phone: "0512-87654321", Taxpayer: "general", VATRate: "6",
			BankName: "中国工商银行", BankBranch: "苏州支行", AccountNo: "6222 0000 1111 2222"},
		&db.Upload{Field: "proof", Purpose: market.FileProof, Name: "proof.pdf", Content: []byte("%PDF-1.4\n%%EOF\n")}
}

// freshSeller is a seller that is let in and has signed, and is not certified yet.
func freshSeller(t *testing.T, shop *dbtest.Shop) market.SellerID {
	t.Helper()
	_, err := shop.DB.Pool().Exec(`DELETE FROM certifications WHERE seller_id = $1`, shop.Qinghe)
	require.NoError(t, err)
	return shop.Qinghe
}

func TestThreeWrongAmountsLockAndOnlyTheOperatorUnlocks(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	seller := freshSeller(t, shop)
	store := shop.Seller(seller)
	form, proof := bankForm()
	require.NoError(t, store.StartCertification(ctx, form, proof))
	onboarding, err := store.Onboarding(ctx)
	require.NoError(t, err)
	require.Equal(t, "seller.not_certified", said(t, onboarding.Ready()).Key)

	wrong := market.Yuan("2.00")
	require.ErrorIs(t, store.VerifyCertification(ctx, wrong), &market.Problem{Kind: market.KindInvalid})
	require.ErrorIs(t, store.VerifyCertification(ctx, wrong), &market.Problem{Kind: market.KindInvalid})
	require.Equal(t, "certification.locked", said(t, store.VerifyCertification(ctx, wrong)).Key)
	locked, err := store.Certification(ctx)
	require.NoError(t, err)
	require.Equal(t, market.CertificationLocked, locked.Status)
	require.Equal(t, "problem.not_now", said(t, store.VerifyCertification(ctx, locked.TestAmount)).Key, "even the right one")
	require.Equal(t, "problem.not_now", said(t, store.StartCertification(ctx, form, proof)).Key)

	operator := shop.Seller(seller, market.Treasurer)
	require.NoError(t, operator.UnlockCertification(ctx))
	again, err := store.Certification(ctx)
	require.NoError(t, err)
	require.Zero(t, again.WrongCount)
	require.NoError(t, store.VerifyCertification(ctx, again.TestAmount))
	reviews, err := store.ReviewsOf(ctx, again.ID)
	require.NoError(t, err)
	require.NotContains(t, string(reviews[0].Payload), "6222000011112222")

	require.NoError(t, shop.Seller(seller, market.Reviewer).RejectReview(ctx, reviews[0].ID, "户名不一致"))
	rejected, err := store.Certification(ctx)
	require.NoError(t, err)
	require.Equal(t, market.CertificationRejected, rejected.Status)
	require.Equal(t, "户名不一致", rejected.Reason)
	require.NoError(t, store.StartCertification(ctx, form, nil), "the proof is kept")
}

func TestTheAccountNumberIsUnreadableAtRestAndInTheAudit(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	seller := freshSeller(t, shop)
	form, proof := bankForm()
	require.NoError(t, shop.Seller(seller).StartCertification(ctx, form, proof))
	for _, query := range []string{
		`SELECT count(*) FROM certifications x WHERE position('6222000011112222'::bytea IN account_sealed) > 0 OR x::text LIKE '%6222000011112222%'`,
		`SELECT count(*) FROM audits a WHERE a::text LIKE '%6222000011112222%'`,
	} {
		var n int
		require.NoError(t, shop.DB.Pool().QueryRow(query).Scan(&n))
		require.Zero(t, n)
	}
	_, err := shop.DB.Pool().Exec(`UPDATE certifications SET status = 'certified' WHERE seller_id = $1`, seller)
	require.NoError(t, err)
	_, account, err := shop.Seller(seller).PayoutAccount(ctx)
	require.NoError(t, err)
	require.Equal(t, "6222000011112222", account)
}

func TestOneCompanyIsOneSeller(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	_, seller, err := register(t, shop, market.Registration{Name: "周澜", Email: "second@lanxi.example", CompanyName: "杭州澜溪软件有限公司", PasswordHash: "x"}, "13800000000")
	require.NoError(t, err)
	store := shop.Seller(seller)
	typed := map[string]string{"company_name": "杭州澜溪软件有限公司", "credit_code": "91330108MA2B4C6D11", "years": "from_1", "staff": "from_15", "capital_wan": "50",
		"contact_name": "周澜", "contact_mobile": "13800000000", "contact_email": "second@lanxi.example", "service_phone": "400-800-1234", "service_email": "service@lanxi.example",
		"province": "浙江省", "city": "杭州市", "address": "滨江区江虹路 368 号", "introduction": "为中小企业提供日程与任务协同的在线应用。", "agreed": "on",
		"no_distributor": "on", "no_solution": "on", "no_uipm": "on", "service_days": "5", "service_hours": "8", "qualification_kind": "sales_licence"}
	identified(t, shop, seller, market.IdentityForm{Type: market.RealEnterprise, Name: "杭州澜溪软件有限公司", CreditCode: "91330108MA2B4C6D11", Representative: "周澜"})
	proveMailbox(t, shop, seller, "second@lanxi.example")
	require.NoError(t, store.DraftSeller(ctx, typed, []db.Upload{
		{Field: "qualification", Purpose: market.FileCertificate, Name: "licence.pdf", Content: []byte("%PDF-1.4\n%%EOF\n")},
		{Field: "logo", Purpose: market.FileCompanyLogo, Name: "logo.png", Content: []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89")},
		{Field: "licence", Purpose: market.FileLicence, Name: "licence.pdf", Content: []byte("%PDF-1.4\n%%EOF\n")}}))
	_, err = store.ApplySeller(ctx)
	var problem *market.Problem
	require.ErrorAs(t, err, &problem)
	require.Equal(t, "seller.already_joined", problem.Fields["credit_code"].Key)
}
