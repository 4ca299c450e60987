package market

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Credentials are what applications identify themselves with (应用凭证管理, catalogue.md §9.3).
var Credentials = area("credential", Owner, Operations, Reviewer, Manager)

// The acts on a credential; what the operator approves is decided as a review.
var (
	ApplyCredential     = act("credential.apply", Owner, Operations)  // 凭证申请
	ModifyCredential    = act("credential.modify", Owner, Operations) // 凭证修改
	BindCredential      = act("credential.bind", Owner, Operations)   // to one product, for good
	SwitchCredential    = act("credential.switch", Owner, Operations) // 订单修改设置, 批量订单设置
	RevokeCredential    = act("credential.revoke", Owner, Manager)
	WhitelistCredential = act("credential.whitelist", Manager, Reviewer) // 支持使用平台
)

// The reviews of credentials.
const (
	ReviewCredential       ReviewKind = "credential"
	ReviewCredentialChange ReviewKind = "credential_change"
)

// CredentialID names a credential.
type CredentialID = ID[Credential]

// CredentialStatus is where a credential stands.
type CredentialStatus string

// The states of a credential (catalogue.md §9.3); a pending change stands beside them.
const (
	CredentialApplied  CredentialStatus = "applied"
	CredentialRejected CredentialStatus = "rejected"
	CredentialActive   CredentialStatus = "active"
	CredentialBound    CredentialStatus = "bound"
	CredentialRevoked  CredentialStatus = "revoked"
)

// CredentialStatuses lists the states.
var CredentialStatuses = []CredentialStatus{CredentialApplied, CredentialActive, CredentialBound, CredentialRejected, CredentialRevoked}

// Key names the status's words.
func (s CredentialStatus) Key() string { return "credential.status_" + string(s) }

// Tone is the status's colour.
func (s CredentialStatus) Tone() Tone {
	switch s {
	case CredentialApplied:
		return Accent
	case CredentialRejected:
		return Bad
	case CredentialActive, CredentialBound:
		return OK
	case CredentialRevoked:
		return Neutral
	}
	return Neutral
}

// CredentialMoves is the life of a credential (catalogue.md §9.3).
var CredentialMoves = Moves[CredentialStatus]{
	{CredentialApplied, ApproveReview, CredentialActive},
	{CredentialApplied, RejectReview, CredentialRejected},
	{CredentialApplied, WithdrawReview, CredentialRejected},
	{CredentialRejected, ModifyCredential, CredentialApplied},
	{CredentialRejected, RevokeCredential, CredentialRevoked},
	{CredentialActive, BindCredential, CredentialBound},
	{CredentialActive, ModifyCredential, CredentialActive},
	{CredentialActive, RevokeCredential, CredentialRevoked},
	{CredentialBound, ModifyCredential, CredentialBound},
	{CredentialBound, RevokeCredential, CredentialRevoked},
}

// The choices of a credential (catalogue.md §9.3).
var (
	CredentialAuths     = []string{"oauth2", "sdk"}                    // 鉴权方式
	CredentialLogins    = []string{"common", "tenant"}                 // 应用登录地址类型
	CredentialPlatforms = []string{"web", "pc", "mobile", "workbench"} // 支持使用平台
	PlatformsAtFirst    = []string{"web"}                              // until the operator whitelists more
	leastKeyBits        = 3072
)

// CredentialTerms is what can be changed with the operator's approval: address, login, key.
type CredentialTerms struct {
	EndpointID  EndpointID `json:"endpoint_id"`
	Address     string     `json:"address"` // 生产地址
	LoginType   string     `json:"login_type"`
	LoginURL    string     `json:"login_url"`
	CallbackURL string     `json:"callback_url"`
	PublicKey   string     `json:"public_key"`
	Bits        int        `json:"bits"`
	Fingerprint string     `json:"fingerprint"` // SHA-256 of the key
}

// Credential is one application's credential.
type Credential struct {
	SellerID    SellerID
	ID          CredentialID
	Number      string
	Name        string
	Auth        string
	Status      CredentialStatus
	Revision    int
	Terms       JSON[CredentialTerms]
	Platforms   JSON[[]string]
	Change      JSON[*CredentialTerms] // waits for the operator
	ClientID    string
	Cipher      string // the client secret, encrypted with the seller's key
	TestAccount JSON[*TestAccount]
	TestCipher  string // its password, encrypted with the seller's key
	ProductID   *ProductID
	Published   bool
	Reason      string
	AppliedAt   time.Time
	ApprovedAt  *time.Time
	BoundAt     *time.Time
	Version     int
}

// TestAccount is what logins are tried with (测试账号).
type TestAccount struct {
	Domain  string `json:"domain"`
	Tenant  string `json:"tenant"`
	Account string `json:"account"`
}

// CredentialForm is what is typed to apply for a credential, or to change one.
type CredentialForm struct {
	Name        string
	Auth        string
	EndpointID  EndpointID
	PublicKey   string
	LoginType   string
	LoginURL    string
	CallbackURL string
	Platforms   []string
}

// ReadPublicKey reads an RSA public key of at least 3072 bits, as PEM (catalogue.md §9.3).
func ReadPublicKey(text string) (*rsa.PublicKey, error) {
	if strings.TrimSpace(text) == "" {
		return nil, Invalid("public_key", "problem.required")
	}
	block, _ := pem.Decode([]byte(strings.TrimSpace(text)))
	if block == nil {
		return nil, Invalid("public_key", "credential.not_pem")
	}
	if strings.Contains(block.Type, "PRIVATE") {
		return nil, Invalid("public_key", "credential.private_key")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		if parsed, err = x509.ParsePKCS1PublicKey(block.Bytes); err != nil {
			return nil, Invalid("public_key", "credential.not_pem")
		}
	}
	key, is := parsed.(*rsa.PublicKey)
	if !is {
		return nil, Invalid("public_key", "credential.not_rsa")
	}
	if bits := key.N.BitLen(); bits < leastKeyBits {
		return nil, Invalid("public_key", "credential.key_short", leastKeyBits, bits)
	}
	return key, nil
}

// SealFor encrypts what only the holder of the private key may read: RSA with OAEP padding
// over SHA-256, written in base64 (catalogue.md §9.3).
func SealFor(key *rsa.PublicKey, plain string) (string, error) {
	sealed, err := rsa.EncryptOAEP(sha256.New(), rand.Reader, key, []byte(plain), nil)
	return base64.StdEncoding.EncodeToString(sealed), err
}

// Check reads the form; whitelist are the platforms that the operator lets the seller use.
func (f CredentialForm) Check(endpoint string, whitelist []string) (CredentialTerms, error) {
	wrong := Invalids{}
	wrong.long("name", f.Name, 50)
	if !slices.Contains(CredentialAuths, f.Auth) {
		wrong.With("auth", "problem.required")
	}
	if !slices.Contains(CredentialLogins, f.LoginType) {
		wrong.With("login_type", "problem.required")
	}
	if endpoint == "" {
		wrong.With("endpoint_id", "credential.no_address")
	}
	if f.Auth == "oauth2" { // needs a login address and a callback besides
		wrong.secure("login_url", f.LoginURL)
		wrong.secure("callback_url", f.CallbackURL)
	}
	if len(f.Platforms) == 0 {
		wrong.With("platforms", "problem.required")
	}
	for _, platform := range f.Platforms {
		if !slices.Contains(whitelist, platform) {
			wrong.With("platforms", "credential.platform_closed", Word("credential.platform_"+platform))
		}
	}
	terms := CredentialTerms{EndpointID: f.EndpointID, Address: endpoint, LoginType: f.LoginType, LoginURL: f.LoginURL, CallbackURL: f.CallbackURL,
		PublicKey: strings.TrimSpace(f.PublicKey)}
	key, err := ReadPublicKey(f.PublicKey)
	if err := wrong.Join(err); err != nil {
		return terms, err
	}
	if key != nil {
		terms.Bits = key.N.BitLen()
		sum := sha256.Sum256(x509.MarshalPKCS1PublicKey(key))
		terms.Fingerprint = hex.EncodeToString(sum[:])
	}
	return terms, wrong.Err()
}

// secure wants an https address.
func (i Invalids) secure(field, text string) {
	parsed, err := url.Parse(text)
	switch {
	case text == "":
		i.With(field, "problem.required")
	case err != nil || parsed.Scheme != "https" || parsed.Host == "" || len(text) > 255:
		i.With(field, "credential.not_https", text)
	}
}

// Bind ties the credential to one product; that cannot be changed (catalogue.md §9.3).
func (c *Credential) Bind(product ProductID, now time.Time) (err error) {
	if c.ProductID != nil {
		return Conflict("credential.bound_already")
	}
	if c.Status, err = CredentialMoves.Next(c.Status, BindCredential); err != nil {
		return err
	}
	c.ProductID, c.BoundAt = &product, &now
	return nil
}

// Modify asks for another address, login or key; only one change waits at a time. What was
// rejected is simply asked for again.
func (c *Credential) Modify(terms CredentialTerms, now time.Time) (err error) {
	if c.Change.V != nil {
		return Conflict("credential.change_open")
	}
	if c.Status, err = CredentialMoves.Next(c.Status, ModifyCredential); err != nil {
		return err
	}
	if c.Status == CredentialApplied {
		c.Terms.V, c.AppliedAt, c.Reason = terms, now, ""
		return nil
	}
	c.Change.V = &terms
	return nil
}

// Revoke ends a credential; not while a product on sale uses it.
func (c *Credential) Revoke(onSale bool) (err error) {
	if onSale {
		return Conflict("credential.in_use")
	}
	c.Status, err = CredentialMoves.Next(c.Status, RevokeCredential)
	return err
}

// CredentialRow is a credential with what a list shows.
type CredentialRow struct {
	Credential
	ProductName string
	OnSale      bool
	Orders      int // that still use an older revision
}

// CredentialSearch is what a list of credentials is narrowed by.
type CredentialSearch struct {
	Status CredentialStatus
	Text   string // part of the name, beginning of the number or the client id
}

// CredentialOrder is an order that was placed before a change, and the revision it uses.
type CredentialOrder struct {
	OrderID      OrderID
	Number       string
	CustomerName string
	SpecName     string
	Revision     int
	ChangedAt    *time.Time
}

// CheckPlatforms refuses platforms that there are not, and none at all.
func CheckPlatforms(platforms []string) error {
	if len(platforms) == 0 {
		return Invalid("platforms", "problem.required")
	}
	for _, platform := range platforms {
		if !slices.Contains(CredentialPlatforms, platform) {
			return Invalid("platforms", "problem.not_an_option", platform)
		}
	}
	return nil
}
