package ui

import (
	"context"
	"strconv"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// ExchangeOf is a recorded call as it is shown.
func ExchangeOf(ctx context.Context, made market.Exchange) Exchange {
	shown := Exchange{At: made.At, Timings: stagesOf(made), Limit: market.FulfilmentTimeout,
		Request: Code{Spans: RequestSpans(made.Method, made.URL, HeaderPairs(made.RequestHeaders), made.RequestBody), Copy: made.Curl(),
			Note: i18n.T(ctx, "fulfilment.body_bytes", len(made.RequestBody))}}
	if made.Status > 0 {
		shown.Response = Code{Note: i18n.T(ctx, "fulfilment.body_bytes", made.ResponseBytes), Copy: made.ResponseBody,
			Spans: ResponseSpans(strconv.Itoa(made.Status)+" "+made.StatusText, HeaderPairs(made.ResponseHeaders), made.ResponseBody, failing(made.Verdict)...)}
	} else if made.Detail != "" {
		shown.Response = Code{Spans: []Span{{i18n.T(ctx, "exchange.no_response") + "\n\n", ""}, {made.Detail, "quiet"}}}
	}
	for _, check := range made.Verdict.Checks {
		shown.Checks = append(shown.Checks, CheckLine{Name: i18n.T(ctx, check.Key()), Note: i18n.Say(ctx, check.Reason), OK: check.OK})
	}
	return shown
}

// HeaderPairs are a head's lines as RequestSpans takes them.
func HeaderPairs(headers []market.Header) [][2]string {
	pairs := make([][2]string, len(headers))
	for i, h := range headers {
		pairs[i] = [2]string{h.Name, h.Value}
	}
	return pairs
}

// RecipeOf is how a signature was made, step by step; when it was computed anew and is
// another one, the last step is crossed.
func RecipeOf(ctx context.Context, steps []market.SigningStep, same bool) []RecipeStep {
	recipe := make([]RecipeStep, len(steps))
	for i, step := range steps {
		recipe[i] = RecipeStep{What: i18n.T(ctx, "fulfilment.step_"+step.Name), Value: step.Value, OK: same || i+1 < len(steps)}
	}
	return recipe
}

// failing are the fields of the answer that a check did not like.
func failing(v market.Verdict) []string {
	for _, check := range v.Checks {
		switch {
		case check.OK:
		case check.Name == "code":
			return []string{"resultCode"}
		case check.Name == "fields":
			return []string{"instanceId", "frontEndUrl"}
		}
	}
	return nil
}

// stagesOf are the timings. What no stage saw, such as waiting for a connection, counts as
// connecting.
func stagesOf(made market.Exchange) Timings {
	micro := func(n int64) time.Duration { return time.Duration(n) * time.Microsecond }
	t := Timings{DNS: micro(made.Timings.DNS), Connect: micro(made.Timings.Connect), TLS: micro(made.Timings.TLS),
		Send: micro(made.Timings.Send), Wait: micro(made.Timings.Wait), Receive: micro(made.Timings.Receive)}
	if rest := made.Took - t.Total(); rest > 0 {
		t.Connect += rest
	}
	return t
}
