package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// bought is a paid order of customer C-1 by the flow that its listing chose, and its delivery.
func bought(t *testing.T, shop *dbtest.Shop, access market.AccessType, content string) (*db.Seller, market.Order, market.SupervisionID) {
	t.Helper()
	customer := buyer(shop, shop.Lanxi, "C-1")
	wanted := purchase(listing(t, shop, shop.Lanxi, access, market.PerOnce, "100.00"))
	wanted.Periods = 1
	_, err := shop.DB.Pool().Exec(`UPDATE revisions SET content = content || $2::jsonb WHERE id = (SELECT p.revision_id FROM products p
		JOIN specs s ON s.seller_id = p.seller_id AND s.product_id = p.id JOIN prices r ON r.seller_id = s.seller_id AND r.spec_id = s.id WHERE r.code = $1)`,
		wanted.Product, content)
	require.NoError(t, err)
	if access == market.AccessHardware {
		wanted.Address = &market.Address{Recipient: "仓库 王平", Phone: "13800134021", Place: "北京市海淀区中关村大街 1 号"}
	}
	made := placed(t, customer, wanted)
	require.NoError(t, customer.PayOrder(t.Context(), made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}))
	flow, err := customer.SupervisionOf(t.Context(), made.ID)
	require.NoError(t, err)
	return customer, order(t, customer, made.ID), flow.ID
}

func proof() market.Delivery {
	return market.Delivery{Result: "done", Files: []market.Upload{pdf(market.EvidenceSOW, "sow"), pdf(market.EvidenceAcceptance, "acceptance")}}
}

// transactions.md §2.4: License 2.0.
func TestAnAuthorizationCodeIsReceivedActivatedProvenAndAccepted(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made, id := bought(t, shop, market.AccessLicense, `{"licence_flow": "license_code"}`)
	store, program, ctx := shop.Seller(shop.Lanxi), shop.Seller(shop.Lanxi, market.Program), t.Context()
	require.Equal(t, market.NodeDelivering, flow(t, store, id).Node, "no request is needed")

	require.NoError(t, store.DeliverSupervision(ctx, id, market.Delivery{Result: "package is ready"}))
	licence, err := customer.LicenceOf(ctx, made.ID)
	require.NoError(t, err)
	require.Equal(t, market.LicenceMade, licence.Status)
	_, err = program.ActivateSupervision(ctx, licence.Code)
	require.ErrorIs(t, err, conflict, "not received yet")
	_, err = customer.RequestRefund(ctx, market.RefundRequest{OrderID: made.ID, Amount: made.Amount, Reason: "changed our mind"})
	require.NoError(t, err, "a refund may still be asked for")

	require.NoError(t, customer.ReceiveSupervision(ctx, id))
	_, err = customer.RequestRefund(ctx, market.RefundRequest{OrderID: made.ID, Amount: made.Amount, Reason: "changed our mind"})
	require.ErrorIs(t, err, conflict, "from here a negotiated refund is impossible")
	var reason *market.Problem
	require.ErrorAs(t, err, &reason)
	require.Equal(t, "refund.code_received", reason.Reason.Key)

	shop.Clock.Pass(26 * time.Hour)
	activated := shop.Clock.Now()
	_, err = program.ActivateSupervision(ctx, licence.Code)
	require.NoError(t, err)
	require.Equal(t, market.NodeProve, flow(t, store, id).Node, "the platform passes the node by itself")
	_, err = program.ActivateSupervision(ctx, licence.Code)
	require.ErrorIs(t, err, conflict, "once only")

	shop.Clock.Pass(24 * time.Hour)
	require.ErrorIs(t, store.ProveSupervision(ctx, id, market.Delivery{Result: "x"}), invalid, "the proof is needed")
	require.NoError(t, store.ProveSupervision(ctx, id, proof()))
	require.Equal(t, market.SupervisionDone, flow(t, store, id).Status, "the system accepts by itself")
	ended := order(t, store, made.ID)
	require.Equal(t, market.OrderCompleted, ended.Status)
	require.WithinDuration(t, activated, *ended.EffectiveAt, time.Second, "opening time = activation (§1.4)")
	_, err = shop.Seller(shop.Yunzhan, market.Program).ActivateSupervision(ctx, licence.Code)
	require.ErrorIs(t, err, market.NotFound)
}

// transactions.md §2.4: License 1.0.
func TestAnIdentificationCodeIsMadeOrTypedAndDeliveredBy(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	customer, _, id := bought(t, shop, market.AccessLicense, `{"licence_flow": "license_ident"}`)
	require.ErrorIs(t, customer.IdentifySupervision(ctx, id, market.Identification{Kind: market.IdentHardware}), invalid, "the buyer types it")
	require.NoError(t, customer.IdentifySupervision(ctx, id, market.Identification{Kind: market.IdentSystem}))
	first := flow(t, store, id)
	require.Equal(t, market.NodeDelivering, first.Node)
	require.Contains(t, first.Code, "SYS", "made by the system")
	require.NoError(t, store.DeliverSupervision(ctx, id, proof()))
	require.NoError(t, customer.RejectSupervision(ctx, id, "wrong machine"))
	require.NoError(t, store.DeliverSupervision(ctx, id, proof()))
	require.NoError(t, customer.AcceptSupervision(ctx, id, ""))

	customer, _, id = bought(t, shop, market.AccessLicense, `{"licence_flow": "license_ident"}`)
	require.NoError(t, customer.IdentifySupervision(ctx, id, market.Identification{Kind: market.IdentHardware, Code: "00:1B:44:11:3A:B7"}))
	require.Equal(t, "00:1B:44:11:3A:B7", flow(t, store, id).Code)
}

// transactions.md §2.4: package and automatic deployment.
func TestTheBuyersConfirmationAloneFinishesADeployment(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx := t.Context()
	customer, made, id := bought(t, shop, market.AccessLicense, `{"licence_flow": "package"}`)
	store := shop.Seller(shop.Lanxi)
	require.Equal(t, market.NodeDelivering, flow(t, store, id).Node, "§2.3: no request is needed, it waits for the seller")
	require.ErrorIs(t, customer.DeploySupervision(ctx, id, "runs"), conflict)
	require.NoError(t, store.DeliverSupervision(ctx, id, market.Delivery{Result: "the package and how it is installed"}))
	require.NoError(t, customer.DeploySupervision(ctx, id, "runs"))
	require.Equal(t, market.OrderCompleted, order(t, customer, made.ID).Status)

	customer, made, id = bought(t, shop, market.AccessLicense, `{"licence_flow": "automatic"}`)
	require.ErrorIs(t, customer.DeploySupervision(ctx, id, ""), conflict, "it was not started")
	require.ErrorIs(t, customer.LaunchSupervision(ctx, id, market.Launch{Server: "ecs-1"}), invalid)
	require.NoError(t, customer.LaunchSupervision(ctx, id, market.Launch{Server: "ecs-1", Network: "vpc-default", Group: "sg-web"}))
	require.NoError(t, customer.DeploySupervision(ctx, id, ""))
	require.Equal(t, market.OrderCompleted, order(t, customer, made.ID).Status)
}

// transactions.md §8, §2.4: a deploy agency and a security group are made before the deployment
// starts; it starts in that group.
func TestAnAutomaticDeploymentStartsInTheGroupThatWasMadeForIt(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	customer, _, id := bought(t, shop, market.AccessLicense, `{"licence_flow": "automatic"}`)
	require.ErrorIs(t, customer.DelegateSupervision(ctx, id, " "), invalid)
	require.ErrorIs(t, customer.SecureSupervision(ctx, id, "sg web"), invalid)
	require.NoError(t, customer.DelegateSupervision(ctx, id, "rf-deploy"))
	act, _ := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.DelegateSupervision, act)
	require.NoError(t, customer.SecureSupervision(ctx, id, "sg-licence"))
	require.Equal(t, market.NodeLaunch, flow(t, store, id).Node, "neither is a step")
	require.NoError(t, customer.LaunchSupervision(ctx, id, market.Launch{Server: "ecs-1", Network: "vpc-default"}))
	require.ErrorIs(t, customer.DelegateSupervision(ctx, id, "late"), conflict)
	require.ErrorIs(t, customer.SecureSupervision(ctx, id, "late"), conflict)
	logs, err := store.SupervisionLogs(ctx, id)
	require.NoError(t, err)
	d, err := market.DeploymentOf(flow(t, store, id).Flow.V, logs)
	require.NoError(t, err)
	require.Equal(t, "rf-deploy", d.Agency)
	require.Equal(t, "sg-licence", d.Group)
	require.Equal(t, "ecs-1, vpc-default, sg-licence", d.Resources)

	customer, _, id = bought(t, shop, market.AccessLicense, `{"licence_flow": "package"}`)
	require.ErrorIs(t, customer.DelegateSupervision(ctx, id, "rf-deploy"), conflict, "only an automatic deployment has one")
}

// transactions.md §2.4: hardware.
func TestHardwareIsAcceptedTenDaysAfterTheCouriersSigned(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	customer, made, id := bought(t, shop, market.AccessHardware, `{}`)
	moved := market.Address{Recipient: "前台", Phone: "13900001111", Place: "上海市浦东新区 2 号"}
	require.NoError(t, customer.ReaddressSupervision(ctx, id, moved))
	parcel, err := store.Parcel(ctx, made.ID)
	require.NoError(t, err)
	require.Equal(t, moved, parcel.Address)

	require.ErrorIs(t, store.ShipSupervision(ctx, id, market.Shipment{Courier: "NOBODY", Tracking: "1"}, market.Delivery{}), invalid)
	require.NoError(t, store.ShipSupervision(ctx, id, market.Shipment{Courier: "SF", Tracking: "SF1", Phone: "139 0000 1111"}, market.Delivery{}))
	require.Equal(t, market.NodeAccepting, flow(t, store, id).Node)
	require.ErrorIs(t, customer.ReaddressSupervision(ctx, id, moved), conflict, "before the shipment only")

	require.NoError(t, customer.RejectSupervision(ctx, id, "not received"))
	require.NoError(t, store.ShipSupervision(ctx, id, market.Shipment{Courier: "SF", Tracking: "SF2"}, market.Delivery{}))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().AddDate(0, 0, 20))
	require.Equal(t, market.SupervisionRunning, flow(t, store, id).Status, "without signed there is no automatic acceptance")
	require.ErrorIs(t, customer.TrackSupervision(ctx, id, market.CourierNews{Tracking: "SF1", State: market.CourierSigned, At: shop.Clock.Now()}), invalid)
	require.NoError(t, customer.TrackSupervision(ctx, id, market.CourierNews{Tracking: "SF2", State: market.CourierSigned, At: shop.Clock.Now()}))
	signed := shop.Clock.Now()
	shop.Turn(t, world.Works(shop.Clock), signed.AddDate(0, 0, 10).Add(-time.Minute))
	require.Equal(t, market.SupervisionRunning, flow(t, store, id).Status)
	shop.Turn(t, world.Works(shop.Clock), signed.AddDate(0, 0, 10))
	require.Equal(t, market.SupervisionDone, flow(t, store, id).Status)
	require.Equal(t, market.OrderCompleted, order(t, store, made.ID).Status)
}

// transactions.md §2.4: another phone on the waybill turns tracking and automatic acceptance off.
func TestAWaybillWithAnotherPhoneIsNotRead(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx := t.Context()
	customer, _, id := bought(t, shop, market.AccessHardware, `{}`)
	require.NoError(t, shop.Seller(shop.Lanxi).ShipSupervision(ctx, id, market.Shipment{Courier: "SF", Tracking: "SF9", Phone: "13700000000"}, market.Delivery{}))
	require.ErrorIs(t, customer.TrackSupervision(ctx, id, market.CourierNews{Tracking: "SF9", State: market.CourierSigned, At: shop.Clock.Now()}), conflict)
	require.NotContains(t, shop.JobsFor(t, id), market.AssumeSupervision)
}

// transactions.md §2.4: website building, with one rejection of the draft.
func TestAWebsiteIsDraftedBuiltAndPutOnline(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	customer, made, id := bought(t, shop, market.AccessService, `{"flow": "website", "delivery_days": "20"}`)
	require.NoError(t, customer.SubmitSupervision(ctx, id, market.Requirement{Text: "five pages"}))
	require.NoError(t, store.ConfirmSupervision(ctx, id, 0))
	draft := flow(t, store, id)
	require.Equal(t, market.NodeDraft, draft.Node)
	require.Equal(t, draft.EnteredAt.AddDate(0, 0, 20), *draft.DueAt, "the declared delivery time, in calendar days")
	require.ErrorIs(t, store.PresentSupervision(ctx, id, market.Delivery{Result: "see"}), invalid, "pages or an address")
	require.ErrorIs(t, store.PresentSupervision(ctx, id, market.Delivery{Result: "see", Link: "ftp://x"}), invalid)
	require.NoError(t, store.PresentSupervision(ctx, id, market.Delivery{Result: "see", Link: "https://draft.example"}))
	require.NoError(t, customer.RejectSupervision(ctx, id, "the logo is old"))
	require.Equal(t, market.NodeDraft, flow(t, store, id).Node)
	require.NoError(t, store.PresentSupervision(ctx, id, market.Delivery{Result: "mended", Link: "https://draft.example/2"}))
	require.NoError(t, customer.AgreeSupervision(ctx, id, "good"))
	require.NoError(t, store.PresentSupervision(ctx, id, market.Delivery{Result: "test build", Link: "https://test.example"}))
	require.NoError(t, customer.AgreeSupervision(ctx, id, ""))
	require.Equal(t, market.NodeLive, flow(t, store, id).Node)
	opened := shop.Clock.Now()
	live := proof()
	live.OpenedAt = &opened
	require.NoError(t, store.DeliverSupervision(ctx, id, live))
	require.NoError(t, customer.AcceptSupervision(ctx, id, ""))
	done := flow(t, store, id)
	require.Equal(t, market.SupervisionDone, done.Status)
	require.Equal(t, 1, done.BuyerRejects)
	require.Equal(t, market.OrderCompleted, order(t, store, made.ID).Status)
}

// transactions.md §2.6: joint goods of the empowerment track.
func TestTheEmpowermentRuleAsksForMoreAndThePlatformReviewsInTwoSteps(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	manager, reviewer := shop.Seller(shop.Lanxi, market.Manager), shop.Seller(shop.Lanxi, market.Reviewer)
	customer, made, id := bought(t, shop, market.AccessService, `{}`)
	_, err := shop.DB.Pool().Exec(`UPDATE orders SET sale_type = 'joint' WHERE id = $1`, made.ID)
	require.NoError(t, err)
	require.NoError(t, manager.MarkSupervision(ctx, id, market.Marks{Track: market.TrackEmpowerment}))
	require.NoError(t, customer.SubmitSupervision(ctx, id, market.Requirement{Text: "x"}))
	require.NoError(t, store.ConfirmSupervision(ctx, id, 0))

	err = store.DeliverSupervision(ctx, id, proof())
	require.ErrorIs(t, err, invalid)
	full := proof()
	for _, kind := range []market.EvidenceKind{market.EvidenceCloudAuth, market.EvidenceScreenshot, market.EvidenceScreenshot, market.EvidenceSigned} {
		full.Files = append(full.Files, pdf(kind, string(kind)))
	}
	require.ErrorIs(t, store.DeliverSupervision(ctx, id, full), invalid, "at least three screenshots")
	full.Files = append(full.Files, pdf(market.EvidenceScreenshot, "third"))
	require.NoError(t, store.DeliverSupervision(ctx, id, full))

	require.Equal(t, market.NodePlatform, flow(t, store, id).Node)
	require.ErrorIs(t, manager.EndorseSupervision(ctx, id, ""), conflict, "the second step waits for the first")
	require.NoError(t, reviewer.DeclineSupervision(ctx, id, "the stamps cannot be read"))
	require.Equal(t, market.NodeDelivering, flow(t, store, id).Node)
	err = store.DeliverSupervision(ctx, id, market.Delivery{Result: "again"})
	require.ErrorContains(t, err, "declined_unchanged", "§2.3: what was declined does not come again unchanged")
	require.NoError(t, store.DeliverSupervision(ctx, id, market.Delivery{Result: "again", Files: []market.Upload{pdf(market.EvidenceSigned, "readable")}}),
		"what is there need not come again")
	require.NoError(t, reviewer.ApproveSupervision(ctx, id, ""))
	require.NoError(t, manager.EndorseSupervision(ctx, id, ""))
	require.Equal(t, market.NodeAccepting, flow(t, store, id).Node)
	require.ErrorIs(t, manager.MarkSupervision(ctx, id, market.Marks{}), conflict, "handed over by the other rule")
	require.NoError(t, customer.AcceptSupervision(ctx, id, ""))
}

// transactions.md §2.3: the template's snapshot stays with the order.
func TestAnEditedTemplateServesNewOrdersOnly(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx := t.Context()
	_, _, old := bought(t, shop, market.AccessService, `{}`)
	desk := shop.DB.Operator(shop.Actor(market.Manager))
	nodes := []market.FlowNode{{Key: market.NodeDelivering, Days: 2, Evidence: []market.EvidenceKind{market.EvidenceOther}},
		{Key: market.NodeAccepting, BackTo: market.NodeDelivering}}
	require.ErrorIs(t, desk.EditFlow(ctx, "standard", 2, nodes[:1]), invalid, "nobody accepts")
	require.NoError(t, desk.EditFlow(ctx, "standard", 2, nodes))
	require.ErrorIs(t, desk.EditFlow(ctx, "standard", 2, nodes), conflict, "somebody was faster")
	_, _, fresh := bought(t, shop, market.AccessService, `{}`)
	store := shop.Seller(shop.Lanxi)
	require.Equal(t, market.NodeRequirement, flow(t, store, old).Node)
	require.Equal(t, 2, flow(t, store, old).Flow.V.Version)
	require.Equal(t, market.NodeDelivering, flow(t, store, fresh).Node)
	require.Equal(t, 3, flow(t, store, fresh).Flow.V.Version)
	lines, err := desk.FlowTemplates(ctx)
	require.NoError(t, err)
	require.Len(t, lines, 10)
	require.Equal(t, 3, lines[0].Flow.Version)
}

// transactions.md §2.7, §10.2.
func TestWhoseTurnItIsIsWarnedAndTheOperatorGivesMoreTimeEndsAndReopens(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store, manager := t.Context(), shop.Seller(shop.Lanxi), shop.Seller(shop.Lanxi, market.Manager)
	customer, made, id := bought(t, shop, market.AccessService, `{}`)
	warned := func() (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE kind = 'supervision.warn' AND link LIKE '%' || $1`, id.String()).Scan(&n))
		return n
	}
	require.NoError(t, customer.SubmitSupervision(ctx, id, market.Requirement{Text: "x"}))
	due := *flow(t, store, id).DueAt
	require.ErrorIs(t, manager.ExtendSupervision(ctx, id, 2, ""), invalid, "a reason")
	require.NoError(t, manager.ExtendSupervision(ctx, id, 2, "holiday"))
	later := *flow(t, store, id).DueAt
	require.True(t, later.After(due))
	shop.Turn(t, world.Works(shop.Clock), due)
	require.Zero(t, warned(), "there is more time")
	shop.Turn(t, world.Works(shop.Clock), later)
	require.Equal(t, 1, warned())

	require.NoError(t, store.ConfirmSupervision(ctx, id, 0))
	require.NoError(t, store.DeliverSupervision(ctx, id, proof()))
	require.NoError(t, customer.AcceptSupervision(ctx, id, ""))
	require.NoError(t, manager.ReopenSupervision(ctx, id, "accepted by mistake"))
	require.Equal(t, market.OrderProcessing, order(t, store, made.ID).Status)
	require.Equal(t, market.NodeDelivering, flow(t, store, id).Node)
	require.NoError(t, manager.TerminateSupervision(ctx, id, "the seller left"))
	require.Equal(t, market.SupervisionClosed, flow(t, store, id).Status)
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Hour))
	require.Equal(t, market.OrderRefunded, order(t, store, made.ID).Status)
}
