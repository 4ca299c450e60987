package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// TestStrangersReachNoDeliveryAppealOrRefund tries another seller's ids on every verb.
func TestStrangersReachNoDeliveryAppealOrRefund(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	flow, appeal, refund, made := shop.Supervisions["lanxi asked"], shop.Appeals["lanxi asked"], shop.Refunds["lanxi refund asked"], shop.Orders["lanxi asked"]
	files := []market.Upload{pdf(market.EvidenceSOW, "x")}
	stranger := func(roles ...market.Role) *db.Seller { return shop.Seller(shop.Yunzhan, roles...) }
	guest := buyer(shop, shop.Yunzhan, "C-23016")
	ctx := t.Context()
	for name, try := range map[string]func() error{
		"Supervision":        func() error { _, err := stranger().Supervision(ctx, flow); return err },
		"SupervisionOf":      func() error { _, err := stranger().SupervisionOf(ctx, made); return err },
		"SubmitSupervision":  func() error { return guest.SubmitSupervision(ctx, flow, market.Requirement{Text: "x"}) },
		"ConfirmSupervision": func() error { return stranger().ConfirmSupervision(ctx, flow, 0) },
		"RefuseSupervision":  func() error { return stranger().RefuseSupervision(ctx, flow, 0, "x") },
		"UploadSupervision":  func() error { return stranger().UploadSupervision(ctx, flow, files) },
		"DeliverSupervision": func() error {
			return stranger().DeliverSupervision(ctx, flow, market.Delivery{Result: "x", Files: files})
		},
		"Draft": func() error { _, err := stranger().Draft(ctx, flow, market.DraftDelivery); return err },
		"KeepDraft": func() error {
			return stranger().KeepDraft(ctx, flow, market.DraftDelivery, map[string]string{"result": "x"})
		},
		"AttachDraft": func() error { return stranger().AttachDraft(ctx, flow, market.DraftDelivery, files[0]) },
		"DetachDraft": func() error {
			return stranger().DetachDraft(ctx, flow, market.DraftDelivery, market.NewID[market.DraftFile](shop.Clock.Now()))
		},
		"AcceptSupervision": func() error { return guest.AcceptSupervision(ctx, flow, "") },
		"RejectSupervision": func() error { return guest.RejectSupervision(ctx, flow, "x") },
		"RemindSupervision": func() error { return stranger(market.Clock).RemindSupervision(ctx, flow) },
		"CloseSupervision":  func() error { return stranger(market.Clock).CloseSupervision(ctx, flow) },
		"Appeal":            func() error { _, err := stranger().Appeal(ctx, appeal); return err },
		"FileAppeal": func() error {
			_, err := stranger().FileAppeal(ctx, flow, market.Complaint{Ground: market.GroundOther, Reason: "x"})
			return err
		},
		"WithdrawAppeal": func() error { return stranger().WithdrawAppeal(ctx, appeal) },
		"AskAppeal":      func() error { return stranger(market.Manager).AskAppeal(ctx, appeal, market.PartySeller, "x") },
		"SupplyAppeal":   func() error { return stranger().SupplyAppeal(ctx, appeal, "x", files) },
		"AssignAppeal": func() error {
			return stranger(market.Manager).AssignAppeal(ctx, appeal, shop.People["manager@platform.example"])
		},
		"ContactAppeal": func() error {
			return stranger(market.Manager).ContactAppeal(ctx, appeal, market.AppealContact{Channel: market.ContactNote, Text: "x"})
		},
		"RemindAppeal": func() error { return stranger(market.Clock).RemindAppeal(ctx, appeal) },
		"LapseAppeal":  func() error { return stranger(market.Clock).LapseAppeal(ctx, appeal) },
		"DecideAppeal": func() error {
			return stranger(market.Manager).DecideAppeal(ctx, appeal, market.Decision{Outcome: market.OutcomeContinue, Conclusion: "x"})
		},
		"Refund": func() error { _, err := stranger().Refund(ctx, refund); return err },
		"RequestRefund": func() error {
			_, err := guest.RequestRefund(ctx, market.RefundRequest{OrderID: made, Amount: market.Yuan("1.00"), Reason: "x"})
			return err
		},
		"WithdrawRefund": func() error { return guest.WithdrawRefund(ctx, refund) },
		"ApproveRefund":  func() error { return stranger().ApproveRefund(ctx, refund, "", market.Address{}) },
		"RejectRefund":   func() error { return stranger().RejectRefund(ctx, refund, "x") },
		"PayRefund":      func() error { return stranger(market.Clock).PayRefund(ctx, refund) },
		"RemindRefund":   func() error { return stranger(market.Clock).RemindRefund(ctx, refund) },
	} {
		require.ErrorIs(t, try(), market.NotFound, name)
	}
	rows, err := stranger().SupervisionRows(ctx, []market.SupervisionID{flow})
	require.NoError(t, err)
	require.Empty(t, rows)
	for name, read := range map[string]func() (int, error){
		"SupervisionLogs": func() (int, error) { all, err := stranger().SupervisionLogs(ctx, flow); return len(all), err },
		"Evidences":       func() (int, error) { all, err := stranger().Evidences(ctx, flow); return len(all), err },
		"AppealsOf":       func() (int, error) { all, err := stranger().AppealsOf(ctx, flow); return len(all), err },
		"RefundsOf":       func() (int, error) { all, err := stranger().RefundsOf(ctx, made); return len(all), err },
	} {
		n, err := read()
		require.NoError(t, err, name)
		require.Zero(t, n, name)
	}
}
