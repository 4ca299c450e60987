package settings

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// EditPage is one choice as it stands and as it ships.
type EditPage struct {
	Line         market.SettingLine
	Now, Shipped market.SettingText
}

func (p EditPage) url(verb string) string { return "/operator/settings/" + p.Line.Name + "/" + verb }

// seen is what the form was filled from: somebody else's change in between is not overwritten.
func (p EditPage) seen() []ui.Pair {
	return []ui.Pair{{Name: "seen_kind", Value: string(p.Now.Kind)}, {Name: "seen", Value: p.Now.Text}, {Name: "seen_unit", Value: p.Now.Unit}}
}

func (p EditPage) facts(ctx context.Context) []ui.Fact {
	from := i18n.T(ctx, "setting.default")
	if p.Line.ChangedAt != nil {
		from = i18n.T(ctx, "setting.changed", i18n.Moment(ctx, *p.Line.ChangedAt))
	}
	shipped := i18n.Say(ctx, p.Line.Value)
	for _, line := range market.DefaultSettings().Lines() {
		if line.Name == p.Line.Name {
			shipped = i18n.Say(ctx, line.Value)
		}
	}
	return []ui.Fact{
		{Label: i18n.T(ctx, "setting.value"), Text: i18n.Say(ctx, p.Line.Value)},
		{Label: i18n.T(ctx, "setting.default"), Text: shipped},
		{Label: i18n.T(ctx, "setting.from"), Text: from},
		{Label: i18n.T(ctx, "setting.source"), Text: source(ctx, p.Line)},
	}
}

func columns() []ui.Column {
	return []ui.Column{{Name: "name"}, {Name: "value", Width: "id"}, {Name: "from", Width: "when"}, {Name: "source", Width: "id"}, {Name: "acts", Right: true, Quiet: true, Width: "acts"}}
}

// source is the rule that leaves the choice open.
func source(ctx context.Context, line market.SettingLine) string {
	if line.Source == "" {
		return i18n.T(ctx, "setting.house")
	}
	return line.Source
}

func crumbs(ctx context.Context, page string, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.operator_platform")}, {Text: i18n.T(ctx, "nav.operator_"+page)}}
	if len(more) > 0 {
		way[1].URL = "/operator/" + page
	}
	return append(way, more...)
}

func switches(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "on", Label: i18n.T(ctx, "setting.on")}, {Value: "off", Label: i18n.T(ctx, "setting.off")}}
}

func units(ctx context.Context) (options []ui.Option) {
	for _, unit := range market.SpanUnits() {
		options = append(options, ui.Option{Value: unit, Label: i18n.T(ctx, "setting.unit_"+unit)})
	}
	return options
}

func kinds(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "rests", Label: i18n.T(ctx, "calendar.rests")}, {Value: "works", Label: i18n.T(ctx, "calendar.works")}}
}

func kindOf(day market.CalendarDay) string {
	if day.Works {
		return "calendar.works"
	}
	return "calendar.rests"
}
