package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestAStrangerFindsNoKeyAddressOrMessage(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	stranger := shop.Seller(shop.Yunzhan)
	ctx := t.Context()
	lanxi := shop.Seller(shop.Lanxi)
	line, err := lanxi.Fulfilment(ctx, shop.Messages["refused"])
	require.NoError(t, err)
	cases, err := lanxi.DebugCases(ctx, shop.Endpoints["lanxi"])
	require.NoError(t, err)
	require.NotEmpty(t, cases)
	code, err := lanxi.CodeEndpoint(ctx, shop.Endpoints["lanxi"])
	require.NoError(t, err)
	clock := shop.DB.Seller(market.TheClock, shop.Yunzhan)
	key, endpoint, message := shop.Keys["lanxi base"], shop.Endpoints["lanxi"], shop.Messages["refused"]
	for name, try := range map[string]func() error{
		"Key":            func() error { _, err := stranger.Key(ctx, key); return err },
		"RevealKey":      func() error { _, err := stranger.RevealKey(ctx, key); return err },
		"RotateKey":      func() error { _, err := stranger.RotateKey(ctx, key); return err },
		"RetireKey":      func() error { return clock.RetireKey(ctx, key) },
		"RevokeKey":      func() error { return stranger.RevokeKey(ctx, key) },
		"Endpoint":       func() error { _, err := stranger.Endpoint(ctx, endpoint); return err },
		"VerifyEndpoint": func() error { return stranger.VerifyEndpoint(ctx, endpoint, market.Exchange{}) },
		"RemoveEndpoint": func() error { return stranger.RemoveEndpoint(ctx, endpoint) },
		"DebugEndpoint": func() error {
			_, err := stranger.DebugEndpoint(ctx, endpoint, market.SavedCase{}, market.Exchange{})
			return err
		},
		"CodeEndpoint":      func() error { _, err := stranger.CodeEndpoint(ctx, endpoint); return err },
		"TryCode":           func() error { _, err := stranger.TryCode(ctx, code, true); return err },
		"DebugCase":         func() error { _, err := stranger.DebugCase(ctx, cases[0].ID); return err },
		"Fulfilment":        func() error { _, err := stranger.Fulfilment(ctx, message); return err },
		"Attempt":           func() error { _, err := stranger.Attempt(ctx, message, 1); return err },
		"Dispatch":          func() error { _, err := clock.Dispatch(ctx, message, market.SendFulfilment); return err },
		"SendFulfilment":    func() error { return clock.SendFulfilment(ctx, message, line.OrderID, market.Exchange{}) },
		"QueryFulfilment":   func() error { return clock.QueryFulfilment(ctx, message, line.OrderID, market.Exchange{}) },
		"ExhaustFulfilment": func() error { return clock.ExhaustFulfilment(ctx, message, line.OrderID) },
		"RestartFulfilment": func() error { return stranger.RestartFulfilment(ctx, message) },
		"RestartFulfilments": func() error {
			_, _, err := stranger.RestartFulfilments(ctx, []market.FulfilmentID{message})
			return err
		},
		"another order's text": func() error {
			return shop.DB.Seller(market.TheClock, shop.Lanxi).ExhaustFulfilment(ctx, message, shop.Orders["lanxi pending"])
		},
	} {
		require.ErrorIs(t, try(), market.NotFound, name)
	}
	mine, err := stranger.DebugCases(ctx, endpoint)
	require.NoError(t, err)
	require.Empty(t, mine)
	attempts, err := stranger.Attempts(ctx, message)
	require.NoError(t, err)
	require.Empty(t, attempts)
	lines, err := stranger.FulfilmentsOfOrder(ctx, line.OrderID)
	require.NoError(t, err)
	require.Empty(t, lines)
	steps, same, err := stranger.SigningSteps(ctx, market.Exchange{KeyID: key})
	require.NoError(t, err)
	require.False(t, same)
	require.Empty(t, steps)
}

func TestOnlyOneKeyOfAPurposeIsInUse(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Qinghe)
	key, err := store.CreateKey(t.Context(), market.KeyBase)
	require.NoError(t, err)
	require.Equal(t, "key-01", key.Number)
	_, err = store.CreateKey(t.Context(), market.KeyBase)
	require.ErrorIs(t, err, market.Conflict(""))
	_, err = store.CreateKey(t.Context(), "other")
	require.ErrorIs(t, err, market.Invalid("", ""))

	value, err := store.RevealKey(t.Context(), key.ID)
	require.NoError(t, err)
	require.Equal(t, key.Tail, value.Tail())
	act, subject := shop.LastAudit(t, shop.Qinghe)
	require.Equal(t, market.RevealKey, act)
	require.Equal(t, key.ID.String(), subject)
	for _, role := range []market.Role{market.Operations, market.Finance, market.Support} {
		_, err = shop.Seller(shop.Qinghe, role).RevealKey(t.Context(), key.ID)
		require.ErrorIs(t, err, market.Denied)
	}
	require.NoError(t, store.RevokeKey(t.Context(), key.ID))
	_, err = store.RevealKey(t.Context(), key.ID)
	require.ErrorIs(t, err, market.Conflict(""))
}

func TestAnAddressInUseIsNotRemoved(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Lanxi, market.Operations)
	require.ErrorIs(t, store.RemoveEndpoint(t.Context(), shop.Endpoints["lanxi"]), market.Conflict(""))

	again, err := store.RegisterEndpoint(t.Context(), "https://api.lanxi.example/another", false)
	require.NoError(t, err)
	require.Equal(t, market.EndpointVerified, again.Status, "its host is proven")
	_, err = store.RegisterEndpoint(t.Context(), "https://API.lanxi.example/another/", false)
	require.ErrorIs(t, err, market.Invalid("", ""))
	require.NoError(t, store.RemoveEndpoint(t.Context(), again.ID))

	other, err := shop.Seller(shop.Yunzhan).RegisterEndpoint(t.Context(), "https://api.lanxi.example", false)
	require.NoError(t, err)
	require.Equal(t, market.EndpointUnverified, other.Status, "proven for one seller is not proven for another")
	_, err = shop.Seller(shop.Yunzhan).DebugEndpoint(t.Context(), other.ID, market.SavedCase{Activity: market.ActivityNewInstance}, market.Exchange{})
	require.ErrorIs(t, err, market.Conflict(""))
}

func TestMessagesAreFoundByStateOrderAndCode(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Lanxi)
	find := func(search market.FulfilmentSearch) []market.FulfilmentLine {
		page, err := store.Fulfilments(t.Context(), search, market.Ask{Size: 100})
		require.NoError(t, err)
		require.Equal(t, len(page.Rows), page.Count.N)
		return page.Rows
	}
	failing := find(market.FulfilmentSearch{Status: "failing"})
	require.Len(t, failing, 3)
	refused := find(market.FulfilmentSearch{Code: "000001"})
	require.Len(t, refused, 1)
	require.Equal(t, shop.Messages["refused"], refused[0].ID)
	require.Equal(t, refused[0].ID, find(market.FulfilmentSearch{Text: refused[0].OrderNumber})[0].ID)
	require.Empty(t, find(market.FulfilmentSearch{Text: "CS%"}))
	done := find(market.FulfilmentSearch{Status: "done"})
	require.Equal(t, done[0].ID, find(market.FulfilmentSearch{Text: done[0].InstanceNumber})[0].ID)

	first, err := store.Fulfilments(t.Context(), market.FulfilmentSearch{}, market.Ask{Size: 5})
	require.NoError(t, err)
	second, err := store.Fulfilments(t.Context(), market.FulfilmentSearch{}, market.Ask{Size: 5, After: first.Next})
	require.NoError(t, err)
	back, err := store.Fulfilments(t.Context(), market.FulfilmentSearch{}, market.Ask{Size: 5, Before: second.Previous})
	require.NoError(t, err)
	require.Equal(t, first.Rows, back.Rows)
	require.True(t, second.Rows[0].BegunAt.Before(first.Rows[4].BegunAt.Add(time.Nanosecond)))
}
