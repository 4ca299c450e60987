package handlers

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/supervisions"
	"sellercenter/views/ui"
)

func (site *site) supervisionRoutes(e *echo.Echo) {
	g := e.Group("/supervisions", sees(market.Supervisions))
	g.GET("", site.seller(seller.supervisions))
	g.GET("/board", site.seller(seller.supervisionBoard))
	g.GET("/:id", site.seller(seller.supervision))
	g.GET("/:id/files/:file", site.seller(seller.previewSupervision))
	g.GET("/:id/log.csv", site.seller(seller.supervisionLog))
	g.GET("/:id/confirm", site.seller(seller.askConfirmSupervision))
	g.POST("/:id/confirm", site.seller(seller.confirmSupervision))
	g.GET("/:id/refuse", site.seller(seller.askRefuseSupervision))
	g.POST("/:id/refuse", site.seller(seller.refuseSupervision))
	g.GET("/:id/deliver", site.seller(askHandOver(market.DeliverSupervision)))
	g.POST("/:id/deliver", site.seller(seller.deliverSupervision))
	g.GET("/:id/present", site.seller(askHandOver(market.PresentSupervision)))
	g.POST("/:id/present", site.seller(seller.presentSupervision))
	g.GET("/:id/prove", site.seller(askHandOver(market.ProveSupervision)))
	g.POST("/:id/prove", site.seller(seller.proveSupervision))
	g.GET("/:id/ship", site.seller(askHandOver(market.ShipSupervision)))
	g.POST("/:id/ship", site.seller(seller.shipSupervision))
	g.POST("/:id/urge", site.seller(seller.urgeSupervision))
	g.GET("/:id/upload", site.seller(seller.askUploadSupervision))
	g.POST("/:id/upload", site.seller(seller.uploadSupervision))
}

// supervisionSearch reads a search out of a URL's query.
func supervisionSearch(q url.Values) market.SupervisionSearch {
	return market.SupervisionSearch{Tab: market.SupervisionTab(q.Get("tab")), Text: strings.TrimSpace(q.Get("text")),
		Product: q.Get("product"), Person: q.Get("person"), Did: q.Get("did"),
		Node: market.Node(q.Get("node")), Turn: market.Party(q.Get("turn")), Access: q.Get("access"),
		From: dayIn(q, "placed_from", 0), Until: dayIn(q, "placed_until", 1)}
}

// dayIn is the beginning of the day in the query, some days later; what is no day is left out.
func dayIn(q url.Values, name string, later int) *time.Time {
	day, err := market.ReadDay(q.Get(name))
	if err != nil {
		return nil
	}
	begin := day.Plus(later).Begin()
	return &begin
}

func (s seller) supervisions() error {
	search := supervisionSearch(s.QueryParams())
	clock, err := s.clock()
	if err != nil {
		return err
	}
	search.EnteredAfter, search.EnteredUntil = market.AgeWindow(s.QueryParam("age"), clock.Calendar, clock.Now)
	counts, err := s.store.SupervisionCounts(s.ctx())
	if err != nil {
		return err
	}
	return show(s, supervisions.Listing(s.ctx(), clock, search, counts), func(ask market.Ask) (market.Page[market.SupervisionRow], error) {
		return s.store.Supervisions(s.ctx(), search, ask)
	})
}

func (s seller) clock() (clock supervisions.Clock, err error) {
	clock.Now = s.site.db.Now()
	if clock.Calendar, err = s.site.db.Calendar(s.ctx()); err != nil {
		return clock, err
	}
	clock.Settings, err = s.site.db.Settings(s.ctx())
	return clock, err
}

func (s seller) supervision() error {
	p, err := s.supervisionPage()
	if err != nil {
		return err
	}
	p.Kind = s.QueryParam("kind")
	return s.page(http.StatusOK, supervisions.Detail(ui.Form{}, p))
}

// supervisionPage reads one flow with all that belongs to it.
func (s seller) supervisionPage() (p supervisions.DetailPage, err error) {
	id, err := pathID[market.Supervision](s, "id")
	if err != nil {
		return p, err
	}
	return s.supervisionOf(id)
}

func (s seller) supervisionOf(id market.SupervisionID) (p supervisions.DetailPage, err error) {
	if p.Clock, err = s.clock(); err != nil {
		return p, err
	}
	return p, readSupervision(s.ctx(), s.store, id, &p)
}

// supervisionForm shows a form of the flow's acts; one whose time has not come leads back
// with the reason.
func (s seller) supervisionForm(act market.Act, show func(supervisions.DetailPage) error) error {
	p, err := s.supervisionPage()
	if err != nil {
		return err
	}
	if !s.actor().May(act) {
		return market.Denied
	}
	if err := p.Flow.Now(act); err != nil && act != market.UploadSupervision {
		return s.site.failed(s, "/supervisions/"+p.Flow.ID.String(), err)
	}
	return show(p)
}

func (s seller) askConfirmSupervision() error {
	return s.supervisionForm(market.ConfirmSupervision, func(p supervisions.DetailPage) error {
		return s.page(http.StatusOK, supervisions.Confirm(p))
	})
}

func (s seller) confirmSupervision() error {
	id, err := pathID[market.Supervision](s, "id")
	if err != nil {
		return err
	}
	err = s.store.ConfirmSupervision(s.ctx(), id, readForm(s).number("seen"))
	if told := conflictOf(err); told != nil {
		return s.supervisionConflict(id, told, "")
	}
	if err != nil {
		return err
	}
	return s.done("/supervisions/"+id.String(), market.ConfirmSupervision)
}

func (s seller) askRefuseSupervision() error {
	return s.showRefuseSupervision(ui.Form{}, http.StatusOK)
}

func (s seller) showRefuseSupervision(f ui.Form, status int) error {
	return s.supervisionForm(market.RefuseSupervision, func(p supervisions.DetailPage) error {
		return s.page(status, supervisions.Refuse(f, p))
	})
}

func (s seller) refuseSupervision() error {
	f := readForm(s)
	return s.sendSupervision(f, market.RefuseSupervision, s.showRefuseSupervision, func(id market.SupervisionID) error {
		return s.store.RefuseSupervision(s.ctx(), id, f.number("seen"), f.text("reason"))
	})
}

// urgeSupervision reminds the buyer whose turn it is.
func (s seller) urgeSupervision() error {
	id, err := pathID[market.Supervision](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.UrgeSupervision(s.ctx(), id); err != nil {
		return s.site.failed(s, "/supervisions/"+id.String(), err)
	}
	return s.done("/supervisions/"+id.String(), market.UrgeSupervision)
}

func (s seller) askUploadSupervision() error {
	return s.showUploadSupervision(ui.Form{}, http.StatusOK)
}

func (s seller) showUploadSupervision(f ui.Form, status int) error {
	return s.supervisionForm(market.UploadSupervision, func(p supervisions.DetailPage) error {
		return s.page(status, supervisions.Upload(f, p))
	})
}

func (s seller) uploadSupervision() error {
	f := readForm(s)
	files := f.evidence("files", market.EvidenceKind(f.text("kind")))
	return s.sendSupervision(f, market.UploadSupervision, s.showUploadSupervision, func(id market.SupervisionID) error {
		return s.store.UploadSupervision(s.ctx(), id, files)
	})
}

// sendSupervision does an act of the flow's page: what was typed comes back with what is
// wrong with it, and whoever came too late is led to the new state with the reason.
func (s seller) sendSupervision(f *form, act market.Act, show func(ui.Form, int) error, do func(market.SupervisionID) error) error {
	id, err := pathID[market.Supervision](s, "id")
	if err != nil {
		return err
	}
	err = f.err()
	if err == nil {
		err = do(id)
	}
	if told := conflictOf(err); told != nil {
		return s.supervisionConflict(id, told, cmp.Or(f.text("reason"), f.text("result"), f.text("comment")))
	}
	if f.refused(err) {
		return show(f.Form, f.status)
	}
	if err != nil {
		return err
	}
	return s.done("/supervisions/"+id.String(), act)
}

// supervisionConflict answers 409 with the flow as it stands now, why the act did not fit, who
// was faster, and what was typed in vain.
func (s seller) supervisionConflict(id market.SupervisionID, told *market.Reason, typed string) error {
	p, err := s.supervisionOf(id)
	if err != nil {
		return err
	}
	p.Refused, p.Typed = told, typed
	return s.page(http.StatusConflict, supervisions.Detail(ui.Form{}, p))
}

// supervisionLog is the flow's log as a file, for an appeal (transactions.md §2.7).
func (s seller) supervisionLog() error {
	p, err := s.supervisionPage()
	if err != nil {
		return err
	}
	header := s.Response().Header()
	header.Set("Content-Type", "text/csv; charset=utf-8")
	header.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.csv"`, p.Order.Number))
	s.Response().WriteHeader(http.StatusOK)
	if _, err := s.Response().Write([]byte("\xef\xbb\xbf")); err != nil { // so that spreadsheets read UTF-8
		return err
	}
	out := csv.NewWriter(s.Response())
	var head []string
	for _, name := range []string{"at", "party", "actor", "address", "act", "from", "to", "comment", "files"} {
		head = append(head, i18n.T(s.ctx(), "supervision.csv_"+name))
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for i := len(p.Logs) - 1; i >= 0; i-- {
		log, from, files := p.Logs[i], "", []string{}
		if log.Party == market.PartySeller { // where others are is nobody's business here
			from = log.Address
		}
		for _, f := range p.Files {
			if f.LogID != nil && *f.LogID == log.ID {
				files = append(files, fmt.Sprintf("%s v%d %s", f.Name, f.Version, f.SHA256))
			}
		}
		if err := out.Write([]string{log.At.In(i18n.Zone(s.ctx())).Format(time.RFC3339), i18n.T(s.ctx(), "common.party_"+string(log.Party)),
			harmless(log.Actor), from, i18n.T(s.ctx(), log.Act), i18n.T(s.ctx(), log.FromNode.Key()), i18n.T(s.ctx(), log.ToNode.Key()), harmless(log.Comment),
			harmless(strings.Join(files, "\n"))}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless keeps a spreadsheet from taking what somebody typed for a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// moment reads a date with its time of day in the reader's zone; empty is nil.
func (f *form) moment(name string) *time.Time {
	text := f.text(name)
	if text == "" {
		return nil
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, text, i18n.Zone(f.context.Request().Context())); err == nil {
			t = t.UTC()
			return &t
		}
	}
	f.fault(name, market.Because("problem.not_a_time", text))
	return nil
}

// evidence reads the uploaded files of a field as evidence of that kind.
func (f *form) evidence(name string, kind market.EvidenceKind) []market.Upload {
	var all []market.Upload
	for _, u := range f.files(name) {
		all = append(all, market.Upload{Kind: kind, Name: u.Name, Content: u.Content})
	}
	return all
}
