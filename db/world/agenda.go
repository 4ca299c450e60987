package world

import (
	"container/heap"
	"time"
)

// event is something that somebody does at an instant of the story.
type event struct {
	at time.Time
	no int // of two at the same instant the one planned first comes first
	do func() error
}

// agenda is what is still to happen, earliest first.
type agenda []event

// Len, Less, Swap, Push and Pop make the agenda a heap.
func (a agenda) Len() int { return len(a) }

// Less puts the earlier event first.
func (a agenda) Less(i, j int) bool {
	return a[i].at.Before(a[j].at) || a[i].at.Equal(a[j].at) && a[i].no < a[j].no
}

// Swap changes two events' places.
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }

// Push adds an event.
func (a *agenda) Push(e any) { *a = append(*a, e.(event)) }

// Pop takes the last event off.
func (a *agenda) Pop() any {
	last := len(*a) - 1
	e := (*a)[last]
	*a = (*a)[:last]
	return e
}

// plan puts something on the agenda; chapters tell what people do and when, and all of it
// happens in the order of time once the chapters are told. What is planned for after the
// story's end never happens.
func (b *builder) plan(at time.Time, do func() error) {
	heap.Push(&b.agenda, event{at, b.planned, do})
	b.planned++
}

// live works off the agenda; whatever is due in between is done by the clock first.
func (b *builder) live() error {
	for b.agenda.Len() > 0 {
		next := heap.Pop(&b.agenda).(event)
		if next.at.After(b.Today) {
			continue
		}
		if err := b.until(next.at); err != nil {
			return err
		}
		if err := next.do(); err != nil {
			return err
		}
	}
	return nil
}
