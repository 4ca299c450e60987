package endpoints

import (
	"context"
	"net/url"
	"slices"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Row is a production address in the list.
type Row struct {
	market.Endpoint
	Tried  []market.Activity
	Paused time.Time     // not called before: it does not answer
	Probe  *market.Probe // the last round over its cases
}

// tryable are the activities that may be tried at the address: those of codes count from the
// first on, because a seller without License products never tries them.
func (r Row) tryable() []market.Activity {
	if slices.ContainsFunc(r.Tried, func(a market.Activity) bool { return slices.Contains(market.LicenceActivities, a) }) {
		return market.DebugActivities
	}
	return market.Activities
}

// Rows are the addresses with what was tried on each.
func Rows(all []market.Endpoint, cases []market.DebugCase, probes []market.Probe, paused func(address string) time.Time) []Row {
	rows := make([]Row, len(all))
	for i, endpoint := range all {
		rows[i] = Row{Endpoint: endpoint, Paused: paused(endpoint.URL)}
		for _, saved := range cases {
			if saved.EndpointID == endpoint.ID && !slices.Contains(rows[i].Tried, saved.Activity) {
				rows[i].Tried = append(rows[i].Tried, saved.Activity)
			}
		}
		for n, probe := range probes {
			if rows[i].Probe == nil && probe.EndpointID == endpoint.ID {
				rows[i].Probe = &probes[n]
			}
		}
	}
	return rows
}

// Desk is the debugging page of one address and one activity.
type Desk struct {
	Endpoints []market.Endpoint
	Endpoint  *market.Endpoint
	Activity  market.Activity
	Charging  market.Charging // of newInstance
	Cases     []market.DebugCase
	Asked     []market.Parameter // of the checkout, which a new purchase may carry
	Call      *market.Call       // the request of the form, signed but not sent
	Made      *market.Exchange   // the call just made, which failed
	Steps     []market.SigningStep
	Same      bool
}

// Choose takes the named address, or the first verified one with a path; false when there
// is none.
func (d *Desk) Choose(id string) bool {
	if !slices.Contains(market.DebugActivities, d.Activity) {
		d.Activity = market.ActivityNewInstance
	}
	if !slices.Contains(market.Chargings, d.Charging) {
		d.Charging = market.ChargePeriod
	}
	for i, endpoint := range d.Endpoints {
		if endpoint.ID.String() == id {
			d.Endpoint = &d.Endpoints[i]
			return true
		}
	}
	for i, endpoint := range d.Endpoints {
		better := d.Endpoint == nil || d.Endpoint.URL == d.Endpoint.Origin && endpoint.URL != endpoint.Origin
		if endpoint.Status == market.EndpointVerified && better {
			d.Endpoint = &d.Endpoints[i]
		}
	}
	return d.Endpoint != nil
}

// Case names the case that the form would save.
func (d Desk) Case() market.SavedCase {
	saved := market.SavedCase{Activity: d.Activity}
	if d.Activity == market.ActivityNewInstance {
		saved.Charging = d.Charging
	}
	return saved
}

// URL is the page of another activity of the same address.
func (d Desk) URL(activity market.Activity) string {
	q := url.Values{"activity": {string(activity)}}
	if d.Endpoint != nil {
		q.Set("endpoint", d.Endpoint.ID.String())
	}
	if activity == market.ActivityNewInstance && d.Charging != "" {
		q.Set("charging", string(d.Charging))
	}
	return "/endpoints/debug?" + q.Encode()
}

// Saved is the saved case of an activity.
func (d Desk) saved(activity market.Activity) *market.DebugCase {
	for i, saved := range d.Cases {
		if saved.Activity == activity && (activity != market.ActivityNewInstance || activity != d.Activity || saved.Charging == d.Charging) {
			return &d.Cases[i]
		}
	}
	return nil
}

// Shown is the exchange that the page shows: the call just made, otherwise the saved case.
func (d Desk) Shown() *market.Exchange {
	if d.Made != nil {
		return d.Made
	}
	if saved := d.saved(d.Activity); saved != nil && d.Call == nil {
		return &saved.Exchange.V
	}
	return nil
}

func (d Desk) tabs(ctx context.Context) []ui.Tab {
	tabs := make([]ui.Tab, len(market.DebugActivities))
	for i, activity := range market.DebugActivities {
		tabs[i] = ui.Tab{Text: i18n.T(ctx, activity.Key()), URL: d.URL(activity), Current: activity == d.Activity}
	}
	return tabs
}

// fields are what the request may say; authorization codes are debugged with the test code.
func (d Desk) fields() []market.DebugField {
	fields := d.Activity.DebugFields()
	for n := range fields {
		if fields[n].Name == market.LicenceField && d.Endpoint.Code != "" {
			fields[n].Preset = d.Endpoint.Code
		}
	}
	return fields
}

// ofLicence reports whether the desk is at an activity of authorization codes.
func (d Desk) ofLicence() bool { return slices.Contains(market.LicenceActivities, d.Activity) }

// codeFacts say how the seller's program dealt with the test code.
func (d Desk) codeFacts(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "endpoint.code_activated"), Text: i18n.T(ctx, "endpoint.code_not_yet")},
		{Label: i18n.T(ctx, "endpoint.code_heard"), Text: i18n.T(ctx, "endpoint.code_not_yet")}}
	for n, at := range []*time.Time{d.Endpoint.CodeActivated, d.Endpoint.CodeHeard} {
		if at != nil {
			facts[n].Text = i18n.Moment(ctx, *at)
		}
	}
	return facts
}

func (d Desk) addresses() []ui.Option {
	options := make([]ui.Option, 0, len(d.Endpoints))
	for _, endpoint := range d.Endpoints {
		if endpoint.Status == market.EndpointVerified {
			options = append(options, ui.Option{Value: endpoint.ID.String(), Label: endpoint.URL})
		}
	}
	return options
}

func (d Desk) diagnosis(ctx context.Context) ui.Diagnosis {
	made := *d.Shown()
	reasons := market.Diagnose(market.Fulfilment{Status: market.FulfilmentDone}, market.Attempt{No: 1,
		Exchange: market.JSON[market.Exchange]{V: made}}, market.Suspicion{Verified: d.Same, Same: 1, Calls: 1})
	said := ui.Diagnosis{Happened: i18n.Say(ctx, reasons.Happened), Cause: i18n.Say(ctx, made.Verdict.Cause)}
	for _, next := range reasons.Next {
		said.Next = append(said.Next, ui.NextStep{Text: i18n.Say(ctx, next)})
	}
	return said
}

func field(ctx context.Context, f market.DebugField) ui.Input {
	in := ui.Input{Area: "endpoint", Name: f.Name, Label: i18n.T(ctx, "endpoint.field_"+f.Name), Begin: f.Preset, Required: !f.Optional}
	for _, choice := range f.Choices {
		in.Options = append(in.Options, ui.Option{Value: choice, Label: choice})
	}
	return in
}

func chargings(ctx context.Context) (options []ui.Option) {
	for _, charging := range market.Chargings {
		options = append(options, ui.Option{Value: string(charging), Label: i18n.T(ctx, "endpoint.charging_"+string(charging))})
	}
	return options
}

// purchases are the cases of a new purchase, one for each kind that has been tried.
func (d Desk) purchases() (saved []market.DebugCase) {
	for _, one := range d.Cases {
		if one.Activity == market.ActivityNewInstance {
			saved = append(saved, one)
		}
	}
	return saved
}

// address is the address that a round was about.
func address(rows []Row, id market.EndpointID) string {
	for _, row := range rows {
		if row.ID == id {
			return row.URL
		}
	}
	return ""
}

// failures names the cases that failed, with the cause of each.
func failures(ctx context.Context, p market.Probe) (lines []string) {
	for _, r := range p.Results.V {
		if !r.Passed {
			name := i18n.T(ctx, r.Activity.Key())
			if r.Charging != "" {
				name += i18n.T(ctx, "endpoint.of_charging", i18n.T(ctx, "endpoint.charging_"+string(r.Charging)))
			}
			lines = append(lines, i18n.T(ctx, "endpoint.probe_line", name, r.Cause))
		}
	}
	return lines
}

func moment(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// parameter is one value of the checkout as the desk asks for it; none typed is none sent.
func parameter(ctx context.Context, p market.Parameter) ui.Input {
	in := ui.Input{Area: "endpoint", Name: market.ExtensionField(p.Code), Label: p.Name.V[i18n.Lang(ctx)], Max: 128}
	for _, option := range p.Options.V {
		in.Options, in.Placeholder = append(in.Options, ui.Option{Value: option, Label: option}), i18n.T(ctx, "common.choose")
	}
	return in
}
