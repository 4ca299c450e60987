package db_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// register opens an account with the code that goes to the mobile.
func register(t *testing.T, shop *dbtest.Shop, who market.Registration, mobile string) (market.PersonID, market.SellerID, error) {
	t.Helper()
	return world.Register(t.Context(), shop.DB, who, mobile, "192.0.2.1")
}

// identified has the real-name data of an applicant approved.
func identified(t *testing.T, shop *dbtest.Shop, seller market.SellerID, form market.IdentityForm) {
	t.Helper()
	review, err := shop.Seller(seller).IdentifySeller(t.Context(), form, &db.Upload{Field: "identity", Name: "licence.pdf", Content: []byte("%PDF-1.4\n%%EOF\n")})
	require.NoError(t, err)
	require.NoError(t, shop.Seller(seller, market.Reviewer).ApproveReview(t.Context(), review.ID))
}

// proveMailbox proves an applicant's mailbox by the code that goes there.
func proveMailbox(t *testing.T, shop *dbtest.Shop, seller market.SellerID, email string) {
	t.Helper()
	shop.DB.Deliver(market.Mail)
	require.NoError(t, shop.Seller(seller).CodeSeller(t.Context(), "contact_email", email))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Second))
	texts := shop.Clock.Outbox().Texts()
	require.Equal(t, email, texts[len(texts)-1].Address)
	code := regexp.MustCompile(`\d{6}`).FindString(texts[len(texts)-1].Body)
	require.NoError(t, shop.Seller(seller).ContactSeller(t.Context(), "contact_email", email, code))
}

// TestARegistrationTakesACodeFromItsMobile: catalogue.md §1.1: mainland mobile number and code.
func TestARegistrationTakesACodeFromItsMobile(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	send := func(mobile string) (market.ID[market.Verification], error) {
		return shop.DB.SendSession(ctx, mobile, "zh-CN", "192.0.2.1")
	}
	_, err := send("13900001111")
	require.ErrorContains(t, err, "receiver.channel_off", "nobody registers where no text message can be sent")
	shop.DB.Deliver(market.SMS)
	_, err = send("0591-87654321")
	require.Equal(t, "session.not_a_mobile", faults(t, err)["mobile"].Key)
	id, err := send("13900001111")
	require.NoError(t, err)
	require.Equal(t, []market.Act{market.CodeNotice}, shop.JobsFor(t, id), "queued in the same transaction")
	var kept string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT encode(code_sealed, 'escape') FROM verifications WHERE id = $1`, id).Scan(&kept))
	require.NotRegexp(t, `^\d{6}$`, kept, "at rest the code is encrypted")
	_, err = send("13900001111")
	require.Equal(t, "receiver.code_lately", faults(t, err)["mobile"].Key)

	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Second))
	texts := shop.Clock.Outbox().Texts()
	require.Equal(t, "13900001111", texts[len(texts)-1].Address)
	code := regexp.MustCompile(`\d{6}`).FindString(texts[len(texts)-1].Body)
	try := func(n int, typed string) error {
		_, _, err := shop.DB.Register(ctx, registration(n), market.CodeProof{ID: id, Code: typed}, "192.0.2.1")
		return err
	}
	wrong := "000000"
	if code == wrong {
		wrong = "111111"
	}
	require.Equal(t, "receiver.code_wrong", faults(t, try(1, wrong))["code"].Key)
	var left int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT tries FROM verifications WHERE id = $1`, id).Scan(&left))
	require.Equal(t, 1, left, "a wrong try is counted although it was refused")
	taken := registration(1)
	taken.Email = "owner@lanxi.example"
	_, _, err = shop.DB.Register(ctx, taken, market.CodeProof{ID: id, Code: code}, "192.0.2.1")
	require.Equal(t, "session.email_taken", faults(t, err)["email"].Key)
	require.NoError(t, try(1, code), "what was refused for something else takes the same code")
	var mobile string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT mobile FROM people WHERE email = 'owner1@new.example'`).Scan(&mobile))
	require.Equal(t, "13900001111", mobile, "the one that took the code")
	for range market.CodeTries {
		require.Error(t, try(2, wrong))
	}
	require.Equal(t, "receiver.code_locked", faults(t, try(2, code))["code"].Key, "after five wrong tries the right one is too late")
	shop.Clock.Pass(market.CodePause)
	newer, err := send("13900001111")
	require.NoError(t, err)
	require.Equal(t, "receiver.code_over", faults(t, try(2, code))["code"].Key, "only the newest works")
	shop.Clock.Pass(market.CodeMinutes * time.Minute)
	_, err = shop.DB.Registering(ctx, newer)
	require.ErrorIs(t, err, market.NotFound, "a code is over after ten minutes")
}

// TestNobodyIsFloodedWithCodes: catalogue.md §1.1: so many a day to one number, and from one client.
func TestNobodyIsFloodedWithCodes(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	shop.DB.Deliver(market.SMS)
	send := func(mobile, from string) error {
		shop.Clock.Pass(market.CodePause)
		_, err := shop.DB.SendSession(ctx, mobile, "zh-CN", from)
		return err
	}
	for n := range market.CodesANumber {
		require.NoError(t, send("13900001111", fmt.Sprintf("192.0.2.%d", n+10)))
	}
	require.Equal(t, "receiver.codes_today", faults(t, send("13900001111", "192.0.2.99"))["mobile"].Key)
	for n := range market.CodesADay {
		require.NoError(t, send(fmt.Sprintf("139000022%02d", n), "192.0.2.1"))
	}
	require.Equal(t, "receiver.codes_today", faults(t, send("13900003333", "192.0.2.1"))["mobile"].Key)
	require.NoError(t, send("13900003333", "192.0.2.2"))
}

// TestRealNameDataAreDecidedAndMayChangeTheirTypeUntilTheCompanyApplies: catalogue.md §1.1.
func TestRealNameDataAreDecidedAndMayChangeTheirTypeUntilTheCompanyApplies(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	_, seller, err := register(t, shop, registration(1), "13900001111")
	require.NoError(t, err)
	owner, reviewer := shop.Seller(seller), shop.Seller(seller, market.Reviewer)
	proof := &db.Upload{Field: "identity", Name: "card.pdf", Content: []byte("%PDF-1.4\n%%EOF\n")}
	person := market.IdentityForm{Type: market.RealIndividual, Name: "林测试", Number: "11010519491231002X"}
	_, err = owner.IdentifySeller(ctx, person, nil)
	require.Equal(t, "seller.file_missing", faults(t, err)["identity"].Key)
	_, err = shop.Seller(seller, market.Operations).IdentifySeller(ctx, person, proof)
	require.ErrorIs(t, err, market.Denied)
	review, err := owner.IdentifySeller(ctx, person, proof)
	require.NoError(t, err)
	require.NotContains(t, string(review.Payload), person.Number, "the reviewer sees its end")
	_, err = owner.IdentifySeller(ctx, person, proof)
	require.ErrorContains(t, err, "problem.not_now", "not while one waits")
	require.NoError(t, reviewer.RejectReview(ctx, review.ID, "照片不清晰"))
	kept, err := owner.Identity(ctx)
	require.NoError(t, err)
	require.Equal(t, market.IdentityRejected, kept.Status)
	require.Equal(t, "照片不清晰", kept.Reason)
	require.Equal(t, "**** 002X", kept.Number())
	identified(t, shop, seller, person)
	identified(t, shop, seller, market.IdentityForm{Type: market.RealEnterprise, Name: "福州测试云科技有限公司", CreditCode: "91350100M000100Y43", Representative: "林测试"})
	kept, err = owner.Identity(ctx)
	require.NoError(t, err)
	require.NoError(t, kept.MayApply())
	require.Empty(t, kept.NumberTail, "what belongs to the other type is gone")
	_, err = shop.Seller(shop.Lanxi).IdentifySeller(ctx, person, proof)
	require.ErrorContains(t, err, "seller.approved_already", "who has joined changes nothing here")
}
