package handlers

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// door is a request by either door, as lists and their views need it.
type door interface {
	echo.Context
	ctx() context.Context
	page(status int, body templ.Component) error
	flash(path string, reason market.Reason) error
	shelf() *db.Seller // where the reader's views are kept
	open() *site
	who() market.Visitor
	doored(path string) string // the path at this door
}

func (s seller) shelf() *db.Seller   { return s.store }
func (o operator) shelf() *db.Seller { return o.store.Seller(market.Platform) }
func (s seller) open() *site         { return s.site }
func (o operator) open() *site       { return o.site }

func (s seller) who() market.Visitor   { return s.visitor }
func (o operator) who() market.Visitor { return o.visitor }

func (s seller) doored(path string) string   { return path }
func (o operator) doored(path string) string { return "/operator" + path }

// fileRows is how many rows a file reads at a time.
const fileRows = 1000

// show answers with a list page, or with the same list as a file when the address asks for
// one (as=csv, as=xlsx). read answers one screenful of the filtered rows.
func show[T any](d door, list ui.Listing[T], read func(market.Ask) (market.Page[T], error)) (err error) {
	open, err := openView(d)
	if err != nil {
		return err
	}
	if list.Views, err = d.shelf().Views(d.ctx(), d.Request().URL.Path, open); err != nil {
		return err
	}
	list.Ask = list.Sorted(ask(d))
	if heap := gathering(d.ctx()); heap != nil {
		return gather(heap, list, read)
	}
	if as := d.QueryParam("as"); as != "" {
		return streamList(d, as, list, read)
	}
	if list.Page, err = read(list.Ask); err != nil {
		return err
	}
	return d.page(http.StatusOK, list)
}

// streamList writes the list as a file while its rows are read.
func streamList[T any](d door, as string, list ui.Listing[T], read func(market.Ask) (market.Page[T], error)) error {
	if len(list.FileColumns()) == 0 {
		return market.NotFound
	}
	done, known := 0, 0
	rows := rowsOf(func(after string) (market.Page[T], error) {
		page, err := read(market.Ask{After: after, Size: fileRows, Sort: list.Ask.Sort, Up: list.Ask.Up})
		if look := insideOf(d.ctx()); look != nil && look.progress != nil {
			done, known = done+len(page.Rows), max(known, page.Count.N)
			look.progress(done, max(done, known))
		}
		return page, err
	}, list.FileRow())
	return streamTable(d, i18n.T(d.ctx(), "view.file", list.Head.Title, market.DayOf(i18n.Now(d.ctx()))), as, list.FileHead(d.ctx()), rows)
}

// openView is the view that the address names; zero for the list itself.
func openView(c echo.Context) (market.ViewID, error) {
	if text := c.QueryParam("view"); text != "" {
		return market.ParseID[market.View](text)
	}
	return market.ViewID{}, nil
}

// stretched reads the ranges that move along with the calendar out of the address:
// placed=7d is placed_from and placed_until.
func (site *site) stretched(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().URL.RawQuery == "" {
			return next(c)
		}
		values := c.QueryParams()
		for name, all := range values {
			if len(all) != 1 {
				continue
			}
			if from, until, known := market.Stretch(all[0]).Days(site.db.Now()); known {
				values.Set(name+"_from", from.String())
				values.Set(name+"_until", until.String())
			}
		}
		return next(c)
	}
}

// listed reads the list's address that a form came from: its path and what it narrows.
func listed(d door, f *form) (back string, at *url.URL, err error) {
	back = localPath(f.text("return"), "/")
	at, err = url.Parse(back)
	if err != nil {
		return back, nil, market.NotFound
	}
	return back, at, nil
}
