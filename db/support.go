package db

import (
	"context"
	"errors"

	"sellercenter/internal/market"
)

// supportRow counts the products whose live or drafted content uses the group.
const supportRow = `g.id, g.name, g.phone, g.email, g.hours, g.added_at, g.updated_at, g.version,
	(SELECT count(*) FROM products p LEFT JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
		WHERE p.seller_id = g.seller_id AND (r.content->>'support_id' = g.id::text AND p.status = 'on_sale' OR p.draft->>'support_id' = g.id::text)) AS products`

// Supports lists the seller's customer-service groups, at most six.
func (s *Seller) Supports(ctx context.Context) (groups []market.SupportGroup, err error) {
	err = s.list(ctx, &groups, `SELECT `+supportRow+` FROM supports g WHERE g.seller_id = $1 ORDER BY g.added_at, g.id LIMIT 10`)
	return groups, err
}

// Support is one group.
func (s *Seller) Support(ctx context.Context, id market.SupportID) (group market.SupportGroup, err error) {
	err = s.get(ctx, &group, `SELECT `+supportRow+` FROM supports g WHERE g.seller_id = $1 AND g.id = $2`, id)
	return group, err
}

// AddSupport makes a group; the seventh is refused (catalogue.md §9.1).
func (s *Seller) AddSupport(ctx context.Context, group market.SupportGroup) (market.SupportID, error) {
	id := market.NewID[market.SupportGroup](s.db.Now())
	err := s.act(ctx, market.AddSupport, id, func(tx *tx) error {
		if !group.ID.IsZero() {
			return market.NotFound // a new group has no id yet
		}
		if err := group.Check(); err != nil {
			return err
		}
		var all []market.SupportID
		if err := tx.exec(`SELECT pg_advisory_xact_lock(hashtextextended('supports ' || $1::uuid::text, 0))`); err != nil {
			return err
		}
		if err := tx.list(&all, `SELECT id FROM supports WHERE seller_id = $1 LIMIT 10`); err != nil {
			return err
		}
		if len(all) >= market.MostSupports {
			return market.Conflict("support.full", market.MostSupports)
		}
		tx.note("name", nil, group.Name)
		err := tx.exec(`INSERT INTO supports (seller_id, id, name, phone, email, hours, added_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
			id, group.Name, group.Phone, group.Email, group.Hours, tx.now)
		if violates(err, "supports_seller_id_name_key") {
			return market.Invalid("name", "support.name_taken", group.Name)
		}
		return err
	})
	return id, err
}

// EditSupport changes a group, for every product that uses it (catalogue.md §9.1).
func (s *Seller) EditSupport(ctx context.Context, group market.SupportGroup) error {
	return s.act(ctx, market.EditSupport, group.ID, func(tx *tx) error {
		before, err := tx.lockSupport(group.ID)
		if err != nil {
			return err
		}
		if err := group.Check(); err != nil {
			return err
		}
		tx.note("name", before.Name, group.Name)
		err = tx.one(`UPDATE supports SET name = $3, phone = $4, email = $5, hours = $6, updated_at = $7, version = version + 1
			WHERE seller_id = $1 AND id = $2 AND ($8 = 0 OR version = $8)`,
			group.ID, group.Name, group.Phone, group.Email, group.Hours, tx.now, group.Version)
		if violates(err, "supports_seller_id_name_key") {
			return market.Invalid("name", "support.name_taken", group.Name)
		}
		return err
	})
}

// RemoveSupport takes a group away that no product uses (catalogue.md §9.1).
func (s *Seller) RemoveSupport(ctx context.Context, id market.SupportID) error {
	return s.act(ctx, market.RemoveSupport, id, func(tx *tx) error {
		group, err := tx.lockSupport(id)
		if err != nil {
			return err
		}
		if group.Products > 0 {
			return market.Conflict("support.in_use", group.Name, group.Products)
		}
		tx.note("name", group.Name, nil)
		return tx.one(`DELETE FROM supports WHERE seller_id = $1 AND id = $2`, id)
	})
}

func (t *tx) lockSupport(id market.SupportID) (group market.SupportGroup, err error) {
	err = t.get(&group, `SELECT `+supportRow+` FROM supports g WHERE g.seller_id = $1 AND g.id = $2 FOR UPDATE OF g`, id)
	return group, err
}

const extensionColumns = `extension, numbers, hours, assigned_at, updated_at, version`

// Extension is the seller's extension of the hotline; the zero Extension before one is assigned.
func (s *Seller) Extension(ctx context.Context) (extension market.Extension, err error) {
	err = s.get(ctx, &extension, `SELECT `+extensionColumns+` FROM extensions WHERE seller_id = $1`)
	if errors.Is(err, market.NotFound) {
		return market.Extension{Hours: market.JSON[market.Hours]{V: market.OfficeHours()}}, nil
	}
	return extension, err
}

// AssignExtension gives the seller its extension; no two have the same.
func (s *Seller) AssignExtension(ctx context.Context, extension string) error {
	return s.act(ctx, market.AssignExtension, s.id, func(tx *tx) error {
		var known market.SellerID
		if err := tx.get(&known, `SELECT id FROM sellers WHERE id = $1 FOR UPDATE`); err != nil {
			return err
		}
		if err := market.CheckExtension(extension); err != nil {
			return err
		}
		tx.note("extension", nil, extension)
		err := tx.exec(`INSERT INTO extensions (seller_id, extension, numbers, hours, assigned_at, updated_at) VALUES ($1, $2, '[]', $3, $4, $4)
			ON CONFLICT (seller_id) DO UPDATE SET extension = $2, assigned_at = $4, version = extensions.version + 1`,
			extension, market.JSON[market.Hours]{V: market.OfficeHours()}, tx.now)
		if violates(err, "extensions_extension_key") {
			return market.Invalid("extension", "extension.taken", extension)
		}
		return err
	})
}

// BindExtension says which phones ring, and when (catalogue.md §9.1: at most five).
func (s *Seller) BindExtension(ctx context.Context, numbers []string, hours market.Hours) error {
	return s.act(ctx, market.BindExtension, s.id, func(tx *tx) error {
		if err := hours.Check(); err != nil {
			return err
		}
		tx.note("numbers", nil, len(numbers))
		n, err := tx.count(`UPDATE extensions SET numbers = $2, hours = $3, updated_at = $4, version = version + 1 WHERE seller_id = $1`,
			market.JSON[[]string]{V: numbers}, market.JSON[market.Hours]{V: hours}, tx.now)
		if err == nil && n == 0 {
			return market.Conflict("extension.none")
		}
		return err
	})
}

// ServiceOf is how buyers of a product reach the seller: its group, the hotline's extension or
// else the pre-sales phone, and whether there is a ticket entry (catalogue.md §8, §9.1).
func (s *Seller) ServiceOf(ctx context.Context, product market.ProductID) (service market.Service, err error) {
	var row struct {
		Receives    *bool
		TicketHours market.JSON[market.Hours]
		Extension   string
		Numbers     market.JSON[[]string]
		CallHours   market.JSON[market.Hours]
		PreSales    string
		PreSaleMail string
		GroupName   string
		GroupPhone  string
		GroupEmail  string
		GroupHours  market.JSON[market.Hours]
	}
	err = s.get(ctx, &row, `SELECT n.receives, n.hours AS ticket_hours, coalesce(e.extension, '') AS extension, e.numbers, e.hours AS call_hours,
			c.service_phone AS pre_sales, c.service_email AS pre_sale_mail, coalesce(g.name, '') AS group_name, coalesce(g.phone, r.content->>'after_sales_phone', '') AS group_phone,
			coalesce(g.email, r.content->>'after_sales_email', '') AS group_email, g.hours AS group_hours
		FROM products p JOIN sellers c ON c.id = p.seller_id
		LEFT JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
		LEFT JOIN receptions n ON n.seller_id = p.seller_id
		LEFT JOIN extensions e ON e.seller_id = p.seller_id
		LEFT JOIN supports g ON g.seller_id = p.seller_id AND g.id::text = r.content->>'support_id'
		WHERE p.seller_id = $1 AND p.id = $2`, product)
	if err != nil {
		return service, err
	}
	reception := market.Reception{Receives: row.Receives != nil && *row.Receives, Hours: row.TicketHours}
	extension := market.Extension{Extension: row.Extension, Numbers: row.Numbers}
	service = market.Service{Tickets: reception.Open(), GroupName: row.GroupName, GroupPhone: row.GroupPhone, GroupEmail: row.GroupEmail, GroupHours: row.GroupHours.V}
	if service.Tickets {
		service.TicketHours = row.TicketHours.V
	}
	if extension.Works() {
		service.Extension, service.CallHours = row.Extension, row.CallHours.V
	} else {
		service.PreSales, service.PreSaleMail = row.PreSales, row.PreSaleMail
	}
	return service, nil
}

// Extensions are the sellers with their extensions of the hotline, the newest sellers first.
func (o *Operator) Extensions(ctx context.Context, text string, ask market.Ask) (market.Page[market.ExtensionRow], error) {
	k := from(ask)
	const where = ` FROM sellers s LEFT JOIN extensions e ON e.seller_id = s.id
		WHERE s.status IN ('approved', 'suspended') AND ($1 = '' OR strpos(lower(s.company_name), lower($1)) > 0 OR s.number LIKE $1 || '%' OR e.extension LIKE $1 || '%')`
	const columns = `SELECT s.id AS seller_id, s.number, s.company_name, s.created_at, coalesce(e.extension, '') AS extension,
		coalesce(jsonb_array_length(e.numbers), 0) AS phones, e.assigned_at`
	query := columns + where + ` AND ($2::timestamptz IS NULL OR (s.created_at, s.id) < ($2, $3)) ORDER BY s.created_at DESC, s.id DESC LIMIT $4`
	if k.up {
		query = columns + where + ` AND ($2::timestamptz IS NULL OR (s.created_at, s.id) > ($2, $3)) ORDER BY s.created_at, s.id LIMIT $4`
	}
	var rows []market.ExtensionRow
	if err := o.db.listRows(ctx, &rows, query, text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.ExtensionRow]{}, err
	}
	p := page(ask, rows, func(r market.ExtensionRow) cursor { return cursor{r.CreatedAt, r.SellerID.UUID} })
	var err error
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1`+where+` LIMIT 10001) x`, text)
	return p, err
}
