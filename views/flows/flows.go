// Package flows is the operator's pages of delivery templates.
package flows

import (
	"context"
	"slices"
	"strconv"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// EditPage is one template being edited.
type EditPage struct {
	Line    market.FlowTemplateLine
	Preview *market.Flow // what was typed, drawn before it is published
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.operator_platform")}, {Text: i18n.T(ctx, "nav.operator_flows")}}
	if len(more) > 0 {
		way[1].URL = "/operator/flows"
	}
	return append(way, more...)
}

// shown is the template as it would be drawn: what was typed, else what is published.
func (p EditPage) shown() market.Flow {
	if p.Preview != nil {
		return *p.Preview
	}
	return p.Line.Flow
}

// place is the node's number in the template; empty when it is left out.
func (p EditPage) place(node market.Node) string {
	if at := p.Line.Flow.Index(node); at < len(p.Line.Flow.Nodes) {
		return strconv.Itoa(at + 1)
	}
	return ""
}

func (p EditPage) node(node market.Node) market.FlowNode {
	if p.Line.Flow.Has(node) {
		return p.Line.Flow.At(node)
	}
	return market.FlowNode{Key: node}.Kind(p.Line.Flow.Template)
}

func (p EditPage) days(node market.Node) string { return strconv.Itoa(p.node(node).Days) }

// backs are the nodes that a node may send back to.
func (p EditPage) backs(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Label: i18n.T(ctx, "flow.back_none")}}
	for _, node := range market.Nodes {
		options = append(options, ui.Option{Value: string(node), Label: i18n.T(ctx, node.Key())})
	}
	return options
}

// holds reports whether the template asks for the document at the node.
func (p EditPage) holds(f ui.Form, node market.Node, kind market.EvidenceKind) bool {
	if f.Values != nil {
		return slices.Contains(f.Values["evidence_"+string(node)], string(kind))
	}
	return slices.Contains(p.node(node).Evidence, kind)
}

func changed(ctx context.Context, line market.FlowTemplateLine) string {
	if line.ChangedAt == nil {
		return i18n.T(ctx, "flow.as_shipped", line.Flow.Version)
	}
	return i18n.T(ctx, "flow.changed", line.Flow.Version, line.ChangedBy, i18n.Moment(ctx, *line.ChangedAt))
}

func back(f ui.Form, p EditPage, node market.Node) string {
	return f.Or("back_"+string(node), string(p.node(node).BackTo))
}

func natural(p EditPage, node market.Node) string {
	if p.node(node).Natural {
		return "1"
	}
	return ""
}

// nodes are the template's own in its order, then those that it does not use.
func (p EditPage) nodes() []market.Node {
	var all []market.Node
	for _, node := range p.Line.Flow.Nodes {
		all = append(all, node.Key)
	}
	for _, node := range market.Nodes {
		if !slices.Contains(all, node) {
			all = append(all, node)
		}
	}
	return all
}
