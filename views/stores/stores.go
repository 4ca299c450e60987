// Package stores is the pages of a seller's store decoration.
package stores

import (
	"context"
	"net/url"
	"strconv"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Face is a store page as buyers see it.
type Face struct {
	Seller market.Seller
	Store  market.Store
	Offers []market.StorefrontStoreOffer
	Files  string // where its pictures are read
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.seller")}, {Text: i18n.T(ctx, "nav.stores")}}
	if len(more) > 0 {
		way[1].URL = "/stores"
	}
	return append(way, more...)
}

// begun fills a fresh form with what is kept.
func begun(f ui.Form, page market.StorePage) ui.Form {
	if f.Values != nil {
		return f
	}
	f.Values = url.Values{"introduction": {page.Introduction}, "strengths": {page.Strengths}, "vision": {page.Vision}}
	for _, product := range page.Products {
		f.Values.Add("products", product.String())
	}
	for i, one := range page.Cases {
		f.Values.Set("case_title_"+strconv.Itoa(i+1), one.Title)
		f.Values.Set("case_text_"+strconv.Itoa(i+1), one.Text)
	}
	for i, one := range page.News {
		f.Values.Set("news_title_"+strconv.Itoa(i+1), one.Title)
		f.Values.Set("news_text_"+strconv.Itoa(i+1), one.Text)
	}
	return f
}

// rows are the numbers of the rows that hold something, at least one, and of one more where
// it was asked for.
func rows(f ui.Form, what string, most int) (all []string) {
	last := 1
	for n := range most {
		if number := strconv.Itoa(n + 1); f.Or(what+"_title_"+number, "")+f.Or(what+"_text_"+number, "") != "" || f.Bad(what+"_title_"+number) || f.Bad(what+"_picture_"+number) {
			last = n + 1
		}
	}
	if f.Or("more", "") == what {
		last = min(last+1, most)
	}
	for n := range last {
		all = append(all, strconv.Itoa(n+1))
	}
	return all
}

func productPick(ctx context.Context, products []market.ProductName) ui.Pick {
	pick := ui.Pick{Name: "products", Label: i18n.T(ctx, "store.section_products"), URL: "/stores/edit"}
	for _, product := range products {
		if product.Status == market.ProductOnSale {
			pick.Options = append(pick.Options, ui.Option{Value: product.ID.String(), Label: product.Name, Help: product.Number})
		}
	}
	return pick
}

// picture is the kept picture of a case; empty when there is none.
func picture(page market.StorePage, n string) string {
	i, err := strconv.Atoi(n)
	if err != nil || i > len(page.Cases) || page.Cases[i-1].Picture == nil {
		return ""
	}
	return page.Cases[i-1].Picture.String()
}
