package jobs

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// atATime is how long a task is worked on before the rest is left to another job.
const atATime = 15 * time.Second

// tasks are the due acts on tasks and exports.
func tasks() Works {
	return Works{market.RunTask: runTask, market.WriteExport: nobodyWrites,
		market.ExpireExport: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.ExpireExport(ctx, market.TaskID{UUID: job.Subject})
		}}
}

func runTask(ctx context.Context, store *db.Seller, job db.Job) error {
	id, began := market.TaskID{UUID: job.Subject}, time.Now()
	for {
		more, err := store.RunTask(ctx, id)
		if err != nil || !more {
			return err
		}
		if time.Since(began) > atATime {
			return store.ResumeTask(ctx, id)
		}
	}
}

// ListWriter writes a list, as the visitor would see it, as a file; progress hears how many
// rows of how many are written.
type ListWriter func(ctx context.Context, visitor market.Visitor, address, format string, to io.Writer, progress func(done, known int)) error

// nobodyWrites ends exports where there is no house to write them: in simulated time.
func nobodyWrites(context.Context, *db.Seller, db.Job) error { return market.NotFound }

// Exports writes exports with the given writer.
func Exports(write ListWriter) Works {
	return Works{market.WriteExport: func(ctx context.Context, store *db.Seller, job db.Job) error {
		id := market.TaskID{UUID: job.Subject}
		task, err := store.Task(ctx, id)
		if err != nil || task.Status != market.TaskRunning {
			return err
		}
		visitor, err := store.Visitor(ctx, task.PersonID)
		if err != nil {
			return err
		}
		file, err := os.CreateTemp("", "export-")
		if err != nil {
			return err
		}
		defer os.Remove(file.Name())
		defer file.Close()
		var noted error
		err = write(ctx, visitor, task.Address, task.Format, file, func(done, known int) {
			noted = errors.Join(noted, store.ExportProgress(ctx, id, done, known))
		})
		if err = errors.Join(err, noted); err != nil {
			return err
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		return store.WriteExport(ctx, id, file)
	}}
}
