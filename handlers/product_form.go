package handlers

import (
	"strconv"
	"strings"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/products"
)

// productContent is the content with what was typed on one step; files are named by what is
// already there, so that nobody can name somebody else's.
func (f *form) productContent(step market.ProductStep, c market.ProductContent) market.ProductContent {
	switch step {
	case market.StepAccess:
		c.Supervised, c.Flow = f.text("supervised") == "yes", f.text("flow")
		c.EndpointID = nil
		if f.text("endpoint_id") != "" {
			id := formID[market.Endpoint](f, "endpoint_id")
			c.EndpointID = &id
		}
	case market.StepBasic:
		c.Name, c.Edition, c.Introduction = f.line("name"), f.line("version"), f.line("introduction")
		c.Description = f.prose("description")
		c.Category, c.Tags = f.text("category"), f.Values["tags"]
		c.Highlights = f.rows("highlight", market.MostHighlights)
		c.Cases = f.rows("case", market.MostCases)
	case market.StepSpecs:
		c.Specs = f.specs(c.Specs)
	case market.StepBusiness:
		c.Agreement, c.ServiceContent = f.prose("agreement"), f.prose("service_content")
		c.AfterSalesPhone, c.AfterSalesEmail, c.ServiceHours = f.line("after_sales_phone"), f.line("after_sales_email"), f.line("service_hours")
		c.SupportID = f.text("support_id")
		c.Ownership, c.UsesOpenSource, c.Reseller = f.text("ownership"), f.checked("uses_open_source"), f.checked("reseller")
		c.DeliveryDays, c.Hidden = f.text("delivery_days"), f.text("public") == "no"
		c.SEOTitle, c.SEOKeywords, c.SEODescription = f.line("seo_title"), f.line("seo_keywords"), f.line("seo_description")
	case market.StepPreview:
		c.SelfCheck = f.checked("self_check")
	}
	for _, drop := range f.Values["drop"] {
		field, text, _ := strings.Cut(drop, ":")
		if id, err := market.ParseID[market.File](text); err == nil {
			c.Drop(field, id)
		}
	}
	return c
}

// line is one line of text: runs of white space become one space.
func (f *form) line(name string) string { return strings.Join(strings.Fields(f.Values.Get(name)), " ") }

// prose is long text with the line ends of this system.
func (f *form) prose(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(f.Values.Get(name), "\r\n", "\n"))
}

// rows are pairs of title and text; an empty pair is none.
func (f *form) rows(name string, most int) (rows []market.Highlight) {
	for n := range most + 1 {
		row := market.Highlight{Title: f.line(name + "_title_" + strconv.Itoa(n)), Text: f.line(name + "_text_" + strconv.Itoa(n))}
		if row != (market.Highlight{}) {
			rows = append(rows, row)
		}
	}
	return rows
}

// specs are the rows of the price table. A row is one that is already there when it says
// so; a row that is ticked for removal, or empty and new, is left out.
func (f *form) specs(before []market.SpecContent) (specs []market.SpecContent) {
	known := map[string]bool{}
	for _, spec := range before {
		known[spec.ID.String()] = true
	}
	for n := range f.number("spec_count") {
		if n > market.MostSpecs {
			break
		}
		at := func(name string) string { return f.line(market.SpecField(name, n)) }
		spec := market.SpecContent{TrialContent: f.trial(n), Name: at("name"), Year: at("year"), Month: at("month"), Once: at("once"), Off: at("off") != ""}
		if id := at("id"); known[id] {
			spec.ID, _ = market.ParseID[market.Spec](id)
			known[id] = false
		}
		if at("drop") == "" && (!spec.Blank() || !spec.ID.IsZero()) {
			specs = append(specs, spec)
		}
	}
	return specs
}

// productUploads are the files that were sent along with the step.
func (f *form) productUploads(step market.ProductStep) (uploads []db.ProductUpload) {
	for _, field := range products.FileFields(step) {
		for _, file := range f.files(field) {
			uploads = append(uploads, db.ProductUpload{Field: field, Name: file.Name, Content: file.Content})
		}
	}
	return uploads
}
