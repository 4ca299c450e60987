package ui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Head is what a page says of itself before its content.
type Head struct {
	Title  string
	Unit   string // grey behind the title
	Lead   string // one sentence
	Crumbs []Link // way to this page; the last has no URL
	Facts  templ.Component
	Acts   templ.Component // at the right; at most one primary
	Drawer templ.Component // from ui.Drawer
	Aside  templ.Component // a narrow list at the left, that this page was opened from
	Wide   bool            // no side padding: messages, grids
	Plain  bool            // no navigation: errors before signing in
	silent bool            // the content has its own heading
}

// htmxConfig keeps htmx inside the content security policy, and lets refused forms show.
const htmxConfig = `{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,"refreshOnHistoryMiss":true,"scrollIntoViewOnBoost":false,"responseHandling":[{"code":"[23]..","swap":true},{"code":"422","swap":true},{"code":"[45]..","swap":false,"error":true}]}`

func (h Head) title(ctx context.Context) string {
	parts := []string{h.Title}
	for i, crumb := range slices.Backward(h.Crumbs) { // whatever is called alike is told apart by its number and its place
		if i < len(h.Crumbs)-1 && crumb.URL != "" {
			parts = append(parts, crumb.Text)
			break
		}
		if i == len(h.Crumbs)-1 && !strings.Contains(h.Title, crumb.Text) {
			parts = append(parts, crumb.Text)
		}
	}
	return strings.Join(append(parts, i18n.T(ctx, "common.name")), " – ")
}

// badge is the count as a small badge has room for it.
func badge(n int) string {
	if n > 999 {
		return "999+"
	}
	return strconv.Itoa(n)
}

func otherLang(ctx context.Context) string {
	if i18n.Lang(ctx) == i18n.English {
		return i18n.Chinese
	}
	return i18n.English
}

func hasRoleWord(role string) bool { return i18n.Has("common.role_" + role) }

func roleWords(ctx context.Context) string { return Roles(ctx, FrameOf(ctx).Actor.Roles) }

// Roles words the roles of a person; those that nobody is given stay unsaid.
func Roles(ctx context.Context, roles []market.Role) string {
	var said []string
	for _, role := range roles {
		if hasRoleWord(string(role)) {
			said = append(said, i18n.T(ctx, "common.role_"+string(role)))
		}
	}
	return strings.Join(said, i18n.T(ctx, "common.list_join"))
}
