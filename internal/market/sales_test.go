package market

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func resaleOf(level ResaleLevel, discount, from, until string) Resale {
	r := Resale{ID: NewID[Resale](time.Unix(0, 0)), Number: string(level), Level: level, Discount: Percent(discount), StartsOn: day(from), EndsOn: day(until), Status: ResaleActive}
	if level != ResaleProduct {
		r.Partner, r.Project = "R-1", "project"
	}
	if level == ResaleCustomer {
		r.Customer = "C-1"
	}
	return r
}

func TestDiscountsFallFromProductToPartnerToCustomer(t *testing.T) {
	t.Parallel()
	product, partner := resaleOf(ResaleProduct, "90", "2026-11-01", "2026-12-31"), resaleOf(ResalePartner, "80", "2026-11-01", "2026-12-31")
	for _, test := range []struct {
		name   string // catalogue.md §6
		asked  Resale
		others []Resale
		want   string
	}{
		{"a partner's below the product's", partner, []Resale{product}, ""},
		{"a partner's as high as the product's", resaleOf(ResalePartner, "90", "2026-11-01", "2026-12-31"), []Resale{product}, "resale.not_below"},
		{"a product's as low as a partner's", resaleOf(ResaleProduct, "80", "2026-12-31", "2027-01-31"), []Resale{partner}, "resale.not_above"},
		{"a customer's below both", resaleOf(ResaleCustomer, "70", "2026-12-01", "2026-12-10"), []Resale{product, partner}, ""},
		{"a customer's above the partner's", resaleOf(ResaleCustomer, "85", "2026-12-01", "2026-12-10"), []Resale{product, partner}, "resale.not_below"},
		{"the same twice on one day", resaleOf(ResaleProduct, "95", "2026-12-31", "2027-01-31"), []Resale{product}, "resale.overlaps"},
		{"the same one day later", resaleOf(ResaleProduct, "95", "2027-01-01", "2027-01-31"), []Resale{product}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			refusals := test.asked.Against(test.others)
			if test.want == "" {
				require.Empty(t, refusals)
				return
			}
			require.Len(t, refusals, 1)
			require.Equal(t, test.want, refusals[0].Reason.Key)
		})
	}
}

func TestTheNarrowestAuthorizationPricesAResellersOrder(t *testing.T) { // catalogue.md §6
	t.Parallel()
	all := []Resale{resaleOf(ResaleProduct, "90", "2026-11-01", "2026-12-31"), resaleOf(ResaleCustomer, "70", "2026-11-01", "2026-12-31"), resaleOf(ResalePartner, "80", "2026-11-01", "2026-12-31")}
	for _, test := range []struct{ partner, customer, day, want string }{
		{"R-1", "C-1", "2026-11-20", "70%"},
		{"R-1", "C-2", "2026-11-20", "80%"},
		{"R-2", "C-1", "2026-11-20", "90%"},
		{"R-2", "C-1", "2026-12-31", "90%"},
		{"R-2", "C-1", "2027-01-01", ""},
	} {
		chosen, ok := ChooseResale(all, test.partner, test.customer, day(test.day))
		require.Equal(t, test.want != "", ok)
		if ok {
			require.Equal(t, test.want, chosen.Discount.String())
		}
	}
}

func TestAnAuthorizationIsWholeAndNotInThePast(t *testing.T) { // catalogue.md §6
	t.Parallel()
	today := day("2026-11-20")
	require.Empty(t, resaleOf(ResaleProduct, "85.5", "2026-11-20", "2026-12-31").Check(today, false))
	for field, r := range map[string]Resale{
		"discount":  resaleOf(ResaleProduct, "85.555", "2026-11-20", "2026-12-31"),
		"starts_on": resaleOf(ResaleProduct, "85", "2026-11-19", "2026-12-31"),
		"ends_on":   resaleOf(ResaleProduct, "85", "2026-11-20", "2026-11-20"),
	} {
		require.Contains(t, r.Check(today, false), field)
	}
	require.Contains(t, Resale{Level: ResaleCustomer, Partner: "R-1"}.Check(today, false), "customer")
	require.True(t, Resellable(SaleGeneral, AccessImage))
	require.False(t, Resellable(SaleJoint, AccessSaaS), "general products only")
	require.False(t, Resellable(SaleGeneral, AccessAPI))
	ended := resaleOf(ResaleProduct, "85", "2026-11-20", "2026-12-31")
	require.NoError(t, ended.End("project is over", today.Begin()))
	require.Error(t, ended.Change(Percent("80"), ended.StartsOn, ended.EndsOn, today))
}

func TestAnOfferPricesWhatItNamesForWhomItNames(t *testing.T) { // catalogue.md §9.2
	t.Parallel()
	now := day("2026-11-20").Begin()
	draft := OfferDraft{Offer: Offer{Number: "PO1", Name: "offer", Mode: OfferDiscount, Status: OfferEffective, StartsAt: now.Add(time.Hour), EndsAt: now.AddDate(0, 1, 0)},
		Users: []OfferUser{{Customer: "C-1"}}, Items: []OfferItem{{SKUCode: "SKU-1", Discount: Percent("90"), Share: Percent("95")}}}
	require.Empty(t, draft.Check(now))
	later, sale, want := now.Add(2*time.Hour), Sale{SKUCode: "SKU-1", ProductCode: "OFFI1"}, Purchase{Offer: "PO1", Quantity: Count(3), Periods: 1}
	item, err := draft.For("C-1", want, sale, later)
	require.NoError(t, err)
	quote := Quote{ListAmount: Yuan("1000.00"), Amount: Yuan("1000.00")}
	quote.Offered(draft.Offer, item)
	require.Equal(t, "900.00", quote.Amount.String())
	order := Order{FeeRatio: Percent("7")}
	order.Reduce(quote)
	require.Equal(t, "5%", order.FeeRatio.String(), "the offer's share replaces the fee")
	for name, try := range map[string]func() error{
		"another customer": func() error { _, err := draft.For("C-2", want, sale, later); return err },
		"too early":        func() error { _, err := draft.For("C-1", want, sale, now); return err },
		"too late":         func() error { _, err := draft.For("C-1", want, sale, now.AddDate(0, 1, 0)); return err },
		"another SKU":      func() error { _, err := draft.For("C-1", want, Sale{SKUCode: "SKU-2"}, later); return err },
	} {
		require.Error(t, try(), name)
	}
	fixed := draft
	fixed.Mode = OfferQuotation
	fixed.Items = []OfferItem{{SKUCode: "SKU-1", Code: "OFFI1", Discount: Percent("90"), Share: Percent("95"), Quantity: Count(3), Periods: 1}}
	_, err = fixed.For("C-1", want, sale, later)
	require.NoError(t, err)
	_, err = fixed.For("C-1", Purchase{Quantity: Count(4), Periods: 1}, sale, later)
	require.Error(t, err, "the quantity is the seller's")
	used := OrderID{}
	fixed.Items[0].OrderID = &used
	_, err = fixed.For("C-1", want, sale, later)
	require.Error(t, err, "a fixed quotation is used once")
}

func TestOnlyWhatGoesBeyondTheLimitsNeedsConsentAndAReason(t *testing.T) { // catalogue.md §9.2, transactions.md §7.5
	t.Parallel()
	limits := DefaultSettings().OfferLimits()
	draft := OfferDraft{Items: []OfferItem{{Discount: Percent("80"), Share: Percent("95")}}}
	require.Empty(t, draft.Beyond(limits))
	require.NoError(t, draft.Reasoned(nil))
	draft.Items = append(draft.Items, OfferItem{Discount: Percent("79.99"), Share: Percent("95.01")})
	require.Len(t, draft.Beyond(limits), 2)
	require.Error(t, draft.Reasoned(draft.Beyond(limits)))
}

func TestThePlatformsOfferNeedsAllThreeConditions(t *testing.T) { // catalogue.md §9.2, transactions.md §7.2, §7.5
	t.Parallel()
	now := day("2026-11-20").Begin()
	soon := []Offer{{Status: OfferEffective, StartsAt: now.Add(23 * time.Hour), EndsAt: now.AddDate(0, 1, 0)}}
	late := []Offer{{Status: OfferEffective, StartsAt: now.Add(25 * time.Hour), EndsAt: now.AddDate(0, 1, 0)}}
	require.True(t, AutoOffer("P-1", "P-1", nil, now))
	require.True(t, AutoOffer("P-1", "P-1", late, now))
	require.False(t, AutoOffer("P-1", "P-1", soon, now), "effective within 24 hours")
	require.False(t, AutoOffer("", "P-1", nil, now), "not bound")
	require.False(t, AutoOffer("P-1", "", nil, now), "not chosen")
}

func TestACouponKeepsItsRules(t *testing.T) { // catalogue.md §9.7
	t.Parallel()
	today := day("2026-11-20")
	product := ProductID(NewID[Product](today.Begin()))
	good := CouponDraft{Coupon: Coupon{Name: "coupon", Amount: Yuan("100"), Period: PerYear, StartsOn: today, EndsOn: day("2027-05-20"), Total: 10, Kind: CouponGeneral, Status: CouponActive},
		Items: []CouponItem{{ProductID: product, SaleType: SaleGeneral}}}
	require.Empty(t, good.Check(today))
	for field, wrong := range map[string]func(*CouponDraft){
		"amount":  func(d *CouponDraft) { d.Amount = Yuan("1.50") },
		"ends_on": func(d *CouponDraft) { d.EndsOn = day("2027-05-21") },
		"period":  func(d *CouponDraft) { d.Period = "day" },
		"items":   func(d *CouponDraft) { d.Items = append(d.Items, CouponItem{SaleType: SaleJoint}) },
	} {
		d := good
		d.Items = append([]CouponItem{}, good.Items...)
		wrong(&d)
		require.Contains(t, d.Check(today), field)
	}
	for _, amount := range []string{"0", "1000000001"} {
		d := good
		d.Amount = Yuan(amount)
		require.Contains(t, d.Check(today), "amount")
	}
	sale, claim := Sale{ProductID: product, SaleType: SaleGeneral, Period: PerYear}, CouponClaim{Status: CouponClaimed}
	require.NoError(t, good.Usable(claim, sale, today))
	voided := good
	voided.Status = CouponVoided
	require.NoError(t, voided.Usable(claim, sale, today), "claimed ones stay valid")
	require.ErrorIs(t, voided.Claimable(false, today), NotFound, "hidden at once")
	monthly, joint := sale, sale
	monthly.Period, joint.SaleType = PerMonth, SaleJoint
	require.Error(t, good.Usable(claim, monthly, today), "each coupon fits only its mode")
	require.Error(t, good.Usable(claim, joint, today), "a general coupon dies when the product becomes joint")
	require.Error(t, good.Usable(CouponClaim{Status: CouponUsed}, sale, today))
	quote := Quote{ListAmount: Yuan("100.00"), Amount: Yuan("100.00")}
	require.Error(t, quote.Redeemed(good.Coupon, claim), "below the order amount")
	quote = Quote{ListAmount: Yuan("100.01"), Amount: Yuan("100.01")}
	require.NoError(t, quote.Redeemed(good.Coupon, claim))
	require.Equal(t, "0.01", quote.Amount.String())
	require.Equal(t, []string{"100.01", "-100.00", "0.01"}, []string{quote.Steps()[0].Amount.String(), quote.Steps()[1].Amount.String(), quote.Steps()[2].Amount.String()})
}

func TestWhoBearsACoupon(t *testing.T) { // transactions.md §6.7 F1, variant; catalogue.md §9.7
	t.Parallel()
	require.Equal(t, "9025.00", CouponSettlement(CouponGeneral, Yuan("10000.00"), Yuan("500.00"), Percent("95")).String())
	require.Equal(t, "9000.00", CouponSettlement(CouponJoint, Yuan("10000.00"), Yuan("500.00"), Percent("95")).String(), "the seller bears all of a joint one")
	require.Equal(t, "475.00", BearsCoupon(CouponGeneral, Yuan("500.00"), Percent("95")).String())
	require.Equal(t, "500.00", BearsCoupon(CouponJoint, Yuan("500.00"), Percent("95")).String())
}

func TestProvidersEarnWhatTheSheetWorksOut(t *testing.T) { // transactions.md §6.7 F3, F4, F5; §7.3
	t.Parallel()
	rates := func(vat string) PartnerRates { return PartnerRates{Percent(vat), Percent("6")} }
	for _, test := range []struct{ base, share, vat, want string }{
		{"10600.00", "10", "6", "1060.00"}, {"11300.00", "8", "13", "848.00"}, {"9999.99", "12", "13", "1125.66"},
	} {
		require.Equal(t, test.want, DealShare(Yuan(test.base), Percent(test.share), rates(test.vat)).String(), "F3 %s", test.base)
	}
	for _, test := range []struct{ deal, floor, share, vat, want string }{
		{"11300.00", "9040.00", "90", "13", "1908.00"}, {"10000.00", "8200.00", "85", "6", "1530.00"},
		{"9999.99", "8765.43", "85", "13", "984.37"}, {"8000.00", "8200.00", "85", "6", "0.00"},
	} {
		require.Equal(t, test.want, FloorShare(Yuan(test.deal), Yuan(test.floor), Percent(test.share), rates(test.vat)).String(), "F4 %s", test.deal)
	}
	require.Equal(t, "1688.50", ResellerShare(Yuan("10000.00"), Yuan("8000.00"), rates("13"), nil).String(), "F5")
	agreed, more := Percent("50"), Percent("95")
	require.Equal(t, "938.05", ResellerShare(Yuan("10000.00"), Yuan("8000.00"), rates("13"), &agreed).String())
	require.Equal(t, "1688.50", ResellerShare(Yuan("10000.00"), Yuan("8000.00"), rates("13"), &more).String(), "at most 90 %")
}

func TestOnlyCertifiedProvidersWithProofsJoin(t *testing.T) { // catalogue.md §9.6, transactions.md §7.1
	t.Parallel()
	now := day("2026-11-20").Begin()
	p := Partner{Status: PartnerDraft}
	require.NoError(t, p.Fill(DraftPartner, "Provider", "", false, PartnerProofs{}, now), "a draft may be incomplete")
	require.Error(t, p.Fill(JoinPartner, "Provider", PartnerSI, false, PartnerProofs{"a", "b", "c", "d"}, now))
	require.Error(t, p.Fill(JoinPartner, "Provider", PartnerSI, true, PartnerProofs{Product: "a"}, now))
	require.NoError(t, p.Fill(JoinPartner, "Provider", PartnerSI, true, PartnerProofs{"a", "b", "c", "d"}, now))
	require.Equal(t, PartnerSubmitted, p.Status)
	require.Error(t, p.Decide(RejectPartner, "manager", "", now), "a rejection says why")
	require.NoError(t, p.Decide(ApprovePartner, "manager", "", now))
	require.Equal(t, PartnerJoined, p.Status)
}

// catalogue.md §6: what may be resold, and how an authorization ends.
func TestFiveKindsOfGeneralProductsAreResold(t *testing.T) {
	t.Parallel()
	want := map[AccessType]bool{AccessSaaS: true, AccessLicense: true, AccessService: true, AccessHardware: true, AccessImage: true}
	for _, access := range AccessTypes {
		require.Equal(t, want[access], Resellable(SaleGeneral, access), access)
		require.False(t, Resellable(SaleJoint, access), access)
		require.False(t, Resellable(SalePlatform, access), access)
	}
	for _, status := range ResaleStatuses {
		for _, act := range []Act{ChangeResale, EndResale, ExpireResale} {
			require.Equal(t, status == ResaleActive, ResaleMoves.Can(status, act), "%s %s: what is invalid stays so", status, act)
		}
	}
	today := day("2026-11-20")
	product, partner := resaleOf(ResaleProduct, "85", "2026-11-20", "2026-12-31"), resaleOf(ResalePartner, "85", "2026-11-20", "2026-12-31")
	require.Empty(t, product.Check(today, false), "a product's authorization names no reseller: it is for all")
	partner.Partner, partner.Project = "", ""
	require.Contains(t, partner.Check(today, false), "partner")
	require.Contains(t, partner.Check(today, false), "project", "partner and customer levels tell the project")
}

// catalogue.md §9.2: an offer that waits can be withdrawn, one in effect is only looked at.
func TestAnOfferIsWithdrawnWhileItWaits(t *testing.T) {
	t.Parallel()
	for _, status := range OfferStatuses {
		require.Equal(t, status == OfferPending, OfferMoves.Can(status, WithdrawOffer), status)
		require.Equal(t, status == OfferPending, OfferMoves.Can(status, ApproveReview), status)
		require.Equal(t, status == OfferPending, OfferMoves.Can(status, RejectReview), status)
	}
	now := day("2026-11-20").Begin()
	for field, wrong := range map[string]func(*OfferDraft){
		"name":  func(d *OfferDraft) { d.Name = "" },
		"mode":  func(d *OfferDraft) { d.Mode = "free" },
		"users": func(d *OfferDraft) { d.Users = nil },
		"items": func(d *OfferDraft) { d.Items = nil },
		// a fixed quotation fixes the quantity, a discount does not
		"quantity_0": func(d *OfferDraft) { d.Mode = OfferQuotation },
	} {
		draft := OfferDraft{Offer: Offer{Name: "offer", Mode: OfferDiscount, StartsAt: now.Add(time.Hour), EndsAt: now.AddDate(0, 1, 0)},
			Users: []OfferUser{{Customer: "C-1"}}, Items: []OfferItem{{SKUCode: "SKU-1", Discount: Percent("90"), Share: Percent("95"), Periods: 1}}}
		require.Empty(t, draft.Check(now), "no quantity is needed for a discount")
		wrong(&draft)
		require.Contains(t, draft.Check(now), field)
	}
}

// catalogue.md §9.7: each coupon fits only its mode; on-demand has none; joint ones are approved.
func TestACouponFitsOnlyItsBillingMode(t *testing.T) {
	t.Parallel()
	today := day("2026-11-20")
	product := NewID[Product](today.Begin())
	for _, of := range CouponPeriods {
		for _, sold := range append([]Period{"hour", "day", "use"}, CouponPeriods...) {
			draft := CouponDraft{Coupon: Coupon{Period: of, StartsOn: today, EndsOn: today.Plus(30), Kind: CouponGeneral, Status: CouponActive},
				Items: []CouponItem{{ProductID: product, SaleType: SaleGeneral}}}
			err := draft.Usable(CouponClaim{Status: CouponClaimed}, Sale{ProductID: product, SaleType: SaleGeneral, Period: sold}, today)
			require.Equal(t, of == sold || of == PerOnce && sold == "use", err == nil, "a coupon per %s, sold per %s", of, sold)
		}
	}
	require.Equal(t, []Period{PerOnce, PerMonth, PerYear}, CouponPeriods)
	for sale, want := range map[SaleType]CouponScheme{SaleGeneral: CouponGeneral, SaleJoint: CouponJoint} {
		require.Equal(t, want, CouponDraft{Items: []CouponItem{{SaleType: sale}}}.OfItems(), sale)
	}
	require.True(t, CouponMoves.Can(CouponPending, ApproveReview))
	for _, status := range CouponStatuses {
		require.Equal(t, status == CouponActive, CouponMoves.Can(status, VoidCoupon), status)
	}
	shown := Coupon{Shown: true, Total: 10}
	require.Contains(t, fieldsOf(shown.CheckGrants([]CouponGrant{{Customer: "C-1"}})), "customers", "chosen users need show on page = No")
	shown.Shown = false
	require.NoError(t, shown.CheckGrants([]CouponGrant{{Customer: "C-1"}}))
}

// catalogue.md §9.6: software, service or SI; a draft, then submitted.
func TestAProviderIsOfOneOfThreeRoles(t *testing.T) {
	t.Parallel()
	now := day("2026-11-20").Begin()
	require.Equal(t, []PartnerRole{PartnerSoftware, PartnerService, PartnerSI}, PartnerRoles)
	whole := PartnerProofs{"product", "authorization", "sales", "contracts"}
	for _, role := range append([]PartnerRole{"", "reseller"}, PartnerRoles...) {
		p := Partner{Status: PartnerDraft}
		err := p.Fill(JoinPartner, "Provider", role, true, whole, now)
		require.Equal(t, role == PartnerSoftware || role == PartnerService || role == PartnerSI, err == nil, string(role))
	}
	for field, proofs := range map[string]PartnerProofs{"product": {"", "b", "c", "d"}, "authorization": {"a", "", "c", "d"}, "sales": {"a", "b", "", "d"}, "contracts": {"a", "b", "c", ""}} {
		p := Partner{Status: PartnerDraft}
		require.Contains(t, fieldsOf(p.Fill(JoinPartner, "Provider", PartnerSI, true, proofs, now)), field, "every proof of ability")
	}
}

// catalogue.md §9.8: three levels of partners; points lead from a warning to the end; test
// credit is for images and SaaS.
func TestPointsLevelsAndTestCreditAreTheSheets(t *testing.T) {
	t.Parallel()
	require.Equal(t, []PartnerLevel{LevelCertified, LevelPreferred, LevelLeading}, PartnerLevels)
	rules := PointRules{First: 100, Warn: 80, Punish: 60}
	for points, want := range map[int]StandingState{100: StandingGood, 81: StandingGood, 80: StandingWarned, 61: StandingWarned, 60: StandingPunished, 1: StandingPunished, 0: StandingEnded} {
		require.Equal(t, want, rules.State(points), points)
	}
	for _, access := range AccessTypes {
		credit := TestCredit{AccessType: access, Purpose: "opening", Amount: Yuan("500.00")}
		require.Equal(t, access == AccessImage || access == AccessSaaS, credit.Check() == nil, access)
	}
}
