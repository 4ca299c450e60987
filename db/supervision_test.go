package db_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

var (
	conflict = &market.Problem{Kind: market.KindConflict}
	invalid  = &market.Problem{Kind: market.KindInvalid}
)

// pdf is the smallest content that is taken for a PDF.
func pdf(kind market.EvidenceKind, name string) market.Upload {
	return market.Upload{Kind: kind, Name: name + ".pdf", Content: []byte("%PDF-1.4\n" + name)}
}

// watched is a paid manual service of customer C-1 and its flow.
func watched(t *testing.T, shop *dbtest.Shop, seller market.SellerID) (*db.Seller, market.Order, market.SupervisionID) {
	t.Helper()
	customer := buyer(shop, seller, "C-1")
	made := placed(t, customer, purchase(listing(t, shop, seller, "service", market.PerMonth, "100.00")))
	require.NoError(t, customer.PayOrder(t.Context(), made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}))
	flow, err := customer.SupervisionOf(t.Context(), made.ID)
	require.NoError(t, err)
	return customer, order(t, customer, made.ID), flow.ID
}

func flow(t *testing.T, store *db.Seller, id market.SupervisionID) market.Supervision {
	t.Helper()
	flow, err := store.Supervision(t.Context(), id)
	require.NoError(t, err)
	return flow
}

// delivered brings the flow to the buyer's acceptance.
func delivered(t *testing.T, customer, store *db.Seller, id market.SupervisionID, opened *time.Time) {
	t.Helper()
	require.NoError(t, customer.SubmitSupervision(t.Context(), id, market.Requirement{Text: "three warehouses"}))
	require.NoError(t, store.ConfirmSupervision(t.Context(), id, 0))
	require.NoError(t, store.DeliverSupervision(t.Context(), id, market.Delivery{OpenedAt: opened, Result: "imported",
		Files: []market.Upload{pdf(market.EvidenceSOW, "sow"), pdf(market.EvidenceAcceptance, "acceptance")}}))
}

// transactions.md §2.1, §2.3: processing until the flow ends, then completed at once; every act is in the log.
func TestADeliveryRunsFromRequirementToACompletedOrder(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made, id := watched(t, shop, shop.Lanxi)
	store := shop.Seller(shop.Lanxi, market.Support)
	require.Equal(t, market.NodeRequirement, flow(t, store, id).Node)
	require.Equal(t, []market.Act{market.NudgeSupervision, market.RemindSupervision}, shop.JobsFor(t, id))

	opened := shop.Clock.Now()
	shop.Clock.Pass(time.Hour)
	delivered(t, customer, store, id, &opened)
	shop.Clock.Pass(48 * time.Hour)
	require.NoError(t, customer.AcceptSupervision(t.Context(), id, "fine"))

	done := flow(t, store, id)
	require.Equal(t, market.SupervisionDone, done.Status)
	ended := order(t, store, made.ID)
	require.Equal(t, market.OrderCompleted, ended.Status, "in the same transaction, so within 3 h (§1.2)")
	require.True(t, ended.EffectiveAt.Equal(opened), "the actual opening time (§1.4)")
	act, subject := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.AcceptSupervision, act)
	require.Equal(t, id.String(), subject)

	logs, err := store.SupervisionLogs(t.Context(), id)
	require.NoError(t, err)
	var acts []market.Act
	for _, log := range logs {
		acts = append(acts, log.Act)
	}
	require.Equal(t, []market.Act{market.AcceptSupervision, market.DeliverSupervision, market.ConfirmSupervision,
		market.SubmitSupervision, market.StartSupervision}, acts)
	_, err = shop.DB.Pool().Exec(`UPDATE supervision_logs SET comment = 'forged'`)
	require.ErrorContains(t, err, "never changed")
}

// transactions.md §2.8: a missing document is refused by name.
func TestDeliveringWithoutTheDocumentsNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, _, id := watched(t, shop, shop.Lanxi)
	store := shop.Seller(shop.Lanxi, market.Operations)
	require.NoError(t, customer.SubmitSupervision(t.Context(), id, market.Requirement{Text: "x"}))
	require.NoError(t, store.ConfirmSupervision(t.Context(), id, 0))
	require.NoError(t, store.UploadSupervision(t.Context(), id, []market.Upload{pdf(market.EvidenceSOW, "sow")}))

	err := store.DeliverSupervision(t.Context(), id, market.Delivery{Result: "done"})
	var problem *market.Problem
	require.ErrorAs(t, err, &problem)
	require.Equal(t, market.Because("evidence.missing_these", 1, market.Because("evidence.kind_acceptance")), problem.Fields["files"])
	require.NoError(t, store.DeliverSupervision(t.Context(), id, market.Delivery{Result: "done", Files: []market.Upload{pdf(market.EvidenceAcceptance, "a")}}))
}

// transactions.md §2.6: hashed, versioned, never overwritten.
func TestEvidenceIsAddedAsANewVersionAndTypedByItsContent(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, _, id := watched(t, shop, shop.Lanxi)
	store := shop.Seller(shop.Lanxi)
	for _, text := range []string{"first", "second"} {
		require.NoError(t, store.UploadSupervision(t.Context(), id, []market.Upload{{Kind: market.EvidenceSOW, Name: "sow.pdf", Content: []byte("%PDF-1.4 " + text)}}))
	}
	files, err := store.Evidences(t.Context(), id)
	require.NoError(t, err)
	require.Len(t, files, 2)
	require.Equal(t, 1, files[0].Version)
	require.Equal(t, 2, files[1].Version)
	require.NotEqual(t, files[0].SHA256, files[1].SHA256)
	content, err := store.FileContent(t.Context(), files[0].FileID)
	require.NoError(t, err)
	require.Equal(t, "%PDF-1.4 first", string(content), "the first version stays")

	err = store.UploadSupervision(t.Context(), id, []market.Upload{{Kind: market.EvidenceSOW, Name: "sow.pdf", Content: []byte("MZ not a document")}})
	require.ErrorIs(t, err, invalid)
	_, err = shop.DB.Pool().Exec(`DELETE FROM evidences`)
	require.ErrorContains(t, err, "never changed")
}

// transactions.md §2.8: of two acts at once one is told what changed.
func TestOfTwoPeopleAtOnceOneWinsAndTheOtherIsToldWhatChanged(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, _, id := watched(t, shop, shop.Lanxi)
	require.NoError(t, customer.SubmitSupervision(t.Context(), id, market.Requirement{Text: "x"}))
	seen := flow(t, customer, id).Version
	store := shop.Seller(shop.Lanxi)
	errs := atOnce(6, func(n int) error {
		if n%2 == 0 {
			return store.ConfirmSupervision(context.Background(), id, seen)
		}
		return store.RefuseSupervision(context.Background(), id, seen, "unclear")
	})
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		var problem *market.Problem
		require.ErrorAs(t, err, &problem)
		require.Equal(t, market.KindConflict, problem.Kind)
		require.Equal(t, "supervision.overtaken", problem.Reason.Key)
		require.Equal(t, "tester owner", problem.Reason.Args[0])
	}
	require.Equal(t, 1, won)
}

func TestABuyerReachesOnlyItsOwnDelivery(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, _, id := watched(t, shop, shop.Lanxi)
	other := buyer(shop, shop.Lanxi, "C-2")
	require.ErrorIs(t, other.SubmitSupervision(t.Context(), id, market.Requirement{Text: "mine"}), market.NotFound)
	_, err := other.FileAppeal(t.Context(), id, market.Complaint{Ground: market.GroundOther, Reason: "mine"})
	require.ErrorIs(t, err, market.NotFound)
}

func TestAnOldDeliveryIsRememberedEveryWeek(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, _, id := watched(t, shop, shop.Lanxi)
	notices := func() (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE kind = 'supervision.remind' AND link LIKE '%' || $1`, id.String()).Scan(&n))
		return n
	}
	start := shop.Clock.Now()
	shop.Turn(t, world.Works(shop.Clock), start.AddDate(0, 0, 179))
	require.Zero(t, notices())
	shop.Turn(t, world.Works(shop.Clock), start.AddDate(0, 0, 195))
	require.Equal(t, 3, notices(), "after 180, 187 and 194 days (§14.2)")
	require.Equal(t, market.SupervisionRunning, flow(t, shop.Seller(shop.Lanxi), id).Status, "closing is off")
}

func TestClosingAfterAYearRefundsWhereTheInstallationWantsIt(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, made, id := watched(t, shop, shop.Lanxi)
	_, err := shop.DB.Pool().Exec(`INSERT INTO settings (name, value, changed_at) VALUES ('supervision_close_days', '365', now())`)
	require.NoError(t, err)
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().AddDate(0, 0, 380))
	require.Equal(t, market.SupervisionClosed, flow(t, shop.Seller(shop.Lanxi), id).Status)
	require.Equal(t, market.OrderRefunded, order(t, shop.Seller(shop.Lanxi), made.ID).Status)
}

func TestTheListPutsWhatIsDueFirst(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Qinghe)
	customer, _, first := watched(t, shop, shop.Qinghe)
	_, _, second := watched(t, shop, shop.Qinghe)
	require.NoError(t, customer.SubmitSupervision(t.Context(), second, market.Requirement{Text: "x"}))
	p, err := store.Supervisions(t.Context(), market.SupervisionSearch{}, market.Ask{Size: 1, Sort: "rank_at", Up: true})
	require.NoError(t, err)
	require.Equal(t, second, p.Rows[0].ID, "the seller has three days; the buyer has no limit")
	require.Equal(t, 2, p.Count.N)
	p, err = store.Supervisions(t.Context(), market.SupervisionSearch{}, market.Ask{Size: 1, Sort: "rank_at", Up: true, After: p.Next})
	require.NoError(t, err)
	require.Equal(t, first, p.Rows[0].ID)

	counts, err := store.SupervisionCounts(t.Context())
	require.NoError(t, err)
	require.Equal(t, market.SupervisionCounts{Mine: 1, All: 2}, counts)
	shop.Clock.Pass(6 * 24 * time.Hour)
	counts, err = store.SupervisionCounts(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, counts.Late)
}
