// Package products shows listings, their wizard and their differences.
package products

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Wizard is one page of the publishing wizard.
type Wizard struct {
	market.ProductEditing
	Step      market.ProductStep
	Form      ui.Form         // what was refused; Content holds what was typed
	Theirs    []market.Change // what somebody else saved meanwhile
	JustSaved bool

	Spec        *market.SpecContent // the spec that is edited by itself
	SpecNo      int
	Choices     []market.Attribute // that the spec may copy
	Calculation ui.Calculation

	found  map[market.ProductStep]market.Invalids
	listed map[market.ID[market.SKU]]bool // SKUs and packages on sale; true: off for good
}

// Edit is one step of publishing or modifying a listing. What is wrong with the listing and
// what of it is on sale is found out once for all parts of the page.
func Edit(w Wizard) templ.Component {
	w.found, w.listed = w.Content.Faults(w.Facts), map[market.ID[market.SKU]]bool{}
	if w.Facts.Live != nil {
		for _, spec := range w.Facts.Live.Specs {
			for _, sku := range spec.SKUs {
				w.listed[sku.ID] = sku.Off
			}
			for _, p := range spec.Packages {
				w.listed[p.ID] = p.Off
			}
		}
	}
	return edit(w)
}

// faults are the faults of all steps.
func (w Wizard) faults() map[market.ProductStep]market.Invalids { return w.found }

// form is the step's form: its faults show once the seller has left the step.
func (w Wizard) form() ui.Form {
	if w.Form.Problem != nil {
		return w.Form
	}
	if w.Content.Seen(w.Step) {
		return ui.Form{Fields: w.faults()[w.Step]}
	}
	return ui.Form{}
}

// Stale reports that somebody else saved after the form was opened.
func (w Wizard) Stale() bool {
	if w.Form.Problem == nil {
		return false
	}
	reason := *w.Form.Problem
	if len(reason.Args) > 0 { // told with who changed it, and when
		if first, nested := reason.Args[0].(market.Reason); nested {
			reason = first
		}
	}
	return reason.Key == "problem.stale"
}

func (w Wizard) url(step market.ProductStep) string {
	return "/products/" + w.ID.String() + "/edit?step=" + string(step)
}

func (w Wizard) action() string { return "/products/" + w.ID.String() + "/edit" }

// modifies reports whether the listing was ever live: then it is modified, not published.
func (w Wizard) modifies() bool { return w.Facts.Live != nil }

func (w Wizard) title(ctx context.Context) string {
	if w.modifies() {
		return i18n.T(ctx, "product.modify_title")
	}
	return i18n.T(ctx, "product.publish_title")
}

func (w Wizard) lead(ctx context.Context) string {
	parts := []string{}
	if w.Content.Name != "" {
		parts = append(parts, strings.TrimSpace(w.Content.Name+" "+w.Content.Edition))
	}
	parts = append(parts, i18n.T(ctx, w.AccessType.Key()), i18n.T(ctx, w.SaleType.Key()))
	return joined(ctx, parts...)
}

func (w Wizard) steps(ctx context.Context) []ui.Step {
	faults := w.faults()
	steps := w.AccessType.Steps()
	list := make([]ui.Step, len(steps))
	for i, step := range steps {
		s := ui.Step{Label: i18n.T(ctx, step.Key()), Href: w.url(step), State: ui.StepFuture, Said: true, Lines: []string{i18n.T(ctx, "product.step_untouched")}}
		n := len(faults[step])
		switch {
		case step == market.StepPreview:
			s.Lines = []string{i18n.T(ctx, "product.step_last")}
		case w.Content.Seen(step) && n > 0:
			s.State, s.Lines = ui.StepLate, []string{i18n.T(ctx, "problem.summary", n)}
		case w.Content.Seen(step):
			s.State, s.Lines = ui.StepPast, []string{i18n.T(ctx, "product.step_done")}
		case w.modifies() && n == 0: // what is on sale stays as it is unless it is changed
			s.State, s.Lines = ui.StepPast, []string{i18n.T(ctx, "product.step_listed")}
		}
		if step == w.Step {
			s.State = ui.StepNow
			if !w.Content.Seen(step) {
				s.Lines = []string{i18n.T(ctx, "product.step_filling")}
			}
		}
		list[i] = s
	}
	return list
}

// left are all faults but the last tick, as links to their fields.
func (w Wizard) left() []fault {
	var all []fault
	faults := w.faults()
	for _, step := range market.ProductSteps[:len(market.ProductSteps)-1] {
		all = append(all, faultsOf(w, step, faults[step])...)
	}
	return all
}

// fault is one thing that is wrong, and where it is put right.
type fault struct {
	Field  string
	URL    string
	Reason market.Reason
}

func faultsOf(w Wizard, step market.ProductStep, faults map[string]market.Reason) []fault {
	var list []fault
	for _, field := range slices.Sorted(maps.Keys(faults)) {
		list = append(list, fault{field, w.faultURL(step, field), faults[field]})
	}
	return list
}

// fieldLabel words a field's name; a row of a table says which.
func fieldLabel(ctx context.Context, field string) string {
	if label, is := cellLabel(ctx, field); is {
		return label
	}
	name, row, ok := cutRow(field)
	if !ok {
		return i18n.T(ctx, "product."+field)
	}
	return i18n.T(ctx, "product.row_of", i18n.T(ctx, "product."+name), row+1)
}

func cutRow(field string) (name string, row int, ok bool) {
	at := strings.LastIndexByte(field, '_')
	if at < 0 {
		return "", 0, false
	}
	row, err := strconv.Atoi(field[at+1:])
	return field[:at], row, err == nil
}

// firstFault is what stands in the foot bar.
func (w Wizard) firstFault() (fault, int, bool) {
	list := faultsOf(w, w.Step, w.OfSpec(w.form().Fields))
	if len(list) == 0 {
		return fault{}, 0, false
	}
	return list[0], len(list), true
}

// FileFields are the fields of a step that take files.
func FileFields(step market.ProductStep) []string {
	switch step {
	case market.StepBasic:
		fields := []string{"logo", "pictures", "videos", "description_pictures", "tag_certificate", "open_lab"}
		for n := range market.MostCases {
			fields = append(fields, "case_picture_"+strconv.Itoa(n))
		}
		return fields
	case market.StepBusiness:
		return []string{"guide", "certificate", "declaration", "open_source", "authorisation", "delivery_template", "requirement_template"}
	case market.StepAccess:
		return []string{"scan_report", "test_report"}
	case market.StepSpecs, market.StepPreview:
	}
	return nil
}

func joined(ctx context.Context, parts ...string) string {
	between := ", "
	if i18n.Lang(ctx) == i18n.Chinese {
		between = " · "
	}
	return strings.Join(parts, between)
}

func endpointOptions(ctx context.Context, w Wizard) []ui.Option {
	var options []ui.Option
	for _, endpoint := range w.Endpoints {
		label := endpoint.URL
		if !endpoint.Verified {
			label = i18n.T(ctx, "product.endpoint_option", endpoint.URL)
		}
		options = append(options, ui.Option{Value: endpoint.ID.String(), Label: label})
	}
	return options
}

func endpointBegin(c market.ProductContent) string {
	if c.EndpointID == nil {
		return ""
	}
	return c.EndpointID.String()
}

func words[T ~string](ctx context.Context, prefix string, values []T) []ui.Option {
	options := make([]ui.Option, len(values))
	for i, value := range values {
		options[i] = ui.Option{Value: string(value), Label: i18n.T(ctx, prefix+string(value))}
		if i18n.Has(prefix + string(value) + "_help") {
			options[i].Help = i18n.T(ctx, prefix+string(value)+"_help")
		}
	}
	return options
}

func yesNo(ctx context.Context, field string) []ui.Option {
	return words(ctx, "product."+field+"_", []string{"yes", "no"})
}

func answer(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func on(yes bool) string {
	if yes {
		return "on"
	}
	return ""
}

// taxesOf are the tax types of the listing's billing modes, each with its rate.
func taxesOf(ctx context.Context, taxes []market.SaleTax) string {
	texts := make([]string, len(taxes))
	for i, tax := range taxes {
		texts[i] = i18n.T(ctx, "vat.kind_at", market.Word(tax.TaxKind.Key()), tax.TaxRate)
	}
	return strings.Join(texts, i18n.T(ctx, "common.list_join"))
}

// categoryName is the name of a category in the reader's language, with its parent.
func categoryName(ctx context.Context, path []market.Category) string {
	var names []string
	for _, category := range path {
		names = append(names, category.Name.V[i18n.Lang(ctx)])
	}
	return strings.Join(names, " / ")
}

// rowsOf fills pairs up with one empty row, as many as there may be.
func rowsOf(list []market.Highlight, least, most int) []market.Highlight {
	wanted := min(max(len(list)+1, least), most)
	rows := slices.Clone(list)
	for len(rows) < wanted {
		rows = append(rows, market.Highlight{})
	}
	return rows
}

func specID(spec market.SpecContent) string {
	if spec.ID.IsZero() {
		return ""
	}
	return spec.ID.String()
}

func (w Wizard) live(spec market.SpecContent) bool {
	return w.Facts.Live != nil && !spec.ID.IsZero() && w.Facts.Live.Listed(spec.ID)
}

// offForGood reports a spec that is off sale already.
func (w Wizard) offForGood(spec market.SpecContent) bool {
	return w.live(spec) && slices.ContainsFunc(w.Facts.Live.Specs, func(s market.SpecContent) bool { return s.ID == spec.ID && s.Off })
}

// policy lets a description be structured, and nothing else.
var policy = bluemonday.NewPolicy().AllowElements("h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "strong", "em", "blockquote", "hr", "br", "code", "pre")

// prose turns a description in Markdown into HTML that cannot harm; its titles begin below
// those of the page.
func prose(markdown string) string {
	source := []byte(markdown)
	document := goldmark.DefaultParser().Parse(text.NewReader(source))
	for node := document.FirstChild(); node != nil; node = node.NextSibling() {
		if heading, is := node.(*ast.Heading); is {
			heading.Level = min(6, heading.Level+1)
			heading.Level = max(3, heading.Level)
		}
	}
	var out bytes.Buffer
	if err := goldmark.DefaultRenderer().Render(&out, source, document); err != nil {
		return ""
	}
	return string(policy.SanitizeBytes(out.Bytes()))
}

// amountOf is a price as it was typed, with its commas when it is one.
func amountOf(spec market.SpecContent, period market.Period) string {
	price, typed, err := spec.Price(period)
	if !typed || err != nil {
		return spec.Shown(period)
	}
	return i18n.Price(price)
}

// cheapest is what the buyer sees first: the lowest price and its period.
func cheapest(c market.ProductContent) (spec market.SpecContent, period market.Period, ok bool) {
	for _, s := range c.Specs {
		if s.Off || s.Blank() {
			continue
		}
		for _, p := range market.Periods {
			if _, typed, err := s.Price(p); typed && err == nil {
				return s, p, true
			}
		}
	}
	return spec, period, false
}

func size(bytes int64) string {
	if bytes < 1<<20 {
		return strconv.FormatInt(max(bytes>>10, 1), 10) + " KB"
	}
	return strconv.FormatInt(bytes>>20, 10) + " MB"
}

func filters(ctx context.Context, operator bool) []ui.Filter {
	var statuses []ui.Option
	for _, status := range market.ProductStatuses[1:] {
		statuses = append(statuses, ui.Option{Value: string(status), Label: i18n.T(ctx, status.Key())})
	}
	list := []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "product.text_hint")},
		{Name: "access_type", Options: words(ctx, "product.access_", market.AccessTypes)},
		{Name: "status", Options: statuses},
	}
	if !operator {
		list = slices.Insert(list, 1, ui.Filter{Name: "sale_type", Options: words(ctx, "product.sale_", market.SaleTypes)})
		list = append(list, ui.Filter{Name: "public", Options: yesNo(ctx, "public")}, ui.Filter{Name: "updated", Kind: ui.FilterRange, More: true})
	}
	return list
}

func logoURL(row market.ProductRow, operator bool) string {
	switch {
	case row.Logo.IsZero():
		return ""
	case operator:
		return "/operator/files/" + row.SellerID.String() + "/" + row.Logo.String()
	}
	return "/files/" + row.Logo.String()
}

// buyURL is where a buyer orders the price (catalogue.md §2.10: purchase link).
func buyURL(base, code string) string { return base + "/storefront/v1/offers/" + code }

// supports are the customer-service groups to choose from (catalogue.md §9.1).
func (w Wizard) supports() []ui.Option {
	options := make([]ui.Option, len(w.Supports))
	for i, group := range w.Supports {
		options[i] = ui.Option{Value: group.ID.String(), Label: group.Name}
	}
	return options
}
