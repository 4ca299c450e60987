package ui

import (
	"context"
	"strconv"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

func visitFacts(ctx context.Context, v market.Visit) []Fact {
	facts := []Fact{{Label: i18n.T(ctx, "seller.visit_verdict"), Part: Chip(v.Verdict())}, {Label: i18n.T(ctx, "seller.website"), Text: v.URL}}
	if v.Landed != v.URL {
		facts = append(facts, Fact{Label: i18n.T(ctx, "seller.visit_landed"), Text: v.Landed})
	}
	if v.Fault != "" {
		facts = append(facts, Fact{Label: i18n.T(ctx, "seller.visit_fault"), Text: i18n.Say(ctx, market.Because("fulfilment.fault_"+v.Fault, int(market.FulfilmentTimeout/time.Second)))})
	} else {
		facts = append(facts, Fact{Label: i18n.T(ctx, "seller.visit_status"), Text: strconv.Itoa(v.Status)}, Fact{Label: i18n.T(ctx, "seller.visit_page"), Text: v.Title},
			Fact{Label: i18n.T(ctx, "seller.visit_took"), Text: i18n.T(ctx, "seller.visit_ms", v.Took)})
	}
	return append(facts, Fact{Label: i18n.T(ctx, "seller.visit_at"), Part: Time(v.At)})
}
