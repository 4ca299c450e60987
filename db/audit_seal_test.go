package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §8: sealed in a chain that finds a changed or missing row.
func TestTheAuditsChainFindsWhatWasChangedTakenAwayOrPutIn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		harm string
		kind market.AuditFaultKind
	}{
		"a changed actor":   {`UPDATE audits SET actor = 'nobody' WHERE id = (SELECT audit_id FROM audit_links WHERE seller_id = $1 AND no = 7)`, market.AuditChanged},
		"a changed fact":    {`UPDATE audits SET facts = '{"amount": {"after": "1.00"}}' WHERE id = (SELECT audit_id FROM audit_links WHERE seller_id = $1 AND no = 7)`, market.AuditChanged},
		"a missing entry":   {`DELETE FROM audits WHERE id = (SELECT audit_id FROM audit_links WHERE seller_id = $1 AND no = 7)`, market.AuditMissing},
		"a missing link":    {`DELETE FROM audit_links WHERE seller_id = $1 AND no = 7`, market.AuditBroken},
		"an entry put in":   {`INSERT INTO audits SELECT seller_id, gen_random_uuid(), act, area, subject, person_id, actor, party, address, at, test, facts FROM audits WHERE seller_id = $1 ORDER BY at LIMIT 1`, market.AuditUnsealed},
		"two swapped links": {`UPDATE audit_links l SET hash = o.hash FROM audit_links o WHERE l.seller_id = $1 AND o.seller_id = $1 AND l.no IN (7, 8) AND o.no = 15 - l.no`, market.AuditChanged},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shop, ctx := dbtest.New(t), t.Context()
			store := shop.Seller(shop.Lanxi, market.Clock)
			head, sealed, err := store.SealAudit(ctx)
			require.NoError(t, err)
			require.Greater(t, sealed, 100)
			check, err := store.CheckAudit(ctx)
			require.NoError(t, err)
			require.True(t, check.Whole(), check.Faults)
			require.Equal(t, head, check.Head)
			require.Equal(t, 1, check.Waiting, "the sealing's own entry waits for the next")

			again, more, err := store.SealAudit(ctx)
			require.NoError(t, err)
			require.Equal(t, 1, more)
			require.NotEqual(t, head, again)

			pool := shop.DB.Pool()
			for _, open := range []string{`ALTER TABLE audits DISABLE TRIGGER audits_kept`, `ALTER TABLE audit_links DISABLE TRIGGER audit_links_kept`} {
				_, err = pool.ExecContext(ctx, open)
				require.NoError(t, err)
			}
			_, err = pool.ExecContext(ctx, test.harm+` /* $1 */`, shop.Lanxi)
			require.NoError(t, err)
			check, err = store.CheckAudit(ctx)
			require.NoError(t, err)
			require.Equal(t, test.kind, check.Faults[0].Kind, check.Faults)
		})
	}
}

func TestWhoeverSealsTwiceAtOnceLinksEachEntryOnce(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	done := make(chan error)
	for range 4 {
		go func() {
			_, _, err := shop.Seller(shop.Lanxi, market.Clock).SealAudit(ctx)
			done <- err
		}()
	}
	for range 4 {
		require.NoError(t, <-done)
	}
	check, err := shop.Seller(shop.Lanxi, market.Clock).CheckAudit(ctx)
	require.NoError(t, err)
	require.True(t, check.Whole(), check.Faults)
	unsealed, err := shop.DB.Unsealed(ctx)
	require.NoError(t, err)
	require.NotContains(t, unsealed, shop.Lanxi, "the entries of sealing alone wake nobody")
	require.Contains(t, unsealed, shop.Yunzhan)
	require.ErrorIs(t, func() error { _, _, err := shop.Seller(shop.Lanxi).SealAudit(ctx); return err }(), market.Denied, "only the clock seals")
}

func TestAnEntryThatCommitsLateIsLinkedWhenItIsSeen(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store := shop.Seller(shop.Lanxi, market.Clock)
	_, _, err := store.SealAudit(ctx)
	require.NoError(t, err)
	_, err = shop.DB.Pool().ExecContext(ctx, `INSERT INTO audits SELECT seller_id, gen_random_uuid(), act, area, subject, person_id, actor, party, address, $2, test, facts
		FROM audits WHERE seller_id = $1 LIMIT 1`, shop.Lanxi, shop.Clock.Now().Add(-time.Minute))
	require.NoError(t, err)
	_, sealed, err := store.SealAudit(ctx)
	require.NoError(t, err)
	require.Equal(t, 2, sealed)
	check, err := store.CheckAudit(ctx)
	require.NoError(t, err)
	require.True(t, check.Whole(), check.Faults)
}
