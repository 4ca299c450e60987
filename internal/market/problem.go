package market

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what sort of refusal a Problem is; doors turn it into a status code.
type Kind string

// The kinds of refusal.
const (
	KindInvalid  Kind = "invalid"   // what was typed breaks a rule: 422
	KindConflict Kind = "conflict"  // not now, or somebody was faster: 409
	KindDenied   Kind = "denied"    // may look, may not do: 403
	KindNotFound Kind = "not_found" // does not exist, or is somebody else's: 404
)

// Word is a key of the word lists used as an argument: it is worded before it is placed.
type Word string

// Reason is a sentence to be worded for its reader: a key of the word lists and the
// numbers of the rule. An argument that is a Word is itself worded.
type Reason struct {
	Key  string `json:"key"`
	Args []any  `json:"args,omitempty"`
}

// Because makes a Reason.
func Because(key string, args ...any) Reason { return Reason{key, args} }

// text is the reason for logs: its key and arguments, not worded.
func (r Reason) text() string {
	if len(r.Args) == 0 {
		return r.Key
	}
	return r.Key + fmt.Sprint(r.Args)
}

// Problem is an error that a person can act on.
type Problem struct {
	Kind   Kind
	Reason Reason
	Fields map[string]Reason // field name → what is wrong with it
	Last   *LastDone         // of a Conflict: what was done last to the row, and by whom
}

// LastDone is what somebody else did to a row that one wanted to change.
type LastDone struct {
	Act   Act
	Actor string
	Party Party
	At    time.Time
}

// Told is the reason as the loser of a race reads it: with who changed what, and when.
func (p *Problem) Told() Reason {
	if p.Last == nil {
		return p.Reason
	}
	who := any(p.Last.Actor)
	if p.Last.Actor == "" || p.Last.Party == PartySystem {
		who = Word("common.party_" + string(p.Last.Party))
	}
	return Because("problem.changed", p.Reason, who, p.Last.At, Word(p.Last.Act))
}

// Error is for logs only; people read the worded Reason.
func (p *Problem) Error() string {
	text := string(p.Kind) + ": " + p.Reason.text()
	for field, reason := range p.Fields {
		text += " " + field + "=" + reason.text()
	}
	return text
}

// Is makes errors.Is(err, NotFound) true for every problem of that kind.
func (p *Problem) Is(target error) bool {
	other, ok := target.(*Problem)
	return ok && p.Kind == other.Kind
}

// NotFound is the answer to a row that does not exist or is somebody else's.
var NotFound = &Problem{Kind: KindNotFound, Reason: Because("problem.not_found")}

// Denied is the answer to an act that the actor may not do.
var Denied = &Problem{Kind: KindDenied, Reason: Because("problem.denied")}

// Conflict says that the act is not possible now, and why.
func Conflict(key string, args ...any) *Problem {
	return &Problem{Kind: KindConflict, Reason: Because(key, args...)}
}

// Invalid says what is wrong with one field.
func Invalid(field, key string, args ...any) *Problem {
	return Invalids{}.With(field, key, args...).problem()
}

// Invalids gathers everything that is wrong, so that a person sees it all at once.
type Invalids map[string]Reason

// With adds a field's fault; the first fault of a field stays.
func (i Invalids) With(field, key string, args ...any) Invalids {
	if _, known := i[field]; !known {
		i[field] = Because(key, args...)
	}
	return i
}

// Join takes over the fields of another problem; any other error is returned unchanged.
func (i Invalids) Join(err error) error {
	var p *Problem
	if err == nil {
		return nil
	}
	if !errors.As(err, &p) || p.Kind != KindInvalid {
		return err
	}
	for field, reason := range p.Fields {
		i.With(field, reason.Key, reason.Args...)
	}
	return nil
}

// Err is nil when nothing is wrong.
func (i Invalids) Err() error {
	if len(i) == 0 {
		return nil
	}
	return i.problem()
}

func (i Invalids) problem() *Problem {
	return &Problem{Kind: KindInvalid, Reason: Because("problem.invalid", len(i)), Fields: i}
}
