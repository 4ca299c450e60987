package db_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §2.6: what is prepared outlives a broken connection, is hashed and typed
// when it arrives, and is handed in once.
func TestADraftHoldsItsFilesUntilTheyAreHandedIn(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	customer, _, id := bought(t, shop, market.AccessService, `{}`)

	note := market.Upload{Kind: market.EvidenceRequirement, Name: "scope.pdf", Content: pdf(market.EvidenceRequirement, "scope").Content}
	require.ErrorIs(t, store.AttachDraft(ctx, id, market.DraftDelivery, pdf(market.EvidenceSOW, "sow")), conflict, "the buyer's turn")
	require.NoError(t, customer.AttachDraft(ctx, id, market.DraftRequirement, note))
	require.NoError(t, customer.AttachDraft(ctx, id, market.DraftRequirement, note), "the answer was lost; the file is there")
	draft, err := customer.Draft(ctx, id, market.DraftRequirement)
	require.NoError(t, err)
	require.Len(t, draft.Files, 1)
	require.Len(t, draft.Files[0].SHA256, 64)
	require.NoError(t, customer.SubmitSupervision(ctx, id, market.Requirement{Text: "move our ERP"}))
	handed, err := store.Evidences(ctx, id)
	require.NoError(t, err)
	require.Len(t, handed, 1)
	require.Equal(t, draft.Files[0].FileID, handed[0].FileID, "the same stored file, never copied")
	draft, err = customer.Draft(ctx, id, market.DraftRequirement)
	require.NoError(t, err)
	require.Empty(t, draft.Files, "handed in once")

	require.ErrorIs(t, store.AttachDraft(ctx, id, market.DraftDelivery, pdf(market.EvidenceSOW, "sow")), conflict, "nothing to deliver yet")
	require.NoError(t, store.ConfirmSupervision(ctx, id, 0))
	require.ErrorIs(t, shop.Seller(shop.Lanxi, market.Finance).AttachDraft(ctx, id, market.DraftDelivery, pdf(market.EvidenceSOW, "sow")), market.Denied)
	require.ErrorIs(t, customer.AttachDraft(ctx, id, market.DraftDelivery, pdf(market.EvidenceSOW, "sow")), conflict)
	require.NoError(t, store.AttachDraft(ctx, id, market.DraftDelivery, pdf(market.EvidenceSOW, "sow")))
	require.ErrorIs(t, store.AttachDraft(ctx, id, market.DraftDelivery, market.Upload{Kind: market.EvidenceSOW, Name: "a.pdf", Content: []byte("no pdf")}), invalid)
	require.ErrorIs(t, store.AttachDraft(ctx, id, market.DraftDelivery, pdf(market.EvidenceCommitment, "letter")), invalid, "not of a delivery")
	require.NoError(t, store.KeepDraft(ctx, id, market.DraftDelivery, map[string]string{"result": "half a sentence"}))
	require.ErrorIs(t, store.KeepDraft(ctx, id, market.DraftDelivery, map[string]string{"secret": "x"}), invalid)
	require.ErrorIs(t, store.DeliverSupervision(ctx, id, market.Delivery{Result: "done"}), invalid, "the acceptance document is missing")
	draft, err = store.Draft(ctx, id, market.DraftDelivery)
	require.NoError(t, err)
	require.Len(t, draft.Files, 1, "a refusal takes nothing out of the draft")
	require.Equal(t, "half a sentence", draft.Word("result"))
	theirs, err := customer.Draft(ctx, id, market.DraftDelivery)
	require.NoError(t, err)
	require.Empty(t, theirs.Files, "the other side sees nothing of it")

	wrong := pdf(market.EvidenceOther, "by mistake")
	require.NoError(t, store.AttachDraft(ctx, id, market.DraftDelivery, wrong))
	draft, err = store.Draft(ctx, id, market.DraftDelivery)
	require.NoError(t, err)
	other := slices.IndexFunc(draft.Files, func(f market.DraftFile) bool { return f.Kind == market.EvidenceOther })
	require.NoError(t, store.DetachDraft(ctx, id, market.DraftDelivery, draft.Files[other].ID))
	require.ErrorIs(t, store.DetachDraft(ctx, id, market.DraftDelivery, draft.Files[other].ID), market.NotFound)
	require.NoError(t, store.AttachDraft(ctx, id, market.DraftDelivery, pdf(market.EvidenceAcceptance, "acceptance")))
	require.NoError(t, store.DeliverSupervision(ctx, id, market.Delivery{Result: "done"}))
	require.Equal(t, market.NodeAccepting, flow(t, store, id).Node)
	handed, err = store.Evidences(ctx, id)
	require.NoError(t, err)
	require.Len(t, handed, 3)
	draft, err = store.Draft(ctx, id, market.DraftDelivery)
	require.NoError(t, err)
	require.Empty(t, draft.Words.V)
	require.Empty(t, draft.Files)
}

// transactions.md §2.6: at most ten files.
func TestADraftTakesTenFiles(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	_, _, id := bought(t, shop, market.AccessLicense, `{"licence_flow": "offline"}`)
	for i := range market.EvidenceFiles {
		require.NoError(t, store.AttachDraft(ctx, id, market.DraftDelivery, pdf(market.EvidenceOther, string(rune('a'+i)))))
	}
	require.ErrorIs(t, store.AttachDraft(ctx, id, market.DraftDelivery, pdf(market.EvidenceOther, "one more")), invalid)
}
