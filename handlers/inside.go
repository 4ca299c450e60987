package handlers

import (
	"context"
	"io"
	"net/http"
	"net/url"

	"sellercenter/internal/market"
	"sellercenter/views/ui"
)

// inside is a look at one of our own lists without a browser: by somebody, for the rows
// that a bulk act is chosen for, or for a file that is written in the background. It passes
// the same doors, filters and permissions as the page.
type inside struct {
	visitor  market.Visitor
	heap     *heap
	progress func(done, known int) // hears how far a file has come
}

type insideKey struct{}

// heap is the rows that a look gathers.
type heap struct {
	most int
	rows []market.Chosen
	cut  bool // there are more than most
}

// insideOf is the look that the request is; nil for a browser's.
func insideOf(ctx context.Context) *inside {
	look, _ := ctx.Value(insideKey{}).(*inside)
	return look
}

func gathering(ctx context.Context) *heap {
	if look := insideOf(ctx); look != nil {
		return look.heap
	}
	return nil
}

// gather reads the filtered rows until there are enough.
func gather[T any](heap *heap, list ui.Listing[T], read func(market.Ask) (market.Page[T], error)) error {
	if heap.most == 0 {
		return nil // it is a list, and the visitor may see it: that was the question
	}
	if list.Row == nil {
		return market.NotFound
	}
	next := rowsOf(func(after string) (market.Page[T], error) {
		return read(nextPart(list.Ask, after))
	}, func(row T) []any {
		id, label := list.Row(row)
		return []any{id, label}
	})
	for {
		row, more, err := next()
		if err != nil || !more {
			return err
		}
		if len(heap.rows) == heap.most {
			heap.cut = true
			return nil
		}
		heap.rows = append(heap.rows, market.Chosen{ID: row[0].(string), Label: row[1].(string)})
	}
}

// look asks the house for one of its own pages as that visitor; what it answers goes to the
// writer.
func look(ctx context.Context, house http.Handler, look *inside, address string, to io.Writer) error {
	request, err := http.NewRequestWithContext(context.WithValue(ctx, insideKey{}, look), http.MethodGet, address, nil)
	if err != nil {
		return market.NotFound
	}
	answer := &innerAnswer{to: to, header: http.Header{}, status: http.StatusOK}
	house.ServeHTTP(answer, request)
	if answer.status != http.StatusOK {
		return market.NotFound
	}
	return answer.err
}

// WriteList writes a list of the house as a file, as the visitor would see it.
func WriteList(house http.Handler) func(ctx context.Context, visitor market.Visitor, address, format string, to io.Writer, progress func(done, known int)) error {
	return func(ctx context.Context, visitor market.Visitor, address, format string, to io.Writer, progress func(done, known int)) error {
		at, err := url.Parse(address)
		if err != nil {
			return market.NotFound
		}
		values := at.Query()
		values.Set("as", format)
		at.RawQuery = values.Encode()
		return look(ctx, house, &inside{visitor: visitor, progress: progress}, at.String(), to)
	}
}

// innerAnswer is what a look is answered with.
type innerAnswer struct {
	to     io.Writer
	header http.Header
	status int
	err    error
}

// Header is kept and never read.
func (a *innerAnswer) Header() http.Header { return a.header }

// WriteHeader remembers whether the page was given.
func (a *innerAnswer) WriteHeader(status int) { a.status = status }

// Write passes the body on, unless it is a refusal.
func (a *innerAnswer) Write(p []byte) (int, error) {
	if a.status != http.StatusOK || a.err != nil {
		return len(p), a.err
	}
	n, err := a.to.Write(p)
	a.err = err
	return n, err
}
