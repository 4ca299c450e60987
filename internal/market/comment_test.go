package market

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// transactions.md §8: addComment, updateComment, deleteComment; the reply and what the
// operator does are the house's own.
func TestAReviewMovesByItsTable(t *testing.T) {
	t.Parallel()
	leads := map[CommentStatus]map[Act]CommentStatus{
		CommentWaiting: {UpdateComment: CommentWaiting, ReplyComment: CommentReplied, HideComment: CommentHidden, DeleteComment: CommentDeleted},
		CommentReplied: {UpdateComment: CommentWaiting, ReplyComment: CommentReplied, HideComment: CommentHidden, DeleteComment: CommentDeleted},
		CommentHidden:  {ShowComment: CommentWaiting, DeleteComment: CommentDeleted},
		CommentDeleted: {},
	}
	for status, table := range leads {
		for _, act := range []Act{UpdateComment, DeleteComment, ReplyComment, HideComment, ShowComment} {
			next, err := CommentMoves.Next(status, act)
			if want, may := table[act]; may {
				require.NoError(t, err, "%s %s", status, act)
				require.Equal(t, want, next, "%s %s", status, act)
			} else {
				require.Error(t, err, "%s %s", status, act)
			}
		}
	}
}

func TestAReviewIsShownAgainWhereItStood(t *testing.T) {
	t.Parallel()
	now := on(16, 10, 0)
	c := Comment{Status: CommentWaiting, Stars: 3, Text: "x"}
	require.ElementsMatch(t, []string{"reply"}, faults(t, c.Answer(" ", "support", now)))
	require.ElementsMatch(t, []string{"reply"}, faults(t, c.Answer(strings.Repeat("评", 1001), "support", now)))
	require.NoError(t, c.Answer("thanks", "support", now))
	require.Error(t, c.Hide(""), "a reason is required")
	require.NoError(t, c.Hide("an advertisement"))
	require.NoError(t, c.Show())
	require.Equal(t, CommentReplied, c.Status)
	require.Empty(t, c.Reason)
	require.NoError(t, c.Update(CommentText{4, "better"}, now.Add(time.Hour)))
	require.NoError(t, c.Hide("an advertisement"))
	require.NoError(t, c.Show())
	require.Equal(t, CommentWaiting, c.Status, "what it says now was not answered")
}

func TestOnlyCompletedPaidOrdersAreReviewed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		order Order
		may   bool
	}{
		"completed":  {Order{Type: OrderNew, Status: OrderCompleted}, true},
		"renewed":    {Order{Type: OrderRenew, Status: OrderCompleted}, true},
		"processing": {Order{Type: OrderNew, Status: OrderProcessing}, false},
		"refunded":   {Order{Type: OrderNew, Status: OrderRefunded}, false},
		"a test":     {Order{Type: OrderNew, Status: OrderCompleted, Test: true}, false},
		"a trial":    {Order{Type: OrderTrial, Status: OrderCompleted}, false},
	} {
		require.Equal(t, test.may, test.order.MayReview() == nil, name)
	}
	require.ElementsMatch(t, []string{"stars", "text"}, faults(t, CommentText{6, ""}.Check()))
	require.ElementsMatch(t, []string{"stars"}, faults(t, CommentText{0, strings.Repeat("评", 1000)}.Check()))
}

func TestAScoreIsRoundedHalfUp(t *testing.T) {
	t.Parallel()
	require.Equal(t, "0.0", Score{}.Average())
	require.Equal(t, "4.3", Score{Four: 2, Five: 1}.Average())
	require.Equal(t, "4.5", Score{Four: 1, Five: 1}.Average())
	require.Equal(t, "3.3", Score{Three: 3, Four: 1}.Average(), "3.25")
	require.Equal(t, 67, Score{Four: 2, Five: 1}.Percent(4))
}
