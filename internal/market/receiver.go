package market

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"slices"
	"time"
)

// Receivers are who gets a seller's messages besides the account (消息接收人, catalogue.md §0.4).
var Receivers = area("receiver", Owner, Operations, Finance, Support)

// The acts on receivers: an address is used once a code proved it.
var (
	AddReceiver    = act("receiver.add", Owner, Operations)
	EditReceiver   = act("receiver.edit", Owner, Operations)
	SendReceiver   = act("receiver.send", Owner, Operations) // a code to the address
	VerifyReceiver = act("receiver.verify", Owner, Operations)
	RemoveReceiver = act("receiver.remove", Owner, Operations)
)

// MostReceivers is how many receivers a seller may have.
const MostReceivers = 50

// ReceiverID names a receiver.
type ReceiverID = ID[MessageReceiver]

// MessageReceiver is somebody who gets messages of some types.
type MessageReceiver struct {
	ID               ReceiverID
	Name             string
	Mobile           string
	Email            string
	Language         string
	Types            JSON[[]MessageType]
	ByMail           bool
	BySMS            bool
	MobileVerifiedAt *time.Time
	EmailVerifiedAt  *time.Time
	CreatedAt        time.Time
	Version          int
	Quiet            QuietWay
	QuietFrom        time.Duration
	QuietUntil       time.Duration
}

// Hours are the receiver's quiet hours.
func (r MessageReceiver) Hours() Quiet {
	return Quiet{Way: r.Quiet, From: r.QuietFrom, Until: r.QuietUntil}
}

// Address is where the channel reaches the receiver; empty when it does not.
func (r MessageReceiver) Address(channel Channel) string {
	if channel == SMS {
		return r.Mobile
	}
	return r.Email
}

// Verified reports whether the address of the channel was proved.
func (r MessageReceiver) Verified(channel Channel) bool {
	if channel == SMS {
		return r.MobileVerifiedAt != nil
	}
	return r.EmailVerifiedAt != nil
}

// Waits lists the channels that are wanted and not proved yet.
func (r MessageReceiver) Waits() (channels []Channel) {
	if r.ByMail && r.EmailVerifiedAt == nil {
		channels = append(channels, Mail)
	}
	if r.BySMS && r.MobileVerifiedAt == nil {
		channels = append(channels, SMS)
	}
	return channels
}

// ReceiverForm is a receiver as it is typed.
type ReceiverForm struct {
	Name     string
	Mobile   string
	Email    string
	Language string
	Types    []MessageType
	ByMail   bool
	BySMS    bool
	Version  int
	Quiet    Quiet
}

// Check says what is wrong with the receiver: an address for every channel, a type at least.
func (r ReceiverForm) Check() error {
	wrong := Invalids{}
	for _, err := range []error{checkLength("name", r.Name, 2, 64), checkChoice("language", r.Language, []string{"zh-CN", "en"})} {
		if err := wrong.Join(err); err != nil {
			return err
		}
	}
	if r.ByMail || r.Email != "" {
		if err := wrong.Join(CheckEmail("email", r.Email)); err != nil {
			return err
		}
	}
	if r.BySMS || r.Mobile != "" {
		if err := wrong.Join(CheckMobile("mobile", r.Mobile)); err != nil {
			return err
		}
	}
	if !r.ByMail && !r.BySMS {
		wrong.With("by_mail", "receiver.no_channel")
	}
	if r.Quiet.Way != "" {
		if err := wrong.Join(r.Quiet.Check()); err != nil {
			return err
		}
	}
	if len(r.Types) == 0 {
		wrong.With("types", "receiver.no_type")
	}
	for _, one := range r.Types {
		if !slices.Contains(MessageTypes, one) {
			wrong.With("types", "problem.not_an_option", string(one))
		}
	}
	return wrong.Err()
}

// The verification codes (catalogue.md §12: 6 digits, 10 minutes, 5 tries).
const (
	CodeMinutes  = 10
	CodeTries    = 5
	CodesADay    = 20 // per seller, and of a newcomer per client, so that nobody is flooded
	CodesANumber = 5  // a day to one mobile that registers
	CodePause    = time.Minute
)

// NewCode draws a verification code of six digits.
func NewCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%06d", n.Int64()), nil
}

// Verification is a code that was sent to an address.
type Verification struct {
	ID        ID[Verification]
	Purpose   string
	Channel   Channel
	Address   string
	Language  string
	Tries     int
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
}

// Try compares the code that was typed with the one that was sent; every try counts. The
// refusal is nil when the code is right.
func (v *Verification) Try(typed, sent string, now time.Time) (refusal error) {
	switch {
	case v.UsedAt != nil || !now.Before(v.ExpiresAt):
		return Invalid("code", "receiver.code_over", CodeMinutes)
	case v.Tries >= CodeTries:
		return Invalid("code", "receiver.code_locked", CodeTries)
	}
	v.Tries++
	if subtle.ConstantTimeCompare([]byte(typed), []byte(sent)) == 1 {
		v.UsedAt = &now
		return nil
	}
	if v.Tries >= CodeTries {
		return Invalid("code", "receiver.code_locked", CodeTries)
	}
	return Invalid("code", "receiver.code_wrong", CodeTries-v.Tries)
}

// Prove compares a code as Try does, but the right one may be typed again until it is over: of
// a registration that was refused for something else nothing has to be sent anew.
func (v *Verification) Prove(typed, sent string, now time.Time) (refusal error) {
	used, tries := v.UsedAt, v.Tries
	v.UsedAt = nil
	if refusal = v.Try(typed, sent, now); refusal != nil {
		v.UsedAt = used
	} else {
		v.Tries = tries
	}
	return refusal
}

// CodeProof is a code that somebody typed, and which one it answers.
type CodeProof struct {
	ID   ID[Verification]
	Code string
}
