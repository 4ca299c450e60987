package handlers

import (
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
)

func (site *site) viewRoutes(e *echo.Echo) {
	g := e.Group("/views", sees(market.Views))
	g.POST("/save", site.seller(func(s seller) error { return saveView(s) }))
	g.POST("/arrange", site.seller(func(s seller) error { return arrangeView(s) }))
	g.POST("/:id/change", site.seller(func(s seller) error { return changeView(s) }))
	g.POST("/:id/edit", site.seller(func(s seller) error { return editView(s) }))
	g.POST("/:id/drop", site.seller(func(s seller) error { return dropView(s) }))

	o := e.Group("/operator/views", sees(market.Views))
	o.POST("/save", site.operator(func(o operator) error { return saveView(o) }))
	o.POST("/arrange", site.operator(func(o operator) error { return arrangeView(o) }))
	o.POST("/:id/change", site.operator(func(o operator) error { return changeView(o) }))
	o.POST("/:id/edit", site.operator(func(o operator) error { return editView(o) }))
	o.POST("/:id/drop", site.operator(func(o operator) error { return dropView(o) }))
}

// seenList is the list that a form came from, with the view that was open and how its
// columns stood.
func seenList(d door, f *form) (back string, at *url.URL, open market.ViewID, views market.ListViews, err error) {
	if back, at, err = listed(d, f); err != nil {
		return back, at, open, views, err
	}
	if text := at.Query().Get("view"); text != "" {
		if open, err = market.ParseID[market.View](text); err != nil {
			return back, at, open, views, err
		}
	}
	views, err = d.shelf().Views(d.ctx(), at.Path, open)
	return back, at, open, views, err
}

// saveView keeps what the list shows under a new name.
func saveView(d door) error {
	f := readForm(d)
	back, at, _, views, err := seenList(d, f)
	if err != nil {
		return err
	}
	kept := market.Kept{List: at.Path, Name: f.text("name"), Shared: f.checked("shared"), Query: market.ViewQuery(at.Query()), Arrangement: views.Now}
	id, err := d.shelf().SaveView(d.ctx(), kept)
	if err != nil {
		return d.open().failed(d, back, firstFault(err))
	}
	return d.flash(viewPath(market.View{ID: id, Kept: kept}), market.Because("view.saved", kept.Name))
}

// changeView keeps what the list shows in the view that is open.
func changeView(d door) error {
	id, err := pathID[market.View](d, "id")
	if err != nil {
		return err
	}
	back, at, _, views, err := seenList(d, readForm(d))
	if err != nil {
		return err
	}
	query := market.ViewQuery(at.Query())
	if err := d.shelf().ChangeView(d.ctx(), id, query, views.Now); err != nil {
		return d.open().failed(d, back, firstFault(err))
	}
	return d.flash(viewPath(market.View{ID: id, Kept: market.Kept{List: at.Path, Query: query}}), market.Because("flash.done", market.Word(market.ChangeView)))
}

func editView(d door) error {
	id, err := pathID[market.View](d, "id")
	if err != nil {
		return err
	}
	f := readForm(d)
	back := localPath(f.text("return"), "/")
	if _, err := d.shelf().EditView(d.ctx(), id, f.text("name"), f.checked("shared")); err != nil {
		return d.open().failed(d, back, firstFault(err))
	}
	return d.flash(back, market.Because("flash.done", market.Word(market.EditView)))
}

func dropView(d door) error {
	id, err := pathID[market.View](d, "id")
	if err != nil {
		return err
	}
	view, err := d.shelf().DropView(d.ctx(), id)
	if err != nil {
		return d.open().failed(d, localPath(d.Request().Referer(), "/"), err)
	}
	return d.flash(view.List, market.Because("flash.done", market.Word(market.DropView)))
}

// arrangeView remembers the reader's columns, their order and the density; with a move it
// shows the chooser again.
func arrangeView(d door) error {
	f := readForm(d)
	back, at, open, _, err := seenList(d, f)
	if err != nil {
		return err
	}
	var arranged *market.Arrangement
	if !f.checked("reset") {
		arranged = &market.Arrangement{Columns: market.JSON[[]string]{V: moved(f.Values["column"], f.text("move"))}, Dense: f.checked("dense")}
	}
	if err := d.shelf().ArrangeView(d.ctx(), at.Path, open, arranged); err != nil {
		return d.open().failed(d, back, firstFault(err))
	}
	values := at.Query()
	values.Del("arrange")
	if f.checked("move") {
		values.Set("arrange", "1")
	}
	at.RawQuery = values.Encode()
	return d.Redirect(303, at.String())
}

// moved is the columns with one of them a place further up or down: "up amount".
func moved(columns []string, move string) []string {
	way, name, _ := strings.Cut(move, " ")
	i := slices.Index(columns, name)
	j := i + 1
	if way == "up" {
		j = i - 1
	}
	if i >= 0 && j >= 0 && j < len(columns) {
		columns[i], columns[j] = columns[j], columns[i]
	}
	return columns
}

func viewPath(view market.View) string {
	if view.Query == "" {
		return view.List + "?view=" + view.ID.String()
	}
	return view.List + "?" + view.Query + "&view=" + view.ID.String()
}

// firstFault makes a refused field the sentence that is shown where there is no form to
// show it in.
func firstFault(err error) error { return reasonOnly(err) }
