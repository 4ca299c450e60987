package market

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Comments are what buyers say of what they bought (评价管理, catalogue.md §0.2).
var Comments = area("comment", Owner, Operations, Support, Reviewer, Manager)

// The acts on a review, named as the trace service names them (transactions.md §8).
var (
	AddComment    = act("comment.add", Buyer)
	UpdateComment = act("comment.update", Buyer)
	DeleteComment = act("comment.delete", Buyer)
	ReplyComment  = act("comment.reply", Owner, Operations, Support)
	HideComment   = act("comment.hide", Reviewer, Manager) // improper: nobody reads it in the shop front
	ShowComment   = act("comment.show", Reviewer, Manager)
)

// CommentID names a review.
type CommentID = ID[Comment]

// CommentStatus is where a review stands.
type CommentStatus string

// The states of a review.
const (
	CommentWaiting CommentStatus = "waiting" // for the seller's reply
	CommentReplied CommentStatus = "replied"
	CommentHidden  CommentStatus = "hidden"  // by the operator
	CommentDeleted CommentStatus = "deleted" // by its customer
)

// CommentStatuses lists the states in which a review is kept.
var CommentStatuses = []CommentStatus{CommentWaiting, CommentReplied, CommentHidden}

// Key names the status's words.
func (s CommentStatus) Key() string { return "comment.status_" + string(s) }

// Tone is the status's colour.
func (s CommentStatus) Tone() Tone {
	switch s {
	case CommentWaiting:
		return Warn
	case CommentReplied:
		return OK
	case CommentHidden, CommentDeleted:
		return Neutral
	}
	return Neutral
}

// Public reports whether the shop front shows the review.
func (s CommentStatus) Public() bool { return s == CommentWaiting || s == CommentReplied }

// CommentMoves is the life of a review: a reply can be amended, a changed review waits for a
// reply anew, a hidden one is read by nobody until it is shown again.
var CommentMoves = Moves[CommentStatus]{
	{CommentWaiting, UpdateComment, CommentWaiting},
	{CommentWaiting, ReplyComment, CommentReplied},
	{CommentWaiting, HideComment, CommentHidden},
	{CommentWaiting, DeleteComment, CommentDeleted},
	{CommentReplied, UpdateComment, CommentWaiting},
	{CommentReplied, ReplyComment, CommentReplied},
	{CommentReplied, HideComment, CommentHidden},
	{CommentReplied, DeleteComment, CommentDeleted},
	{CommentHidden, ShowComment, CommentWaiting},
	{CommentHidden, DeleteComment, CommentDeleted},
}

// Comment is a customer's review of what one order bought, with the seller's reply.
type Comment struct {
	SellerID     SellerID
	ID           CommentID
	Number       string
	Status       CommentStatus
	ProductID    ProductID
	OrderID      OrderID
	CustomerID   string
	CustomerName string
	Stars        int
	Text         string
	WrittenAt    time.Time
	ChangedAt    *time.Time // by its customer
	Reply        string
	RepliedBy    string
	RepliedAt    *time.Time
	Reason       string // why it is hidden
	Version      int
}

// MostStars is the best that a review gives.
const MostStars = 5

// CommentText is what a customer says of what it bought.
type CommentText struct {
	Stars int
	Text  string
}

// Check refuses no stars, too many, and a review without words.
func (c CommentText) Check() error {
	wrong := Invalids{}
	if c.Stars < 1 || c.Stars > MostStars {
		wrong.With("stars", "comment.stars_outside", 1, MostStars, c.Stars)
	}
	wrong.long("text", c.Text, 1000)
	return wrong.Err()
}

// MayReview refuses orders that are not completed, and those that nobody paid for: trials,
// tests and what only ends another order.
func (o Order) MayReview() error {
	bought := []OrderType{OrderNew, OrderRenew, OrderChange, OrderTrialToFormal, OrderRenewalChange}
	if o.Status != OrderCompleted || o.Gone() || o.Test || !slices.Contains(bought, o.Type) {
		return Conflict("comment.not_completed", o.Number)
	}
	return nil
}

// Update changes what the customer said; the seller is asked for a reply anew.
func (c *Comment) Update(said CommentText, now time.Time) (err error) {
	if err := said.Check(); err != nil {
		return err
	}
	if c.Status, err = CommentMoves.Next(c.Status, UpdateComment); err != nil {
		return err
	}
	c.Stars, c.Text, c.ChangedAt = said.Stars, strings.TrimSpace(said.Text), &now
	return nil
}

// Answer keeps the seller's reply, the first or an amended one.
func (c *Comment) Answer(text, by string, now time.Time) (err error) {
	wrong := Invalids{}
	wrong.long("reply", text, 1000)
	if err := wrong.Err(); err != nil {
		return err
	}
	if c.Status, err = CommentMoves.Next(c.Status, ReplyComment); err != nil {
		return err
	}
	c.Reply, c.RepliedBy, c.RepliedAt = strings.TrimSpace(text), by, &now
	return nil
}

// Hide takes an improper review out of the shop front and says why.
func (c *Comment) Hide(why string) (err error) {
	if err := CheckReason(why); err != nil {
		return err
	}
	if c.Status, err = CommentMoves.Next(c.Status, HideComment); err == nil {
		c.Reason = strings.TrimSpace(why)
	}
	return err
}

// Show puts a hidden review back where it stood: one that was answered is answered.
func (c *Comment) Show() (err error) {
	if c.Status, err = CommentMoves.Next(c.Status, ShowComment); err != nil {
		return err
	}
	c.Reason = ""
	if c.RepliedAt != nil && (c.ChangedAt == nil || c.RepliedAt.After(*c.ChangedAt)) {
		c.Status, err = CommentMoves.Next(c.Status, ReplyComment)
	}
	return err
}

// Delete takes the review back; its order may be reviewed again.
func (c *Comment) Delete() (err error) {
	c.Status, err = CommentMoves.Next(c.Status, DeleteComment)
	return err
}

// CommentTab is one of the ready-made views of the list.
type CommentTab string

// The views.
const (
	CommentsWaiting CommentTab = "waiting"
	CommentsReplied CommentTab = "replied"
	CommentsHidden  CommentTab = "hidden"
	CommentsAll     CommentTab = ""
)

// CommentTabs are the views in the order of the page.
var CommentTabs = []CommentTab{CommentsWaiting, CommentsReplied, CommentsHidden, CommentsAll}

// Key names the view's words.
func (t CommentTab) Key() string {
	if t == CommentsAll {
		return "comment.tab_all"
	}
	return CommentStatus(t).Key()
}

// CommentSearch is what a list of reviews is narrowed by.
type CommentSearch struct {
	Tab         CommentTab
	Product     *ProductID
	Stars       int // 0: any
	Text        string
	From, Until *time.Time
}

// CommentRow is a review with what a list shows.
type CommentRow struct {
	Comment
	ProductName   string
	ProductNumber string
	OrderNumber   string
	CompanyName   string // for the operator and the customer
}

// CommentCounts is how many reviews each view holds.
type CommentCounts struct{ Waiting, Replied, Hidden int }

// Of is the count of one view.
func (c CommentCounts) Of(tab CommentTab) Bounded {
	n := map[CommentTab]int{CommentsWaiting: c.Waiting, CommentsReplied: c.Replied, CommentsHidden: c.Hidden, CommentsAll: c.Waiting + c.Replied + c.Hidden}[tab]
	return Bounded{N: min(n, CountLimit), More: n > CountLimit}
}

// Score is how many public reviews gave each number of stars.
type Score struct{ One, Two, Three, Four, Five int }

// Of is how many gave so many stars.
func (s Score) Of(stars int) int {
	return []int{0, s.One, s.Two, s.Three, s.Four, s.Five}[stars]
}

// All is how many reviews there are.
func (s Score) All() int { return s.One + s.Two + s.Three + s.Four + s.Five }

// Tenths is the average in tenths of a star, rounded half up; 0 without reviews.
func (s Score) Tenths() int {
	n := s.All()
	if n == 0 {
		return 0
	}
	return ((s.One+2*s.Two+3*s.Three+4*s.Four+5*s.Five)*20 + n) / (2 * n)
}

// Average is that average as people write it: 4.3.
func (s Score) Average() string {
	return strconv.Itoa(s.Tenths()/10) + "." + strconv.Itoa(s.Tenths()%10)
}

// Percent is the share of a number of stars in whole percent; 0 without reviews.
func (s Score) Percent(stars int) int {
	n := s.All()
	if n == 0 {
		return 0
	}
	return (s.Of(stars)*200 + n) / (2 * n)
}
