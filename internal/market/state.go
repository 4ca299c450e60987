package market

// Move is one allowed step of a state machine: from this state, this act leads there.
type Move[S ~string] struct {
	From S
	Act  Act
	To   S
}

// Moves is a state machine as a table.
type Moves[S ~string] []Move[S]

// Next is the state that the act leads to, or a Conflict when the table has no such move.
func (m Moves[S]) Next(from S, act Act) (S, error) {
	for _, move := range m {
		if move.From == from && move.Act == act {
			return move.To, nil
		}
	}
	return from, Conflict("problem.not_now", Word(string(act)), string(from))
}

// Open lists the acts that are possible now, in the table's order.
func (m Moves[S]) Open(from S) []Act {
	var open []Act
	for _, move := range m {
		if move.From == from {
			open = append(open, move.Act)
		}
	}
	return open
}

// Can reports whether the act is possible now.
func (m Moves[S]) Can(from S, act Act) bool {
	_, err := m.Next(from, act)
	return err == nil
}

// Tone is the meaning of a status chip; pages turn it into icon and colour.
type Tone string

// The tones of look and feel: never two for one state.
const (
	Neutral Tone = "neutral"
	Accent  Tone = "accent" // under way
	OK      Tone = "ok"
	Warn    Tone = "warn"
	Bad     Tone = "bad"
	Frozen  Tone = "frozen"
)

// Status is a state that a chip can show: Key names its words, Tone its colour.
type Status interface {
	Key() string
	Tone() Tone
}
