package db

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"

	"sellercenter/internal/market"
)

const credentialColumns = `c.seller_id, c.id, c.number, c.name, c.auth, c.status, c.revision, c.terms, c.platforms, c.change, c.client_id, c.cipher,
	c.test_account, c.test_cipher, c.product_id, c.published, c.reason, c.applied_at, c.approved_at, c.bound_at, c.version`

const credentialRow = credentialColumns + `, coalesce(p.name, '') AS product_name, coalesce(p.status = 'on_sale', false) AS on_sale,
	(SELECT count(*) FROM credential_orders o WHERE o.seller_id = c.seller_id AND o.credential_id = c.id AND o.revision < c.revision) AS orders`

const credentialFrom = ` FROM credentials c LEFT JOIN products p ON p.seller_id = c.seller_id AND p.id = c.product_id`

// Credential is one application's credential.
func (s *Seller) Credential(ctx context.Context, id market.CredentialID) (row market.CredentialRow, err error) {
	err = s.get(ctx, &row, `SELECT `+credentialRow+credentialFrom+` WHERE c.seller_id = $1 AND c.id = $2`, id)
	return row, err
}

// Credentials lists the seller's credentials, newest first.
func (s *Seller) Credentials(ctx context.Context, search market.CredentialSearch, ask market.Ask) (market.Page[market.CredentialRow], error) {
	k := from(ask)
	const where = ` WHERE c.seller_id = $1 AND ($2 = '' OR c.status = $2)
		AND ($3 = '' OR c.number LIKE $3 || '%' OR c.client_id LIKE $3 || '%' OR strpos(lower(c.name), lower($3)) > 0)`
	query := `SELECT ` + credentialRow + credentialFrom + where + ` AND ($4::timestamptz IS NULL OR (c.applied_at, c.id) < ($4, $5)) ORDER BY c.applied_at DESC, c.id DESC LIMIT $6`
	if k.up {
		query = `SELECT ` + credentialRow + credentialFrom + where + ` AND ($4::timestamptz IS NULL OR (c.applied_at, c.id) > ($4, $5)) ORDER BY c.applied_at, c.id LIMIT $6`
	}
	var rows []market.CredentialRow
	if err := s.list(ctx, &rows, query, search.Status, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.CredentialRow]{}, err
	}
	p := page(ask, rows, func(r market.CredentialRow) cursor { return cursor{r.AppliedAt, r.ID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+credentialFrom+where+` LIMIT 10001) x`, search.Status, search.Text)
	return p, err
}

// CredentialOrders are the orders of the bound product that were placed before a change.
func (s *Seller) CredentialOrders(ctx context.Context, id market.CredentialID) (orders []market.CredentialOrder, err error) {
	err = s.list(ctx, &orders, `SELECT x.order_id, o.number, o.customer_name, o.spec_name, x.revision, x.changed_at
		FROM credential_orders x JOIN orders o ON o.seller_id = x.seller_id AND o.id = x.order_id
		WHERE x.seller_id = $1 AND x.credential_id = $2 ORDER BY x.revision, o.number DESC LIMIT 200`, id)
	return orders, err
}

// Platforms are those that the operator lets the seller use.
func (s *Seller) Platforms(ctx context.Context) ([]string, error) {
	var platforms market.JSON[[]string]
	err := s.get(ctx, &platforms, `SELECT platforms FROM credential_platforms WHERE seller_id = $1`)
	if errors.Is(err, market.NotFound) {
		return market.PlatformsAtFirst, nil
	}
	return platforms.V, err
}

// WhitelistCredential says which platforms the seller's applications may support.
func (s *Seller) WhitelistCredential(ctx context.Context, platforms []string) error {
	return s.act(ctx, market.WhitelistCredential, s.id, func(tx *tx) error {
		var known market.SellerID
		if err := tx.get(&known, `SELECT id FROM sellers WHERE id = $1`); err != nil {
			return err
		}
		if err := market.CheckPlatforms(platforms); err != nil {
			return err
		}
		tx.note("platforms", nil, platforms)
		return tx.exec(`INSERT INTO credential_platforms (seller_id, platforms, set_at) VALUES ($1, $2, $3)
			ON CONFLICT (seller_id) DO UPDATE SET platforms = $2, set_at = $3`, market.JSON[[]string]{V: platforms}, tx.now)
	})
}

// ApplyCredential asks for a credential (catalogue.md §9.3).
func (s *Seller) ApplyCredential(ctx context.Context, form market.CredentialForm) (market.CredentialID, error) {
	id := market.NewID[market.Credential](s.db.Now())
	err := s.act(ctx, market.ApplyCredential, id, func(tx *tx) error {
		terms, err := tx.credentialTerms(form)
		if err != nil {
			return err
		}
		number, err := tx.number("AC", "credential", id)
		if err != nil {
			return err
		}
		tx.note("name", nil, form.Name)
		err = tx.exec(`INSERT INTO credentials (seller_id, id, number, name, auth, status, terms, platforms, applied_at) VALUES ($1, $2, $3, $4, $5, 'applied', $6, $7, $8)`,
			id, number, form.Name, form.Auth, market.JSON[market.CredentialTerms]{V: terms}, market.JSON[[]string]{V: form.Platforms}, tx.now)
		if violates(err, "credentials_name") {
			return market.Invalid("name", "credential.name_taken", form.Name)
		}
		if err != nil {
			return err
		}
		_, err = tx.submitReview(market.ReviewCredential, id, form.Name, struct{}{}, credentialSheet(form.Name, form.Auth, form.Platforms, terms))
		return err
	})
	return id, err
}

// credentialTerms reads a form against what the seller has: a verified address, its platforms.
func (t *tx) credentialTerms(form market.CredentialForm) (market.CredentialTerms, error) {
	var address string
	if !form.EndpointID.IsZero() {
		if err := t.get(&address, `SELECT url FROM endpoints WHERE seller_id = $1 AND id = $2 AND status = 'verified'`, form.EndpointID); err != nil {
			return market.CredentialTerms{}, err
		}
	}
	whitelist := market.JSON[[]string]{V: market.PlatformsAtFirst}
	if err := t.get(&whitelist, `SELECT platforms FROM credential_platforms WHERE seller_id = $1`); err != nil && !errors.Is(err, market.NotFound) {
		return market.CredentialTerms{}, err
	}
	return form.Check(address, whitelist.V)
}

// credentialSheet is what the operator reads of a credential.
func credentialSheet(name, auth string, platforms []string, terms market.CredentialTerms) map[string]any {
	return map[string]any{"name": name, "auth": auth, "platforms_said": strings.Join(platforms, ", "), "address": terms.Address, "login_type": terms.LoginType,
		"login_url": terms.LoginURL, "callback_url": terms.CallbackURL, "bits": terms.Bits, "fingerprint": terms.Fingerprint, "terms": terms}
}

// ModifyCredential asks for another address, login or key; what was rejected is asked for
// again. Name, authentication and platforms stay (catalogue.md §9.3).
func (s *Seller) ModifyCredential(ctx context.Context, id market.CredentialID, form market.CredentialForm) error {
	return s.onCredential(ctx, market.ModifyCredential, id, func(tx *tx, c *market.Credential) error {
		form.Name, form.Auth, form.Platforms = c.Name, c.Auth, c.Platforms.V
		terms, err := tx.credentialTerms(form)
		if err != nil {
			return err
		}
		before, kind := credentialSheet(c.Name, c.Auth, c.Platforms.V, c.Terms.V), market.ReviewCredentialChange
		if err := c.Modify(terms, tx.now); err != nil {
			return err
		}
		if c.Status == market.CredentialApplied {
			kind = market.ReviewCredential
		}
		if err := tx.saveCredential(*c); err != nil {
			return err
		}
		_, err = tx.submitReview(kind, id, c.Name, before, credentialSheet(c.Name, c.Auth, c.Platforms.V, terms))
		return err
	})
}

// BindCredential ties the credential to one product, for good (catalogue.md §9.3).
func (s *Seller) BindCredential(ctx context.Context, id market.CredentialID, product market.ProductID) error {
	return s.onCredential(ctx, market.BindCredential, id, func(tx *tx, c *market.Credential) error {
		var known market.ProductID
		if err := tx.get(&known, `SELECT id FROM products WHERE seller_id = $1 AND id = $2 AND status <> 'off_sale' FOR UPDATE`, product); err != nil {
			return err
		}
		if err := c.Bind(product, tx.now); err != nil {
			return err
		}
		err := tx.saveCredential(*c)
		if violates(err, "credentials_product") {
			return market.Conflict("credential.product_taken")
		}
		return err
	})
}

// bindNamed ties the credential that a joint SaaS names to it when it goes on sale, for good
// (catalogue.md §2.6, §9.3).
func (t *tx) bindNamed(product market.Product, content market.ProductContent) error {
	if content.CredentialID == "" || product.SaleType != market.SaleJoint {
		return nil
	}
	var c market.Credential
	if err := t.get(&c, `SELECT `+credentialColumns+` FROM credentials c WHERE c.seller_id = $1 AND c.number = $2 FOR UPDATE`, content.CredentialID); err != nil {
		return err
	}
	if c.ProductID != nil {
		if *c.ProductID != product.ID {
			return market.Conflict("product.credential_taken", c.Name)
		}
		return nil
	}
	if err := c.Bind(product.ID, t.now); err != nil {
		return err
	}
	return cmp.Or(t.saveCredential(c), t.audit(market.BindCredential, c.ID))
}

// SwitchCredential lets existing orders use the changed credential: those named, or all when
// none is named (订单修改设置, 批量订单设置, catalogue.md §9.3).
func (s *Seller) SwitchCredential(ctx context.Context, id market.CredentialID, orders []market.OrderID) error {
	return s.onCredential(ctx, market.SwitchCredential, id, func(tx *tx, c *market.Credential) error {
		named := make([]string, len(orders))
		for i, order := range orders {
			named[i] = order.String()
		}
		n, err := tx.count(`UPDATE credential_orders SET revision = $3, changed_at = $4 WHERE seller_id = $1 AND credential_id = $2 AND revision < $3
			AND ($5::jsonb = '[]' OR $5::jsonb ? order_id::text)`, id, c.Revision, tx.now, market.JSON[[]string]{V: named})
		if err == nil && n == 0 {
			return market.Conflict("credential.nothing_to_switch")
		}
		tx.note("orders", nil, n)
		return err
	})
}

// RevokeCredential ends a credential that no product on sale uses.
func (s *Seller) RevokeCredential(ctx context.Context, id market.CredentialID) error {
	return s.onCredential(ctx, market.RevokeCredential, id, func(tx *tx, c *market.Credential) error {
		var onSale bool
		if err := tx.get(&onSale, `SELECT EXISTS (SELECT 1 FROM products p JOIN credentials c ON c.seller_id = p.seller_id AND c.product_id = p.id
			WHERE p.seller_id = $1 AND c.id = $2 AND p.status = 'on_sale')`, id); err != nil {
			return err
		}
		return cmp.Or(c.Revoke(onSale), tx.saveCredential(*c))
	})
}

func (s *Seller) onCredential(ctx context.Context, act market.Act, id market.CredentialID, do func(*tx, *market.Credential) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		c, err := tx.lockCredential(id)
		if err != nil {
			return err
		}
		return do(tx, &c)
	})
}

func (t *tx) lockCredential(id market.CredentialID) (c market.Credential, err error) {
	err = t.get(&c, `SELECT `+credentialColumns+` FROM credentials c WHERE c.seller_id = $1 AND c.id = $2 FOR UPDATE`, id)
	return c, err
}

func (t *tx) saveCredential(c market.Credential) error {
	t.note("status", nil, c.Status)
	return t.one(`UPDATE credentials SET status = $3, revision = $4, terms = $5, change = $6, client_id = $7, cipher = $8, test_account = $9,
			test_cipher = $10, product_id = $11, reason = $12, applied_at = $13, approved_at = $14, bound_at = $15, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $16`,
		c.ID, c.Status, c.Revision, c.Terms, c.Change, c.ClientID, c.Cipher, c.TestAccount, c.TestCipher, c.ProductID, c.Reason,
		c.AppliedAt, c.ApprovedAt, c.BoundAt, c.Version)
}

// approveCredential issues the client's id and secret, and a test account. The secrets are
// readable only with the seller's private key; the marketplace keeps its own sealed copy.
func (t *tx) approveCredential(review market.Review) error {
	c, err := t.lockCredential(market.CredentialID{UUID: review.Subject})
	if err != nil {
		return err
	}
	if c.Status, err = market.CredentialMoves.Next(c.Status, market.ApproveReview); err != nil {
		return err
	}
	c.ClientID, c.ApprovedAt = "ca"+strings.ToLower(rand.Text()), &t.now
	secret, password := rand.Text()+rand.Text(), rand.Text()
	tenant := strings.ToLower(rand.Text()[:12])
	c.TestAccount.V = &market.TestAccount{Domain: tenant + ".test.example", Tenant: tenant, Account: "tester"}
	if err := sealSecrets(&c, secret, password); err != nil {
		return err
	}
	sealed, err := json.Marshal([]string{secret, password})
	if err != nil {
		return err
	}
	if err := t.exec(`UPDATE credentials SET sealed = $3 WHERE seller_id = $1 AND id = $2`, c.ID, t.s.db.sealer.seal(string(sealed))); err != nil {
		return err
	}
	return cmp.Or(t.saveCredential(c), t.keepRevision(c))
}

func sealSecrets(c *market.Credential, secret, password string) error {
	key, err := market.ReadPublicKey(c.Terms.V.PublicKey)
	if err != nil {
		return err
	}
	if c.Cipher, err = market.SealFor(key, secret); err != nil {
		return err
	}
	c.TestCipher, err = market.SealFor(key, password)
	return err
}

func (t *tx) keepRevision(c market.Credential) error {
	return t.exec(`INSERT INTO credential_revisions (seller_id, credential_id, revision, terms, approved_at) VALUES ($1, $2, $3, $4, $5)`, c.ID, c.Revision, c.Terms, t.now)
}

// rejectCredential gives the application back for correction.
func (t *tx) rejectCredential(review market.Review) error {
	c, err := t.lockCredential(market.CredentialID{UUID: review.Subject})
	if err != nil {
		return err
	}
	if c.Status, err = market.CredentialMoves.Next(c.Status, market.RejectReview); err != nil {
		return err
	}
	c.Reason = review.Reason
	return t.saveCredential(c)
}

// approveCredentialChange puts the change into force. Orders placed before keep the revision
// that they were opened with until the seller changes them; with a new key the secrets are
// encrypted anew (catalogue.md §9.3).
func (t *tx) approveCredentialChange(review market.Review) error {
	c, err := t.lockCredential(market.CredentialID{UUID: review.Subject})
	if err != nil {
		return err
	}
	if c.Change.V == nil {
		return market.Conflict("problem.not_now", market.Word(market.ApproveReview))
	}
	if c.ProductID != nil {
		if err := t.exec(`INSERT INTO credential_orders (seller_id, credential_id, order_id, revision)
			SELECT seller_id, $2, id, $3 FROM orders WHERE seller_id = $1 AND product_id = $4 AND status IN ('processing', 'completed') AND NOT given_back
				AND type NOT IN ('unsubscribe', 'unsubscribe_renewal')
			ON CONFLICT DO NOTHING`, c.ID, c.Revision, *c.ProductID); err != nil {
			return err
		}
	}
	c.Terms.V, c.Change.V, c.Revision = *c.Change.V, nil, c.Revision+1
	var sealed []byte
	if err := t.get(&sealed, `SELECT sealed FROM credentials WHERE seller_id = $1 AND id = $2`, c.ID); err != nil {
		return err
	}
	plain, err := t.s.db.sealer.open(sealed)
	if err != nil {
		return err
	}
	var secrets []string
	if err := json.Unmarshal([]byte(plain), &secrets); err != nil {
		return err
	}
	if err := sealSecrets(&c, secrets[0], secrets[1]); err != nil {
		return err
	}
	return cmp.Or(t.saveCredential(c), t.keepRevision(c))
}

// dropCredentialChange forgets a change that was rejected or withdrawn.
func (t *tx) dropCredentialChange(review market.Review) error {
	c, err := t.lockCredential(market.CredentialID{UUID: review.Subject})
	if err != nil {
		return err
	}
	c.Change.V, c.Reason = nil, review.Reason
	return t.saveCredential(c)
}
