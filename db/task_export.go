package db

import (
	"context"
	"errors"
	"io"

	"sellercenter/internal/market"
)

// exportPart is how much of a file one row holds.
const exportPart = 1 << 20

// CreateExport asks for a list to be written as a file in the background; address is the
// list's page with its filters.
func (s *Seller) CreateExport(ctx context.Context, title, address, format string) (market.TaskID, error) {
	id := market.NewID[market.Task](s.db.Now())
	return id, s.act(ctx, market.CreateExport, id, func(tx *tx) error {
		tx.note("name", nil, title)
		tx.note("list", nil, address)
		if err := tx.exec(`INSERT INTO tasks (seller_id, id, kind, person_id, maker, status, title, address, format, created_at, begun_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`, id, market.KindExport, s.actor.Person, s.actor.Name,
			market.TaskRunning, title, address, format, tx.now); err != nil {
			return err
		}
		return tx.later(market.WriteExport, id)
	})
}

// ExportProgress notes how many rows of how many are written. It is no act: nothing but a
// figure on a page changes.
func (s *Seller) ExportProgress(ctx context.Context, id market.TaskID, done, known int) error {
	var now int
	return s.get(ctx, &now, `UPDATE tasks SET done = $3::int, ready = greatest($3::int, $4::int)
		WHERE seller_id = $1 AND id = $2 AND kind = 'export' RETURNING done`, id, done, known)
}

// WriteExport keeps the finished file for some days.
func (s *Seller) WriteExport(ctx context.Context, id market.TaskID, file io.Reader) error {
	return s.act(ctx, market.WriteExport, id, func(tx *tx) error {
		task, err := tx.lockTask(id)
		if err != nil {
			return err
		}
		if task.Status, err = market.TaskMoves.Next(task.Status, market.WriteExport); err != nil {
			return err
		}
		part := make([]byte, exportPart)
		for no := 1; ; no++ {
			n, err := io.ReadFull(file, part)
			if n > 0 {
				if err := tx.exec(`INSERT INTO task_parts (seller_id, task_id, no, content) VALUES ($1, $2, $3, $4)`, id, no, part[:n]); err != nil {
					return err
				}
			}
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				break
			}
			if err != nil {
				return err
			}
		}
		settings, err := s.db.Settings(ctx)
		if err != nil {
			return err
		}
		expires := tx.now.AddDate(0, 0, settings.ExportDays)
		tx.note("rows", nil, task.Done)
		if err := tx.exec(`UPDATE tasks SET status = $3, ended_at = $4, expires_at = $5, rows = done, ready = done WHERE seller_id = $1 AND id = $2`,
			id, task.Status, tx.now, expires); err != nil {
			return err
		}
		if err := tx.notify(string(market.WriteExport), market.Because("export.notice_ready", task.Done, expires), "/tasks/"+id.String()); err != nil {
			return err
		}
		return tx.at(expires, market.ExpireExport, id)
	})
}

// ExpireExport forgets the file; that there was one stays.
func (s *Seller) ExpireExport(ctx context.Context, id market.TaskID) error {
	return s.act(ctx, market.ExpireExport, id, func(tx *tx) error {
		task, err := tx.lockTask(id)
		if err != nil {
			return err
		}
		if task.Status, err = market.TaskMoves.Next(task.Status, market.ExpireExport); err != nil {
			return err
		}
		if err := tx.exec(`DELETE FROM task_parts WHERE seller_id = $1 AND task_id = $2`, id); err != nil {
			return err
		}
		return tx.exec(`UPDATE tasks SET status = $3 WHERE seller_id = $1 AND id = $2`, id, task.Status)
	})
}

// ExportPart is the nth piece of a file; NotFound behind the last.
func (s *Seller) ExportPart(ctx context.Context, id market.TaskID, no int) (content []byte, err error) {
	if _, err := s.Task(ctx, id); err != nil {
		return nil, err
	}
	err = s.get(ctx, &content, `SELECT content FROM task_parts WHERE seller_id = $1 AND task_id = $2 AND no = $3`, id, no)
	return content, err
}
