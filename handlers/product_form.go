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
func (f *form) productContent(step market.ProductStep, product market.Product, c market.ProductContent) market.ProductContent {
	switch step {
	case market.StepAccess:
		f.own(product, &c)
	case market.StepBasic:
		c.Name, c.Edition, c.Introduction = f.line("name"), f.line("version"), f.line("introduction")
		c.Description = f.prose("description")
		c.NameEN = f.line("name_en")
		c.Category, c.Tags = f.text("category"), f.Values["tags"]
		c.Highlights = f.rows("highlight", market.CeilingHighlights)
		c.Cases = f.cases(c.Cases)
	case market.StepSpecs:
		c.Specs = f.specs(c.Specs)
	case market.StepBusiness:
		c.Agreement, c.ServiceContent = f.prose("agreement"), f.prose("service_content")
		c.AfterSalesPhone, c.AfterSalesEmail, c.ServiceHours = f.line("after_sales_phone"), f.line("after_sales_email"), f.line("service_hours")
		c.SupportID = f.text("support_id")
		c.Ownership, c.UsesOpenSource, c.Reseller = f.text("ownership"), f.checked("uses_open_source"), f.checked("reseller")
		c.DeliveryDays, c.Hidden = f.text("delivery_days"), f.text("public") == "no"
		c.SupportTerms, c.GoodsName, c.Platforms, c.Filing = f.prose("support_terms"), f.line("goods_name"), f.Values["platforms"], f.line("filing")
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

// own reads the own fields of the access type.
func (f *form) own(product market.Product, c *market.ProductContent) {
	for _, field := range product.AccessType.Own(product.SaleType) {
		switch field.Kind {
		case market.OwnEndpoint:
			c.EndpointID = nil
			if f.text(field.Name) != "" {
				id := formID[market.Endpoint](f, field.Name)
				c.EndpointID = &id
			}
		case market.OwnAsset:
			c.AssetID = nil
			if f.text(field.Name) != "" {
				id := formID[market.Asset](f, field.Name)
				c.AssetID = &id
			}
		case market.OwnMany, market.OwnParameters:
			c.SetOwn(field, f.Values[field.Name])
		case market.OwnText:
			c.SetOwn(field, []string{f.prose(field.Name)})
		case market.OwnLine, market.OwnChoice, market.OwnCredential, market.OwnScan, market.OwnYesNo, market.OwnTick:
			c.SetOwn(field, []string{f.line(field.Name)})
		case market.OwnFile:
		}
	}
}

// cases are the customer cases; a case keeps its picture while it keeps its place on the page.
func (f *form) cases(before []market.Highlight) (cases []market.Highlight) {
	for n := range market.MostCases + 1 {
		row := strconv.Itoa(n)
		one := market.Highlight{Title: f.line("case_title_" + row), Text: f.line("case_text_" + row)}
		if n < len(before) {
			one.Picture = before[n].Picture
		}
		if one.Title != "" || one.Text != "" || len(f.files("case_picture_"+row)) > 0 {
			cases = append(cases, one)
		}
	}
	return cases
}

// line is one line of text: runs of white space become one space.
func (f *form) line(name string) string { return strings.Join(strings.Fields(f.Values.Get(name)), " ") }

// lines are the lines that hold something.
func (f *form) lines(name string) (lines []string) {
	for line := range strings.Lines(f.prose(name)) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

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

// productUploads are the files that were sent along with the step.
func (f *form) productUploads(step market.ProductStep) (uploads []db.ProductUpload) {
	row := 0
	for _, field := range products.FileFields(step) {
		files := f.filesUpTo(field, market.FileRules[market.ProductFile(field)].Most)
		name, picture := field, strings.HasPrefix(field, "case_picture_")
		if n := strings.TrimPrefix(field, "case_picture_"); picture {
			name = "case_picture_" + strconv.Itoa(row) // empty rows were left out
			if len(files) > 0 || f.line("case_title_"+n) != "" || f.line("case_text_"+n) != "" {
				row++
			}
		}
		for _, file := range files {
			uploads = append(uploads, db.ProductUpload{Field: name, Name: file.Name, Content: file.Content})
		}
	}
	return uploads
}
