package handlers

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/flows"
	"sellercenter/views/supervisions"
	"sellercenter/views/ui"
)

func (site *site) flowRoutes(e *echo.Echo) {
	g := e.Group("/operator/flows", sees(market.Flows))
	g.GET("", site.operator(operator.flows))
	g.GET("/:template", site.operator(operator.flow))
	g.POST("/:template/edit", site.operator(operator.editFlow))
}

func (o operator) flows() error {
	lines, err := o.store.FlowTemplates(o.ctx())
	if err != nil {
		return err
	}
	return o.page(http.StatusOK, flows.List(lines))
}

func (o operator) flow() error { return o.showFlow(ui.Form{}, http.StatusOK, nil) }

func (o operator) showFlow(f ui.Form, status int, preview *market.Flow) error {
	lines, err := o.store.FlowTemplates(o.ctx())
	if err != nil {
		return err
	}
	for _, line := range lines {
		if line.Flow.Template == o.Param("template") {
			return o.page(status, flows.Edit(f, flows.EditPage{Line: line, Preview: preview}))
		}
	}
	return market.NotFound
}

// editFlow draws what was typed, or publishes it as the template's next version.
func (o operator) editFlow() error {
	f := readForm(o)
	key := o.Param("template")
	nodes := f.flowNodes()
	drawn := market.Flow{Template: key}
	for _, node := range nodes {
		drawn.Nodes = append(drawn.Nodes, node.Kind(key))
	}
	err := f.err()
	if err == nil && f.checked("preview") {
		err = drawn.Check()
		if err == nil {
			return o.showFlow(f.Form, http.StatusOK, &drawn)
		}
	}
	if err == nil {
		err = o.store.EditFlow(o.ctx(), key, f.number("seen"), nodes)
	}
	if f.refused(err) {
		return o.showFlow(f.Form, f.status, &drawn)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/flows#"+key, market.EditFlow)
}

// flowNodes reads the nodes that have a number, in the order of their numbers.
func (f *form) flowNodes() []market.FlowNode {
	type placed struct {
		at   int
		node market.FlowNode
	}
	var all []placed
	for _, key := range market.Nodes {
		name := string(key)
		if f.text("at_"+name) == "" {
			continue
		}
		node := market.FlowNode{Key: key, Days: f.number("days_" + name), Natural: f.checked("natural_" + name), BackTo: market.Node(f.text("back_" + name))}
		for _, kind := range f.Values["evidence_"+name] {
			node.Evidence = append(node.Evidence, market.EvidenceKind(kind))
		}
		all = append(all, placed{f.number("at_" + name), node})
	}
	slices.SortStableFunc(all, func(a, b placed) int { return a.at - b.at })
	nodes := make([]market.FlowNode, len(all))
	for i, p := range all {
		nodes[i] = p.node
	}
	return nodes
}

// supervisionBoard shows where the open deliveries stand.
func (s seller) supervisionBoard() error {
	p := supervisions.BoardPage{}
	var err error
	if p.Clock, err = s.clock(); err != nil {
		return err
	}
	p.Flow = market.StandardFlow(p.Settings)
	if p.Heat, err = s.store.SupervisionHeat(s.ctx()); err != nil {
		return err
	}
	if p.Board, err = s.store.Board(s.ctx()); err != nil {
		return err
	}
	return s.page(http.StatusOK, supervisions.Board(p))
}
