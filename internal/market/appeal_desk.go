package market

import "time"

// ContactChannel is how the operator spoke with a side, or that it wrote to itself.
type ContactChannel string

// The channels of the contact log (transactions.md §3: mail or phone).
const (
	ContactCall    ContactChannel = "call"
	ContactMail    ContactChannel = "mail"
	ContactMessage ContactChannel = "message"
	ContactNote    ContactChannel = "note" // the operator's own, never shown to a side
)

// ContactChannels lists the channels.
var ContactChannels = []ContactChannel{ContactCall, ContactMail, ContactMessage, ContactNote}

// Key names the channel's words.
func (c ContactChannel) Key() string { return "appeal.channel_" + string(c) }

// ContactID names an entry of the contact log.
type ContactID = ID[AppealContact]

// AppealContact is a call or a mail that the operator made over a dispute, or its own note.
type AppealContact struct {
	ID       ContactID
	AppealID AppealID
	Channel  ContactChannel
	Party    Party  // the side that was spoken with; empty for a note
	Person   string // who there
	Reached  bool
	Text     string
	Shared   bool // the sides see it
	HeldAt   time.Time
	At       time.Time
	Actor    string
}

// Check refuses an entry that does not say whom or what, or that lies in the future.
func (c AppealContact) Check(now time.Time) error {
	wrong := Invalids{}
	wrong.long("contact_text", c.Text, 2000)
	known := false
	for _, channel := range ContactChannels {
		known = known || channel == c.Channel
	}
	if !known {
		wrong.With("channel", "problem.not_an_option", string(c.Channel))
	}
	switch {
	case c.Channel != ContactNote && c.Party != PartySeller && c.Party != PartyBuyer:
		wrong.With("party", "problem.required")
	case c.Channel == ContactNote && c.Shared:
		wrong.With("shared", "appeal.note_is_ours")
	}
	if len([]rune(c.Person)) > 100 {
		wrong.With("person", "problem.too_long", 100, len([]rune(c.Person)))
	}
	if c.HeldAt.After(now) {
		wrong.With("held_at", "appeal.held_later", c.HeldAt)
	}
	return wrong.Err()
}

// Handling is how much one of the operator's people has on the desk.
type Handling struct {
	ID   *PersonID // nil: what nobody has taken yet
	Name string
	Open int
	Late int
}

// Colleague is one of the operator's people who may decide.
type Colleague struct {
	ID   PersonID
	Name string
}

// RemindAt is when the operator is reminded of the appeal next (§3): the warning time before
// it is due, and then every working day until it is decided.
func (a Appeal) RemindAt(settings Settings, calendar Calendar, now time.Time) time.Time {
	before := calendar.Before(a.DueAt, settings.WarnBefore.Duration)
	switch {
	case now.Before(before):
		return before
	case now.Before(a.DueAt):
		return a.DueAt.Add(time.Minute)
	}
	return calendar.PlusDays(now, 1)
}

// Remind says whether the operator shall be reminded now; where it is a question to a side
// that is waited for, or the appeal is over, there is nothing to say.
func (a Appeal) Remind(settings Settings, calendar Calendar, now time.Time) (due bool, err error) {
	if a.Status != AppealPending {
		return false, Conflict("problem.not_now", Word(string(RemindAppeal)), string(a.Status))
	}
	return !now.Before(calendar.Before(a.DueAt, settings.WarnBefore.Duration)), nil
}
