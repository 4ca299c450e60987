package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
)

// TestJourneyADisputeWithEvidenceFromBothSidesEndsInAPartialRefund: transactions.md §3.
func TestJourneyADisputeWithEvidenceFromBothSidesEndsInAPartialRefund(t *testing.T) {
	t.Parallel()
	shop := open(t)
	counter, made, id := shop.buys("澜溪云 ERP 配套服务")
	ctx, flow := t.Context(), "/supervisions/"+id.String()
	require.NoError(t, counter.SubmitSupervision(ctx, id, market.Requirement{Text: "Three warehouses."}))
	_, err := counter.FileAppeal(ctx, id, market.Complaint{Ground: market.GroundDispute, Reason: "One warehouse is missing.",
		Files: []market.Upload{{Kind: market.EvidenceAppeal, Name: "missing.pdf", Content: []byte(pdf)}}})
	require.NoError(t, err)

	seller := shop.signIn("support@lanxi.example", "en")
	seller.open(flow)
	seller.sees("frozen")
	seller.open(flow + "?as_side=buyer")
	seller.sees("This is what the buyer sees now.")
	seller.sees("Withdraw appeal")
	seller.sound()
	seller.open(flow)
	appeal := seller.text("main a[href^='/appeals/']", "href")
	require.NotEmpty(t, appeal)

	manager := shop.signIn("manager@platform.example", "en")
	manager.open("/operator" + appeal)
	manager.sees("missing.pdf")
	manager.fill("asked_party", "seller")
	manager.fill("asked", "The import log, please.")
	manager.press("form[action$='/ask'] .form-acts button")

	seller.open(appeal + "/supply")
	seller.attach("file_appeal", paper(t, "import-log.pdf", pdf))
	seller.await(`document.querySelector("#draft-files")?.textContent.includes("import-log.pdf")`)
	seller.open(appeal + "/supply") // the connection broke: the file is still there
	seller.sees("import-log.pdf")
	seller.fill("comment", "All rows of two warehouses are in it.")
	seller.press("form[action$='/supply'] .form-acts button")

	manager.open("/operator" + appeal)
	manager.sees("import-log.pdf")
	manager.sound()
	manager.axe()
	manager.fill("outcome", "refund")
	manager.fill("amount", "100")
	manager.fill("conclusion", "One of three warehouses was not delivered.")
	manager.press("form[action$='/decide'] button[name=preview]")
	manager.sees("What this decision does")
	manager.sees("One of three warehouses was not delivered.")
	manager.press("#preview .btn[data-look=primary]")
	manager.sees("Decided")

	shop.Turn(t, shop.works, shop.Clock.Now().Add(time.Minute))
	seller.open(appeal)
	seller.sees("One of three warehouses was not delivered.")
	seller.open("/orders/" + made.ID.String())
	seller.sees("Completed")
}
