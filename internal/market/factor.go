package market

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// Factors is the second factor of signing in (动态验证码): a code of the last half minute.
var Factors = area("factor", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// The acts on one's own second factor.
var (
	EnrolFactor   = act("factor.enrol", Self)
	ConfirmFactor = act("factor.confirm", Self)
	DropFactor    = act("factor.drop", Self)
)

// Enrolment is a second factor on its way: the secret is known, a code has not confirmed it.
type Enrolment struct {
	On     bool
	OnAt   time.Time
	Left   int    // recovery codes not used yet
	Secret string // empty unless it waits for its first code
	Email  string
}

// URL is what the authenticator app reads out of the picture.
func (e Enrolment) URL() string {
	return "otpauth://totp/" + url.PathEscape("Seller Center:"+e.Email) +
		"?issuer=" + url.PathEscape("Seller Center") + "&secret=" + e.Secret
}

// codeStep is how long a code lives.
const codeStep = 30

// NewFactorSecret draws a secret of 160 bits.
func NewFactorSecret() string {
	raw := make([]byte, 20)
	rand.Read(raw) // crypto/rand never fails: it ends the process instead
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
}

// CodeStep is the half minute that the code belongs to: this one or one beside it. A step
// at or before last was used already and does not count.
func CodeStep(secret, code string, now time.Time, last int64) (int64, error) {
	options := hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
	current, used := now.Unix()/codeStep, false
	for _, step := range []int64{current, current - 1, current + 1} {
		right, err := hotp.GenerateCodeCustom(secret, uint64(step), options)
		if err != nil {
			return 0, err
		}
		if subtle.ConstantTimeCompare([]byte(right), []byte(code)) != 1 {
			continue
		}
		if step > last {
			return step, nil
		}
		used = true
	}
	if used {
		return 0, Invalid("code", "factor.code_used")
	}
	return 0, Invalid("code", "factor.code_wrong")
}

// NewRecoveryCodes draws ten codes, each good for one sign-in without the app.
func NewRecoveryCodes() []string {
	codes := make([]string, 10)
	for i := range codes {
		text := strings.ToLower(rand.Text())
		codes[i] = text[:5] + "-" + text[5:10]
	}
	return codes
}

// RecoveryHash is how a recovery code is stored.
func RecoveryHash(code string) string {
	plain := strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(code))
	sum := sha256.Sum256([]byte(plain))
	return hex.EncodeToString(sum[:])
}
