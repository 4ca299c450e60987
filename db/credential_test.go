package db_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestACredentialIsIssuedBoundAndChanged(t *testing.T) {
	t.Parallel() // catalogue.md §9.3
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi, market.Operations)
	desk := shop.DB.Operator(shop.Actor(market.Manager)).Seller(shop.Lanxi)
	pair, err := rsa.GenerateKey(rand.Reader, 3072)
	require.NoError(t, err)
	der, err := x509.MarshalPKIXPublicKey(&pair.PublicKey)
	require.NoError(t, err)
	form := market.CredentialForm{Name: "Kit", Auth: "sdk", EndpointID: shop.Endpoints["lanxi"], LoginType: "tenant", Platforms: []string{"pc"},
		PublicKey: string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))}
	_, err = store.ApplyCredential(ctx, form)
	require.ErrorIs(t, err, invalid, "the operator has not whitelisted the PC client")
	require.NoError(t, desk.WhitelistCredential(ctx, []string{"web", "pc"}))
	id, err := store.ApplyCredential(ctx, form)
	require.NoError(t, err)
	_, err = store.ApplyCredential(ctx, form)
	require.ErrorIs(t, err, invalid, "the name is taken")
	require.ErrorIs(t, store.BindCredential(ctx, id, shop.Products["澜溪智能工单"]), conflict, "not approved")
	decide := func() {
		reviews, err := store.ReviewsOf(ctx, id)
		require.NoError(t, err)
		for _, review := range reviews {
			if review.Status == market.ReviewPending {
				require.NoError(t, desk.ApproveReview(ctx, review.ID))
			}
		}
	}
	decide()
	row, err := store.Credential(ctx, id)
	require.NoError(t, err)
	require.NotEmpty(t, row.ClientID)
	require.Equal(t, "tester", row.TestAccount.V.Account)
	cipher, err := base64.StdEncoding.DecodeString(row.Cipher)
	require.NoError(t, err)
	secret, err := rsa.DecryptOAEP(sha256.New(), nil, pair, cipher, nil)
	require.NoError(t, err, "only the seller's private key reads the secret")
	var sealed []byte
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT sealed FROM credentials WHERE id = $1`, id).Scan(&sealed))
	require.NotContains(t, string(sealed), string(secret))

	require.ErrorIs(t, store.BindCredential(ctx, id, shop.Products["澜溪云 ERP SaaS 版"]), conflict, "that product has a credential")
	require.NoError(t, store.BindCredential(ctx, id, shop.Products["澜溪智能工单"]))
	require.ErrorIs(t, store.BindCredential(ctx, id, shop.Products["澜溪电子合同"]), conflict, "one product, for good")
	require.ErrorIs(t, store.RevokeCredential(ctx, id), market.Denied)
	require.ErrorIs(t, shop.Seller(shop.Lanxi, market.Owner).RevokeCredential(ctx, id), conflict, "the product is on sale")

	form.LoginType = "common"
	require.NoError(t, store.ModifyCredential(ctx, id, form))
	require.ErrorIs(t, store.ModifyCredential(ctx, id, form), conflict)
	row, err = store.Credential(ctx, id)
	require.NoError(t, err)
	require.Equal(t, "tenant", row.Terms.V.LoginType, "nothing changes before it is approved")
	decide()
	row, err = store.Credential(ctx, id)
	require.NoError(t, err)
	require.Equal(t, "common", row.Terms.V.LoginType)
	require.Equal(t, 2, row.Revision)
	orders, err := store.CredentialOrders(ctx, id)
	require.NoError(t, err)
	require.Len(t, orders, row.Orders)
	require.NotEmpty(t, orders, "existing orders keep what they were opened with")
	require.NoError(t, store.SwitchCredential(ctx, id, []market.OrderID{orders[0].OrderID}))
	require.ErrorIs(t, store.SwitchCredential(ctx, id, []market.OrderID{orders[0].OrderID}), conflict)
	if len(orders) > 1 {
		require.NoError(t, store.SwitchCredential(ctx, id, nil), "all the others together")
	}
	row, err = store.Credential(ctx, id)
	require.NoError(t, err)
	require.Zero(t, row.Orders)
}
