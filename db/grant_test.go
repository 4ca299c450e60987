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

// bound reports whether the statement finds only what belongs to a product: nothing for
// somebody to whom no product is granted.
func bound(t *testing.T, shop *dbtest.Shop, find string, args ...any) bool {
	t.Helper()
	sqltx, err := shop.DB.Pool().BeginTx(t.Context(), nil)
	require.NoError(t, err)
	defer sqltx.Rollback()
	_, err = sqltx.Exec(`SELECT set_config('search_path', 'granted, public', true), set_config('market.products', '{}', true), set_config('market.person', '00000000-0000-0000-0000-000000000000', true)`)
	require.NoError(t, err)
	rows, err := sqltx.Query(find, args...)
	require.NoError(t, err, find)
	defer rows.Close()
	return !rows.Next()
}

// TestWhatIsNotGrantedIsNotFound: catalogue.md §0.6, a sub-user sees a product only if it is
// granted to them. Every store method that takes an id of something that belongs to a
// product is tried with one that is not granted, by somebody of the same seller.
func TestWhatIsNotGrantedIsNotFound(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ids, ofProduct := map[reflect.Type]reflect.Value{}, map[reflect.Type]bool{}
	for kind, find := range lanxisRows {
		id := reflect.New(kind).Elem()
		var found uuid.UUID
		require.NoError(t, shop.DB.Pool().QueryRow(find, shop.Lanxi).Scan(&found), find)
		id.Field(0).Set(reflect.ValueOf(found))
		ids[kind], ofProduct[kind] = id, bound(t, shop, find, shop.Lanxi)
	}
	require.True(t, ofProduct[reflect.TypeFor[market.OrderID]()])
	require.True(t, ofProduct[reflect.TypeFor[market.SupervisionID]()])
	require.True(t, ofProduct[reflect.TypeFor[market.ID[market.Attempt]]()])
	require.False(t, ofProduct[reflect.TypeFor[market.StatementID]()], "settlement stays whole")
	actor := shop.Actor(market.Owner)
	actor.Roles, actor.Products = everybody, []market.ProductID{}
	store := shop.DB.Seller(actor, shop.Lanxi)
	var before, after, tried int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM audits`).Scan(&before))
	for method := range reflect.TypeFor[*db.Seller]().Methods() {
		arguments, foreign := []reflect.Value{reflect.ValueOf(store)}, false
		for i := 1; i < method.Type.NumIn(); i++ {
			argument := reflect.New(method.Type.In(i)).Elem()
			if method.Type.In(i) == reflect.TypeFor[context.Context]() {
				argument.Set(reflect.ValueOf(t.Context()))
			} else {
				typed(t, method.Name, argument, ids)
				foreign = foreign || ofProduct[argument.Type()]
			}
			arguments = append(arguments, argument)
		}
		if !foreign {
			continue
		}
		answers := call(method, arguments)
		err, _ := answers[len(answers)-1].Interface().(error)
		switch {
		case errors.Is(err, market.Denied):
			continue // a buyer's act
		case err == nil:
			require.True(t, nothing(answers[:len(answers)-1]), "%s answered: %v", method.Name, answers)
		case !errors.Is(err, market.NotFound):
			t.Errorf("%s told: %v", method.Name, err)
		}
		tried++
	}
	require.Greater(t, tried, 40)
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM audits`).Scan(&after))
	require.Equal(t, before, after, "nothing was done")
}

func TestListsAndFiguresHoldOnlyWhatIsGranted(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	granted := shop.Products["澜溪云 ERP SaaS 版"]
	actor := shop.Actor(market.Operations)
	actor.Products = []market.ProductID{granted}
	own, whole := shop.DB.Seller(actor, shop.Lanxi), shop.Seller(shop.Lanxi)

	orders, err := own.Orders(ctx, market.OrderSearch{}, market.Ask{Size: 100})
	require.NoError(t, err)
	require.NotEmpty(t, orders.Rows)
	for _, order := range orders.Rows {
		require.Equal(t, "澜溪云 ERP SaaS 版", order.ProductName)
	}
	all, err := whole.Orders(ctx, market.OrderSearch{}, market.Ask{Size: 100})
	require.NoError(t, err)
	require.Greater(t, len(all.Rows), len(orders.Rows))
	require.Less(t, orders.Count.N, all.Count.N, "counts are of what is seen, also when the whole is remembered")

	everything, err := whole.Due(ctx)
	require.NoError(t, err)
	actor.Products = []market.ProductID{}
	nothing, err := shop.DB.Seller(actor, shop.Lanxi).Due(ctx)
	require.NoError(t, err)
	require.NotZero(t, everything.Supervisions)
	require.Zero(t, nothing.Supervisions)
}

func TestWhoMakesAProductSeesIt(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	visitor := visitorOf(t, shop, "delivery@lanxi.example", shop.Lanxi)
	require.Len(t, visitor.Products, 2)
	actor := visitor.Actor("192.0.2.1")
	require.True(t, actor.May(market.DraftProduct), "the group opens my products")
	id := begun(t, shop.DB.Seller(actor, shop.Lanxi))
	again := visitorOf(t, shop, "delivery@lanxi.example", shop.Lanxi)
	require.Contains(t, again.Products, id)
	_, err := shop.DB.Seller(again.Actor("192.0.2.1"), shop.Lanxi).Product(ctx, id)
	require.NoError(t, err)
}

// begun begins a listing.
func begun(t *testing.T, store *db.Seller) market.ProductID {
	t.Helper()
	id, err := store.DraftProduct(t.Context(), market.Listing{Site: market.Mainland, Sale: market.SaleGeneral, Access: market.AccessSaaS})
	require.NoError(t, err)
	return id
}

// visitorOf is somebody who has just signed in.
func visitorOf(t *testing.T, shop *dbtest.Shop, email string, seller market.SellerID) market.Visitor {
	t.Helper()
	token, err := shop.DB.StartSession(t.Context(), db.NewSession{Person: shop.People[email], Seller: seller, Address: "192.0.2.1", Agent: "test"})
	require.NoError(t, err)
	visitor, err := shop.DB.Visitor(t.Context(), token)
	require.NoError(t, err)
	return visitor
}

func TestAGroupOpensItsMenusAndNothingElse(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	actor := visitorOf(t, shop, "delivery@lanxi.example", shop.Lanxi).Actor("192.0.2.1")
	require.True(t, actor.Sees(market.Supervisions))
	require.True(t, actor.May(market.ConfirmSupervision))
	require.True(t, actor.Sees(market.Homes), "the frame is open to every sub-user")
	require.False(t, actor.Sees(market.Statements))
	require.False(t, actor.May(market.CreateKey))
	require.False(t, actor.Sees(market.Teams))
	require.False(t, actor.PublishesJoint())
	require.True(t, market.Actor{Rights: []market.Right{market.RightJoint}}.PublishesJoint())
	require.NotContains(t, market.Areas(), market.Area(market.RightJoint), "the right is no area's menu")
	require.False(t, market.Actor{Rights: []market.Right{"team", "certification"}}.Sees(market.Teams), "the main account's business is given by no group")
}

func TestAUserNameSignsInAtTheSellersOwnAddress(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	number := visitorOf(t, shop, "owner@lanxi.example", shop.Lanxi).SellerNumber
	in, err := shop.DB.SignIn(ctx, db.Credentials{Email: "ShenYizhou", Seller: number, Password: "seller-center"})
	require.NoError(t, err)
	require.NotEmpty(t, in.Token)
	_, err = shop.DB.SignIn(ctx, db.Credentials{Email: "shenyizhou", Password: "seller-center"})
	require.Error(t, err, "elsewhere the name means nothing")

	owner := shop.Seller(shop.Lanxi)
	members, err := owner.FindMembers(ctx, market.MemberSearch{Text: "shenyi"})
	require.NoError(t, err)
	require.Len(t, members, 1)
	require.NoError(t, owner.DisableTeam(ctx, members[0].ID))
	visitor, err := shop.DB.Visitor(ctx, in.Token)
	require.NoError(t, err)
	require.True(t, visitor.Seller.IsZero(), "a disabled member is out at once")
	require.NoError(t, owner.EnableTeam(ctx, members[0].ID))
	require.Equal(t, "team.enabled_already", said(t, owner.EnableTeam(ctx, members[0].ID)).Key)
	_, err = owner.InviteTeam(ctx, market.Invitation{Name: "另一人", Username: "SHENYIZHOU", Email: "x@lanxi.example", Roles: []market.Role{market.Support}})
	var problem *market.Problem
	require.ErrorAs(t, err, &problem)
	require.Equal(t, "team.username_taken", problem.Fields["username"].Key)
}
