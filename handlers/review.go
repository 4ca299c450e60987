package handlers

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/reviews"
	"sellercenter/views/ui"
)

func (site *site) reviewRoutes(e *echo.Echo) {
	g := e.Group("/reviews", sees(market.Reviews))
	g.GET("", site.seller(seller.reviews))
	g.GET("/:id", site.seller(seller.review))
	g.POST("/:id/withdraw", site.seller(seller.withdrawReview))
	o := e.Group("/operator/reviews", sees(market.Reviews))
	o.GET("", site.operator(operator.reviews))
	o.GET("/:id", site.operator(operator.review))
	o.POST("/:id/approve", site.operator(operator.approveReview))
	o.POST("/:id/reject", site.operator(operator.rejectReview))
}

func reviewSearch(c echo.Context) market.ReviewSearch {
	return market.ReviewSearch{Kind: market.ReviewKind(c.QueryParam("kind")), Sale: market.SaleType(c.QueryParam("sale_type")),
		Status: market.ReviewStatus(c.QueryParam("status")), Text: c.QueryParam("text")}
}

func (s seller) reviews() error {
	search := reviewSearch(s)
	counts, err := s.store.ReviewCounts(s.ctx())
	if err != nil {
		return err
	}
	return show(s, reviews.Listing(s.ctx(), counts), func(ask market.Ask) (market.Page[market.ReviewRow], error) {
		return s.store.ReviewRows(s.ctx(), search, ask)
	})
}

func (s seller) review() error {
	id, err := pathID[market.Review](s, "id")
	if err != nil {
		return err
	}
	review, err := s.store.ReviewRow(s.ctx(), id)
	if err != nil {
		return err
	}
	words, err := s.site.reviewWords(s.ctx())
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, reviews.Detail(review, words))
}

// reviewWords are the names of what listings name by codes.
func (site *site) reviewWords(ctx context.Context) (words reviews.Words, err error) {
	if words.Categories, err = site.db.Categories(ctx); err != nil {
		return words, err
	}
	words.Parameters, err = site.db.Parameters(ctx)
	return words, err
}

func (s seller) withdrawReview() error {
	id, err := pathID[market.Review](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.WithdrawReview(s.ctx(), id); err != nil {
		return s.site.failed(s, "/reviews/"+id.String(), err)
	}
	return s.done("/reviews/"+id.String(), market.WithdrawReview)
}

func (o operator) reviews() error {
	search := reviewSearch(o)
	if _, asked := o.QueryParams()["status"]; !asked {
		search.Status = market.ReviewPending
	}
	counts, err := o.store.ReviewCounts(o.ctx())
	if err != nil {
		return err
	}
	return show(o, reviews.OperatorListing(o.ctx(), search, counts, o.site.db.Now()), func(ask market.Ask) (market.Page[market.OperatorReview], error) {
		return o.store.Reviews(o.ctx(), search, ask)
	})
}

func (o operator) review() error { return o.showReview(http.StatusOK, ui.Form{}) }

func (o operator) showReview(status int, f ui.Form) error {
	review, err := o.reviewOf()
	if err != nil {
		return err
	}
	words, err := o.site.reviewWords(o.ctx())
	if err != nil {
		return err
	}
	row, err := o.store.Seller(review.SellerID).ReviewRow(o.ctx(), review.ID)
	if err != nil {
		return err
	}
	visit, err := visited(o.ctx(), o.store.Seller(review.SellerID), review.ID)
	if err != nil {
		return err
	}
	return o.page(status, reviews.OperatorDetail(f, review, row, words, visit, o.site.db.Now()))
}

func (o operator) approveReview() error {
	review, err := o.reviewOf()
	if err != nil {
		return err
	}
	if err := o.store.Seller(review.SellerID).ApproveReview(o.ctx(), review.ID); err != nil {
		return o.site.failed(o, "/operator/reviews/"+review.ID.String(), err)
	}
	return o.flash("/operator/reviews", market.Because("review.approved", review.Number, review.Title))
}

func (o operator) rejectReview() error {
	review, err := o.reviewOf()
	if err != nil {
		return err
	}
	f := readForm(o)
	err = o.store.Seller(review.SellerID).RejectReview(o.ctx(), review.ID, f.text("reason"))
	if f.refused(err) {
		return o.showReview(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return o.flash("/operator/reviews", market.Because("review.rejected", review.Number, review.Title))
}

// flash is done with a sentence of its own.
func (o operator) flash(path string, reason market.Reason) error { return o.site.done(o, path, reason) }

func (o operator) reviewOf() (market.OperatorReview, error) {
	id, err := pathID[market.Review](o, "id")
	if err != nil {
		return market.OperatorReview{}, err
	}
	return o.store.Review(o.ctx(), id)
}

// reasonOnly turns the fault of a single field into the refusal of the whole, for a page
// that shows no form.
func reasonOnly(err error) error {
	var problem *market.Problem
	if errors.As(err, &problem) && problem.Kind == market.KindInvalid {
		for _, reason := range problem.Fields {
			return &market.Problem{Kind: market.KindInvalid, Reason: reason}
		}
	}
	return err
}
