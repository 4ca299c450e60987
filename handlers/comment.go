package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/comments"
	"sellercenter/views/ui"
)

func (site *site) commentRoutes(e *echo.Echo) {
	g := e.Group("/comments", sees(market.Comments))
	g.GET("", site.seller(seller.comments))
	g.GET("/:id", site.seller(seller.comment))
	g.POST("/:id/reply", site.seller(seller.replyComment))

	o := e.Group("/operator/comments", sees(market.Comments))
	o.GET("", site.operator(operator.comments))
	o.GET("/:id", site.operator(operator.comment))
	o.POST("/:id/hide", site.operator(operator.hideComment))
	o.POST("/:id/show", site.operator(operator.showComment))
}

func commentSearch(c echo.Context) market.CommentSearch {
	q := c.QueryParams()
	search := market.CommentSearch{Tab: market.CommentTab(q.Get("tab")), Text: strings.TrimSpace(q.Get("text")),
		From: dayIn(q, "written_from", 0), Until: dayIn(q, "written_until", 1)}
	if !slices.Contains(market.CommentTabs, search.Tab) {
		search.Tab = market.CommentsAll
	}
	if stars, err := strconv.Atoi(q.Get("stars")); err == nil && stars >= 1 && stars <= market.MostStars {
		search.Stars = stars
	}
	if id, err := market.ParseID[market.Product](q.Get("product")); err == nil {
		search.Product = &id
	}
	return search
}

func (s seller) comments() (err error) {
	p := comments.ListPage{Search: commentSearch(s)}
	if p.Counts, err = s.store.CommentCounts(s.ctx()); err != nil {
		return err
	}
	if p.Score, err = s.store.CommentScore(s.ctx(), p.Search.Product); err != nil {
		return err
	}
	if p.Products, err = s.store.CommentedProducts(s.ctx()); err != nil {
		return err
	}
	return show(s, comments.Listing(s.ctx(), p), func(ask market.Ask) (market.Page[market.CommentRow], error) {
		return s.store.Comments(s.ctx(), p.Search, ask)
	})
}

func (s seller) comment() error { return s.displayComment(ui.Form{}, http.StatusOK, nil) }

func (s seller) displayComment(f ui.Form, status int, refused *market.Reason) error {
	id, err := pathID[market.Comment](s, "id")
	if err != nil {
		return err
	}
	p := comments.DetailPage{Refused: refused}
	if p.Comment, err = s.store.Comment(s.ctx(), id); err != nil {
		return err
	}
	return s.page(status, comments.Detail(f, p))
}

func (s seller) replyComment() error {
	id, err := pathID[market.Comment](s, "id")
	if err != nil {
		return err
	}
	f := readForm(s)
	err = s.store.ReplyComment(s.ctx(), id, f.text("reply"))
	return f.answer(s, err, s.displayComment, "/comments/"+id.String(), market.ReplyComment)
}

func (o operator) comments() error {
	search := commentSearch(o)
	return show(o, comments.OperatorListing(o.ctx(), search), func(ask market.Ask) (market.Page[market.CommentRow], error) {
		return o.store.Comments(o.ctx(), search, ask)
	})
}

func (o operator) comment() error { return o.displayComment(ui.Form{}, http.StatusOK, nil) }

func (o operator) displayComment(f ui.Form, status int, refused *market.Reason) error {
	id, err := pathID[market.Comment](o, "id")
	if err != nil {
		return err
	}
	p := comments.DetailPage{Operator: true, Refused: refused}
	if p.Comment, err = o.store.Comment(o.ctx(), id); err != nil {
		return err
	}
	return o.page(status, comments.Detail(f, p))
}

func (o operator) hideComment() error {
	f := readForm(o)
	return o.changeComment(f, market.HideComment, func(p market.CommentRow) error {
		return o.store.Seller(p.SellerID).HideComment(o.ctx(), p.ID, f.text("reason"))
	})
}

func (o operator) showComment() error {
	return o.changeComment(readForm(o), market.ShowComment, func(p market.CommentRow) error {
		return o.store.Seller(p.SellerID).ShowComment(o.ctx(), p.ID)
	})
}

func (o operator) changeComment(f *form, act market.Act, do func(market.CommentRow) error) error {
	id, err := pathID[market.Comment](o, "id")
	if err != nil {
		return err
	}
	row, err := o.store.Comment(o.ctx(), id)
	if err != nil {
		return err
	}
	err = do(row)
	return f.answer(o, err, o.displayComment, "/operator/comments/"+id.String(), act)
}
