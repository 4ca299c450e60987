package db

import (
	"context"
	"time"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// mostStalls is where the counts of the queue stop, in every branch.
const mostStalls = market.CountLimit / 10

// Stalls lists the seller's orders that do not move: what is due first, then what has no
// limit, longest waiting first.
func (s *Seller) Stalls(ctx context.Context, search market.StallSearch, ask market.Ask) (p market.Page[market.Stall], err error) {
	query, args, before, after := stallQuery(queueMine, search, s.db.Now(), ask)
	var rows []market.Stall
	if err := s.queued(ctx, &rows, search, query, args); err != nil {
		return p, err
	}
	p = screen(ask.Rows(), before, after, rows, stallPlace)
	if err := s.judgeStalls(ctx, p.Rows); err != nil {
		return p, err
	}
	counts, err := s.stallCounts(ctx, search)
	p.Count = market.Bounded{N: counts.All(), More: counts.All() >= mostStalls}
	return p, err
}

// StallOf is what one order of the seller waits for now; nil while it goes on by itself, or is
// over.
func (s *Seller) StallOf(ctx context.Context, order market.Order) (*market.Stall, error) {
	_, args, _, _ := stallQuery(queueMine, market.StallSearch{Text: order.ID.String()}, s.db.Now(), market.Ask{Size: 1})
	var rows []market.Stall
	if err := s.list(ctx, &rows, stallMine, args...); err != nil || len(rows) == 0 {
		return nil, err
	}
	if err := s.judgeStalls(ctx, rows); err != nil {
		return nil, err
	}
	return &rows[0], nil
}

// StallCounts is how many of the seller's orders stand still, by who must act. The whole
// queue's counts are kept for some seconds.
func (s *Seller) StallCounts(ctx context.Context) (market.StallCounts, error) {
	return s.stallCounts(ctx, market.StallSearch{})
}

func (s *Seller) stallCounts(ctx context.Context, search market.StallSearch) (market.StallCounts, error) {
	return s.countStalls(ctx, s.scope(), search, queueMineCounts)
}

// Stalls lists the orders of all sellers that do not move.
func (o *Operator) Stalls(ctx context.Context, search market.StallSearch, ask market.Ask) (p market.Page[market.Stall], err error) {
	query, args, before, after := stallQuery(queueAll, search, o.db.Now(), ask)
	var rows []market.Stall
	if err := o.Seller(market.Platform).queued(ctx, &rows, search, query, args); err != nil {
		return p, err
	}
	p = screen(ask.Rows(), before, after, rows, stallPlace)
	if err := o.judgeStalls(ctx, p.Rows); err != nil {
		return p, err
	}
	counts, err := o.stallCounts(ctx, search)
	p.Count = market.Bounded{N: counts.All(), More: counts.All() >= mostStalls}
	return p, err
}

// StallCounts is how many orders of all sellers stand still, by who must act.
func (o *Operator) StallCounts(ctx context.Context) (market.StallCounts, error) {
	return o.stallCounts(ctx, market.StallSearch{})
}

func (o *Operator) stallCounts(ctx context.Context, search market.StallSearch) (market.StallCounts, error) {
	return o.Seller(market.Platform).countStalls(ctx, market.Platform, search, queueAllCounts)
}

// stallsOf names a search among the orders of one seller that do not move.
type stallsOf struct {
	seller market.SellerID
	search market.StallSearch
}

// countStalls counts what a search finds; what is wide is kept for some seconds.
func (s *Seller) countStalls(ctx context.Context, scope market.SellerID, search market.StallSearch, counted queue) (market.StallCounts, error) {
	now, key := s.db.Now(), stallsOf{scope, search}
	if counts, known := s.db.stalls.get(key, now); known {
		return counts, nil
	}
	query, args, _, _ := stallQuery(counted, search, now, market.Ask{})
	args[8] = mostStalls
	var rows []stallCount
	if err := s.queued(ctx, &rows, search, query, append(args, now)); err != nil {
		return market.StallCounts{}, err
	}
	counts := sumStalls(rows)
	if wide(search) {
		s.db.stalls.set(key, counts, now, dueFor)
	}
	return counts, nil
}

// wide reports whether neither a text nor a time narrows the queue.
func wide(search market.StallSearch) bool {
	return search.Text == "" && search.After == nil && search.Until == nil
}

// queued reads the queue. What is wide is read by a plan that the database makes once: to
// plan the eight branches at every call would take longer than to read them.
func (s *Seller) queued(ctx context.Context, into any, search market.StallSearch, query string, args []any) error {
	if !wide(search) {
		return s.list(ctx, into, query, args...)
	}
	if s.db.trace != nil {
		s.db.trace(query, s.args(args))
	}
	return s.look(ctx, func(tx *tx) error {
		if err := tx.sharedExec(`SET LOCAL plan_cache_mode = force_generic_plan`); err != nil {
			return err
		}
		return tx.list(into, query, args...)
	})
}

type stallCount struct {
	Owner market.Party
	N     int
	Late  int
}

func sumStalls(rows []stallCount) (counts market.StallCounts) {
	for _, row := range rows {
		counts.Late += row.Late
		switch row.Owner {
		case market.PartySeller:
			counts.Seller, counts.OursLate = row.N, row.Late
		case market.PartyBuyer:
			counts.Buyer = row.N
		case market.PartyOperator:
			counts.Operator = row.N
		case market.PartySystem:
			counts.System = row.N
		}
	}
	return counts
}

func stallPlace(s market.Stall) string {
	id, err := market.ParseID[market.Stall](s.Subject)
	if err != nil {
		return ""
	}
	return cursor{s.RankAt, id.UUID}.String()
}

// stallQuery picks the statement for the way that the ask reads, and its arguments.
func stallQuery(q queue, search market.StallSearch, now time.Time, ask market.Ask) (query string, args []any, before, after bool) {
	at, before := readCursor(ask.Before)
	if !before {
		at, after = readCursor(ask.After)
	}
	var late, place any = "infinity", "-infinity"
	if search.Late {
		late = now
	}
	if before || after {
		place = at.At
	}
	return q.read(search.Text, before), []any{search.Cause, search.Owner, late, search.Text, search.After, search.Until, place, at.ID, ask.Rows() + 1}, before, after
}

// waiting is what the deliveries of a screenful say, with the documents that are there.
type waiting struct {
	flows   []market.SupervisionRow
	appeals []market.Appeal
	have    []struct {
		SupervisionID market.SupervisionID
		Kind          market.EvidenceKind
	}
}

func flowsOf(stalls []market.Stall) any {
	var ids []string
	for _, s := range stalls {
		if s.Where() == market.Supervisions || s.Cause == market.StallAppeal {
			ids = append(ids, s.Subject)
		}
	}
	return pq.Array(ids)
}

// judgeStalls lets the rules say what the deliveries of the screenful wait for, and names
// who of the seller's people is in charge.
func (s *Seller) judgeStalls(ctx context.Context, stalls []market.Stall) error {
	var w waiting
	ids := flowsOf(stalls)
	if err := s.list(ctx, &w.flows, `SELECT `+supervisionRow+supervisionFrom+` WHERE v.seller_id = $1 AND v.id = ANY($2) LIMIT 2000`, ids); err != nil {
		return err
	}
	if err := s.list(ctx, &w.appeals, `SELECT `+appealColumns+` FROM appeals a WHERE a.seller_id = $1 AND a.supervision_id = ANY($2)
		AND a.status IN ('pending', 'evidence') LIMIT 2000`, ids); err != nil {
		return err
	}
	if err := s.list(ctx, &w.have, `SELECT e.supervision_id, e.kind FROM evidences e WHERE e.seller_id = $1 AND e.supervision_id = ANY($2) LIMIT 20000`, ids); err != nil {
		return err
	}
	w.judge(stalls)
	products := make([]string, len(stalls))
	for i := range stalls {
		products[i] = stalls[i].ProductID.String()
	}
	var holders []market.Holder
	err := s.list(ctx, &holders, `SELECT g.product_id, p.name, m.roles, (SELECT jsonb_agg(DISTINCT r) FROM group_members gm
				JOIN groups u ON u.seller_id = gm.seller_id AND u.id = gm.group_id, jsonb_array_elements(u.rights) r
				WHERE gm.seller_id = m.seller_id AND gm.member_id = m.id) AS rights
			FROM grants g JOIN members m ON m.seller_id = g.seller_id AND m.id = g.member_id JOIN people p ON p.id = m.person_id
			WHERE g.seller_id = $1 AND g.product_id = ANY($2) AND m.removed_at IS NULL AND m.disabled_at IS NULL
			ORDER BY m.joined_at, m.id LIMIT 2000`, pq.Array(products))
	for i := range stalls {
		stalls[i].Handlers = stalls[i].HandledBy(holders)
	}
	return err
}

func (o *Operator) judgeStalls(ctx context.Context, stalls []market.Stall) error {
	var w waiting
	ids := flowsOf(stalls)
	if err := o.db.listRows(ctx, &w.flows, `SELECT `+supervisionRow+supervisionFrom+` WHERE v.id = ANY($1) LIMIT 2000`, ids); err != nil {
		return err
	}
	if err := o.db.listRows(ctx, &w.appeals, `SELECT `+appealColumns+` FROM supervisions v JOIN appeals a ON a.seller_id = v.seller_id AND a.supervision_id = v.id
		WHERE v.id = ANY($1) AND a.status IN ('pending', 'evidence') LIMIT 2000`, ids); err != nil {
		return err
	}
	if err := o.db.listRows(ctx, &w.have, `SELECT e.supervision_id, e.kind FROM supervisions v JOIN evidences e ON e.seller_id = v.seller_id AND e.supervision_id = v.id
		WHERE v.id = ANY($1) LIMIT 20000`, ids); err != nil {
		return err
	}
	w.judge(stalls)
	return nil
}

func (w waiting) judge(stalls []market.Stall) {
	flows, appeals, have := map[string]market.Supervision{}, map[string]*market.Appeal{}, map[string][]market.EvidenceKind{}
	for _, f := range w.flows {
		flows[f.ID.String()] = f.Supervision
	}
	for i, a := range w.appeals {
		appeals[a.SupervisionID.String()] = &w.appeals[i]
	}
	for _, h := range w.have {
		id := h.SupervisionID.String()
		have[id] = append(have[id], h.Kind)
	}
	for i := range stalls {
		if flow, delivered := flows[stalls[i].Subject]; delivered {
			stalls[i].Judge(flow, appeals[stalls[i].Subject], have[stalls[i].Subject])
		}
	}
}
