package world

import (
	"fmt"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/internal/password"
)

// staff are the marketplace's own people.
var staff = []struct {
	role market.Role
	name string
}{{market.Reviewer, "沈知秋"}, {market.Treasurer, "顾明远"}, {market.Manager, "叶清和"}}

// company is a seller of the story and its people, the main account first.
type company struct {
	id      *market.SellerID
	handle  string
	name    string
	members map[market.Role]string
}

func (b *builder) companies() []company {
	return []company{
		{&b.Lanxi, "lanxi", "杭州澜溪软件有限公司", map[market.Role]string{
			market.Owner: "周澜", market.Operations: "许文静", market.Finance: "钱婉清", market.Support: "陆子昂"}},
		{&b.Yunzhan, "yunzhan", "成都云栈数据科技有限公司", map[market.Role]string{
			market.Owner: "唐一鸣", market.Operations: "何佳慧", market.Finance: "罗启航", market.Support: "冯若溪"}},
		{&b.Qinghe, "qinghe", "苏州青禾智能科技有限公司", map[market.Role]string{
			market.Owner: "苏禾", market.Operations: "江晓岚", market.Finance: "丁思远", market.Support: "白露"}},
	}
}

// people brings the sellers, their members and the marketplace's staff.
func (b *builder) people() error {
	b.clock.Set(b.Today.AddDate(0, -5, 0))
	hash, err := password.Hash(b.ctx, Password)
	if err != nil {
		return err
	}
	for _, one := range staff {
		who := market.Registration{Name: one.name, Email: string(one.role) + "@platform.example", PasswordHash: hash}
		if b.People[who.Email], err = b.db.Employ(b.ctx, who, []market.Role{one.role}); err != nil {
			return err
		}
	}
	for i, c := range b.companies() {
		who := market.Registration{Name: c.members[market.Owner], Email: "owner@" + c.handle + ".example",
			Mobile: fmt.Sprintf("1380000010%d", i), CompanyName: c.name, PasswordHash: hash}
		if b.People[who.Email], *c.id, err = b.db.Register(b.ctx, who, "203.0.113.10"); err != nil {
			return err
		}
		if _, err := b.db.Pool().ExecContext(b.ctx, `UPDATE sellers SET status = 'approved', approved_at = created_at WHERE id = $1`, *c.id); err != nil {
			return err
		}
		if err := b.team(c, hash); err != nil {
			return err
		}
	}
	return nil
}

// team is everybody else of a company: invited by the main account, joined by the link.
func (b *builder) team(c company, hash string) error {
	store := b.as("owner@"+c.handle+".example", *c.id, market.Owner)
	for n, role := range market.SellerRoles[1:] {
		email := string(role) + "@" + c.handle + ".example"
		link, err := store.InviteTeam(b.ctx, market.Invitation{
			Name: c.members[role], Email: email, Mobile: fmt.Sprintf("1390000020%d", n), Roles: []market.Role{role}})
		if err != nil {
			return err
		}
		if err := b.db.JoinTeam(b.ctx, link, hash, "203.0.113.11"); err != nil {
			return err
		}
	}
	members, err := store.Members(b.ctx)
	for _, member := range members {
		b.People[member.Email] = member.PersonID
	}
	return err
}

// as is the seller's store for one of its people.
func (b *builder) as(email string, seller market.SellerID, roles ...market.Role) *db.Seller {
	return b.db.Seller(b.actor(email, roles...), seller)
}

// actor is one of the story's people.
func (b *builder) actor(email string, roles ...market.Role) market.Actor {
	name := email
	for _, c := range b.companies() {
		for role, member := range c.members {
			if email == string(role)+"@"+c.handle+".example" {
				name = member
			}
		}
	}
	for _, one := range staff {
		if email == string(one.role)+"@platform.example" {
			name = one.name
		}
	}
	return market.Actor{Person: b.People[email], Name: name, Roles: roles, From: "203.0.113.10"}
}
