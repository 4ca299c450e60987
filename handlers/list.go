package handlers

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

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
	done(path string, act market.Act) error
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

// fileRows is how many rows a file reads at first, so that it begins at once; behind them
// it reads market.FileRows at a time, because every reading counts the list and finds its
// place in it.
const fileRows = 1000

// nextPart is the next reading of a list that is read to its end.
func nextPart(list market.Ask, after string) market.Ask {
	ask := market.Ask{After: after, Size: fileRows, Sort: list.Sort, Up: list.Up}
	if after != "" {
		ask.Size = market.FileRows
	}
	return ask
}

// show answers with a list page, or with the same list as a file when the address asks for
// one (as=csv, as=xlsx). read answers one screenful of the filtered rows.
func show[T any](d door, list ui.Listing[T], read func(market.Ask) (market.Page[T], error)) (err error) {
	if at, emptied := ui.QueryOf(d.ctx()).Bare(list.Filters); emptied && d.QueryParam("as") == "" && gathering(d.ctx()) == nil {
		return d.Redirect(http.StatusSeeOther, at)
	}
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
	return d.page(cmp.Or(list.Status, http.StatusOK), list)
}

// streamList writes the list as a file while its rows are read.
func streamList[T any](d door, as string, list ui.Listing[T], read func(market.Ask) (market.Page[T], error)) error {
	if len(list.FileColumns()) == 0 {
		return market.NotFound
	}
	done, known := 0, 0
	rows := rowsOf(func(after string) (market.Page[T], error) {
		page, err := read(nextPart(list.Ask, after))
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

// showWhole answers with a list of which there are few enough to read at once: it is
// searched, sorted and cut into pages here. keep says which rows the other filters leave.
func showWhole[T any](d door, list ui.Listing[T], keep func(T) bool, all func() ([]T, error)) error {
	return show(d, list, func(ask market.Ask) (market.Page[T], error) {
		rows, err := all()
		if err != nil {
			return market.Page[T]{}, err
		}
		if keep != nil {
			rows = slices.DeleteFunc(rows, func(row T) bool { return !keep(row) })
		}
		if text := strings.ToLower(strings.TrimSpace(d.QueryParam("text"))); text != "" {
			rows = slices.DeleteFunc(rows, func(row T) bool { return !says(d.ctx(), list, row, text) })
		}
		if by := slices.IndexFunc(list.Columns, func(c ui.Col[T]) bool { return c.Sort && cmp.Or(c.By, c.Name) == ask.Sort }); by >= 0 {
			value := list.Columns[by].Value
			slices.SortStableFunc(rows, func(a, b T) int {
				if ask.Up {
					return compare(d.ctx(), value(a), value(b))
				}
				return compare(d.ctx(), value(b), value(a))
			})
		}
		return cut(ask, rows), nil
	})
}

// says reports whether a row holds the text in any of its columns.
func says[T any](ctx context.Context, list ui.Listing[T], row T, text string) bool {
	return slices.ContainsFunc(list.Columns, func(c ui.Col[T]) bool {
		if c.Value == nil {
			return false
		}
		said, _ := cell(ctx, c.Value(row))
		return strings.Contains(strings.ToLower(said), text)
	})
}

// compare orders two values of a column: nothing first, figures and instants by their size,
// everything else by its words.
func compare(ctx context.Context, a, b any) int {
	switch x := a.(type) {
	case int:
		if y, is := b.(int); is {
			return cmp.Compare(x, y)
		}
	case time.Time:
		if y, is := b.(time.Time); is {
			return x.Compare(y)
		}
	case *time.Time:
		if y, is := b.(*time.Time); is && x != nil && y != nil {
			return x.Compare(*y)
		}
	case market.Money:
		if y, is := b.(market.Money); is {
			return x.Minus(y).Sign()
		}
	case market.Ratio:
		if y, is := b.(market.Ratio); is {
			switch {
			case x.Equal(y):
				return 0
			case x.Over(y):
				return 1
			}
			return -1
		}
	}
	before, _ := cell(ctx, a)
	after, _ := cell(ctx, b)
	return strings.Compare(before, after)
}

// cut is a screenful of rows; its cursors are their places.
func cut[T any](ask market.Ask, rows []T) market.Page[T] {
	size, begin := ask.Rows(), 0
	if at, err := strconv.Atoi(ask.After); err == nil {
		begin = at
	}
	if at, err := strconv.Atoi(ask.Before); err == nil {
		begin = at - size
	}
	begin = min(max(begin, 0), len(rows))
	end := min(begin+size, len(rows))
	p := market.Page[T]{Rows: rows[begin:end], Count: market.Bounded{N: len(rows)}}
	if begin > 0 {
		p.Previous = strconv.Itoa(begin)
	}
	if end < len(rows) {
		p.Next = strconv.Itoa(end)
	}
	return p
}
