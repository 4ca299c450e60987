package market

import (
	"slices"
	"strconv"
	"strings"
)

// LimitSheet sets the purchase limits of specs (catalogue.md §5): no rule and no quantity
// lifts a limit.
var LimitSheet = Sheet{Kind: "limit", Act: SetLimit, Page: "/limits", Undo: true, Rule: limitRule, Columns: []SheetColumn{
	{Name: "sku", Kind: CellText}, {Name: "product", Kind: CellText}, {Name: "spec", Kind: CellText},
	{Name: "limit_rule", Kind: CellOption, Edit: true, Words: "limit.choose_", Options: []string{string(CountFree), string(CountLifetime), string(CountExpiry)}},
	{Name: "limit_times", Kind: CellCount, Edit: true}, {Name: "limit_quantity", Kind: CellCount, Edit: true},
}}

// LimitCells are the cells of a spec's limit.
func (s LimitSpec) LimitCells() (rule, times, quantity string) {
	rule = string(CountFree)
	if s.CountRule != nil {
		rule = string(*s.CountRule)
		if *s.CountRule == CountLifetime && s.CountN != nil {
			times = strconv.Itoa(*s.CountN)
		}
	}
	if len(s.Quantities.V) > 0 {
		quantity = strconv.Itoa(s.Quantities.V[0].Most)
	}
	return rule, times, quantity
}

// limitRule: a rule that counts has a number; 0 takes the quantity's limit off.
func limitRule(row *SheetRow) {
	if row.Cell("limit_quantity") == "0" {
		row.Put("limit_quantity", "")
	}
	switch CountRule(row.Cell("limit_rule")) {
	case CountLifetime:
		if row.Cell("limit_times") == "" {
			row.Put("limit_times", "1")
		}
	case CountFree, CountExpiry:
		if row.After["limit_times"] != "" && row.After["limit_rule"] == "" {
			row.Faults.With("limit_times", "task.limit_times_unused", Word("limit.choose_lifetime"))
			return
		}
		if row.Faults["limit_times"].Key == "" {
			row.Put("limit_times", "")
		}
	}
	for _, name := range []string{"limit_times", "limit_quantity"} {
		if text := row.After[name]; text != "" && row.Faults[name].Key == "" {
			if n, err := strconv.Atoi(text); err != nil || n < 1 || n > MostLimit {
				row.Faults.With(name, "limit.out_of_range", MostLimit, text)
			}
		}
	}
}

// StockSheet raises and lowers the stock of products (catalogue.md §5).
var StockSheet = Sheet{Kind: "stock", Act: SetStock, Page: "/stocks", Undo: true, Rule: stockRule, Columns: []SheetColumn{
	{Name: "number", Kind: CellText}, {Name: "product", Kind: CellText}, {Name: "stock_total", Kind: CellCount}, {Name: "stock_sold", Kind: CellCount},
	{Name: "stock_change", Kind: CellChange, Edit: true, Says: true}, {Name: "stock_note", Kind: CellText, Edit: true, Says: true},
}}

// stockRule holds a change to CheckStocks and says what the total will be.
func stockRule(row *SheetRow) {
	facts, _ := row.Was.About.(StockFacts)
	facts.OnSale = true // whether it may be changed at all was said before
	change, err := strconv.ParseInt(row.After["stock_change"], 10, 64)
	switch {
	case row.After["stock_change"] == "":
		row.Faults.With("stock_change", "problem.required")
		return
	case err != nil:
		return // said where the cell was read
	}
	ask := StockAsk{ProductID: facts.ProductID, Change: change, Note: row.After["stock_note"]}
	for name, reason := range faultsOf(CheckStocks([]StockAsk{ask}, map[ProductID]StockFacts{facts.ProductID: facts})) {
		row.Faults.With(map[string]string{RowField("change", 0): "stock_change", RowField("note", 0): "stock_note"}[name], reason.Key, reason.Args...)
	}
	if len(row.Faults) == 0 {
		row.Put("stock_total", strconv.FormatInt(facts.Total+change, 10))
	}
}

// AudienceSheet sets whom products and specs are sold to, and names users of them one by one
// (catalogue.md §5). A row without an account is about the product or the spec itself.
var AudienceSheet = Sheet{Kind: "audience", Act: SetAudience, Page: "/audiences", Keys: 2, Undo: true, Rule: audienceRule, Columns: []SheetColumn{
	{Name: "target", Kind: CellText}, {Name: "account", Kind: CellText}, {Name: "target_name", Kind: CellText},
	{Name: "audience_kind", Kind: CellOption, Edit: true, Words: "audience.kind_",
		Options: []string{string(AudienceAll), string(AudienceEnterprise), string(AudienceIndividual), string(AudienceSpecified)}},
	{Name: "account_name", Kind: CellText, Edit: true},
	{Name: "membership", Kind: CellOption, Edit: true, Says: true, Words: "task.membership_", Options: []string{"admit", "drop"}},
}}

// AudienceAbout is what the rule of target customers knows of a row besides its cells.
type AudienceAbout struct {
	ProductID  ProductID
	SpecID     *ID[Spec]
	AudienceID *AudienceID
	Account    string                  // empty: the row is about the product or spec itself
	Here       bool                    // the account is named already
	Known      string                  // the name under which the account has bought
	Product    AudienceKind            // of the product
	Specs      map[string]AudienceKind // of the specs that were set, when this is a product
}

func audienceRule(row *SheetRow) {
	about, _ := row.Was.About.(AudienceAbout)
	if about.Account == "" {
		about.kind(row)
		return
	}
	// The kind of a user's row is what the product or the spec has after this sheet.
	kind := AudienceKind(row.Was.Cells["audience_kind"])
	if typed := AudienceKind(row.After["audience_kind"]); typed != "" && typed != kind {
		row.Faults.With("audience_kind", "task.audience_kind_apart")
	}
	step := row.After["membership"]
	if step == "" && !about.Here {
		step = "admit"
		row.Put("membership", step)
	}
	if step == "drop" {
		if !about.Here {
			row.Faults.With("membership", "task.audience_not_here", about.Account)
		}
		row.Before["account_name"], row.After["account_name"] = row.Was.Cells["account_name"], ""
		return
	}
	if about.Here {
		switch {
		case row.After["account_name"] != "":
			row.Faults.With("account_name", "task.audience_differs", about.Account, row.Was.Cells["account_name"], row.After["account_name"])
		case step == "admit":
			row.Put("membership", "")
		}
		return
	}
	switch {
	case about.SpecID != nil && about.Product.Locked():
		row.Faults.With("target", "audience.locked", Word(about.Product.Key()))
	case kind != AudienceSpecified:
		row.Faults.With("membership", "audience.not_specified", Word(kind.Key()))
	}
	known := map[string]string{}
	if about.Known != "" {
		known[about.Account] = about.Known
		if row.Cell("account_name") == "" {
			row.Put("account_name", about.Known)
		}
	}
	user := AudienceUser{AccountName: row.Cell("account_name"), AccountID: about.Account}
	for name, reason := range faultsOf(CheckUsers([]AudienceUser{user}, known, nil)) {
		reason = inSheet(reason)
		row.Faults.With(map[string]string{RowField("name", 0): "account_name", RowField("id", 0): "account"}[name], reason.Key, reason.Args...)
	}
}

// inSheet words what is wrong with a user without its number in a form: a sheet names the
// cell beside it.
func inSheet(reason Reason) Reason {
	switch reason.Key {
	case "audience.no_name", "audience.no_id":
		return Because("problem.required")
	case "audience.not_an_id":
		return Because("task.audience_not_an_id", reason.Args[1:]...)
	case "audience.differs":
		return Because("task.audience_differs", reason.Args[1:]...)
	}
	return reason
}

// kind holds the level of a product or a spec to the table of catalogue.md §5. What a sheet
// could not bring back is set on its page.
func (a AudienceAbout) kind(row *SheetRow) {
	for _, name := range []string{"account_name", "membership"} {
		if row.After[name] != "" {
			row.Faults.With("account", "problem.required")
		}
	}
	kind, was := AudienceKind(row.After["audience_kind"]), AudienceKind(row.Was.Cells["audience_kind"])
	if kind == "" || row.Faults["audience_kind"].Key != "" {
		return
	}
	ask := AudienceAsk{Kind: kind}
	ask.SpecID = a.SpecID
	var err error
	switch {
	case was == AudienceAssociated:
		err = Conflict("task.audience_linked")
	case a.SpecID == nil && kind.Locked() && len(a.Specs) > 0:
		err = Conflict("task.audience_specs", len(a.Specs))
	default:
		err = ask.Check(a.Product, a.Specs)
	}
	row.Faults.take("audience_kind", err)
}

// ResaleSheet lets resellers resell, and changes what they may (catalogue.md §6): a row
// without a number is a new authorization.
var ResaleSheet = Sheet{Kind: "resale", Act: AuthorizeResale, Page: "/resales", Makes: true, Undo: true, Rule: resaleRule, Columns: []SheetColumn{
	{Name: "resale", Kind: CellText},
	{Name: "level", Kind: CellOption, Edit: true, Words: "resale.level_", Options: []string{string(ResaleProduct), string(ResalePartner), string(ResaleCustomer)}},
	{Name: "number", Kind: CellText, Edit: true}, {Name: "product", Kind: CellText}, {Name: "partner", Kind: CellText, Edit: true},
	{Name: "customer", Kind: CellText, Edit: true}, {Name: "project", Kind: CellText, Edit: true},
	{Name: "discount", Kind: CellPercent, Edit: true}, {Name: "starts_on", Kind: CellDay, Edit: true}, {Name: "ends_on", Kind: CellDay, Edit: true},
}}

// resaleFixed are the columns of an authorization that cannot change.
var resaleFixed = []string{"level", "number", "partner", "customer", "project"}

// ResaleAbout is what the rule of authorizations knows of a row besides its cells.
type ResaleAbout struct {
	Resale Resale       // as it is; of a new row only its product
	Target ResaleTarget // the product
}

// ResaleOf is the authorization that a row asks for.
func ResaleOf(was Resale, cell func(string) string) (r Resale) {
	r = was
	if was.ID.IsZero() {
		r.Level, r.Status = ResaleLevel(cell("level")), ResaleActive
		if r.Level != ResaleProduct {
			r.Partner, r.Project = cell("partner"), cell("project")
		}
		if r.Level == ResaleCustomer {
			r.Customer = cell("customer")
		}
	}
	if ratio, err := ReadPercent(cell("discount")); err == nil {
		r.Discount = ratio
	}
	r.StartsOn, r.EndsOn = Day{}, Day{}
	if day, err := ReadDay(cell("starts_on")); err == nil {
		r.StartsOn = day
	}
	if day, err := ReadDay(cell("ends_on")); err == nil {
		r.EndsOn = day
	}
	return r
}

// resaleRule: the row by itself; how it stands beside others is said of all rows at once.
func resaleRule(row *SheetRow) {
	about, _ := row.Was.About.(ResaleAbout)
	today := DayOf(row.Now)
	if about.Resale.ID.IsZero() {
		for _, name := range []string{"level", "number", "discount"} {
			if row.After[name] == "" {
				row.Faults.With(name, "problem.required")
			}
		}
		switch {
		case about.Target.ID.IsZero():
		case !Resellable(about.Target.SaleType, about.Target.AccessType):
			row.Faults.With("number", "resale.not_resellable", about.Target.Name)
		case !about.Target.OnSale:
			row.Faults.With("number", "resale.not_on_sale", about.Target.Name)
		}
	}
	for _, name := range resaleFixed {
		if _, changes := row.After[name]; changes && !about.Resale.ID.IsZero() {
			row.Faults.With(name, "task.resale_fixed", Word("task.col_"+name))
		}
	}
	r := ResaleOf(about.Resale, row.Cell)
	faults := Invalids{}
	if about.Resale.ID.IsZero() {
		faults = r.Check(today, false)
	} else {
		is := about.Resale
		for name, reason := range faultsOf(is.Change(r.Discount, r.StartsOn, r.EndsOn, today)) {
			faults[name] = reason
		}
	}
	for _, name := range sortedKeys(faults) {
		row.Faults.With(name, faults[name].Key, faults[name].Args...)
	}
}

// ResalesTogether says what speaks against authorizations beside those that run and beside
// each other: row by row, nil where nothing does. running are the product's, planned those
// that the lines of a sheet want.
func ResalesTogether(running, planned []Resale, lines []int) []*Reason {
	var all []Resale
	for _, r := range running {
		if !slices.ContainsFunc(planned, func(p Resale) bool { return p.ID == r.ID }) {
			all = append(all, r)
		}
	}
	said := make([]*Reason, len(planned))
	for n, r := range planned {
		if refusals := r.Against(all); len(refusals) > 0 {
			why := refusals[0].Reason
			if m := slices.IndexFunc(planned, func(p Resale) bool { return p.ID == refusals[0].With.ID }); m >= 0 {
				why = Because("resale.row_"+strings.TrimPrefix(why.Key, "resale."), lines[m], lines[n])
			}
			said[n] = &why
		}
		all = append(all, r)
	}
	return said
}

// faultsOf are the fields of a refusal; a refusal of the whole stands under "".
func faultsOf(err error) Invalids {
	faults := Invalids{}
	if problem, is := err.(*Problem); is && problem != nil { //nolint:errorlint // made by the rules themselves
		for name, reason := range problem.Fields {
			faults[name] = reason
		}
		if len(problem.Fields) == 0 {
			faults[""] = problem.Reason
		}
	}
	return faults
}
