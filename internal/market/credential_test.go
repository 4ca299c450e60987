package market

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func pemOf(t *testing.T, key any) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	require.NoError(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func TestACredentialsKeyIsRSAOfAtLeast3072Bits(t *testing.T) {
	t.Parallel() // catalogue.md §9.3
	for bits, fine := range map[int]bool{2048: false, 3072: true} {
		pair, err := rsa.GenerateKey(rand.Reader, bits)
		require.NoError(t, err)
		key, err := ReadPublicKey(pemOf(t, &pair.PublicKey))
		if !fine {
			require.ElementsMatch(t, []string{"public_key"}, faults(t, err))
			require.Equal(t, Because("credential.key_short", 3072, 2048), err.(*Problem).Fields["public_key"]) //nolint:errorlint // rules answer bare problems
			continue
		}
		require.NoError(t, err)
		sealed, err := SealFor(key, "the client's secret")
		require.NoError(t, err)
		cipher, err := base64.StdEncoding.DecodeString(sealed)
		require.NoError(t, err)
		plain, err := rsa.DecryptOAEP(sha256.New(), nil, pair, cipher, nil)
		require.NoError(t, err, "the private key reads it, with OAEP padding")
		require.Equal(t, "the client's secret", string(plain))
		private := string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(pair)}))
		_, err = ReadPublicKey(private)
		require.Equal(t, "credential.private_key", err.(*Problem).Fields["public_key"].Key) //nolint:errorlint // rules answer bare problems
	}
	elliptic, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	for _, text := range []string{"", "a key", pemOf(t, &elliptic.PublicKey)} {
		_, err := ReadPublicKey(text)
		require.Error(t, err)
	}
}

func TestWhatAnApplicationForACredentialSays(t *testing.T) {
	t.Parallel() // catalogue.md §9.3: authentication, address, login, platforms of the whitelist
	_, err := CredentialForm{}.Check("", PlatformsAtFirst)
	require.ElementsMatch(t, []string{"name", "auth", "login_type", "endpoint_id", "platforms", "public_key"}, faults(t, err))
	_, err = CredentialForm{Name: "x", Auth: "oauth2", LoginType: "tenant", Platforms: []string{"web", "mobile"}, LoginURL: "http://x.example"}.Check("https://x.example", PlatformsAtFirst)
	require.ElementsMatch(t, []string{"login_url", "callback_url", "platforms", "public_key"}, faults(t, err), "OAuth2.0 needs a login address and a callback")
	_, err = CredentialForm{Name: "x", Auth: "sdk", LoginType: "tenant", Platforms: []string{"mobile"}}.Check("https://x.example", []string{"web", "mobile"})
	require.ElementsMatch(t, []string{"public_key"}, faults(t, err), "the SDK does not")
}

func TestACredentialIsBoundOnceAndChangedOneAtATime(t *testing.T) {
	t.Parallel() // catalogue.md §9.3: bound to one product, not changeable, not reusable
	now := time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)
	c := Credential{Status: CredentialApplied}
	require.Error(t, c.Bind(ProductID{}, now), "not before it is approved")
	c.Status = CredentialActive
	require.NoError(t, c.Bind(ProductID{}, now))
	require.Error(t, c.Bind(ProductID{}, now))
	require.NoError(t, c.Modify(CredentialTerms{Address: "https://new.example"}, now))
	require.Error(t, c.Modify(CredentialTerms{}, now), "one change at a time")
	require.Error(t, c.Revoke(true), "a product on sale uses it")
	require.NoError(t, c.Revoke(false))
}

// catalogue.md §9.3: only address, login address and key are changed, and the operator decides;
// a credential that is bound is bound to no other product.
func TestEachStateOfACredentialLetsOnlyItsActs(t *testing.T) {
	t.Parallel()
	for act, from := range map[Act][]CredentialStatus{
		ApproveReview:    {CredentialApplied},
		BindCredential:   {CredentialActive},
		ModifyCredential: {CredentialRejected, CredentialActive, CredentialBound},
		RevokeCredential: {CredentialRejected, CredentialActive, CredentialBound},
	} {
		for _, status := range CredentialStatuses {
			require.Equal(t, slices.Contains(from, status), CredentialMoves.Can(status, act), "%s while %s", act, status)
		}
	}
	now := time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)
	c := Credential{Status: CredentialBound, Name: "ERP", Auth: "oauth2", Terms: JSON[CredentialTerms]{V: CredentialTerms{Address: "https://old.example"}}}
	require.NoError(t, c.Modify(CredentialTerms{Address: "https://new.example"}, now))
	require.Equal(t, "https://old.example", c.Terms.V.Address, "the old one holds until it is approved")
	require.Equal(t, "https://new.example", c.Change.V.Address)
	require.Equal(t, []string{"ERP", "oauth2"}, []string{c.Name, c.Auth})
	require.Equal(t, []string{"oauth2", "sdk"}, CredentialAuths)
}
