package ui

import (
	"context"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

func withFrame(t *testing.T, lang string, frame Frame) context.Context {
	if frame.Path == "" {
		frame.Path = "/orders"
	}
	return WithFrame(i18n.WithNow(i18n.With(t.Context(), lang), galleryNow), frame)
}

var clerk = Frame{
	Door: SellerDoor, Actor: market.Actor{Name: "Lin", Roles: []market.Role{market.Owner}},
	SellerName: "Lanxi", SellerNumber: "S-100482", Unread: 5, Running: 2, Due: map[string]int{"orders": 38},
}

func page(t *testing.T, ctx context.Context, part templ.Component) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(rendered(t, ctx, part)))
	require.NoError(t, err)
	return doc
}

func TestSharedPartsLookAsTheyDid(t *testing.T) {
	t.Parallel()
	filtered := clerk
	filtered.Query = url.Values{"status": {"on_sale"}, "created_from": {"2026-11-01"}, "after": {"x"}, "sort": {"amount"}}
	for _, lang := range i18n.Langs {
		ctx := withFrame(t, lang, filtered)
		for name, part := range map[string]templ.Component{
			"buttons":  galleryButtons(),
			"chips":    galleryChips(),
			"fields":   galleryFields(),
			"choices":  galleryChoices(),
			"list":     galleryList(),
			"values":   galleryValues(),
			"empty":    galleryEmpty(),
			"banners":  galleryBanners(),
			"toasts":   galleryToasts(),
			"drawer":   Drawer(DrawerHead{Title: "Line", ID: "CS1", URL: "/orders/1", Close: "/orders", Acts: Plain("acts")}),
			"figures":  Columns("2:1"),
			"facts":    Facts(galleryFacts(ctx)),
			"sign":     SignLinks(Link{"Forgotten", "/forgotten"}),
			"problem":  ErrorSummary(Form{Problem: &market.Reason{Key: "problem.stale"}}, "order"),
			"fieldset": Fieldset("Contact"),
		} {
			file := filepath.Join("testdata", name+"."+lang+".html")
			got := strings.ReplaceAll(rendered(t, ctx, part), "><", ">\n<") + "\n"
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Equal(t, string(want), got, "%s: run with -update if it should look so", file)
		}
	}
}

func TestEveryPageCanBeReadWithoutEyes(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Langs {
		ctx := withFrame(t, lang, clerk)
		for name, whole := range map[string]templ.Component{"gallery": Gallery(), "missing": NotFound(), "failed": Internal(), "sign": SignIn(SignHead{Title: "Sign in"})} {
			doc := page(t, ctx, whole)
			require.Equal(t, lang, doc.Find("html").AttrOr("lang", ""), name)
			require.Equal(t, 1, doc.Find("h1").Length(), name)
			require.Equal(t, 1, doc.Find("main#main").Length(), name)
			require.Equal(t, 1, doc.Find("#live[aria-live]").Length(), name)
			require.NotEmpty(t, strings.TrimSpace(doc.Find("title").Text()), name)
			seen := map[string]bool{}
			doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
				id := s.AttrOr("id", "")
				require.False(t, seen[id], "%s: id %s twice", name, id)
				seen[id] = true
			})
			doc.Find("input:not([type=hidden]), select, textarea").Each(func(_ int, s *goquery.Selection) {
				id := s.AttrOr("id", "")
				labelled := s.AttrOr("aria-label", "") != "" || s.Closest("label").Length() > 0 ||
					id != "" && doc.Find(`label[for="`+id+`"]`).Length() > 0
				require.True(t, labelled, "%s: %s has no label", name, id)
				if by, named := s.Attr("aria-describedby"); named {
					require.True(t, seen[by], "%s: nothing has the id %s", name, by)
				}
			})
			doc.Find("a, button, summary").Each(func(_ int, s *goquery.Selection) {
				html, _ := goquery.OuterHtml(s)
				require.NotEmpty(t, strings.TrimSpace(s.Text())+s.AttrOr("aria-label", ""), "%s: %s says nothing", name, html)
				if goquery.NodeName(s) == "a" {
					require.NotEmpty(t, s.AttrOr("href", ""), "%s: %s leads nowhere", name, html)
				}
			})
			doc.Find("table").Each(func(_ int, s *goquery.Selection) {
				require.Equal(t, 1, s.Find("caption").Length(), name)
				require.Zero(t, s.Find("thead th:not([scope])").Length(), name)
			})
			require.Zero(t, doc.Find("[style], style, [onclick], script:not([src])").Length(), "%s breaks the content security policy", name)
			require.Zero(t, doc.Find("form[method=get] [type=password]").Length(), name)
		}
	}
}

func TestARefusedFormKeepsWhatWasTypedAndSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	doc := page(t, withFrame(t, i18n.Chinese, clerk), galleryFields())
	require.Equal(t, "400", doc.Find("#days").AttrOr("value", ""))
	require.Equal(t, "true", doc.Find("#days").AttrOr("aria-invalid", ""))
	require.Equal(t, "days-fault", doc.Find("#days").AttrOr("aria-describedby", ""))
	require.Contains(t, doc.Find("#days-fault").Text(), "1–365")
	require.Equal(t, "#days", doc.Find("#error-summary a").AttrOr("href", ""))
	require.Equal(t, "year", doc.Find("#period option[selected]").AttrOr("value", ""))
}

func TestNavigationHidesWhatTheReaderMayNotSee(t *testing.T) {
	t.Parallel()
	owner := page(t, withFrame(t, i18n.Chinese, clerk), navBar())
	require.Equal(t, 1, owner.Find(`a[href="/orders"][aria-current=page]`).Length())
	require.Equal(t, "38", owner.Find(`a[href="/orders"] .due`).Text())
	require.Equal(t, 1, owner.Find("details[open]").Length())

	nobody := page(t, withFrame(t, i18n.Chinese, Frame{Door: SellerDoor}), navBar())
	require.Equal(t, 1, nobody.Find(".nav-group").Length(), "only the overview is left")
}

func TestAButtonIsShownToWhoMay(t *testing.T) {
	t.Parallel()
	for _, act := range market.Acts() {
		may := len(market.Doers(act)) > 0 && clerk.Actor.May(act)
		doc := page(t, withFrame(t, i18n.Chinese, clerk), ActButton(act, "/x", Primary))
		require.Equal(t, may, doc.Find("form[method=post] button").Length() == 1, act)
	}
}

func TestAListKeepsItsStateInTheURL(t *testing.T) {
	t.Parallel()
	q := Query{"/orders", url.Values{"status": {"paid"}, "after": {"abc"}, "at": {"51"}, "sort": {"due"}, "q": {""}}}
	require.Equal(t, "/orders?sort=due&status=paid&up=1", q.With("up", "1"))
	require.Equal(t, "/orders?sort=due", q.Without("status"))
	require.Equal(t, "/orders", Query{"/orders", nil}.With())

	pages := Pages{Next: "n", Previous: "p", Shown: 50, Size: 50}
	require.Equal(t, "/orders?after=n&at=101&sort=due&status=paid", pages.nextURL(q))
	require.Equal(t, "/orders?at=1&before=p&sort=due&status=paid", pages.previousURL(q))

	grid := Grid{Sort: "due"}
	require.Equal(t, "/orders?sort=due&status=paid&up=1", grid.sortURL(q, Column{Name: "due", Sort: true}))
	require.Equal(t, "/orders?sort=amount&status=paid", grid.sortURL(q, Column{Name: "amount", Sort: true}))
}

func TestOnlyOneColumnIsMarkedAsSorted(t *testing.T) {
	t.Parallel()
	number, at, sum := Column{Name: "number", Sort: true, By: "closed_at"}, Column{Name: "closed_at", Sort: true}, Column{Name: "sum", Sort: true}
	marks := func(columns ...Column) (said []string) {
		for _, column := range columns {
			said = append(said, Grid{Sort: "closed_at", Columns: columns}.order(column))
		}
		return said
	}
	require.Equal(t, []string{"none", "descending", "none"}, marks(number, at, sum))
	require.Equal(t, []string{"descending", "none"}, marks(number, sum), "the one of that name is not shown")
}

func TestComingBackStaysInThisSite(t *testing.T) {
	t.Parallel()
	for _, evil := range []string{"", "//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb"} {
		require.Equal(t, "/", SafeReturn(evil), evil)
	}
	require.Equal(t, "/orders?status=paid", SafeReturn("/orders?status=paid"))
}

func TestWhatPeopleTypeIsNeverMarkup(t *testing.T) {
	t.Parallel()
	evil := `"><script>alert(1)</script>`
	ctx := withFrame(t, i18n.English, clerk)
	for _, part := range []templ.Component{
		ID(evil, evil), ID(evil, ""), Hash(evil), Cell(evil), CellTwo(evil, evil), CellID(evil, evil, evil),
		CellNumber(evil), RowBox(evil, evil), ChipText(market.OK, evil), Plain(evil), Masked(evil), Quote(evil),
		Text(Form{Values: url.Values{"a": {evil}}}, Input{Area: "x", Name: "a"}),
	} {
		require.NotContains(t, rendered(t, ctx, part), "<script>")
	}
}

func BenchmarkFiftyRows(b *testing.B) {
	ctx := WithFrame(i18n.WithNow(i18n.With(b.Context(), i18n.Chinese), galleryNow), clerk)
	rows := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for range 50 {
			for _, cell := range []templ.Component{
				RowBox("a", "CS2611180931TZ4QH"), CellID("CS2611180931TZ4QH", "/orders/1", "11-18 09:31"), CellTwo("Lanxi", "Pro"),
				CellChip(galleryStates[2]), CellTime(galleryNow), CellMoney(market.Yuan("10600")),
			} {
				if err := cell.Render(ctx, w); err != nil {
					return err
				}
			}
		}
		return nil
	})
	table := Table(galleryGrid(ctx))
	for b.Loop() {
		var out strings.Builder
		require.NoError(b, table.Render(templ.WithChildren(ctx, rows), &out))
	}
}
