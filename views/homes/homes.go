// Package homes shows the overviews of both doors.
package homes

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Overview is what a seller's first page shows; a part that the reader may not see, or that
// is not known, is nil.
type Overview struct {
	Now      time.Time
	Calendar market.Calendar
	Range    market.Range
	Tiles    *market.DueTiles
	Stalls   market.StallCounts
	Urgent   string // where the most urgent flow is dealt with
	Sales    *market.Sales
	Heat     *Heat
	Health   *market.FulfilmentHealth
	Forecast *market.SettlementForecast
	Adding   bool                    // the forecast is still being added up
	Fresh    bool                    // nothing was ever sold
	Steps    []market.OnboardingStep // what is left to do before selling, when something is
}

// Heat is the open flows by node and age.
type Heat struct {
	Counts []market.HeatCount
	Flow   market.Flow // whose turn it is at each node
}

// Desk is what the operator's first page shows.
type Desk struct {
	Now      time.Time
	Range    market.Range
	Due      market.OperatorDue
	Sales    *market.Sales
	Troubles []market.Trouble
}

// tiles are the five things that are due, those that the reader may see.
func (o Overview) tiles(ctx context.Context) []ui.DueTile {
	t := o.Tiles
	var tiles []ui.DueTile
	add := func(area market.Area, tile ui.DueTile) {
		if ui.Sees(ctx, area) {
			tiles = append(tiles, tile)
		}
	}
	orders := func(n int) string { return i18n.T(ctx, "home.unit_orders", n) }
	confirm := ui.DueTile{Name: i18n.T(ctx, "home.confirm"), Figure: count(t.ConfirmN), Unit: orders(t.ConfirmN), Href: "/supervisions?tab=mine&node=REQ_REVIEW"}
	switch {
	case t.ConfirmLate > 0:
		confirm.Tone, confirm.Worst = market.Bad, i18n.T(ctx, "home.late_by", t.ConfirmLate, o.working(ctx, t.ConfirmAt))
	case t.ConfirmToday > 0:
		confirm.Tone, confirm.Worst = market.Warn, i18n.T(ctx, "home.today", t.ConfirmToday)
	case t.ConfirmN > 0:
		confirm.Worst = i18n.T(ctx, "home.none_today")
	default:
		confirm.Worst = i18n.T(ctx, "home.none_due")
	}
	if t.ConfirmLate == 0 && t.ConfirmAt != nil {
		confirm.Line = i18n.T(ctx, "home.first_left", o.working(ctx, t.ConfirmAt))
	} else if n := t.ConfirmN - t.ConfirmLate; n > 0 {
		confirm.Line = i18n.T(ctx, "home.others", n)
	}
	add(market.Supervisions, confirm)

	deliver := ui.DueTile{Name: i18n.T(ctx, "home.deliver"), Figure: count(t.DeliverN), Unit: orders(t.DeliverN), Href: "/supervisions?tab=today&node=DELIVERING"}
	switch {
	case t.DeliverLate > 0:
		deliver.Tone, deliver.Worst = market.Bad, i18n.T(ctx, "home.late_by", t.DeliverLate, o.working(ctx, t.DeliverAt))
		deliver.Href = "/supervisions?tab=late&node=DELIVERING"
	case t.DeliverN > 0:
		deliver.Tone, deliver.Worst = market.Warn, i18n.T(ctx, "home.first_left", o.working(ctx, t.DeliverAt))
	default:
		deliver.Worst = i18n.T(ctx, "home.none_today")
	}
	switch rest := t.DeliverN - t.DeliverLate; {
	case rest > 0:
		deliver.Line = i18n.T(ctx, "home.rest_by", rest, clock(o.Calendar.Shuts))
	case t.DeliverOpen > t.DeliverN:
		deliver.Line = i18n.T(ctx, "home.deliver_later", t.DeliverOpen-t.DeliverN)
	}
	add(market.Supervisions, deliver)

	failing := ui.DueTile{Name: i18n.T(ctx, "home.failing"), Figure: count(t.FailingN), Unit: i18n.T(ctx, "home.unit_messages", t.FailingN), Href: "/fulfilments?status=retrying"}
	switch {
	case t.FailingN == 0:
		failing.Worst = i18n.T(ctx, "home.none_failing")
	case t.FailingAddresses <= 1 && t.FailingCode == t.FailingOther && t.FailingCode != "":
		failing.Tone, failing.Worst = market.Bad, i18n.T(ctx, "home.failing_alike", t.FailingCode, market.Word(market.ResultCode(t.FailingCode).Key()))
	default:
		failing.Tone, failing.Worst = market.Bad, i18n.T(ctx, "home.failing_addresses", max(t.FailingAddresses, 1))
	}
	if t.FailingAt != nil {
		failing.Line = i18n.T(ctx, "home.failing_ends", i18n.Near(ctx, *t.FailingAt))
	}
	add(market.Fulfilments, failing)

	refunds := ui.DueTile{Name: i18n.T(ctx, "home.refunds"), Figure: count(t.RefundsN), Unit: orders(t.RefundsN), Href: "/refunds?status=requested"}
	refunds.Worst = i18n.T(ctx, "home.none_waiting")
	if t.RefundsN > 0 {
		refunds.Worst = i18n.T(ctx, "home.refunds_sum", t.RefundsAmount)
	}
	if t.RefundsAt != nil {
		refunds.Line = i18n.T(ctx, "home.first_due", i18n.Near(ctx, *t.RefundsAt))
		if t.RefundsAt.Before(o.Now) {
			refunds.Tone, refunds.Line = market.Bad, i18n.T(ctx, "home.was_due", i18n.Near(ctx, *t.RefundsAt))
		}
	}
	add(market.Refunds, refunds)

	appeals := ui.DueTile{Name: i18n.T(ctx, "home.appeals"), Figure: count(t.AppealsN), Unit: orders(t.AppealsN), Href: "/appeals"}
	switch {
	case t.AppealsAsked > 0:
		appeals.Tone, appeals.Worst = market.Warn, i18n.T(ctx, "home.appeals_asked", t.AppealsAsked)
	case t.AppealsN > 0:
		appeals.Worst = i18n.T(ctx, "home.appeals_operator")
	default:
		appeals.Worst = i18n.T(ctx, "home.none_appeals")
	}
	if t.AppealsAt != nil {
		appeals.Line = i18n.T(ctx, "home.first_due", i18n.Near(ctx, *t.AppealsAt))
	}
	add(market.Appeals, appeals)
	add(market.Stalls, o.stalls(ctx))

	questions := ui.DueTile{Name: i18n.T(ctx, "home.questions"), Figure: count(t.QuestionsN), Unit: i18n.T(ctx, "home.unit_questions", t.QuestionsN),
		Href: "/questions?tab=waiting", Worst: i18n.T(ctx, "home.none_questions")}
	if t.QuestionsAt != nil {
		questions.Worst, questions.Line = i18n.T(ctx, "home.questions_wait"), i18n.T(ctx, "home.questions_since", i18n.Near(ctx, *t.QuestionsAt))
	}
	add(market.Questions, questions)
	return tiles
}

// stalls is the queue of orders that do not move, whatever they wait for.
func (o Overview) stalls(ctx context.Context) ui.DueTile {
	tile := ui.DueTile{Name: i18n.T(ctx, "home.stalls"), Figure: count(o.Stalls.All()), Unit: i18n.T(ctx, "home.unit_orders", o.Stalls.All()), Href: "/stalls",
		Worst: i18n.T(ctx, "home.stalls_none_late"), Line: i18n.T(ctx, "home.stalls_ours", o.Stalls.Seller)}
	if o.Stalls.Late > 0 {
		tile.Tone, tile.Worst, tile.Href = market.Bad, i18n.T(ctx, "home.stalls_late", o.Stalls.Late), "/stalls?late=1"
	}
	return tile
}

// numbered is a number before its unit: a narrow tile does not part them.
var numbered = regexp.MustCompile(`(\d) `)

// working is the working time between now and then, whichever comes first.
func (o Overview) working(ctx context.Context, at *time.Time) string {
	if at == nil {
		return ""
	}
	from, to := o.Now, *at
	if to.Before(from) {
		from, to = to, from
	}
	return numbered.ReplaceAllString(ui.Working(ctx, o.Calendar.Between(from, to), o.Calendar.DayLength()), "$1\u00a0")
}

func count(n int) string {
	return i18n.Bounded(market.Bounded{N: min(n, market.CountLimit), More: n > market.CountLimit})
}

func clock(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}

// figures are the sums of the range, each beside the days before.
func figures(ctx context.Context, s market.Sales, r market.Range, door string) []ui.Figure {
	list := ""
	if door == ui.SellerDoor && len(s.Days) > 0 {
		list = paidBetween(s.Days[0].Day, s.Days[len(s.Days)-1].Day)
	}
	before := i18n.T(ctx, "home.before", len(s.Days))
	if r == market.RangeMonth {
		before = i18n.T(ctx, "home.before_days", len(s.Days))
	}
	all := []ui.Figure{
		{Label: i18n.T(ctx, "home.paid"), Figure: i18n.Money(s.Amount), Note: change(before, s.Amount.Fen(), s.AmountBefore.Fen()), URL: list},
		{Label: i18n.T(ctx, "home.orders"), Figure: i18n.Number(s.Orders), Note: change(before, int64(s.Orders), int64(s.OrdersBefore)), URL: list},
		{Label: i18n.T(ctx, "home.average"), Figure: i18n.Money(s.Average()), Note: change(before, s.Average().Fen(), s.AverageBefore().Fen())},
	}
	if door == ui.SellerDoor && ui.Sees(ctx, market.Refunds) {
		refunded := ui.Figure{Label: i18n.T(ctx, "home.refunded"), Figure: i18n.Money(s.Refunded), URL: "/refunds?status=paid"}
		if s.Amount.Sign() > 0 {
			refunded.Note = i18n.T(ctx, "home.of_paid", tenths(s.Refunded.Fen(), s.Amount.Fen()))
		}
		all = append(all, refunded)
	}
	return all
}

// change says how much more or less than before; nothing when there was nothing before.
func change(before string, now, then int64) string {
	if then == 0 {
		return ""
	}
	sign := "+"
	diff := now - then
	if diff < 0 {
		sign, diff = "−", -diff
	}
	return before + " " + sign + tenths(diff, then)
}

// tenths is part of whole in percent with one place, rounded.
func tenths(part, whole int64) string {
	n := (part*2000 + whole) / (2 * whole)
	return fmt.Sprintf("%d.%d%%", n/10, n%10)
}

func paidBetween(from, until market.Day) string {
	return "/orders?paid_from=" + from.String() + "&paid_until=" + until.String()
}

// series are the two measures of the days; every day opens its orders.
func series(ctx context.Context, s market.Sales, today market.Day, door string) (paid, orders ui.Series) {
	paid = ui.Series{Name: i18n.T(ctx, "home.paid_yuan"), Money: true, Today: today}
	orders = ui.Series{Name: i18n.T(ctx, "home.orders"), Unit: i18n.T(ctx, "home.unit_orders", 2), Today: today}
	for _, d := range s.Days {
		href := ""
		if door == ui.SellerDoor {
			href = paidBetween(d.Day, d.Day)
		}
		paid.Points = append(paid.Points, ui.Point{Day: d.Day, Value: d.Amount.Fen(), Text: i18n.Money(d.Amount), Href: href})
		orders.Points = append(orders.Points, ui.Point{Day: d.Day, Value: int64(d.Orders), Href: href})
	}
	return paid, orders
}

func ranges(ctx context.Context, current market.Range, path string) []ui.Tab {
	var tabs []ui.Tab
	for _, r := range market.Ranges {
		tabs = append(tabs, ui.Tab{Text: i18n.T(ctx, r.Key()), URL: path + "?range=" + string(r), Current: r == current})
	}
	return tabs
}

// table is the heat of the open flows, in the order of the standard flow.
func (h Heat) table(ctx context.Context) ui.Heat { return ui.FlowHeat(ctx, h.Counts, h.Flow) }

func (h Heat) total() int {
	n := 0
	for _, c := range h.Counts {
		n += c.N
	}
	return n
}

// queueTile is one of the operator's queues.
func (d Desk) queueTile(ctx context.Context, name string, q market.Queue, href string) ui.DueTile {
	tile := ui.DueTile{Name: i18n.T(ctx, name), Figure: i18n.Number(q.N), Unit: i18n.T(ctx, "home.unit_cases", q.N), Href: href}
	switch {
	case q.Late > 0:
		tile.Tone, tile.Worst = market.Bad, i18n.T(ctx, "home.late", q.Late)
	case q.N > 0:
		tile.Worst = i18n.T(ctx, "home.none_late")
	default:
		tile.Worst = i18n.T(ctx, "home.none_waiting")
	}
	if q.DueAt != nil {
		tile.Line = i18n.T(ctx, "home.first_due", i18n.Near(ctx, *q.DueAt))
	}
	return tile
}

// tiles are the operator's queues that the reader may see.
func (d Desk) tiles(ctx context.Context) []ui.DueTile {
	var tiles []ui.DueTile
	add := func(area market.Area, tile ui.DueTile) {
		if ui.Sees(ctx, area) {
			tiles = append(tiles, tile)
		}
	}
	add(market.Reviews, d.queueTile(ctx, "home.onboardings", d.Due.Onboardings, "/operator/reviews?kind=onboarding"))
	add(market.Reviews, d.queueTile(ctx, "home.certifications", d.Due.Certifications, "/operator/reviews?kind=certification"))
	add(market.Reviews, d.queueTile(ctx, "home.products", d.Due.Products, "/operator/reviews"))
	add(market.Appeals, d.queueTile(ctx, "home.operator_appeals", d.Due.Appeals, "/operator/appeals"))
	add("statement", d.queueTile(ctx, "home.invoice_reviews", d.Due.InvoiceReviews, "/operator/statements?status=invoice_reviewing"))
	add("statement", d.queueTile(ctx, "home.payment_reviews", d.Due.PaymentReviews, "/operator/statements?status=payment_reviewing"))
	add("statement", d.queueTile(ctx, "home.payouts", d.Due.Payouts, "/operator/statements?status=paying"))
	jobs := ui.DueTile{Name: i18n.T(ctx, "home.jobs"), Figure: i18n.Number(d.Due.FailedJobs), Unit: i18n.T(ctx, "home.unit_jobs", d.Due.FailedJobs),
		Worst: i18n.T(ctx, "home.none_failing"), Href: "/operator/jobs"}
	if d.Due.FailedJobs > 0 {
		jobs.Tone, jobs.Worst = market.Warn, i18n.T(ctx, "home.jobs_failing")
	}
	add(market.Jobs, jobs)
	return tiles
}

// next is the page's one act: what is most urgent, or the step that a newcomer takes next.
func (o Overview) next(ctx context.Context) templ.Component {
	if o.Urgent != "" {
		return urgentButton(o.Urgent)
	}
	if !slices.Contains(ui.FrameOf(ctx).Actor.Roles, market.Owner) {
		return nil
	}
	for _, s := range o.Steps {
		if s.Wait {
			return nil
		}
		if !s.Done {
			return ui.LinkButton(i18n.T(ctx, s.Key), s.URL, "", ui.Primary)
		}
	}
	return nil
}

func firstStep(fresh bool) templ.Component {
	if !fresh {
		return nil
	}
	return firstStepButton()
}

// steps are the way to the first product; the first open one is ours now.
func (o Overview) steps(ctx context.Context) []ui.Step {
	var steps []ui.Step
	now := ui.StepNow
	for _, s := range o.Steps {
		step := ui.Step{Label: i18n.T(ctx, s.Key), State: ui.StepPast, Href: s.URL}
		switch {
		case s.Done:
		case s.Wait:
			step.State, now = ui.StepOther, ui.StepFuture
		default:
			step.State, now = now, ui.StepFuture
		}
		if key := s.Key + map[bool]string{true: "_done", false: "_wait"}[s.Done]; (s.Done || s.Wait) && i18n.Has(key) {
			step.Lines = []string{i18n.T(ctx, key)}
		}
		steps = append(steps, step)
	}
	return steps
}

// shares split what is expected into what can be settled and what is blocked.
func shares(ctx context.Context, f market.SettlementForecast) (all, blocked ui.Shares) {
	stuck := market.ForecastPart{}
	blocked.Name = i18n.T(ctx, "home.blocked_why")
	for _, part := range f.Blocked {
		stuck.Orders, stuck.Amount = stuck.Orders+part.Orders, stuck.Amount.Plus(part.Amount)
		blocked.Parts = append(blocked.Parts, ui.Share{Name: i18n.Say(ctx, part.Reason), Note: i18n.T(ctx, "home.lines", part.Orders), Amount: part.Amount})
	}
	all.Name = i18n.T(ctx, "home.forecast")
	all.Parts = []ui.Share{{Name: i18n.T(ctx, "home.settleable"), Note: i18n.T(ctx, "home.lines", f.Settleable.Orders), Amount: f.Settleable.Amount}}
	if stuck.Orders > 0 {
		all.Parts = append(all.Parts, ui.Share{Name: i18n.T(ctx, "home.blocked"), Note: i18n.T(ctx, "home.lines", stuck.Orders), Amount: stuck.Amount, Blocked: true})
	}
	return all, blocked
}

// abroad is what the international site is expected to bring, in its own currency; nothing where
// nothing was sold there.
func abroad(ctx context.Context, f market.SettlementForecast) string {
	if f.Abroad == nil || f.Abroad.Settleable.Orders == 0 && len(f.Abroad.Blocked) == 0 {
		return ""
	}
	stuck := market.Money{}
	for _, part := range f.Abroad.Blocked {
		stuck = stuck.Plus(part.Amount)
	}
	return i18n.T(ctx, "home.forecast_abroad", f.Abroad.Period.String(), f.Abroad.Currency.Sum(f.Abroad.Settleable.Amount), f.Abroad.Currency.Sum(stuck))
}
