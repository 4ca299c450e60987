package market

import (
	"strings"
	"time"
)

// Tasks are changes of many rows at once: a spreadsheet, or an act on selected rows. They
// are previewed, applied in the background, and taken back where that can be done.
var Tasks = area("task", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// The acts on a task; the clock does its rows.
var (
	DraftTask  = act("task.draft", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)
	UploadTask = act("task.upload", Owner, Operations, Finance, Support)
	ApplyTask  = act("task.apply", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)
	DropTask   = act("task.drop", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)
	UndoTask   = act("task.undo", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)
	RunTask    = act("task.run", Clock)
)

// Exports are lists written as files in the background.
var Exports = area("export", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// The acts on an export; the clock writes and forgets.
var (
	CreateExport = act("export.create", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)
	WriteExport  = act("export.write", Clock)
	ExpireExport = act("export.expire", Clock)
)

// TaskID names a task.
type TaskID = ID[Task]

// TaskKind is what a task does: an act on rows, a sheet, or an export.
type TaskKind string

// KindExport is a list written as a file.
const KindExport TaskKind = "export"

// Key names the kind's words: an act has its own.
func (k TaskKind) Key() string {
	if k.Act() != "" {
		return string(k)
	}
	return "task.kind_" + string(k)
}

// Act is the act on each row; empty for sheets and exports.
func (k TaskKind) Act() Act {
	if strings.Contains(string(k), ".") {
		return Act(k)
	}
	return ""
}

// TaskStatus is how far a task has come.
type TaskStatus string

// The states of a task.
const (
	TaskPreviewed TaskStatus = "previewed"
	TaskRunning   TaskStatus = "running"
	TaskDone      TaskStatus = "done"
	TaskUndoing   TaskStatus = "undoing"
	TaskUndone    TaskStatus = "undone"
	TaskDropped   TaskStatus = "dropped"
	TaskExpired   TaskStatus = "expired"
)

// TaskStatuses are the states in their order.
var TaskStatuses = []TaskStatus{TaskPreviewed, TaskRunning, TaskDone, TaskUndoing, TaskUndone, TaskDropped, TaskExpired}

// TaskMoves is the life of a task; an export begins running.
var TaskMoves = Moves[TaskStatus]{
	{TaskPreviewed, ApplyTask, TaskRunning},
	{TaskPreviewed, DropTask, TaskDropped},
	{TaskRunning, RunTask, TaskDone},
	{TaskRunning, WriteExport, TaskDone},
	{TaskDone, UndoTask, TaskUndoing},
	{TaskDone, ExpireExport, TaskExpired},
	{TaskUndoing, RunTask, TaskUndone},
}

// Key names the state's words.
func (s TaskStatus) Key() string { return "task.status_" + string(s) }

// Tone is the state's colour.
func (s TaskStatus) Tone() Tone {
	switch s {
	case TaskPreviewed:
		return Warn
	case TaskRunning, TaskUndoing:
		return Accent
	case TaskDone:
		return OK
	case TaskUndone, TaskDropped, TaskExpired:
		return Neutral
	}
	return Neutral
}

// Moving reports whether rows are being worked on.
func (s TaskStatus) Moving() bool { return s == TaskRunning || s == TaskUndoing }

// Task is a change of many rows, or a file that is written.
type Task struct {
	SellerID  SellerID
	ID        TaskID
	Kind      TaskKind
	PersonID  PersonID
	Maker     string
	Status    TaskStatus
	Title     string // of the file or of the list
	Address   string // of the list that an export writes
	Format    string
	Note      string // words that every row's act is given along
	Rows      int    // lines of the sheet, rows selected; rows written of an export
	Same      int    // lines that change nothing
	Ready     int    // rows to be changed
	LeftOut   int
	Faulty    int
	Done      int
	Failed    int
	Undone    int
	Kept      int // rows that could not be taken back
	CreatedAt time.Time
	BegunAt   *time.Time
	EndedAt   *time.Time
	ExpiresAt *time.Time
}

// Of is how many rows have been worked on, and of how many.
func (t Task) Of() (done, all int) {
	switch t.Status {
	case TaskUndoing, TaskUndone:
		return t.Undone + t.Kept, t.Done
	case TaskPreviewed, TaskRunning, TaskDone, TaskDropped, TaskExpired:
		if t.Kind == KindExport {
			return t.Done, t.Ready
		}
		return t.Done + t.Failed, t.Ready
	}
	return 0, 0
}

// TimeLeft is how long the rest will take at the speed so far; unknown before the first row.
func (t Task) TimeLeft(now time.Time) (left time.Duration, known bool) {
	done, all := t.Of()
	if t.BegunAt == nil || done == 0 || all <= done || !t.Status.Moving() {
		return 0, false
	}
	return now.Sub(*t.BegunAt) / time.Duration(done) * time.Duration(all-done), true
}

// Undoable reports whether the task can be taken back: what it made can be unmade.
func (t Task) Undoable() bool {
	if t.Status != TaskDone || t.Done == 0 {
		return false
	}
	if sheet, is := SheetOf(t.Kind); is {
		return sheet.Undo
	}
	return undoable[t.Kind.Act()]
}

// undoable are the acts on rows that can be taken back, all of a task at once.
var undoable = map[Act]bool{DelistProduct: true, LiftLimit: true}

// Noting is whether an act on rows is given words along, the same for all of them.
type Noting string

// Whether words are given along.
const (
	NoteNone Noting = ""
	NoteFree Noting = "free"
	NoteMust Noting = "must"
)

// notings are the acts on rows that are given words along.
var notings = map[Act]Noting{ApproveRefund: NoteFree, RejectRefund: NoteMust, EndResale: NoteMust, RejectReview: NoteMust, RejectPartner: NoteMust}

// Noting is whether the task's act is given words along.
func (t Task) Noting() Noting { return notings[t.Kind.Act()] }

// longestNote is how long those words may be.
const longestNote = 500

// Noted gives the task the words that its rows' acts are given along.
func (t *Task) Noted(note string) error {
	wrong := Invalids{}
	if t.Noting() == NoteMust || note != "" {
		wrong.long("note", note, longestNote)
	}
	if t.Noting() != NoteNone {
		t.Note = note
	}
	return wrong.Err()
}

// Applicable refuses a task that cannot be applied: nothing to do, or lines that are wrong.
func (t Task) Applicable() error {
	switch {
	case t.Faulty > 0:
		return Conflict("task.has_faults", t.Faulty)
	case t.Ready == 0:
		return Conflict("task.nothing")
	}
	return nil
}

// TaskRowState is how far one row of a task has come.
type TaskRowState string

// The states of a row.
const (
	RowReady  TaskRowState = "ready"
	RowOut    TaskRowState = "out"    // left out, and why
	RowFault  TaskRowState = "fault"  // the line is wrong
	RowDone   TaskRowState = "done"   // changed
	RowFailed TaskRowState = "failed" // could not be changed, and why
	RowUndone TaskRowState = "undone"
	RowKept   TaskRowState = "kept" // could not be taken back, and why
)

// Key names the state's words.
func (s TaskRowState) Key() string { return "task.row_" + string(s) }

// Tone is the state's colour.
func (s TaskRowState) Tone() Tone {
	switch s {
	case RowReady:
		return Accent
	case RowDone:
		return OK
	case RowFault, RowFailed:
		return Bad
	case RowOut, RowKept:
		return Warn
	case RowUndone:
		return Neutral
	}
	return Neutral
}

// TaskRow is one row of a task: what it was, what it shall be, and what came of it.
type TaskRow struct {
	No      int
	Key     string // by which the row's sheet finds it
	Subject ID[TaskRow]
	Label   string
	State   TaskRowState
	Before  JSON[map[string]string]
	After   JSON[map[string]string]
	Reasons JSON[map[string]Reason] // by column; "" is the whole row
	Effect  *ID[TaskRow]            // what the row made
}

// Because gives the row a state and the reason for it.
func (r *TaskRow) Because(state TaskRowState, reason Reason) {
	r.State, r.Reasons.V = state, map[string]Reason{"": reason}
}

// Chosen is a row of a list that somebody selected.
type Chosen struct{ ID, Label string }

// MostTaskRows is how many rows a task may have.
const MostTaskRows = 10_000
