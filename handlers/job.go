package handlers

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/jobs"
)

func (site *site) jobRoutes(e *echo.Echo) {
	g := e.Group("/operator/jobs", sees(market.Jobs))
	g.GET("", site.operator(operator.jobs))
	g.POST("/:id/retry", site.operator(operator.retryJob))
	g.POST("/:id/drop", site.operator(operator.dropJob))
}

func (o operator) jobs() error {
	state := market.JobState(o.QueryParam("state"))
	if !slices.Contains(market.JobStates, state) {
		state = market.JobStates[0]
	}
	counts, err := o.store.JobCounts(o.ctx())
	if err != nil {
		return err
	}
	return show(o, jobs.Listing(o.ctx(), state, counts), func(ask market.Ask) (market.Page[market.Job], error) {
		page, err := o.store.Jobs(o.ctx(), state, ask)
		page.Count = counts.Of(state)
		return page, err
	})
}

func (o operator) retryJob() error { return o.jobAct(market.RetryJob, (*db.Seller).RetryJob) }

func (o operator) dropJob() error { return o.jobAct(market.DropJob, (*db.Seller).DropJob) }

// jobAct does the act in the shop that the job belongs to.
func (o operator) jobAct(act market.Act, do func(*db.Seller, context.Context, market.JobID) error) error {
	id, err := market.ParseJobID(o.Param("id"))
	if err != nil {
		return err
	}
	job, err := o.store.Job(o.ctx(), id)
	if err != nil {
		return err
	}
	back := "/operator/jobs?state=" + string(job.State)
	if err := do(o.store.Seller(job.SellerID), o.ctx(), id); err != nil {
		return o.site.failed(o, back, err)
	}
	return o.done(back, act)
}
