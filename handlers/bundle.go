package handlers

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/bundle"
	"sellercenter/internal/market"
	"sellercenter/views/bundles"
	"sellercenter/views/i18n"
	"sellercenter/views/orders"
	"sellercenter/views/ui"
)

func (site *site) bundleRoutes(e *echo.Echo) {
	g := e.Group("/bundles", sees(market.Bundles))
	g.GET("", site.seller(seller.bundles))
	g.GET("/check", site.seller(seller.askCheckBundle))
	g.POST("/check", site.seller(seller.checkBundle))

	o := e.Group("/operator/bundles", sees(market.Bundles))
	o.GET("", site.operator(operator.bundles))
	o.GET("/check", site.operator(operator.askCheckBundle))
	o.POST("/check", site.operator(operator.checkBundle))
}

func (s seller) bundles() error {
	text := strings.TrimSpace(s.QueryParam("text"))
	return show(s, bundles.Listing(s.ctx(), false), func(ask market.Ask) (market.Page[market.Bundle], error) {
		return s.store.Bundles(s.ctx(), text, ask)
	})
}

func (o operator) bundles() error {
	text := strings.TrimSpace(o.QueryParam("text"))
	return show(o, bundles.Listing(o.ctx(), true), func(ask market.Ask) (market.Page[market.Bundle], error) {
		return o.store.Bundles(o.ctx(), text, ask)
	})
}

// bundleOrder answers with the order's evidence as one file.
func (s seller) bundleOrder() error {
	id, err := pathID[market.Order](s, "id")
	if err != nil {
		return err
	}
	return s.site.sendBundle(s, s.store, id, s.actor())
}

func (o operator) bundleOrder() error {
	id, err := pathID[market.Order](o, "id")
	if err != nil {
		return err
	}
	owner, _, err := o.store.OrderSeller(o.ctx(), id)
	if err != nil {
		return err
	}
	return o.site.sendBundle(o, o.store.Seller(owner), id, o.actor())
}

// sendBundle seals the evidence, records the act, and packs while it sends: of the files,
// never more than a piece is in memory.
func (site *site) sendBundle(c echo.Context, store *db.Seller, id market.OrderID, actor market.Actor) error {
	ctx := c.Request().Context()
	if !actor.May(market.BundleOrder) {
		return market.Denied
	}
	d, err := store.Dossier(ctx, id)
	if err != nil {
		return err
	}
	parts, err := site.bundleParts(c, store, d)
	if err != nil {
		return err
	}
	sealed, err := bundle.Seal(bundle.Manifest{Order: d.Order.Number, Seller: d.SellerNo, CompanyName: d.CompanyName, MadeBy: actor.Name,
		MadeAt: d.At.UTC(), Language: i18n.Lang(ctx)}, parts, site.db.SigningKey())
	if err != nil {
		return err
	}
	if err := store.BundleOrder(ctx, id, sealed); err != nil {
		return err
	}
	name := i18n.T(ctx, "order.bundle_file", d.Order.Number)
	header := c.Response().Header()
	header.Set("Content-Type", "application/zip")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Bundle-Root", sealed.Root)
	header.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="evidence-%s.zip"; filename*=UTF-8''%s.zip`, d.Order.Number, url.PathEscape(name)))
	c.Response().WriteHeader(http.StatusOK)
	return sealed.Write(c.Response())
}

// bundleParts are the timeline as a page, the records, and the files.
func (site *site) bundleParts(c echo.Context, store *db.Seller, d market.Dossier) ([]bundle.Part, error) {
	ctx := c.Request().Context()
	frame, err := site.frame(c, doorOf(c))
	if err != nil {
		return nil, err
	}
	ctx = ui.WithFrame(ctx, frame)
	places := map[string]string{}
	var files []bundle.Part
	for _, f := range d.Files {
		if places[f.ID.String()] != "" {
			continue
		}
		place := fmt.Sprintf("files/%03d-%s", len(files)+1, bundle.Safe(f.Name))
		places[f.ID.String()] = (&url.URL{Path: place}).String()
		files = append(files, bundle.Part{Path: place, Size: f.Size, SHA256: f.SHA256, Copy: copyFile(c, store, f.ID)})
	}
	var page bytes.Buffer
	p := orders.ShowPage{Order: d.Order, Seller: d.CompanyName, Timeline: orders.Timeline{Events: market.Page[market.Event]{Rows: d.Events}, Counts: d.Counts}}
	if err := templ.Component(orders.Sheet(p, places)).Render(ctx, &page); err != nil {
		return nil, err
	}
	parts := []bundle.Part{bundle.Document("timeline.html", page.Bytes())}
	audits := make([]bundle.Audit, 0, len(d.Audits))
	for _, a := range d.Audits {
		entry := bundle.Audit{Entry: a.SealedEntry, Link: a.No, Hash: fmt.Sprintf("%x", a.Hash), Before: fmt.Sprintf("%x", a.BeforeHash)}
		if a.No == 1 {
			entry.Before = market.AuditHash{}.String()
		}
		audits = append(audits, entry)
	}
	for _, record := range []struct {
		name  string
		value any
	}{
		{"records/order.json", bundle.Spelled(d.Order)}, {"records/timeline.json", bundle.Spelled(d.Events)},
		{"records/supervision.json", bundle.Spelled(map[string]any{"logs": d.Logs, "evidences": d.Evidences})},
		{"records/appeals.json", bundle.Spelled(d.Appeals)}, {"records/refunds.json", bundle.Spelled(d.Refunds)},
		{"records/calls.json", bundle.Spelled(d.Attempts)}, {bundle.AuditsPath, audits},
	} {
		part, err := bundle.Record(record.name, record.value)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return append(parts, files...), nil
}

func (s seller) askCheckBundle() error {
	return s.page(http.StatusOK, bundles.Check(ui.Form{}, bundles.CheckPage{Key: bundle.PublicKey(s.site.db.SigningKey())}))
}

func (o operator) askCheckBundle() error {
	return o.page(http.StatusOK, bundles.Check(ui.Form{}, bundles.CheckPage{Key: bundle.PublicKey(o.site.db.SigningKey())}))
}

func (s seller) checkBundle() error {
	f := readForm(s)
	p, err := readBundle(f, bundle.PublicKey(s.site.db.SigningKey()))
	if f.refused(err) {
		return s.page(f.status, bundles.Check(f.Form, p))
	}
	if err == nil {
		err = s.store.CheckBundle(s.ctx(), p.Root, p.Whole())
	}
	if err != nil {
		return err
	}
	p.Known, err = known(s.store.BundleOf(s.ctx(), p.Root))
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, bundles.Check(f.Form, p))
}

func (o operator) checkBundle() error {
	f := readForm(o)
	p, err := readBundle(f, bundle.PublicKey(o.site.db.SigningKey()))
	if f.refused(err) {
		return o.page(f.status, bundles.Check(f.Form, p))
	}
	if err == nil {
		err = o.store.Seller(market.Platform).CheckBundle(o.ctx(), p.Root, p.Whole())
	}
	if err != nil {
		return err
	}
	p.Known, err = known(o.store.BundleOf(o.ctx(), p.Root))
	if err != nil {
		return err
	}
	return o.page(http.StatusOK, bundles.Check(f.Form, p))
}

func known(b market.Bundle, err error) (*market.Bundle, error) {
	if errors.Is(err, market.NotFound) {
		return nil, nil //nolint:nilnil // none is an answer here
	}
	return &b, err
}

// readBundle checks what was uploaded, or takes the root hash that was typed.
func readBundle(f *form, ours string) (p bundles.CheckPage, err error) {
	p.Key = ours
	uploads := f.filesUpTo("file", 64<<20)
	if err := f.err(); err != nil {
		return p, err
	}
	if len(uploads) == 0 {
		p.Root = strings.ToLower(f.text("root"))
		switch {
		case p.Root == "":
			return p, market.Invalid("file", "bundle.nothing")
		case len(p.Root) != 64 || strings.Trim(p.Root, "0123456789abcdef") != "":
			return p, market.Invalid("root", "bundle.not_a_root", len([]rune(p.Root)))
		}
		return p, nil
	}
	content := uploads[0].Content
	report, err := bundle.Check(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return p, market.Invalid("file", "bundle.not_one", uploads[0].Name)
	}
	if report.PublicKey != "" && report.PublicKey != ours {
		report.Faults = append(report.Faults, bundle.Fault{Kind: market.BundleForeign, Path: bundle.SignaturePath})
	}
	p.Root = report.Root
	p.Checked = &bundles.Checked{Order: report.Manifest.Order, CompanyName: report.Manifest.CompanyName, MadeBy: report.Manifest.MadeBy,
		MadeAt: report.Manifest.MadeAt, Parts: report.Parts, Links: report.Links, Waiting: report.Waiting, PublicKey: report.PublicKey}
	for _, fault := range report.Faults {
		p.Checked.Faults = append(p.Checked.Faults, bundles.Fault{Kind: fault.Kind, Path: fault.Path})
	}
	return p, nil
}

// copyFile writes a stored file while the bundle is packed.
func copyFile(c echo.Context, store *db.Seller, id market.FileID) func(io.Writer) error {
	return func(to io.Writer) error { return store.CopyFile(c.Request().Context(), id, to) }
}
