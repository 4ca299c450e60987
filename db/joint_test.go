package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §2.1, §2.9, §2.10: a certification is for one product; a rejected joint listing
// is changed, not deleted; to submit one is a right of its own.
func TestAJointListingBelongsToItsCertification(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	id := draftJoint(t, shop)
	product, err := store.Product(ctx, id)
	require.NoError(t, err)
	require.Equal(t, "联营的云服务", product.Draft.V.Name, "the certified name comes along")
	var joint market.JointID
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT joint_id FROM products WHERE id = $1`, id).Scan(&joint))
	_, err = store.PublishJoint(ctx, joint)
	require.ErrorIs(t, err, conflict, "one certification, one product")
	detail, err := store.Joint(ctx, joint)
	require.NoError(t, err)
	require.True(t, detail.Listed())

	helper := shop.Actor(market.Support)
	helper.Roles, helper.Rights = nil, []market.Right{"product"}
	_, err = shop.DB.Seller(helper, shop.Lanxi).SubmitProduct(ctx, id, product.DraftVersion)
	require.ErrorIs(t, err, market.Denied, "publishing joint products is a right of its own")

	_, err = shop.DB.Pool().Exec(`UPDATE products SET status = 'rejected' WHERE id = $1`, id)
	require.NoError(t, err)
	require.ErrorIs(t, store.DiscardProduct(ctx, id), conflict, "rejected: view and modify only")
	require.True(t, market.ProductRejected.Discards(market.SaleGeneral), "a general one may be deleted")
	_, err = shop.DB.Pool().Exec(`UPDATE products SET status = 'draft' WHERE id = $1`, id)
	require.NoError(t, err)
	require.NoError(t, store.DiscardProduct(ctx, id), "a draft may be deleted")
	_, err = store.PublishJoint(ctx, joint)
	require.NoError(t, err, "then another one begins")
}

// catalogue.md §2.11: the contacts of a certification are told of every stage by mail, SMS and
// message.
func TestTheContactsOfACertificationAreTold(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	shop.DB.Deliver(market.Mail, market.SMS)
	ctx, store, desk := t.Context(), shop.Seller(shop.Lanxi), shop.Seller(shop.Lanxi, market.Reviewer)
	joint, err := store.AddJoint(ctx, "联营的人工服务", market.AccessService)
	require.NoError(t, err)
	content := market.JointContent{Sanctions: true, Security: true, Legal: true, Pricing: true, Introduction: "由平台向客户开票。",
		Contacts: []market.Contact{{Name: "苏南溪", Phone: "13911112222", Email: "joint@lanxi.example"}}}
	paper := func(field string) db.Upload {
		return db.Upload{Field: field, Name: field + ".pdf", Content: []byte("%PDF-1.4 " + field)}
	}
	require.NoError(t, store.EditJoint(ctx, joint, "联营的人工服务", content, []db.Upload{paper("quotation"), paper("financials")}))
	require.NoError(t, store.SubmitJoint(ctx, joint))
	told := func() (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM deliveries WHERE address IN ('joint@lanxi.example', '13911112222')`).Scan(&n))
		return n
	}
	require.Zero(t, told())
	require.NoError(t, desk.PassJoint(ctx, joint, market.ShareTerms{}, ""))
	require.Equal(t, 2, told(), "by mail and by SMS")
	require.NoError(t, desk.RefuseJoint(ctx, joint, "报价单缺少盖章"))
	require.Equal(t, 4, told())
}
