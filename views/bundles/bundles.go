// Package bundles shows the evidence that was taken along, and checks what comes back.
package bundles

import (
	"context"
	"strconv"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// CheckPage is the form, and what the check found.
type CheckPage struct {
	Key     string // this installation's public key
	Root    string // what was checked; empty before
	Checked *Checked
	Known   *market.Bundle
}

// Checked is what reading an uploaded bundle found.
type Checked struct {
	Order       string
	CompanyName string
	MadeBy      string
	MadeAt      time.Time
	Parts       int
	Links       int
	Waiting     int
	PublicKey   string
	Faults      []Fault
}

// Fault is one thing that does not agree.
type Fault struct {
	Kind market.BundleFaultKind
	Path string
}

// Whole reports whether an uploaded bundle is as it was made.
func (p CheckPage) Whole() bool { return p.Checked == nil || len(p.Checked.Faults) == 0 }

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	group, name, path := "nav.delivery", "nav.bundles", "/bundles"
	if ui.FrameOf(ctx).Door == ui.OperatorDoor {
		group, name, path = "nav.operator_trade", "nav.operator_bundles", "/operator/bundles"
	}
	way := []ui.Link{{Text: i18n.T(ctx, group)}, {Text: i18n.T(ctx, name)}}
	if len(more) > 0 {
		way[1].URL = path
	}
	return append(way, more...)
}

func door(operator bool) string {
	if operator {
		return "/operator"
	}
	return ""
}

// Listing is the evidence that was taken along, newest first.
func Listing(ctx context.Context, operator bool) ui.Listing[market.Bundle] {
	group, name := "nav.delivery", "nav.bundles"
	if operator {
		group, name = "nav.operator_trade", "nav.operator_bundles"
	}
	l := ui.Listing[market.Bundle]{
		Area: "bundle", Icon: "box", Sort: "made_at",
		Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "bundle.text_hint")}},
		Head: ui.Head{Title: i18n.T(ctx, "bundle.title"), Lead: i18n.T(ctx, "bundle.lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, group)}, {Text: i18n.T(ctx, name)}},
			Acts: ui.LinkButton(i18n.T(ctx, market.CheckBundle), door(operator)+"/bundles/check", "check", ui.Secondary)},
	}
	l.Columns = []ui.Col[market.Bundle]{
		{Name: "order", Fixed: true, Width: "id", Value: func(b market.Bundle) any { return b.OrderNumber },
			Cell: func(c *ui.Pen, b market.Bundle) {
				c.ID(b.OrderNumber, door(operator)+"/orders/"+b.OrderID.String()+"/timeline", b.ProductName)
			}},
		{Name: "product", Off: true, Value: func(b market.Bundle) any { return b.ProductName }},
		{Name: "root", Value: func(b market.Bundle) any { return b.Root }, Cell: func(c *ui.Pen, b market.Bundle) { c.Part(ui.Hash(b.Root)) }},
		{Name: "parts", Right: true, Width: "narrow", Value: func(b market.Bundle) any { return b.Files }},
		{Name: "bytes", Right: true, Width: "narrow", Value: func(b market.Bundle) any { return b.Bytes }, Cell: func(c *ui.Pen, b market.Bundle) { c.Text(size(b.Bytes)) }},
		{Name: "made_by", Value: func(b market.Bundle) any { return b.MadeBy }, Cell: func(c *ui.Pen, b market.Bundle) {
			c.Two(b.MadeBy, i18n.T(ctx, "common.party_"+string(b.Party)))
		}},
		{Name: "made_at", Sort: true, Width: "when", Value: func(b market.Bundle) any { return b.MadeAt }, Cell: func(c *ui.Pen, b market.Bundle) { c.At(b.MadeAt) }},
	}
	if operator {
		l.Columns = append(l.Columns, ui.Col[market.Bundle]{Name: "seller", Value: func(b market.Bundle) any { return b.CompanyName }})
	}
	return l
}

func (p CheckPage) facts(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "bundle.root"), Part: ui.ID(p.Root, "")}}
	if c := p.Checked; c != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "bundle.of_order"), Text: c.Order}, ui.Fact{Label: i18n.T(ctx, "bundle.of_seller"), Text: c.CompanyName},
			ui.Fact{Label: i18n.T(ctx, "bundle.made_by"), Text: c.MadeBy}, ui.Fact{Label: i18n.T(ctx, "bundle.made_at"), Text: i18n.Exact(ctx, c.MadeAt)},
			ui.Fact{Label: i18n.T(ctx, "bundle.sealed"), Text: i18n.T(ctx, "bundle.sealed_text", c.Links, c.Waiting)},
			ui.Fact{Label: i18n.T(ctx, "bundle.key"), Part: ui.ID(c.PublicKey, "")})
	}
	return facts
}

// verdict is the bold fact of the result and its consequence.
func (p CheckPage) verdict(ctx context.Context) ui.BannerHead {
	switch c := p.Checked; {
	case c != nil && len(c.Faults) == 0:
		return ui.BannerHead{Tone: string(market.OK), Title: i18n.T(ctx, "bundle.whole"), Text: i18n.T(ctx, "bundle.whole_text", c.Parts, c.Links)}
	case c != nil:
		return ui.BannerHead{Tone: string(market.Bad), Title: i18n.T(ctx, "bundle.broken"), Text: i18n.T(ctx, "bundle.broken_text", len(c.Faults))}
	case p.Known != nil:
		return ui.BannerHead{Tone: string(market.OK), Title: i18n.T(ctx, "bundle.known"), Text: p.known(ctx)}
	}
	return ui.BannerHead{Tone: string(market.Warn), Title: i18n.T(ctx, "bundle.unknown"), Text: i18n.T(ctx, "bundle.unknown_text")}
}

func (p CheckPage) known(ctx context.Context) string {
	return i18n.T(ctx, "bundle.known_text", p.Known.MadeBy, i18n.Exact(ctx, p.Known.MadeAt), p.Known.OrderNumber)
}

// size is how much there is, in whole kilobytes or megabytes.
func size(bytes int64) string {
	if bytes < 1<<20 {
		return strconv.FormatInt((bytes+1023)>>10, 10) + " KB"
	}
	return strconv.FormatInt((bytes+1<<20-1)>>20, 10) + " MB"
}
