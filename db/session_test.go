package db_test

import (
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

func signIn(t *testing.T, shop *dbtest.Shop, email, password string) (db.SignedIn, error) {
	t.Helper()
	return shop.DB.SignIn(t.Context(), db.Credentials{Email: email, Password: password, Address: "192.0.2.7", Agent: "test"})
}

func person(t *testing.T, shop *dbtest.Shop, email string) (string, *db.Person) {
	t.Helper()
	in, err := signIn(t, shop, email, world.Password)
	require.NoError(t, err)
	visitor, err := shop.DB.Visitor(t.Context(), in.Token)
	require.NoError(t, err)
	return in.Token, shop.DB.Person(visitor, "192.0.2.7")
}

func said(t *testing.T, err error) market.Reason {
	t.Helper()
	var problem *market.Problem
	require.ErrorAs(t, err, &problem)
	return problem.Reason
}

func TestTheRightPasswordLeadsToTheOnlySeller(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	in, err := signIn(t, shop, "Owner@Lanxi.example", world.Password)
	require.NoError(t, err)
	visitor, err := shop.DB.Visitor(t.Context(), in.Token)
	require.NoError(t, err)
	require.Equal(t, shop.Lanxi, visitor.Seller)
	require.Equal(t, []market.Role{market.Owner}, visitor.Roles)
	act, _ := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, string(market.StartSession), string(act))
}

func TestStaffComeInByTheOperatorsDoor(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	in, err := signIn(t, shop, "manager@platform.example", world.Password)
	require.NoError(t, err)
	visitor, err := shop.DB.Visitor(t.Context(), in.Token)
	require.NoError(t, err)
	require.True(t, visitor.Operator)
	require.Equal(t, []market.Role{market.Manager}, visitor.Roles)
}

func TestFiveWrongPasswordsLockAndTellAStrangerNothing(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	shop.Clock.Pass(time.Second) // after all that happened at the story's end
	for _, email := range []string{"owner@lanxi.example", "nobody@nowhere.example"} {
		for left := 4; left > 0; left-- {
			_, err := signIn(t, shop, email, "wrong-password")
			require.Equal(t, market.Because("session.wrong", left), said(t, err), email)
		}
		_, err := signIn(t, shop, email, "wrong-password")
		require.Equal(t, market.Because("session.locked", 15), said(t, err), email)
	}
	_, err := signIn(t, shop, "owner@lanxi.example", world.Password)
	require.Equal(t, "session.locked", said(t, err).Key, "even the right one")
	act, _ := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.LockSession, act)

	shop.Clock.Pass(16 * time.Minute)
	_, err = signIn(t, shop, "owner@lanxi.example", world.Password)
	require.NoError(t, err)
}

func TestASecondFactorIsAskedForAndNoCodeWorksTwice(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, own := person(t, shop, "finance@lanxi.example")
	require.NoError(t, own.EnrolFactor(t.Context()))
	factor, err := own.Factor(t.Context())
	require.NoError(t, err)
	require.Contains(t, factor.URL(), factor.Secret)
	code := func() string {
		code, err := totp.GenerateCode(factor.Secret, shop.Clock.Now())
		require.NoError(t, err)
		return code
	}
	recovery, err := own.ConfirmFactor(t.Context(), code())
	require.NoError(t, err)
	require.Len(t, recovery, 10)

	in, err := signIn(t, shop, "finance@lanxi.example", world.Password)
	require.NoError(t, err)
	require.True(t, in.WaitsForCode)
	_, err = shop.DB.VerifyCode(t.Context(), in.Token, code())
	require.Equal(t, "factor.code_used", said(t, err).Key, "the code that switched it on")

	shop.Clock.Pass(30 * time.Second)
	whole, err := shop.DB.VerifyCode(t.Context(), in.Token, code())
	require.NoError(t, err)
	require.NotEqual(t, in.Token, whole.Token)
	_, err = shop.DB.Visitor(t.Context(), in.Token)
	require.ErrorIs(t, err, market.NotFound, "the token before the code")

	again, err := signIn(t, shop, "finance@lanxi.example", world.Password)
	require.NoError(t, err)
	_, err = shop.DB.VerifyCode(t.Context(), again.Token, code())
	require.Equal(t, "factor.code_used", said(t, err).Key)
	_, err = shop.DB.VerifyCode(t.Context(), again.Token, recovery[3])
	require.NoError(t, err)
	third, err := signIn(t, shop, "finance@lanxi.example", world.Password)
	require.NoError(t, err)
	_, err = shop.DB.VerifyCode(t.Context(), third.Token, recovery[3])
	require.Equal(t, "factor.code_wrong", said(t, err).Key, "a recovery code is gone")

	require.Equal(t, "session.wrong_password", said(t, own.DropFactor(t.Context(), "wrong-password")).Key)
	require.NoError(t, own.DropFactor(t.Context(), world.Password))
	in, err = signIn(t, shop, "finance@lanxi.example", world.Password)
	require.NoError(t, err)
	require.False(t, in.WaitsForCode)
}

func TestARevokedSessionIsOver(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	stolen, _ := person(t, shop, "owner@lanxi.example")
	_, own := person(t, shop, "owner@lanxi.example")
	_, other := person(t, shop, "owner@yunzhan.example")
	victim, err := shop.DB.Visitor(t.Context(), stolen)
	require.NoError(t, err)

	require.ErrorIs(t, other.RevokeSession(t.Context(), victim.SessionID), market.NotFound, "somebody else's")
	require.NoError(t, own.RevokeSession(t.Context(), victim.SessionID))
	_, err = shop.DB.Visitor(t.Context(), stolen)
	require.ErrorIs(t, err, market.NotFound)
	left, err := own.Sessions(t.Context())
	require.NoError(t, err)
	require.Len(t, left, 1)
}

func TestANewPasswordEndsEveryOtherSession(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	old, _ := person(t, shop, "owner@lanxi.example")
	mine, own := person(t, shop, "owner@lanxi.example")
	require.NoError(t, own.ChangePassword(t.Context(), world.Password, "hash"))
	_, err := shop.DB.Visitor(t.Context(), old)
	require.ErrorIs(t, err, market.NotFound)
	_, err = shop.DB.Visitor(t.Context(), mine)
	require.NoError(t, err)
}
