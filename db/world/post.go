package world

import (
	"context"
	"sync"

	"sellercenter/internal/jobs"
)

// Outbox keeps the mails and text messages of the simulated world.
type Outbox struct {
	mu    sync.Mutex
	texts []jobs.Text
}

// Send keeps one text.
func (o *Outbox) Send(_ context.Context, text jobs.Text) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.texts = append(o.texts, text)
	return nil
}

// Texts are all that was sent, the earliest first.
func (o *Outbox) Texts() []jobs.Text {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]jobs.Text(nil), o.texts...)
}
