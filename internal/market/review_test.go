package market

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestARejectionAlwaysHasAReason(t *testing.T) { // catalogue.md §0.3
	t.Parallel()
	now := time.Unix(1, 0)
	for _, test := range []struct {
		name, reason string
		act          Act
		from         ReviewStatus
		want         ReviewStatus
	}{
		{"approved without a word", "", ApproveReview, ReviewPending, ReviewApproved},
		{"withdrawn without a word", "", WithdrawReview, ReviewPending, ReviewWithdrawn},
		{"rejected with a reason", "图片不清晰", RejectReview, ReviewPending, ReviewRejected},
		{"rejected without one", "  ", RejectReview, ReviewPending, ReviewPending},
		{"rejected with too many words", strings.Repeat("字", 501), RejectReview, ReviewPending, ReviewPending},
		{"decided twice", "", ApproveReview, ReviewRejected, ReviewRejected},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			review := Review{Status: test.from}
			err := review.Decide(test.act, "reviewer", test.reason, now)
			require.Equal(t, test.want == test.from, err != nil)
			require.Equal(t, test.want, review.Status)
		})
	}
}

func TestAFileIsTakenByItsContent(t *testing.T) { // catalogue.md §0.5, §2.3
	t.Parallel()
	drawn := func(width, height int) []byte {
		var out bytes.Buffer
		require.NoError(t, png.Encode(&out, image.NewGray(image.Rect(0, 0, width, height))))
		return out.Bytes()
	}
	for _, test := range []struct {
		name, file string
		purpose    FilePurpose
		content    []byte
		key        string
	}{
		{"a logo", "logo.png", FileLogo, drawn(120, 120), ""},
		{"an extension in capitals", "LOGO.PNG", FileLogo, drawn(120, 120), ""},
		{"a logo one pixel too wide", "logo.png", FileLogo, drawn(121, 120), "file.pixels"},
		{"a renamed picture", "logo.jpg", FilePicture, drawn(800, 600), "file.renamed"},
		{"a program called pdf", "guide.pdf", FileGuide, []byte("MZ\x90\x00 program"), "file.renamed"},
		{"a kind that is not taken", "guide.exe", FileGuide, []byte("MZ"), "problem.file_kind"},
		{"a picture as guide", "guide.png", FileGuide, drawn(10, 10), "problem.file_kind"},
		{"nothing", "guide.pdf", FileGuide, nil, "problem.empty_file"},
		{"twenty megabytes are taken", "guide.pdf", FileGuide, append([]byte("%PDF-1.4\n"), make([]byte, 20<<20-9)...), ""},
		{"one byte more is not", "guide.pdf", FileGuide, append([]byte("%PDF-1.4\n"), make([]byte, 20<<20-8)...), "problem.too_large"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := CheckFile(test.file, test.purpose, test.content)
			found := Invalids{}
			require.NoError(t, found.Join(err))
			require.Equal(t, test.key, found["file"].Key)
		})
	}
}
