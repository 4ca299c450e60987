// Package standings is the pages of a seller's points, level and test credit.
package standings

import (
	"context"
	"strconv"
	"strings"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// ShowPage is where one seller stands, for itself and for the operator.
type ShowPage struct {
	Standing market.SellerStanding
	Rules    market.PointRules
	Rights   market.PrivilegeRules
	Points   []market.PointEntry
	Credits  []market.TestCredit
	Operator bool
	Act      market.Act // whose form was refused
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.seller")}, {Text: i18n.T(ctx, "nav.standings")}}
	if len(more) > 0 {
		way[1].URL = "/standings"
	}
	return append(way, more...)
}

func operatorCrumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.operator_people")}, {Text: i18n.T(ctx, "nav.operator_standings")}}
	if len(more) > 0 {
		way[1].URL = "/operator/standings"
	}
	return append(way, more...)
}

func (p ShowPage) head(ctx context.Context) ui.Head {
	head := ui.Head{Title: i18n.T(ctx, "nav.standings"), Lead: i18n.T(ctx, "standing.lead"), Crumbs: crumbs(ctx)}
	if p.Operator {
		head = ui.Head{Title: p.Standing.CompanyName, Unit: p.Standing.Number, Crumbs: operatorCrumbs(ctx, ui.Link{Text: p.Standing.CompanyName})}
	}
	return head
}

func (p ShowPage) state() market.StandingState { return p.Rules.State(p.Standing.Points) }

func (p ShowPage) facts(ctx context.Context) []ui.Fact {
	since := p.Standing.CreatedAt
	if p.Standing.LevelAt != nil {
		since = *p.Standing.LevelAt
	}
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "standing.level"), Part: ui.Chip(p.Standing.Level)},
		{Label: i18n.T(ctx, "standing.level_at"), Text: i18n.Moment(ctx, since)},
		{Label: i18n.T(ctx, "standing.rights"), Text: p.rights(ctx, p.Standing.Level)},
	}
	if s := p.Standing; s.ManagerName != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, market.PrivilegeManager.Key()), Text: i18n.T(ctx, "standing.manager_of", s.ManagerName, s.ManagerPhone, s.ManagerEmail)})
	}
	return facts
}

// rights are what a level gives in marketing.
func (p ShowPage) rights(ctx context.Context, level market.PartnerLevel) string {
	names := []string{i18n.T(ctx, "standing.rights_all")}
	for _, right := range p.Rights.Of(level) {
		names = append(names, i18n.T(ctx, right.Key()))
	}
	return strings.Join(names, i18n.T(ctx, "common.list_join"))
}

func (p ShowPage) pointFacts(ctx context.Context) []ui.Fact {
	return []ui.Fact{
		{Label: i18n.T(ctx, "standing.points"), Text: i18n.T(ctx, "standing.of", p.Standing.Points, p.Rules.First)},
		{Label: i18n.T(ctx, "standing.state"), Part: ui.Chip(p.state())},
		{Label: i18n.T(ctx, "standing.next"), Text: p.next(ctx)},
	}
}

// next is how far the next step is away.
func (p ShowPage) next(ctx context.Context) string {
	switch p.state() {
	case market.StandingGood:
		return i18n.T(ctx, "standing.next_warn", p.Standing.Points-p.Rules.Warn, p.Rules.Warn)
	case market.StandingWarned:
		return i18n.T(ctx, "standing.next_punish", p.Standing.Points-p.Rules.Punish, p.Rules.Punish)
	case market.StandingPunished:
		return i18n.T(ctx, "standing.next_end", p.Standing.Points)
	case market.StandingEnded:
		return i18n.T(ctx, "standing.next_none")
	}
	return ""
}

func delta(e market.PointEntry) string {
	if e.Delta > 0 {
		return "+" + strconv.Itoa(e.Delta)
	}
	return "−" + strconv.Itoa(-e.Delta)
}

func breaches(ctx context.Context) (options []ui.Option) {
	for _, b := range market.Breaches {
		options = append(options, ui.Option{Value: string(b), Label: i18n.T(ctx, b.Key())})
	}
	return options
}

func (p ShowPage) levels(ctx context.Context) (options []ui.Option) {
	for _, l := range market.PartnerLevels {
		options = append(options, ui.Option{Value: string(l), Label: i18n.T(ctx, l.Key()), Help: p.rights(ctx, l)})
	}
	return options
}

// levels are all levels, to filter by.
func levels(ctx context.Context) (options []ui.Option) {
	for _, l := range market.PartnerLevels {
		options = append(options, ui.Option{Value: string(l), Label: i18n.T(ctx, l.Key())})
	}
	return options
}

func types(ctx context.Context) (options []ui.Option) {
	for _, t := range market.TestCreditTypes {
		options = append(options, ui.Option{Value: string(t), Label: i18n.T(ctx, t.Key())})
	}
	return options
}

func (p ShowPage) form(f ui.Form, act market.Act) ui.Form {
	if p.Act == act {
		return f
	}
	return ui.Form{}
}

func (p ShowPage) url(verb string) string { return url(p.Standing.SellerID) + "/" + verb }

func url(id market.SellerID) string { return "/operator/standings/" + id.String() }

func when(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
