package db_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// everybody may do whatever a buyer does not: what a stranger is refused, he is refused as a stranger.
var everybody = []market.Role{market.Owner, market.Operations, market.Finance, market.Support,
	market.Reviewer, market.Treasurer, market.Manager, market.Program, market.Clock}

// lanxisRows says for every kind of id which statement finds one of Lanxi's.
var lanxisRows = map[reflect.Type]string{
	reflect.TypeFor[market.ID[market.Audit]]():        `SELECT id FROM audits WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.OrderID]():                 `SELECT id FROM orders WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ProductID]():               `SELECT id FROM products WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ReviewID]():                `SELECT id FROM reviews WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.SupervisionID]():           `SELECT id FROM supervisions WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ID[market.DraftFile]]():    `SELECT id FROM draft_files WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.AppealID]():                `SELECT id FROM appeals WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.RefundID]():                `SELECT id FROM refunds WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.SanctionID]():              `SELECT id FROM sanctions WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.InvoiceID]():               `SELECT id FROM invoices WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.StatementID]():             `SELECT id FROM statements WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.FulfilmentID]():            `SELECT id FROM fulfilments WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.EndpointID]():              `SELECT id FROM endpoints WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.KeyID]():                   `SELECT id FROM keys WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.SettlementInvoiceID]():     `SELECT id FROM settlement_invoices WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.FileID]():                  `SELECT id FROM files WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ID[market.Spec]]():         `SELECT id FROM specs WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ID[market.SKU]]():          `SELECT id FROM skus WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.AttributeID]():             `SELECT id FROM attributes WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.UpgradeID]():               `SELECT id FROM upgrades WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ID[market.Revision]]():     `SELECT id FROM revisions WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ID[market.SKUPrice]]():     `SELECT id FROM prices WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ID[market.Attempt]]():      `SELECT id FROM attempts WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ID[market.Member]]():       `SELECT id FROM members WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ID[market.DebugCase]]():    `SELECT id FROM debug_cases WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ViewID]():                  `SELECT id FROM views WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.GroupID]():                 `SELECT id FROM groups WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.AudienceID]():              `SELECT id FROM audiences WHERE seller_id = $1 AND kind = 'specified' LIMIT 1`,
	reflect.TypeFor[market.ID[market.AudienceUser]](): `SELECT id FROM audience_users WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.LimitID]():                 `SELECT id FROM limits WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ID[market.Instance]]():     `SELECT id FROM instances WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ReceiverID]():              `SELECT id FROM receivers WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.HookID]():                  `SELECT id FROM hooks WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.DeliveryID]():              `SELECT id FROM deliveries WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ID[market.Letter]]():       `SELECT letter FROM deliveries WHERE seller_id = $1 AND letter IS NOT NULL LIMIT 1`,
	reflect.TypeFor[market.ID[market.Verification]](): `SELECT id FROM verifications WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.JointID]():                 `SELECT id FROM joints WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ScanID]():                  `SELECT id FROM scans WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.AssetID]():                 `SELECT id FROM assets WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.NoticeID]():                `SELECT id FROM notices WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.SupportID]():               `SELECT id FROM supports WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.CredentialID]():            `SELECT id FROM credentials WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.TicketID]():                `SELECT id FROM tickets WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.CommentID]():               `SELECT id FROM comments WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.QuestionID]():              `SELECT id FROM questions WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ContactID]():               `SELECT id FROM appeal_contacts WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.TaskID]():                  `SELECT id FROM tasks WHERE seller_id = $1 LIMIT 1`,
}

// nobodys are kinds of ids that belong to no seller, or name a seller itself.
var nobodys = []reflect.Type{reflect.TypeFor[market.AgreementID](), reflect.TypeFor[market.SellerID](), reflect.TypeFor[market.PersonID]()}

// TestEveryMethodThatTakesAnIDIsTriedByAStranger finds the methods itself, so that a new one
// cannot be forgotten: with Lanxi's ids it answers 'not found', or with nothing at all.
func TestEveryMethodThatTakesAnIDIsTriedByAStranger(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`UPDATE orders SET customer_id = 'C-1' WHERE seller_id = $1 AND type <> 'trial'`, shop.Lanxi)
	require.NoError(t, err)
	ids := map[reflect.Type]reflect.Value{}
	for kind, find := range lanxisRows {
		id := reflect.New(kind).Elem()
		var found uuid.UUID
		require.NoError(t, shop.DB.Pool().QueryRow(find, shop.Lanxi).Scan(&found), find)
		id.Field(0).Set(reflect.ValueOf(found))
		ids[kind] = id
	}
	person := shop.Actor(market.Owner)
	person.Roles = everybody
	buyer := shop.Actor(market.Buyer)
	buyer.Customer = "C-1" // the very customer of those orders
	var before, after, tried int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM audits`).Scan(&before))
	for method := range reflect.TypeFor[*db.Seller]().Methods() {
		arguments, foreign := []reflect.Value{{}}, false
		for i := 1; i < method.Type.NumIn(); i++ {
			argument := reflect.New(method.Type.In(i)).Elem()
			if method.Type.In(i) == reflect.TypeFor[context.Context]() {
				argument.Set(reflect.ValueOf(t.Context()))
			} else if typed(t, method.Name, argument, ids) {
				foreign = true
			}
			arguments = append(arguments, argument)
		}
		if !foreign {
			continue
		}
		tried++
		allowed := false
		for _, actor := range []market.Actor{person, buyer} {
			arguments[0] = reflect.ValueOf(shop.DB.Seller(actor, shop.Yunzhan))
			answers := call(method, arguments)
			err, _ := answers[len(answers)-1].Interface().(error)
			if errors.Is(err, market.Denied) {
				continue
			}
			allowed = true
			if err == nil {
				require.True(t, nothing(answers[:len(answers)-1]), "%s answered a stranger: %v", method.Name, answers)
			} else if !errors.Is(err, market.NotFound) {
				t.Errorf("%s told a stranger: %v", method.Name, err)
			}
		}
		require.True(t, allowed, "%s may be done by nobody", method.Name)
	}
	require.Greater(t, tried, 60)
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM audits`).Scan(&after))
	require.Equal(t, before, after, "nothing was done")
}

// typed fills in what a stranger would type, with Lanxi's ids wherever an id is wanted.
func typed(t *testing.T, method string, into reflect.Value, ids map[reflect.Type]reflect.Value) (foreign bool) {
	t.Helper()
	kind := into.Type()
	if id, known := ids[kind]; known {
		into.Set(id)
		return true
	}
	if text := choices[kind]; text != "" {
		into.SetString(text)
		return false
	}
	switch {
	case kind.PkgPath() == reflect.TypeFor[market.Order]().PkgPath() && strings.HasPrefix(kind.Name(), "ID["):
		require.True(t, slices.Contains(nobodys, kind), "%s takes %s: say in lanxisRows where such an id is found", method, kind)
	case kind == reflect.TypeFor[market.Money]():
		into.Set(reflect.ValueOf(market.Yuan("1.00")))
	case kind == reflect.TypeFor[fmt.Stringer]():
		into.Set(ids[reflect.TypeFor[market.ProductID]()])
		return true
	case kind.Kind() == reflect.String:
		into.SetString("because it is so")
	case kind.Kind() == reflect.Bool:
		into.SetBool(true)
	case kind.Kind() == reflect.Slice && kind.Elem() != reflect.TypeFor[byte]():
		one := reflect.New(kind.Elem()).Elem()
		foreign = typed(t, method, one, ids)
		into.Set(reflect.Append(into, one))
	case kind.Kind() == reflect.Struct && kind.PkgPath() == reflect.TypeFor[market.Order]().PkgPath():
		for i := range kind.NumField() {
			if word := words[kind.Field(i).Name]; word != "" && into.Field(i).Kind() == reflect.String {
				into.Field(i).SetString(word)
			} else if kind.Field(i).IsExported() {
				foreign = typed(t, method, into.Field(i), ids) || foreign
			}
		}
	}
	return foreign
}

// choices are words that a choice knows, so that nobody is refused for another reason.
var choices = map[reflect.Type]string{reflect.TypeFor[market.Role](): string(market.Finance), reflect.TypeFor[market.Right](): "order",
	reflect.TypeFor[market.MessageType](): string(market.MessageOther), reflect.TypeFor[market.Violation](): string(market.ViolationForged),
	reflect.TypeFor[market.SanctionKind](): string(market.SanctionHide)}

// words are what fields of that name have to look like.
var words = map[string]string{"Email": "stranger@example.com", "Mobile": "13800008888", "Username": "stranger", "Language": "en"}

func call(method reflect.Method, arguments []reflect.Value) []reflect.Value {
	if method.Type.IsVariadic() {
		return method.Func.CallSlice(arguments)
	}
	return method.Func.Call(arguments)
}

// nothing reports whether a read found nothing: no rows, or the empty value.
func nothing(answers []reflect.Value) bool {
	for _, answer := range answers {
		if answer.Kind() == reflect.Slice || answer.Kind() == reflect.Map {
			if answer.Len() > 0 {
				return false
			}
		} else if !answer.IsZero() {
			return false
		}
	}
	return len(answers) > 0
}
