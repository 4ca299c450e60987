package market

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatMayBeDoneWithAQuestion(t *testing.T) {
	t.Parallel() // catalogue.md §0.2
	for act, from := range map[Act][]QuestionStatus{
		AnswerQuestion: {QuestionWaiting},
		AmendQuestion:  {QuestionAnswered, QuestionHidden},
		HideQuestion:   {QuestionWaiting, QuestionAnswered},
		ShowQuestion:   {QuestionHidden},
	} {
		for _, status := range QuestionStatuses {
			require.Equal(t, slices.Contains(from, status), QuestionMoves.Can(status, act), "%s while %s", act, status)
		}
	}
	require.Equal(t, []Role{Buyer}, Doers(AskQuestion))
}

func TestAQuestionIsAnsweredAmendedHiddenAndShown(t *testing.T) {
	t.Parallel() // catalogue.md §0.2
	now := on(16, 10, 0)
	q := Question{Status: QuestionWaiting}
	require.ElementsMatch(t, []string{"answer"}, faults(t, q.Reply(" ", now)))
	require.ElementsMatch(t, []string{"answer"}, faults(t, q.Reply(strings.Repeat("答", AnswerMost+1), now)))
	require.Error(t, q.Amend("x", now), "there is no answer yet")
	require.ElementsMatch(t, []string{"part"}, faults(t, q.Hide(PartAnswer, "improper")), "there is no answer to hide")
	require.NoError(t, q.Reply(strings.Repeat("答", AnswerMost), now))
	require.Error(t, q.Reply("again", now))
	require.NoError(t, q.Amend("yes", now))
	require.ElementsMatch(t, []string{"answer"}, faults(t, q.Amend(" yes ", now)), "nothing changes")
	require.Equal(t, "yes", q.Public())

	require.ElementsMatch(t, []string{"reason"}, faults(t, q.Hide(PartAnswer, " ")))
	require.NoError(t, q.Hide(PartAnswer, "improper"))
	require.Empty(t, q.Public())
	require.True(t, q.Can(AmendQuestion))
	require.NoError(t, q.Amend("better", now))
	require.Equal(t, QuestionHidden, q.Status, "only the operator shows it again")
	require.NoError(t, q.Show())
	require.Equal(t, "better", q.Public())
	require.NoError(t, q.Hide(PartQuestion, "improper"))
	require.False(t, q.Can(AmendQuestion))
	require.Error(t, q.Amend("best", now))

	unanswered := Question{Status: QuestionHidden, HiddenPart: PartQuestion}
	require.NoError(t, unanswered.Show())
	require.Equal(t, QuestionWaiting, unanswered.Status)
}

func TestAQuestionIsShort(t *testing.T) {
	t.Parallel() // catalogue.md §0.2; transactions.md §8
	require.NoError(t, CheckQuestion(strings.Repeat("问", QuestionMost)))
	require.Error(t, CheckQuestion(strings.Repeat("问", QuestionMost+1)))
	require.Error(t, CheckQuestion("  "))
	require.Equal(t, AuditEvent{"addQuestion", "Question"}, EventOf(AskQuestion))
}
