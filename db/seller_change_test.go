package db_test

import (
	"bytes"
	"image"
	"image/png"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// typedProfile is the profile as it stands, to be changed.
func typedProfile(t *testing.T, store *db.Seller) map[string]string {
	t.Helper()
	p, err := store.Profile(t.Context())
	require.NoError(t, err)
	return map[string]string{"company_name": p.CompanyName, "website": p.Website, "years": p.Years, "staff": p.Staff, "capital_wan": p.CapitalWan.String(),
		"contact_name": p.ContactName, "province": p.Province, "city": p.City, "address": p.Address, "introduction": p.Introduction}
}

// faults are what the problem says of its fields.
func faults(t *testing.T, err error) map[string]market.Reason {
	t.Helper()
	var problem *market.Problem
	require.ErrorAs(t, err, &problem)
	return problem.Fields
}

// TestAProfileChangesByReviewWhileTheOldOneStays: catalogue.md §1.6 and §0.3; the operator
// decides within the review days (catalogue.md §1.3 for the fields).
func TestAProfileChangesByReviewWhileTheOldOneStays(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store := shop.Seller(shop.Lanxi)
	typed := typedProfile(t, store)
	require.Equal(t, "seller.nothing_changed", said(t, func() error { _, err := store.ChangeSeller(ctx, typed, nil); return err }()).Key)
	typed["address"] = "滨江区江虹路 368 号 B 座 3 层"
	review, err := store.ChangeSeller(ctx, typed, nil)
	require.NoError(t, err)
	profile, err := store.Profile(ctx)
	require.NoError(t, err)
	require.NotEqual(t, typed["address"], profile.Address, "the old profile stays live")
	_, err = store.ChangeSeller(ctx, typed, nil)
	require.Equal(t, "review.already_open", said(t, err).Key, "the form is locked")
	require.NoError(t, shop.Seller(shop.Lanxi, market.Reviewer).ApproveReview(ctx, review.ID))
	profile, err = store.Profile(ctx)
	require.NoError(t, err)
	require.Equal(t, typed["address"], profile.Address)

	// Renaming: real-name data first, with the new licence.
	typed["company_name"] = "杭州澜溪科技有限公司"
	_, err = store.ChangeSeller(ctx, typed, nil)
	require.Equal(t, "seller.real_name_first", faults(t, err)["company_name"].Key)
	require.Equal(t, "seller.licence_for_rename", faults(t, err)["licence"].Key)
	require.NoError(t, store.RenameSeller(ctx, typed["company_name"]))
	shop.DB.Deliver(market.Mail)
	review, err = store.ChangeSeller(ctx, typed, []db.Upload{{Field: "licence", Purpose: market.FileLicence, Name: "licence.pdf", Content: []byte("%PDF-1.4\n%%EOF\n")}})
	require.NoError(t, err)
	var asked int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM deliveries d JOIN notices n ON n.seller_id = d.seller_id AND n.id = d.notice_id
		WHERE n.seller_id = $1 AND n.kind = 'seller.rename' AND d.channel = 'mail'`, shop.Lanxi).Scan(&asked))
	require.Positive(t, asked, "the platform mails for the documents of the new name (§1.6)")
	require.NoError(t, store.WithdrawReview(ctx, review.ID))
}

// TestAPhoneOrMailboxChangesAtOnceByCode: catalogue.md §1.6 (doc-conflict, as chosen there) and §1.9.
func TestAPhoneOrMailboxChangesAtOnceByCode(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	shop.DB.Deliver(market.Mail, market.SMS)
	store := shop.Seller(shop.Lanxi)
	require.Equal(t, "problem.not_an_email", faults(t, store.CodeSeller(ctx, "service_email", "nowhere"))["value"].Key)
	require.NoError(t, store.CodeSeller(ctx, "service_email", "help@lanxi.example"))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Second))
	texts := shop.Clock.Outbox().Texts()
	code := regexp.MustCompile(`\d{6}`).FindString(texts[len(texts)-1].Body)
	require.Equal(t, "receiver.code_over", faults(t, store.ContactSeller(ctx, "service_email", "other@lanxi.example", code))["code"].Key, "the code proves one address")
	require.NoError(t, store.ContactSeller(ctx, "service_email", "help@lanxi.example", code))
	profile, err := store.Profile(ctx)
	require.NoError(t, err)
	require.Equal(t, "help@lanxi.example", profile.ServiceEmail)
	require.NoError(t, store.CodeSeller(ctx, "service_phone", "0571-87654321"))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Second))
	texts = shop.Clock.Outbox().Texts()
	require.Equal(t, profile.ContactMobile, texts[len(texts)-1].Address, "a landline's code goes to the contact")
}

// TestTheComplianceLetterIsValidOnceApproved: catalogue.md §1.7.
func TestTheComplianceLetterIsValidOnceApproved(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store, reviewer := shop.Seller(shop.Qinghe), shop.Seller(shop.Qinghe, market.Reviewer)
	require.Equal(t, "seller.file_missing", faults(t, store.LetterSeller(ctx, nil))["letter"].Key)
	for _, test := range []struct {
		decide func(market.ReviewID) error
		want   market.LetterStatus
	}{
		{func(id market.ReviewID) error { return reviewer.RejectReview(ctx, id, "公章不清晰") }, market.LetterRejected},
		{func(id market.ReviewID) error { return reviewer.ApproveReview(ctx, id) }, market.LetterValid},
	} {
		require.NoError(t, store.LetterSeller(ctx, &db.Upload{Field: "letter", Name: "letter.pdf", Content: []byte("%PDF-1.4\n%%EOF\n")}))
		profile, err := store.Profile(ctx)
		require.NoError(t, err)
		require.Equal(t, market.LetterPending, profile.LetterStatus)
		reviews, err := store.ReviewsOf(ctx, *profile.LetterFileID)
		require.NoError(t, err)
		require.NoError(t, test.decide(reviews[0].ID))
		profile, err = store.Profile(ctx)
		require.NoError(t, err)
		require.Equal(t, test.want, profile.LetterStatus)
	}
}

// TestNobodyLeavesWhoIsStillTied: catalogue.md §1.6, leaving: no listed products, open orders
// or unsettled bills, and all that holds is said at once.
func TestNobodyLeavesWhoIsStillTied(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	wrong := faults(t, shop.Seller(shop.Lanxi).ExitSeller(ctx, "x"))
	for _, field := range []string{"tie_products", "tie_orders", "confirm_name"} {
		require.Contains(t, wrong, field)
	}
	free := shop.Seller(shop.Qinghe)
	ties, err := free.Ties(ctx)
	require.NoError(t, err)
	if ties == (market.Ties{}) {
		require.NoError(t, free.ExitSeller(ctx, "苏州青禾智能科技有限公司"))
		profile, err := free.Profile(ctx)
		require.NoError(t, err)
		require.Equal(t, market.SellerExited, profile.Status)
		require.Error(t, free.ExitSeller(ctx, "苏州青禾智能科技有限公司"))
	}
}

// TestCertifiedDataChangeByReview: catalogue.md §1.5, after certification changes go through
// the operator.
func TestCertifiedDataChangeByReview(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store := shop.Seller(shop.Lanxi)
	form := market.CertificationForm{Address: "杭州市滨江区江虹路 368 号", Phone: "0571-87654321", Taxpayer: "general", VATRate: "6",
		BankName: "中国银行", BankBranch: "杭州滨江支行", AccountNo: "6217001234567890"}
	proof := &db.Upload{Field: "proof", Purpose: market.FileProof, Name: "proof.pdf", Content: []byte("%PDF-1.4\n%%EOF\n")}
	require.NoError(t, store.ChangeCertification(ctx, form, proof))
	require.Equal(t, "review.already_open", said(t, store.ChangeCertification(ctx, form, proof)).Key)
	c, err := store.Certification(ctx)
	require.NoError(t, err)
	require.NotEqual(t, "中国银行", c.BankName, "what is certified stays in force")
	review, err := store.CertificationReview(ctx)
	require.NoError(t, err)
	require.NoError(t, shop.Seller(shop.Lanxi, market.Reviewer).ApproveReview(ctx, review.ID))
	_, account, err := store.PayoutAccount(ctx)
	require.NoError(t, err)
	require.Equal(t, "6217001234567890", account)
}

// picture is a PNG of that size.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var content bytes.Buffer
	require.NoError(t, png.Encode(&content, image.NewGray(image.Rect(0, 0, width, height))))
	return content.Bytes()
}

// TestAStorePageIsShownAsItWasApproved: catalogue.md §1.10, pictures by content and size.
func TestAStorePageIsShownAsItWasApproved(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store := shop.Seller(shop.Lanxi)
	page := market.StorePage{Products: []market.ProductID{shop.Products["澜溪电子合同"]}, Introduction: "企业协同与电子合同，服务制造与零售。",
		Cases: []market.StoreCase{{Title: "某制造集团"}}}
	for _, bad := range []struct {
		field   string
		purpose market.FilePurpose
		width   int
	}{{"case_picture_1", market.FileCase, 800}, {"certificates", market.FileHonour, 899}, {"certificates", market.FileHonour, 1201}} {
		err := store.EditStore(ctx, page, []db.Upload{{Field: bad.field, Purpose: bad.purpose, Name: "x.png", Content: picture(t, bad.width, 440)}})
		require.Contains(t, faults(t, err), bad.field)
	}
	require.NoError(t, store.EditStore(ctx, page, nil))
	require.Contains(t, faults(t, store.SubmitStore(ctx)), "case_picture_1")
	require.NoError(t, store.EditStore(ctx, page, []db.Upload{
		{Field: "case_picture_1", Purpose: market.FileCase, Name: "case.png", Content: picture(t, 780, 440)},
		{Field: "certificates", Purpose: market.FileHonour, Name: "iso.png", Content: picture(t, 900, 600)}}))
	require.NoError(t, store.SubmitStore(ctx))
	front := shop.DB.Storefront(market.Actor{Roles: []market.Role{market.Buyer}})
	profile, err := store.Profile(ctx)
	require.NoError(t, err)
	_, err = front.Store(ctx, profile.Number)
	require.ErrorIs(t, err, market.NotFound, "buyers see nothing before it is approved")
	require.Error(t, store.EditStore(ctx, page, nil), "locked while it is reviewed")
	decoration, err := store.Store(ctx)
	require.NoError(t, err)
	reviews, err := store.ReviewsOf(ctx, decoration.ID)
	require.NoError(t, err)
	require.NoError(t, shop.Seller(shop.Lanxi, market.Reviewer).ApproveReview(ctx, reviews[0].ID))
	shown, err := front.Store(ctx, profile.Number)
	require.NoError(t, err)
	require.Len(t, shown.Products, 1)
	require.Len(t, shown.Certificates, 1)
}

// TestANewVersionIsToldAndGatesUntilItIsSigned: catalogue.md §1.4; onboarding's order is §1.1,
// its conditions §1.2, keys §1.8.
func TestANewVersionIsToldAndGatesUntilItIsSigned(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	words := func(text string) market.JSON[map[string]string] {
		return market.JSON[map[string]string]{V: map[string]string{"zh-CN": text, "en": text}}
	}
	_, err := shop.DB.Operator(shop.Actor(market.Manager)).PublishAgreement(ctx, market.Agreement{Code: market.Cooperation, Renewal: market.BySignature, Topics: market.JSON[[]market.Topic]{V: []market.Topic{"rights"}}, EffectiveAt: shop.Clock.Now().Add(time.Hour),
		Title: words("云商店通用商品商家合作协议"), Body: words("第一条 双方按本协议合作，条款以本版本为准，自生效之日起执行。")})
	require.NoError(t, err)
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(2*time.Hour))
	page, err := shop.Seller(shop.Lanxi).Notices(ctx, market.NoticeSearch{Type: market.MessageAccount}, market.Ask{})
	require.NoError(t, err)
	require.Equal(t, "agreement", page.Rows[0].Kind)
	require.True(t, visitorOf(t, shop, "owner@lanxi.example", shop.Lanxi).Unsigned(market.Cooperation))
}
