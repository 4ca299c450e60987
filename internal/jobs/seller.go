package jobs

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// sellers are the due acts on a seller's profile.
func sellers(caller *Caller) Works {
	return Works{market.VisitSeller: visitor{caller}.visit}
}

// visitor opens websites for the reviewer.
type visitor struct{ caller *Caller }

// mostHops is how many redirects a website may make.
const mostHops = 4

// visit opens the website of a review: never an address inside, and wherever it leads is
// asked about again.
func (v visitor) visit(ctx context.Context, store *db.Seller, job db.Job) error {
	review, err := store.Review(ctx, market.ReviewID{UUID: job.Subject})
	if err != nil {
		return err
	}
	var says struct{ Website string }
	if err := json.Unmarshal(review.Payload, &says); err != nil {
		return err
	}
	found := market.Visit{ReviewID: review.ID, URL: says.Website, Landed: says.Website}
	for hop := 0; ; hop++ {
		e, err := v.caller.Browse(ctx, found.Landed)
		if err != nil {
			return snooze(err)
		}
		found.Status, found.Fault, found.Took = e.Status, string(e.Fault), found.Took+int(e.Took.Milliseconds())
		next := onward(found.Landed, e)
		if next == "" || hop == mostHops {
			found.Title, found.Login = market.ReadPage(e.ResponseBody)
			return store.VisitSeller(ctx, found)
		}
		found.Landed = next
	}
}

// onward is where an answer sends the browser; empty when it is the page itself.
func onward(from string, e market.Exchange) string {
	if e.Status < http.StatusMultipleChoices || e.Status >= http.StatusBadRequest {
		return ""
	}
	for _, h := range e.ResponseHeaders {
		if http.CanonicalHeaderKey(h.Name) != "Location" {
			continue
		}
		base, err := url.Parse(from)
		if err != nil {
			return ""
		}
		to, err := base.Parse(h.Value)
		if err != nil || to.Scheme != "http" && to.Scheme != "https" {
			return ""
		}
		return to.String()
	}
	return ""
}
