package db

import (
	"strings"
	"time"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// audienceTarget is a product or a spec that a sheet names, with whom it is sold to.
type audienceTarget struct {
	Code       string
	ProductID  market.ProductID
	SpecID     *market.ID[market.Spec]
	Name       string
	OnSale     bool
	AudienceID *market.AudienceID
	Kind       market.AudienceKind
	Product    market.AudienceKind
	UpdatedBy  string
	UpdatedAt  *time.Time
}

// audienceTargets are products by their numbers and specs by the codes of their SKUs. Each
// looks its own audience up: while a sheet fills that table, the planner believes it empty
// and would read all of it for every row of a plain join.
const audienceTargets = `SELECT p.number AS code, p.id AS product_id, NULL::uuid AS spec_id, p.name, p.status = 'on_sale' AS on_sale,
		a.id AS audience_id, coalesce(a.kind, 'all') AS kind, coalesce(a.kind, 'all') AS product, coalesce(a.updated_by, '') AS updated_by, a.updated_at
	FROM products p LEFT JOIN LATERAL (SELECT id, kind, updated_by, updated_at FROM audiences
		WHERE seller_id = $1 AND purpose = 'product' AND product_id = p.id LIMIT 1) a ON true
	WHERE p.seller_id = $1 AND p.number = ANY($2) AND p.revision_id IS NOT NULL
	UNION ALL SELECT s.sku_code, p.id, s.id, p.name || ' · ' || s.name, p.status = 'on_sale' AND s.status = 'on_sale',
		a.id, coalesce(a.kind, b.kind, 'all'), coalesce(b.kind, 'all'), coalesce(a.updated_by, ''), a.updated_at
	FROM specs s JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id
		LEFT JOIN LATERAL (SELECT id, kind, updated_by, updated_at FROM audiences
			WHERE seller_id = $1 AND purpose = 'spec' AND product_id = s.product_id AND spec_id = s.id LIMIT 1) a ON true
		LEFT JOIN LATERAL (SELECT kind FROM audiences WHERE seller_id = $1 AND purpose = 'product' AND product_id = s.product_id LIMIT 1) b ON true
	WHERE s.seller_id = $1 AND s.sku_code = ANY($2)`

// audienceMember is a named user as a sheet meets it.
type audienceMember struct {
	AudienceID  market.AudienceID
	AccountID   string
	AccountName string
	AddedBy     string
	AddedAt     time.Time
}

// audiencesNow are the targets and users that lines name: target, or target and account.
func audiencesNow(t *tx, lines []market.SheetLine) ([]market.SheetNow, error) {
	codes, accounts := column(lines, "target"), column(lines, "account")
	if t.lock() != "" { // the products first, as SetAudience does
		var kept []market.ProductID
		if err := t.list(&kept, `SELECT p.id FROM products p WHERE p.seller_id = $1 AND p.id IN (
				SELECT id FROM products WHERE seller_id = $1 AND number = ANY($2)
				UNION ALL SELECT product_id FROM specs WHERE seller_id = $1 AND sku_code = ANY($2))
			ORDER BY p.id FOR UPDATE OF p`, pq.Array(codes)); err != nil {
			return nil, err
		}
	}
	var targets []audienceTarget
	if err := t.list(&targets, audienceTargets, pq.Array(codes)); err != nil {
		return nil, err
	}
	known, err := t.audienceSheet(targets, accounts)
	if err != nil {
		return nil, err
	}
	return known.now(lines), nil
}

// audienceSheet is what rows about some targets must know.
type audienceSheet struct {
	targets map[string]audienceTarget
	members map[market.AudienceID]map[string]audienceMember
	specs   map[market.ProductID]map[string]market.AudienceKind
	bought  map[string]string // account → the name under which it has bought
}

func (t *tx) audienceSheet(targets []audienceTarget, accounts []string) (facts audienceSheet, err error) {
	facts = audienceSheet{map[string]audienceTarget{}, map[market.AudienceID]map[string]audienceMember{}, map[market.ProductID]map[string]market.AudienceKind{}, map[string]string{}}
	var audiences []string
	var products []string
	for _, target := range targets {
		facts.targets[target.Code] = target
		products = append(products, target.ProductID.String())
		if target.AudienceID != nil {
			audiences = append(audiences, target.AudienceID.String())
		}
	}
	var members []audienceMember
	if err := t.list(&members, `SELECT audience_id, account_id, account_name, added_by, added_at FROM audience_users
		WHERE seller_id = $1 AND audience_id = ANY($2) AND account_id = ANY($3)`, pq.Array(audiences), pq.Array(accounts)); err != nil {
		return facts, err
	}
	for _, member := range members {
		if facts.members[member.AudienceID] == nil {
			facts.members[member.AudienceID] = map[string]audienceMember{}
		}
		facts.members[member.AudienceID][member.AccountID] = member
	}
	var specs []struct {
		ProductID market.ProductID
		Name      string
		Kind      market.AudienceKind
	}
	if err := t.list(&specs, `SELECT a.product_id, s.name, a.kind FROM audiences a JOIN specs s ON s.seller_id = a.seller_id AND s.id = a.spec_id
		WHERE a.seller_id = $1 AND a.product_id = ANY($2) AND a.purpose = 'spec'`, pq.Array(products)); err != nil {
		return facts, err
	}
	for _, spec := range specs {
		if facts.specs[spec.ProductID] == nil {
			facts.specs[spec.ProductID] = map[string]market.AudienceKind{}
		}
		facts.specs[spec.ProductID][spec.Name] = spec.Kind
	}
	var met []struct{ AccountID, AccountName string }
	err = t.list(&met, `SELECT DISTINCT ON (customer_id) customer_id AS account_id, customer_account AS account_name FROM orders
		WHERE seller_id = $1 AND customer_id = ANY($2::text[]) AND NOT test ORDER BY customer_id, placed_at DESC`, pq.Array(accounts))
	for _, one := range met {
		facts.bought[one.AccountID] = one.AccountName
	}
	return facts, err
}

// now are the rows of the lines: the kind of a user's row is what the lines make of it.
func (f audienceSheet) now(lines []market.SheetLine) []market.SheetNow {
	planned := map[string]market.AudienceKind{}
	for _, line := range lines {
		if kind := line.Cells["audience_kind"]; kind != "" && line.Cells["account"] == "" {
			planned[line.Cells["target"]] = market.AudienceKind(kind)
		}
	}
	var now []market.SheetNow
	for _, line := range lines {
		target, known := f.targets[line.Cells["target"]]
		if !known {
			continue
		}
		account := line.Cells["account"]
		about := market.AudienceAbout{ProductID: target.ProductID, SpecID: target.SpecID, AudienceID: target.AudienceID, Account: account,
			Product: target.Product, Specs: f.specs[target.ProductID], Known: f.bought[account]}
		one := market.SheetNow{Key: market.AudienceSheet.KeyOf(line), Subject: market.ID[market.TaskRow](target.ProductID),
			Label: strings.TrimSpace(target.Code + " " + account), By: target.UpdatedBy, At: target.UpdatedAt,
			Cells: map[string]string{"target": target.Code, "account": account, "target_name": target.Name, "audience_kind": string(target.Kind)}}
		if account != "" {
			if kind := planned[target.Code]; kind != "" {
				one.Cells["audience_kind"] = string(kind)
			}
			one.By, one.At, one.New = "", nil, true
			if target.AudienceID != nil {
				if member, here := f.members[*target.AudienceID][account]; here {
					about.Here, one.New, one.By, one.At = true, false, member.AddedBy, &member.AddedAt
					one.Cells["account_name"] = member.AccountName
				}
			}
		}
		one.About = about
		if !target.OnSale {
			one.Closed = &market.Reason{Key: "audience.off_sale"}
		}
		now = append(now, one)
	}
	return now
}

func allAudiences(t *tx, after string) ([]market.SheetNow, error) {
	var rows []struct{ Code, Account string }
	code, account, _ := strings.Cut(after, "\x1f")
	if err := t.list(&rows, `SELECT code, account FROM (
			SELECT p.number AS code, ''::text AS account FROM products p WHERE p.seller_id = $1 AND p.status = 'on_sale' AND p.number >= $2
			UNION ALL SELECT s.sku_code, '' FROM audiences a JOIN specs s ON s.seller_id = a.seller_id AND s.id = a.spec_id
				WHERE a.seller_id = $1 AND a.purpose = 'spec' AND s.status = 'on_sale' AND s.sku_code >= $2
			UNION ALL SELECT coalesce(s.sku_code, p.number), u.account_id FROM audience_users u
				JOIN audiences a ON a.seller_id = u.seller_id AND a.id = u.audience_id
				JOIN products p ON p.seller_id = a.seller_id AND p.id = a.product_id
				LEFT JOIN specs s ON s.seller_id = a.seller_id AND s.id = a.spec_id
				WHERE u.seller_id = $1 AND a.purpose IN ('product', 'spec') AND p.status = 'on_sale' AND coalesce(s.sku_code, p.number) >= $2) x
		WHERE (code COLLATE "C", account COLLATE "C") > ($2, $3) ORDER BY code COLLATE "C", account COLLATE "C" LIMIT $4`, code, account, chunk); err != nil {
		return nil, err
	}
	lines := make([]market.SheetLine, len(rows))
	for i, row := range rows {
		lines[i] = market.SheetLine{Cells: map[string]string{"target": row.Code, "account": row.Account}}
	}
	return audiencesNow(t, lines)
}

// putAudiences sets the levels of all rows at once, then names and drops their users.
func putAudiences(t *tx, changes []change) error {
	if err := t.putAudienceKinds(changes); err != nil {
		return err
	}
	var ids, products, specs, accounts, names []string
	var gone, from []string
	for _, c := range changes {
		about, _ := c.was.About.(market.AudienceAbout)
		switch name := c.cell("account_name"); {
		case about.Account == "":
		case name == "" && about.AudienceID != nil:
			gone, from = append(gone, about.Account), append(from, about.AudienceID.String())
		case name != "":
			ids, products, specs = append(ids, market.NewID[market.AudienceUser](t.now).String()), append(products, about.ProductID.String()), append(specs, idOrNone(about.SpecID))
			accounts, names = append(accounts, about.Account), append(names, name)
		}
	}
	if err := t.exec(`DELETE FROM audience_users u USING unnest($2::uuid[], $3::text[]) AS n (audience_id, account_id)
		WHERE u.seller_id = $1 AND u.audience_id = n.audience_id AND u.account_id = n.account_id`, pq.Array(from), pq.Array(gone)); err != nil {
		return err
	}
	return t.exec(`INSERT INTO audience_users (seller_id, id, audience_id, account_name, account_id, added_at, added_by)
		SELECT $1, n.id, a.id, n.name, n.account, $7, $8
		FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[]) AS n (id, product_id, spec_id, account, name)
			JOIN audiences a ON a.seller_id = $1 AND a.product_id = n.product_id AND a.spec_id IS NOT DISTINCT FROM nullif(n.spec_id, '')::uuid
				AND a.purpose = CASE n.spec_id WHEN '' THEN 'product' ELSE 'spec' END`,
		pq.Array(ids), pq.Array(products), pq.Array(specs), pq.Array(accounts), pq.Array(names), t.now, t.s.actor.Name)
}

func (t *tx) putAudienceKinds(changes []change) error {
	var ids, products, specs, kinds []string
	for _, c := range changes {
		about, _ := c.was.About.(market.AudienceAbout)
		if about.Account != "" {
			continue
		}
		ids, products, specs = append(ids, market.NewID[market.Audience](t.now).String()), append(products, about.ProductID.String()), append(specs, idOrNone(about.SpecID))
		kinds = append(kinds, c.cell("audience_kind"))
	}
	return t.exec(`INSERT INTO audiences (seller_id, id, purpose, product_id, spec_id, kind, updated_at, updated_by)
		SELECT $1, n.id, CASE n.spec_id WHEN '' THEN 'product' ELSE 'spec' END, n.product_id, nullif(n.spec_id, '')::uuid, n.kind, $6, $7
		FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[]) AS n (id, product_id, spec_id, kind)
		ON CONFLICT (seller_id, purpose, product_id, spec_id) DO UPDATE SET kind = excluded.kind, updated_at = excluded.updated_at,
			updated_by = excluded.updated_by, version = audiences.version + 1`,
		pq.Array(ids), pq.Array(products), pq.Array(specs), pq.Array(kinds), t.now, t.s.actor.Name)
}

func idOrNone[T any](id *market.ID[T]) string {
	if id == nil {
		return ""
	}
	return id.String()
}
