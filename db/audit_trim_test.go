package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §8, §10.3: entries are kept as long as the installation says, a year at
// least; what goes leaves an anchor from which the rest of the chain is read.
func TestOldEntriesGoAndTheRestOfTheChainHolds(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store, pool := shop.Seller(shop.Lanxi, market.Clock), shop.DB.Pool()
	head, sealed, err := store.SealAudit(ctx)
	require.NoError(t, err)
	removed, err := store.TrimAudit(ctx)
	require.NoError(t, err)
	require.Zero(t, removed, "nothing is a year old")
	trimmable, err := shop.DB.Trimmable(ctx)
	require.NoError(t, err)
	require.Empty(t, trimmable)

	_, err = pool.Exec(`DELETE FROM audits WHERE seller_id = $1`, shop.Lanxi)
	require.ErrorContains(t, err, "never changed", "nobody removes an entry by hand")
	_, err = pool.Exec(`DELETE FROM audit_links WHERE seller_id = $1`, shop.Lanxi)
	require.ErrorContains(t, err, "never changed")
	_, err = pool.Exec(`INSERT INTO audit_anchors (seller_id, no, hash, until, trimmed_at) VALUES ($1, 1, $2, $3, $3)`, shop.Lanxi, head[:], shop.Clock.Now())
	require.Error(t, err, "no anchor lets go what is younger than a year")

	shop.Clock.Set(shop.Clock.Now().AddDate(2, 0, 1))
	trimmable, err = shop.DB.Trimmable(ctx)
	require.NoError(t, err)
	require.Contains(t, trimmable, shop.Lanxi)
	removed, err = store.TrimAudit(ctx)
	require.NoError(t, err)
	require.Equal(t, sealed, removed)
	check, err := store.CheckAudit(ctx)
	require.NoError(t, err)
	require.True(t, check.Whole(), check.Faults)
	require.Equal(t, sealed, check.Entries)
	require.Equal(t, sealed, check.Removed)
	require.Equal(t, head, check.Head, "the chain goes on from what was removed")
	var left int
	require.NoError(t, pool.QueryRow(`SELECT count(*) FROM audits WHERE seller_id = $1`, shop.Lanxi).Scan(&left))
	require.Equal(t, 2, left, "the sealing's and the removal's own")
	act, _ := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.TrimAudit, act)

	_, more, err := store.SealAudit(ctx)
	require.NoError(t, err)
	require.Equal(t, 2, more)
	check, err = store.CheckAudit(ctx)
	require.NoError(t, err)
	require.True(t, check.Whole(), check.Faults)
	require.Equal(t, sealed+2, check.Entries)
	checks, err := shop.DB.Operator(market.Actor{Roles: []market.Role{market.Manager}}).CheckAudits(ctx)
	require.NoError(t, err)
	require.NotEmpty(t, checks)
	sealedBy, err := shop.DB.Sealed(ctx)
	require.NoError(t, err)
	require.Contains(t, sealedBy, shop.Lanxi, "a chain whose beginning went is still one")

	// Somebody takes entries away and makes an anchor that no removal made.
	for _, open := range []string{`ALTER TABLE audits DISABLE TRIGGER audits_kept`, `ALTER TABLE audit_links DISABLE TRIGGER audit_links_kept`} {
		_, err = pool.Exec(open)
		require.NoError(t, err)
	}
	_, err = pool.Exec(`INSERT INTO audit_anchors (seller_id, no, hash, until, trimmed_at)
		SELECT seller_id, no, hash, $2, $3 FROM audit_links WHERE seller_id = $1 ORDER BY no LIMIT 1`, shop.Lanxi, shop.Clock.Now().AddDate(-2, 0, 0), shop.Clock.Now())
	require.NoError(t, err)
	_, err = pool.Exec(`DELETE FROM audit_links WHERE seller_id = $1 AND no = (SELECT min(no) FROM audit_links WHERE seller_id = $1)`, shop.Lanxi)
	require.NoError(t, err)
	check, err = store.CheckAudit(ctx)
	require.NoError(t, err)
	require.Equal(t, market.AuditEarly, check.Faults[0].Kind, check.Faults)
}

// transactions.md §8: what does not hold is evidence and is never removed.
func TestATamperedEntryIsKeptForever(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store, pool := shop.Seller(shop.Lanxi, market.Clock), shop.DB.Pool()
	_, _, err := store.SealAudit(ctx)
	require.NoError(t, err)
	_, err = pool.Exec(`ALTER TABLE audits DISABLE TRIGGER audits_kept`)
	require.NoError(t, err)
	_, err = pool.Exec(`UPDATE audits SET actor = 'nobody' WHERE id = (SELECT audit_id FROM audit_links WHERE seller_id = $1 AND no = 7)`, shop.Lanxi)
	require.NoError(t, err)
	_, err = pool.Exec(`ALTER TABLE audits ENABLE TRIGGER audits_kept`)
	require.NoError(t, err)
	shop.Clock.Set(shop.Clock.Now().AddDate(3, 0, 0))
	for range 2 {
		_, err = store.TrimAudit(ctx)
		require.NoError(t, err)
	}
	check, err := store.CheckAudit(ctx)
	require.NoError(t, err)
	require.Equal(t, 6, check.Removed)
	require.Equal(t, market.AuditChanged, check.Faults[0].Kind)
	require.ErrorIs(t, func() error { _, err := shop.Seller(shop.Lanxi).TrimAudit(ctx); return err }(), market.Denied, "only the clock removes")
}
