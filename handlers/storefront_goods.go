package handlers

import (
	"context"
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/ui"
)

func (site *site) storefrontGoodsRoutes(g *echo.Group) {
	g.GET("/products", site.storefront(storefront.products))
	g.GET("/products/:number", site.storefront(storefront.product))
	g.GET("/products/:number/files/:file", site.storefront(storefront.productFile))
	g.GET("/offers/:code", site.storefront(storefront.linked))
}

// goodsRow is a product in a shop front's list.
type goodsRow struct {
	Number       string            `json:"number"`
	Name         string            `json:"name"`
	Introduction string            `json:"introduction"`
	Category     string            `json:"category"`
	Tags         []string          `json:"tags"`
	SaleType     market.SaleType   `json:"sale_type"`
	AccessType   market.AccessType `json:"access_type"`
	Site         market.Site       `json:"site"`
	Currency     market.Currency   `json:"currency"`
	Seller       string            `json:"seller"`
	CompanyName  string            `json:"company_name"`
	ListedAt     time.Time         `json:"listed_at"`
	Logo         string            `json:"logo,omitempty"`
	FromPrice    *market.Price     `json:"from_price,omitempty"`
	FromPeriod   *market.Period    `json:"from_period,omitempty"`
	TrialDays    *int              `json:"trial_days,omitempty"`
}

func goodsSaid(g market.Goods, link string) goodsRow {
	row := goodsRow{Number: g.Number, Name: g.Name, Introduction: g.Content.V.Introduction, Category: g.Content.V.Category, Tags: append([]string{}, g.Content.V.Tags...),
		SaleType: g.SaleType, AccessType: g.AccessType, Site: g.Site, Currency: g.Site.Currency(), Seller: g.SellerNumber, CompanyName: g.CompanyName, ListedAt: g.ListedAt}
	if logo := g.Content.V.Logo; logo != nil {
		row.Logo = paperPath(g, logo.ID, link)
	}
	return row
}

// paperPath is where a file of the goods is read; of hidden goods with the purchase link.
func paperPath(g market.Goods, id market.FileID, link string) string {
	path := storefrontPath + "/products/" + g.Number + "/files/" + id.String()
	if !g.Public && link != "" {
		path += "?link=" + url.QueryEscape(link)
	}
	return path
}

// recommended answers what stands in one of the recommended places (catalogue.md §9.8).
func (s storefront) recommended(place market.Privilege) error {
	answer := struct {
		Products []goodsRow `json:"products"`
	}{[]goodsRow{}}
	rows, err := s.front("").Recommended(s.ctx(), place, s.QueryParam("category"))
	if err != nil {
		return err
	}
	for _, g := range rows {
		row := goodsSaid(g.Goods, "")
		row.FromPrice, row.FromPeriod, row.TrialDays = g.FromPrice, g.FromPeriod, g.TrialDays
		answer.Products = append(answer.Products, row)
	}
	return s.JSON(http.StatusOK, answer)
}

func (s storefront) products() error {
	if place := market.Privilege(s.QueryParam("place")); place != "" {
		return s.recommended(place)
	}
	search := market.GoodsSearch{Text: s.QueryParam("q"), Seller: s.QueryParam("seller"), SaleType: market.SaleType(s.QueryParam("sale_type")),
		AccessType: market.AccessType(s.QueryParam("access_type")), Category: s.QueryParam("category"), Site: market.Site(s.QueryParam("site")),
		Trial: s.QueryParam("trial") == "true"}
	found, err := s.front("").Goods(s.ctx(), search, ask(s))
	if err != nil {
		return err
	}
	answer := struct {
		Products []goodsRow `json:"products"`
		Next     string     `json:"next,omitempty"`
		Previous string     `json:"previous,omitempty"`
	}{Products: []goodsRow{}, Next: found.Next, Previous: found.Previous}
	for _, g := range found.Rows {
		row := goodsSaid(g.Goods, "")
		row.FromPrice, row.FromPeriod, row.TrialDays = g.FromPrice, g.FromPeriod, g.TrialDays
		answer.Products = append(answer.Products, row)
	}
	return s.JSON(http.StatusOK, answer)
}

// goodsAnswer is a product as its page shows it.
type goodsAnswer struct {
	goodsRow
	Hidden         bool              `json:"hidden"`
	Edition        string            `json:"edition"`
	Description    string            `json:"description"`
	Highlights     []highlightAnswer `json:"highlights"`
	Cases          []highlightAnswer `json:"cases"`
	Agreement      string            `json:"agreement"`
	SupportTerms   string            `json:"support_terms,omitempty"` // of joint products, instead of the agreement
	ServiceContent string            `json:"service_content"`
	DeliveryDays   string            `json:"delivery_days,omitempty"`
	Extensions     []string          `json:"extensions,omitempty"`
	Parameters     []parameterAnswer `json:"parameters,omitempty"`
	Authorises     string            `json:"authorises,omitempty"`
	Specs          []specAnswer      `json:"specs"`
	Documents      []paperAnswer     `json:"documents"`
	Service        serviceAnswer     `json:"service"`
	NameEN         string            `json:"name_en,omitempty"`
	JumpURL        string            `json:"jump_url,omitempty"` // of a consulting service: the seller's own site, where it is sold
	SEO            *seoAnswer        `json:"seo,omitempty"`
	Linked         string            `json:"linked,omitempty"` // of a purchase link: the productId that it names
}

// parameterAnswer is a value that the checkout asks for (catalogue.md §2.6).
type parameterAnswer struct {
	Name    string               `json:"name"`
	Label   map[string]string    `json:"label"`
	Kind    market.ParameterKind `json:"kind"`
	Options []string             `json:"options,omitempty"`
}

// seoAnswer is what search engines are told of a product (catalogue.md §2.3).
type seoAnswer struct {
	Title       string `json:"title,omitempty"`
	Keywords    string `json:"keywords,omitempty"`
	Description string `json:"description,omitempty"`
}

type highlightAnswer struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

type paperAnswer struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	Size int64  `json:"size"`
	URL  string `json:"url"`
}

// serviceAnswer is how buyers reach the seller; there is a ticket entry only where tickets
// are received in hours that qualify (catalogue.md §8, §9.1).
type serviceAnswer struct {
	Tickets *struct {
		Hours string `json:"hours"`
	} `json:"tickets,omitempty"`
	Extension string       `json:"extension,omitempty"`
	CallHours string       `json:"call_hours,omitempty"`
	PreSales  string       `json:"pre_sales,omitempty"`
	PreMail   string       `json:"pre_sales_email,omitempty"`
	Group     *groupAnswer `json:"group,omitempty"`
}

type groupAnswer struct {
	Name  string `json:"name,omitempty"`
	Phone string `json:"phone,omitempty"`
	Email string `json:"email,omitempty"`
	Hours string `json:"hours,omitempty"`
}

func serviceSaid(ctx context.Context, service market.Service) (answer serviceAnswer) {
	if service.Tickets {
		answer.Tickets = &struct {
			Hours string `json:"hours"`
		}{ui.HoursText(ctx, service.TicketHours)}
	}
	answer.Extension, answer.CallHours, answer.PreSales = service.Extension, ui.HoursText(ctx, service.CallHours), service.PreSales
	answer.PreMail = service.PreSaleMail
	if service.GroupPhone != "" || service.GroupEmail != "" {
		answer.Group = &groupAnswer{service.GroupName, service.GroupPhone, service.GroupEmail, ui.HoursText(ctx, service.GroupHours)}
	}
	return answer
}

func (s storefront) product() error {
	link := s.QueryParam("link")
	goods, err := s.front("").GoodsNumbered(s.ctx(), s.Param("number"), link)
	if err != nil {
		return err
	}
	answer, err := s.goods(goods, link)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, answer)
}

// linked answers a purchase link, which is how hidden products are bought (catalogue.md
// §2.10).
func (s storefront) linked() error {
	goods, err := s.front("").GoodsLinked(s.ctx(), s.Param("code"))
	if err != nil {
		return err
	}
	answer, err := s.goods(goods, s.Param("code"))
	if err != nil {
		return err
	}
	answer.Linked = s.Param("code")
	return s.JSON(http.StatusOK, answer)
}

func (s storefront) goods(g market.Goods, link string) (answer goodsAnswer, err error) {
	store, content := s.buyer(g.SellerID, ""), g.Content.V
	answer = goodsAnswer{goodsRow: goodsSaid(g, link), Hidden: !g.Public, Edition: content.Edition, Description: content.Description,
		Highlights: highlightsSaid(content.Highlights), Cases: highlightsSaid(content.Cases), Agreement: content.Agreement, ServiceContent: content.ServiceContent,
		DeliveryDays: content.DeliveryDays, Extensions: content.Extensions, Authorises: content.AuthorisedBy, Specs: []specAnswer{}, Documents: []paperAnswer{}}
	if len(content.Extensions) > 0 {
		all, err := s.site.db.Parameters(s.ctx())
		if err != nil {
			return answer, err
		}
		for _, code := range content.Extensions {
			p, _ := market.NamedParameter(all, code)
			answer.Parameters = append(answer.Parameters, parameterAnswer{p.Code, p.Name.V, p.Kind, p.Options.V})
		}
	}
	answer.SupportTerms, answer.NameEN, answer.JumpURL = content.SupportTerms, content.NameEN, content.JumpURL
	if seo := (seoAnswer{content.SEOTitle, content.SEOKeywords, content.SEODescription}); seo != (seoAnswer{}) {
		answer.SEO = &seo
	}
	for _, paper := range content.Papers() {
		answer.Documents = append(answer.Documents, paperAnswer{paper.Kind, paper.Name, paper.Size, paperPath(g, paper.ID, link)})
	}
	specs, err := store.GoodsSpecs(s.ctx(), g.ID, link)
	if err != nil {
		return answer, err
	}
	for _, spec := range specs {
		answer.Specs = append(answer.Specs, specSaid(spec))
		if spec.TrialDays != nil && (answer.TrialDays == nil || *answer.TrialDays < *spec.TrialDays) {
			answer.TrialDays = spec.TrialDays
		}
	}
	service, err := store.ServiceOf(s.ctx(), g.ID)
	answer.Service = serviceSaid(s.ctx(), service)
	return answer, err
}

func highlightsSaid(all []market.Highlight) []highlightAnswer {
	said := []highlightAnswer{}
	for _, one := range all {
		said = append(said, highlightAnswer{one.Title, one.Text})
	}
	return said
}

// productFile answers one of the files that the product's page shows.
func (s storefront) productFile() error {
	goods, err := s.front("").GoodsNumbered(s.ctx(), s.Param("number"), s.QueryParam("link"))
	if err != nil {
		return err
	}
	id, err := pathID[market.File](s, "file")
	if err != nil {
		return err
	}
	file, content, err := s.buyer(goods.SellerID, "").GoodsFile(s.ctx(), goods.ID, id)
	if err != nil {
		return err
	}
	header := s.Response().Header()
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	return s.Blob(http.StatusOK, file.Mime, content)
}
