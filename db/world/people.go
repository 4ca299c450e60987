package world

import (
	"encoding/json"

	"sellercenter/internal/market"
)

// people brings the sellers, their members and the marketplace's staff.
func (b *builder) people() error {
	b.clock.Set(b.Today.AddDate(0, -5, 0))
	pool := b.db.Pool()
	person := func(email, name string) (market.PersonID, error) {
		id := market.NewID[market.Person](b.clock.Now())
		_, err := pool.ExecContext(b.ctx, `INSERT INTO people (id, email, name, password_hash, created_at) VALUES ($1, $2, $3, '', $4)`,
			id, email, name, b.clock.Now())
		b.People[email] = id
		return id, err
	}
	for _, s := range []struct {
		id           *market.SellerID
		number, name string
		handle       string
	}{{&b.Lanxi, "S-100001", "澜溪软件", "lanxi"}, {&b.Yunzhan, "S-100002", "云栈数据", "yunzhan"}, {&b.Qinghe, "S-100003", "青禾智能", "qinghe"}} {
		*s.id = market.NewID[market.Seller](b.clock.Now())
		if _, err := pool.ExecContext(b.ctx, `INSERT INTO sellers (id, number, status, company_name, created_at, approved_at) VALUES ($1, $2, 'approved', $3, $4, $4)`,
			*s.id, s.number, s.name, b.clock.Now()); err != nil {
			return err
		}
		for _, role := range market.SellerRoles {
			id, err := person(string(role)+"@"+s.handle+".example", s.name+" "+string(role))
			if err != nil {
				return err
			}
			roles, err := json.Marshal([]market.Role{role})
			if err != nil {
				return err
			}
			if _, err := pool.ExecContext(b.ctx, `INSERT INTO members (seller_id, id, person_id, roles, joined_at) VALUES ($1, $2, $3, $4, $5)`,
				*s.id, market.NewID[market.Person](b.clock.Now()), id, roles, b.clock.Now()); err != nil {
				return err
			}
		}
	}
	for _, role := range market.OperatorRoles {
		id, err := person(string(role)+"@platform.example", string(role))
		if err != nil {
			return err
		}
		roles, err := json.Marshal([]market.Role{role})
		if err != nil {
			return err
		}
		if _, err := pool.ExecContext(b.ctx, `INSERT INTO operators (person_id, roles, created_at) VALUES ($1, $2, $3)`, id, roles, b.clock.Now()); err != nil {
			return err
		}
	}
	return nil
}
