package i18n

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
)

func TestNoKeyLacksALanguage(t *testing.T) {
	t.Parallel()
	for key, said := range words {
		require.NotEmpty(t, said[0], "%s in %s", key, Chinese)
		require.NotEmpty(t, said[1], "%s in %s", key, English)
	}
}

func TestNoListSaysAKeyTwice(t *testing.T) {
	t.Parallel()
	names, err := lists.ReadDir(".")
	require.NoError(t, err)
	for _, name := range names {
		text, err := lists.ReadFile(name.Name())
		require.NoError(t, err)
		seen := map[string]bool{}
		decoder := json.NewDecoder(strings.NewReader(string(text)))
		_, err = decoder.Token()
		require.NoError(t, err)
		for decoder.More() {
			key, err := decoder.Token()
			require.NoError(t, err)
			require.False(t, seen[key.(string)], "%s: %s", name.Name(), key)
			seen[key.(string)] = true
			var said map[string]string
			require.NoError(t, decoder.Decode(&said))
			require.Len(t, said, len(Langs), "%s: %s", name.Name(), key)
		}
	}
}

func TestBothLanguagesPlaceTheSameArguments(t *testing.T) {
	t.Parallel()
	hole := regexp.MustCompile(`\{(\d)`)
	places := func(text string) []string {
		var all []string
		for _, found := range hole.FindAllStringSubmatch(text, -1) {
			all = append(all, found[1])
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	for key, said := range words {
		require.Equal(t, places(said[0]), places(said[1]), key)
	}
}

func TestEveryKeyInTheSourceIsWorded(t *testing.T) {
	t.Parallel()
	used := regexp.MustCompile(`(?:i18n\.T\(ctx, |Because\(|Conflict\(|Invalid\("\w+", |\.With\("\w+", |market\.Word\()"([a-z_]+\.[a-z0-9_]+)"[,)]`)
	for _, root := range []string{"../../views", "../../handlers", "../../internal", "../../db"} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if os.IsNotExist(err) || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") ||
				!strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".templ") {
				return nil
			}
			text, err := os.ReadFile(path)
			for _, found := range used.FindAllStringSubmatch(string(text), -1) {
				require.True(t, Has(found[1]), "%s: %s has no words", path, found[1])
			}
			return err
		})
		require.NoError(t, err)
	}
}

func TestEveryActIsWorded(t *testing.T) {
	t.Parallel()
	for _, act := range market.Acts() {
		require.True(t, Has(string(act)), "%s has no words", act)
	}
}

func TestSentencesPlaceWhatTheirReaderReads(t *testing.T) {
	t.Parallel()
	zh, en := With(t.Context(), Chinese), With(t.Context(), English)
	require.Equal(t, "有 2 处需要修改。", T(zh, "problem.invalid", 2))
	require.Equal(t, "1 field needs a change.", T(en, "problem.invalid", 1))
	require.Equal(t, "1,234 fields need a change.", T(en, "problem.invalid", 1234))
	require.Equal(t, "no.such_key", T(zh, "no.such_key"))
	require.Equal(t, "CNY −1,234.50", T(en, "common.with_yuan", market.Yuan("-1234.5")))
	require.Equal(t, "确认“总览”", T(zh, "common.confirm", market.Word("nav.overview")))
	require.Equal(t, "确认“已选 2 条”", T(zh, "common.confirm", market.Because("common.selected", 2)))
}

func TestAReasonSurvivesJSON(t *testing.T) {
	t.Parallel()
	said := market.Because("common.confirm", market.Because("common.count_sorted", market.Word("nav.overview"), market.Yuan("12345.60")))
	text, err := json.Marshal(said)
	require.NoError(t, err)
	var kept market.Reason
	require.NoError(t, json.Unmarshal(text, &kept))
	require.Equal(t, Say(t.Context(), said), Say(t.Context(), kept))
}

func TestTimeIsWrittenAsTheReaderWritesIt(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 2, 42, 36, 0, time.UTC)
	zh := WithNow(With(t.Context(), Chinese), now)
	en := With(zh, English)
	require.Equal(t, "11-20 周五 10:42", Instant(zh, now))
	require.Equal(t, "Fri 20 Nov 10:42", Instant(en, now))
	require.Equal(t, "20 Nov 02:42", Moment(WithZone(en, time.UTC), now))
	require.Equal(t, "2024-03-18 10:42", Instant(zh, time.Date(2024, 3, 18, 2, 42, 0, 0, time.UTC)))
	require.Equal(t, "18 Mar 2024", Day(en, market.Day{Year: 2024, Month: 3, Day: 18}))
	require.Equal(t, "11-20 周五", DayWeek(zh, market.DayOf(now)))
	require.Equal(t, "昨天 17:37", Near(zh, time.Date(2026, 11, 19, 9, 37, 0, 0, time.UTC)))
	require.Equal(t, "2026-11-20 10:42:36 UTC+08:00", Exact(zh, now))
	require.Equal(t, "2 小时 05 分", Span(zh, 125*time.Minute))
	require.Equal(t, "1 day 3 h", Span(en, 27*time.Hour))
}

func TestNumbersAreGrouped(t *testing.T) {
	t.Parallel()
	require.Equal(t, "1,862,440.18", Money(market.Yuan("1862440.18")))
	require.Equal(t, "−42.00", Money(market.Yuan("-42")))
	require.Equal(t, "10,000+", Bounded(market.Bounded{N: 10000, More: true}))
	require.Equal(t, "3.5%", Percent(market.Percent("3.5")))
}

func TestChineseIsPunctuatedInFullWidth(t *testing.T) {
	t.Parallel()
	half := regexp.MustCompile(`\p{Han}[,;:?!]\p{Han}|\p{Han}[;?!]$`)
	for key, said := range words {
		require.NotRegexp(t, half, said[0], key)
	}
}
