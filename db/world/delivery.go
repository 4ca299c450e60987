package world

import (
	"fmt"
	"time"

	"sellercenter/internal/market"
)

// skips reports that the flow has no such step where it stands: what is bought differs, and
// a story told for one kind of delivery is told for all.
func (p *play) skips(step string) (bool, error) {
	needs := map[string]market.Act{"submit": market.SubmitSupervision, "confirm": market.ConfirmSupervision,
		"refuse": market.RefuseSupervision, "accept": market.AcceptSupervision, "reject": market.RejectSupervision}[step]
	if needs == "" {
		return false, nil
	}
	flow, err := p.store.Supervision(p.ctx, p.flow)
	if err != nil {
		return false, err
	}
	at := flow.Step()
	if at.Act == needs || at.Back == needs || flow.Status == market.SupervisionFrozen {
		return false, nil
	}
	for _, node := range flow.Flow.V.Nodes {
		if node.Act == needs || node.Back == needs {
			return flow.Over() && needs == market.AcceptSupervision, nil
		}
	}
	return true, nil
}

// over carries the flow on until the seller has handed everything over, whatever its kind.
func (p *play) over() error {
	for range 12 {
		flow, err := p.store.Supervision(p.ctx, p.flow)
		if err != nil {
			return err
		}
		act := flow.Step().Act
		if err := p.one(act); err != nil {
			return err
		}
		if act == flow.Flow.V.Handover().Act && act != market.PresentSupervision || act == market.DeploySupervision {
			return nil
		}
	}
	return fmt.Errorf("the delivery of %s does not end", p.order.Number)
}

// one does what the flow waits for.
func (p *play) one(act market.Act) error {
	ctx := p.ctx
	switch act {
	case market.PresentSupervision:
		return p.store.PresentSupervision(ctx, p.flow, market.Delivery{Link: "https://preview.lanxi.example/" + p.order.Number,
			Result: "首页和四个栏目页的初稿，配色按品牌手册，移动端一并适配。"})
	case market.AgreeSupervision:
		return p.counter.AgreeSupervision(ctx, p.flow, "版式确认，请按这一版继续。")
	case market.IdentifySupervision:
		return p.counter.IdentifySupervision(ctx, p.flow, market.Identification{Kind: market.IdentSystem})
	case market.ReceiveSupervision:
		return p.counter.ReceiveSupervision(ctx, p.flow)
	case market.ActivateSupervision:
		licence, err := p.store.LicenceOf(ctx, p.order.ID)
		if err != nil {
			return err
		}
		program := p.db.Seller(market.Actor{Name: "licence server", Roles: []market.Role{market.Program}}, p.order.SellerID)
		_, err = program.ActivateSupervision(ctx, licence.Code)
		return err
	case market.ProveSupervision:
		return p.store.ProveSupervision(ctx, p.flow, p.handover())
	case market.LaunchSupervision:
		return p.counter.LaunchSupervision(ctx, p.flow, market.Launch{Server: "ecs-prod-01", Network: "vpc-default", Group: "sg-web"})
	case market.DeploySupervision:
		return p.counter.DeploySupervision(ctx, p.flow, "部署完成，可以登录使用。")
	case market.ShipSupervision:
		return p.store.ShipSupervision(ctx, p.flow, market.Shipment{Courier: "SF", Tracking: "SF" + p.order.Number[8:], Remark: "含电源与安装支架"}, market.Delivery{})
	}
	delivery := p.handover()
	if now := p.clock.Now(); delivery.OpenedAt != nil && p.order.PlacedAt.Add(4*time.Hour).After(now) {
		delivery.OpenedAt = nil
	}
	return p.store.DeliverSupervision(ctx, p.flow, delivery)
}
