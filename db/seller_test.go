package db_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// everybody may do whatever can be done: what a stranger is refused, he is refused as a stranger.
var everybody = []market.Role{market.Owner, market.Operations, market.Finance, market.Support,
	market.Reviewer, market.Treasurer, market.Manager, market.Buyer, market.Program, market.Clock}

// lanxisRows says for every kind of id which statement finds one of Lanxi's.
var lanxisRows = map[reflect.Type]string{
	reflect.TypeFor[market.OrderID]():       `SELECT id FROM orders WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ProductID]():     `SELECT id FROM products WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.ReviewID]():      `SELECT id FROM reviews WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.SupervisionID](): `SELECT id FROM supervisions WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.AppealID]():      `SELECT id FROM appeals WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.RefundID]():      `SELECT id FROM refunds WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.StatementID]():   `SELECT id FROM statements WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.FulfilmentID]():  `SELECT id FROM fulfilments WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.EndpointID]():    `SELECT id FROM endpoints WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.KeyID]():         `SELECT id FROM keys WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.FileID]():        `SELECT id FROM files WHERE seller_id = $1 LIMIT 1`,
	reflect.TypeFor[market.NoticeID]():      `SELECT id FROM notices WHERE seller_id = $1 LIMIT 1`,
}

// TestEveryMethodThatTakesAnIDIsTriedByAStranger finds the methods itself, so that a new one
// cannot be forgotten: with Lanxi's ids it answers 'not found', or with nothing at all.
func TestEveryMethodThatTakesAnIDIsTriedByAStranger(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ids := map[reflect.Type]reflect.Value{}
	for kind, find := range lanxisRows {
		id := reflect.New(kind).Elem()
		var found uuid.UUID
		require.NoError(t, shop.DB.Pool().QueryRow(find, shop.Lanxi).Scan(&found), find)
		id.Field(0).Set(reflect.ValueOf(found))
		ids[kind] = id
	}
	stranger := reflect.ValueOf(shop.Seller(shop.Yunzhan, everybody...))
	tried := 0
	for method := range reflect.TypeFor[*db.Seller]().Methods() {
		arguments, foreign := []reflect.Value{stranger}, false
		for i := 1; i < method.Type.NumIn(); i++ {
			kind := method.Type.In(i)
			id, isID := ids[kind]
			switch {
			case isID:
				foreign = true
				arguments = append(arguments, id)
			case kind == reflect.TypeFor[context.Context]():
				arguments = append(arguments, reflect.ValueOf(t.Context()))
			case kind.Kind() == reflect.String:
				arguments = append(arguments, reflect.ValueOf("because").Convert(kind))
			default:
				arguments = append(arguments, reflect.Zero(kind))
			}
		}
		if !foreign {
			continue
		}
		tried++
		answers := call(method, arguments)
		err, _ := answers[len(answers)-1].Interface().(error)
		if err == nil {
			require.True(t, nothing(answers[:len(answers)-1]), "%s answered a stranger: %v", method.Name, answers)
			continue
		}
		if !errors.Is(err, market.NotFound) {
			t.Errorf("%s told a stranger: %v", method.Name, err)
		}
	}
	require.Greater(t, tried, 40)
}

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
