package ui

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

var update = flag.Bool("update", false, "write the golden parts anew")

// icons are served under a hash that changes with every drawing.
var hashedIcons = regexp.MustCompile(`/static/icons[^#"]*#`)

func reading(t *testing.T, lang string) context.Context {
	return i18n.WithNow(i18n.With(t.Context(), lang), PartsNow)
}

func rendered(t *testing.T, ctx context.Context, part templ.Component) string {
	t.Helper()
	var out strings.Builder
	require.NoError(t, part.Render(ctx, &out))
	return hashedIcons.ReplaceAllString(out.String(), "/static/icons.svg#")
}

func TestPartsLookAsTheyDid(t *testing.T) {
	t.Parallel()
	parts := map[string]templ.Component{
		"turn":       TurnBadge(market.PartySeller, true),
		"turn-block": TurnBlock(TurnNow{Party: market.PartyBuyer, Act: "验收", Since: "11-20 09:35"}, sampleCountdowns[3], market.Because("默认验收")),
		"dots":       Dots(DotsAt(sampleNodes, 2, StepLate)),
		"steps":      Steps(sampleSteps, false),
		"countdown":  CountdownCell(sampleCountdowns[0]),
		"timeline":   Timeline(sampleEntries),
		"evidence":   EvidenceAndMissing(sampleEvidence, sampleMissing),
		"conditions": Conditions(sampleConditions),
		"formula":    Formula(sampleFormula, sampleResult),
		"ledger":     Ledger(sampleLedger, LedgerLine{Name: "合计", Amount: market.Yuan("2999413.60")}),
		"due-tiles":  DueTiles(sampleTiles),
		"schedule":   RetrySchedule(sampleSchedule),
		"exchange":   RecordedExchange(sampleExchange),
		"recipe":     Recipe(sampleRecipe),
		"diagnosis":  DiagnosisCells(sampleDiagnosis),
		"plot":       LinesAndBars(sampleRevenue(), sampleOrders()),
		"plot-loss":  LinePlot(sampleLoss()),
		"rate":       RateLine(sampleRate()),
		"heat":       HeatTable(sampleHeat),
		"shares":     StackBar(sampleShares),
		"blocked":    BlockedList(sampleBlocked),
	}
	for name, part := range parts {
		for _, lang := range i18n.Langs {
			t.Run(name+" "+lang, func(t *testing.T) {
				t.Parallel()
				path := filepath.Join("testdata", "part-"+name+"."+lang+".html")
				got := rendered(t, reading(t, lang), part)
				if *update {
					require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
				}
				want, err := os.ReadFile(path)
				require.NoError(t, err, "run with -update")
				require.Equal(t, string(want), got)
			})
		}
	}
}

func TestPartsNeedNeitherScriptNorStyleOfTheirOwn(t *testing.T) {
	t.Parallel()
	all := rendered(t, reading(t, i18n.Chinese), Parts())
	require.NotContains(t, all, " style=")
	require.NotContains(t, all, "<style")
	require.NotContains(t, all, "<script")
	require.NotRegexp(t, ` on[a-z]+="`, all)
}

func TestEveryMarkOfAPlotHasALinkATitleAndARowInTheTable(t *testing.T) {
	t.Parallel()
	plot := rendered(t, reading(t, i18n.Chinese), LinesAndBars(sampleRevenue(), sampleOrders()))
	require.Equal(t, 60, strings.Count(plot, `class="plot-hit"`))
	require.Equal(t, 60, strings.Count(plot, "<title>"))
	require.Contains(t, plot, "<title>11-11 周三 268,464.00</title>")
	require.Equal(t, 31, strings.Count(plot, "<tr>"))
	require.Contains(t, plot, "11-20 周五（未结束）")
}

func TestWorkingTimeIsWordedInDaysOfItsOwnLength(t *testing.T) {
	t.Parallel()
	day := 9 * time.Hour
	for _, c := range []struct {
		left       time.Duration
		zh, en     string
		wholeWords string
	}{
		{left: 21 * time.Hour, zh: "2 个工作日 3 小时", en: "2 working days 3 h", wholeWords: "2 个工作日 3 小时"},
		{left: 25*time.Hour + 53*time.Minute, zh: "2 个工作日 7 小时", en: "2 working days 7 h", wholeWords: "2 个工作日 7 小时 53 分"},
		{left: 9 * time.Hour, zh: "1 个工作日", en: "1 working day", wholeWords: "1 个工作日"},
		{left: 9*time.Hour + 5*time.Minute, zh: "1 个工作日", en: "1 working day", wholeWords: "1 个工作日 5 分"},
		{left: 125 * time.Minute, zh: "2 小时 05 分", en: "2 h 05 min", wholeWords: "2 小时 05 分"},
		{left: 2 * time.Hour, zh: "2 小时", en: "2 h", wholeWords: "2 小时"},
		{left: 30 * time.Second, zh: "0 分", en: "0 min", wholeWords: "0 分"},
	} {
		require.Equal(t, c.zh, Working(reading(t, i18n.Chinese), c.left, day))
		require.Equal(t, c.en, Working(reading(t, i18n.English), c.left, day))
		require.Equal(t, c.wholeWords, span(reading(t, i18n.Chinese), c.left, day, false, true))
	}
}

func TestACountdownSaysTheWorstFirst(t *testing.T) {
	t.Parallel()
	for i, c := range []struct{ tone, first, second string }{
		{"late", "已超时 2 小时 05 分", "昨天 17:37 到期"},
		{"soon", "1 小时 12 分", "今天 11:54 到期"},
		{"today", "7 小时 18 分", "今天 18:00 到期"},
		{"plain", "2 个工作日 7 小时", "11-25 09:35 到期"},
		{"frozen", "2 个工作日 3 小时", "流程冻结，只可补充证据"},
		{"plain", "4 天 6 小时", "签收 10 天后自动验收"},
		{"none", "无时限", "已等 6 个工作日"},
	} {
		ctx := reading(t, i18n.Chinese)
		require.Equal(t, c.tone, sampleCountdowns[i].Tone())
		require.Equal(t, c.first, sampleCountdowns[i].first(ctx, false))
		require.Equal(t, c.second, sampleCountdowns[i].second(ctx, false))
	}
}

func TestColouredCodeIsStillTheSameText(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"resultCode":"000001","list":[1,{"a: b":"x, y"}],"empty":{},"last":null}`,
		`[]`, `"text"`, `not JSON: at all, "resultCode"`, ``,
	} {
		var text strings.Builder
		marked := 0
		for _, s := range JSONSpans(body, "resultCode") {
			text.WriteString(s.Text)
			if s.Tone == "bad" {
				marked++
				require.Equal(t, `"000001"`, s.Text)
			}
		}
		if !json.Valid([]byte(body)) {
			require.Equal(t, body, text.String())
			continue
		}
		require.JSONEq(t, body, text.String())
		require.Equal(t, strings.Count(body, "resultCode"), marked)
	}
}

func TestTheAxisEndsAtARoundNumberThatHoldsEveryValue(t *testing.T) {
	t.Parallel()
	for _, values := range [][]int64{{0}, {1}, {7}, {112, 46}, {268_464}, {-14, 22}, {-3}, {9_999_999_999}} {
		p := barPanel(Series{Points: days(values...)})
		p.layOut(reading(t, i18n.Chinese))
		for _, v := range values {
			require.LessOrEqual(t, p.lo, v)
			require.GreaterOrEqual(t, p.hi, v)
		}
		require.LessOrEqual(t, len(p.Ticks), 5)
		require.GreaterOrEqual(t, len(p.Ticks), 2)
	}
}

func TestOnlyTheSegmentBelowTheThresholdIsRed(t *testing.T) {
	t.Parallel()
	p := framed(reading(t, i18n.Chinese), ratePanel(sampleRate())).Panels[0]
	low := 0
	for _, edge := range p.edges() {
		if edge[1].Low {
			low++
		}
	}
	require.Equal(t, 1, low)
	require.Equal(t, int64(9600), p.lo)
}

func TestSharesOfManyDaysStayBelowAHundredPercent(t *testing.T) {
	t.Parallel()
	year := int64(365 * 24 * time.Hour)
	require.Equal(t, "50", percent(year, 2*year))
	require.Equal(t, "33.33", percent(1, 3))
	require.Equal(t, "0", percent(1, 0))
}

// transactions.md §2.3: a template stands nowhere, so none of its nodes is drawn as the current
// one; where a flow has begun, its node is.
func TestATemplateHasNoCurrentNode(t *testing.T) {
	t.Parallel()
	ctx := reading(t, "en")
	flow := market.StandardFlow(market.DefaultSettings())
	template := rendered(t, ctx, Dots(TemplateDots(ctx, flow)))
	require.NotContains(t, template, `data-state="now"`)
	require.NotContains(t, template, "1/")
	require.Contains(t, template, i18n.T(ctx, shortKey(market.NodeRequirement))+" → "+i18n.T(ctx, shortKey(market.NodeReview)))
	require.Contains(t, rendered(t, ctx, Dots(DotsAt([]string{"a", "b"}, 0, StepNow))), "1/2")
}

// Whoever waits without a limit has still waited: the reason stands beside it, and a page says by
// which clock.
func TestWaitingWithoutALimitSaysHowLong(t *testing.T) {
	t.Parallel()
	ctx := reading(t, "en")
	count := Countdown{NoLimit: true, Now: PartsNow, Used: 9 * time.Hour, Reason: market.Because("supervision.paused_for_buyer")}
	require.Equal(t, "Waiting for 1 working day, working time only; Buyer's turn: your clock is stopped", count.second(ctx, true))
	require.Equal(t, "Buyer's turn: your clock is stopped", count.second(ctx, false), "a row says it in its other cells")
	count.Reason = market.Reason{}
	require.Equal(t, "Waiting for 1 working day, working time only", count.second(ctx, true))
	count.Natural, count.Used = true, 48*time.Hour
	require.Equal(t, "Waiting for 2 days", count.second(ctx, true))
}
