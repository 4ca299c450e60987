package handlers

import (
	"bytes"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/scans"
	"sellercenter/views/ui"
)

func (site *site) scanRoutes(e *echo.Echo) {
	g := e.Group("/scans", sees(market.Scans))
	g.GET("", site.seller(seller.scans))
	g.GET("/new", site.seller(seller.newScan))
	g.POST("/create", site.seller(seller.createScan))
	g.GET("/:id", site.seller(seller.scan))
	g.GET("/:id/report.:format", site.seller(seller.scanReport))
	g.GET("/:id/edit", site.seller(seller.scanForm))
	g.POST("/:id/edit", site.seller(seller.editScan))
	g.POST("/:id/verify", site.seller(seller.verifyScan))
	g.POST("/:id/start", site.seller(seller.startScan))
	g.POST("/:id/delete", site.seller(seller.deleteScan))
	e.GET("/operator/scans/:id", site.operator(operator.scan), sees(market.Scans))
}

func (s seller) scans() error {
	search := market.ScanSearch{Text: strings.TrimSpace(s.QueryParam("text")), Status: market.ScanStatus(s.QueryParam("status")), Verdict: market.ScanVerdict(s.QueryParam("verdict"))}
	return show(s, scans.Listing(s.ctx()), func(ask market.Ask) (market.Page[market.Scan], error) {
		return s.store.Scans(s.ctx(), search, ask)
	})
}

func (s seller) newScan() error {
	return s.page(http.StatusOK, scans.Edit(ui.Form{}, market.Scan{}))
}

func (f *form) scan() market.ScanForm {
	return market.ScanForm{Name: f.line("name"), URL: f.text("url")}
}

func (s seller) createScan() error {
	f := readForm(s)
	id, err := s.store.CreateScan(s.ctx(), f.scan(), s.site.options.Development)
	if f.refused(err) {
		return s.page(f.status, scans.Edit(f.Form, market.Scan{}))
	}
	if err != nil {
		return err
	}
	return s.done("/scans/"+id.String(), market.CreateScan)
}

func (s seller) oneScan() (market.Scan, error) {
	id, err := pathID[market.Scan](s, "id")
	if err != nil {
		return market.Scan{}, err
	}
	return s.store.Scan(s.ctx(), id)
}

// scan is the report that a listing names, for who reviews it.
func (o operator) scan() error {
	id, err := pathID[market.Scan](o, "id")
	if err != nil {
		return err
	}
	owner, err := o.store.ScanOwner(o.ctx(), id)
	if err != nil {
		return err
	}
	p := scans.DetailPage{}
	if p.Scan, err = o.store.Seller(owner).Scan(o.ctx(), id); err != nil {
		return err
	}
	if p.Results, err = o.store.Seller(owner).ScanResults(o.ctx(), id); err != nil {
		return err
	}
	if len(p.Results) == 0 {
		return market.NotFound
	}
	p.Shown = &p.Results[0]
	return o.page(http.StatusOK, scans.OperatorDetail(p))
}

// readScan is a scan with the result that the address asks for, the newest unless it says so.
func (s seller) readScan() (p scans.DetailPage, err error) {
	if p.Scan, err = s.oneScan(); err != nil {
		return p, err
	}
	if p.Results, err = s.store.ScanResults(s.ctx(), p.Scan.ID); err != nil {
		return p, err
	}
	wanted := s.QueryParam("result")
	for i, result := range p.Results {
		if wanted == "" || wanted == result.ID.String() {
			p.Shown = &p.Results[i]
			return p, nil
		}
	}
	if wanted != "" {
		return p, market.NotFound
	}
	return p, nil
}

func (s seller) scan() error {
	p, err := s.readScan()
	if err != nil {
		return err
	}
	if p.Users, err = s.store.ScanUsers(s.ctx(), p.Scan.ID); err != nil {
		return err
	}
	return s.page(http.StatusOK, scans.Detail(p))
}

// scanReport is a report as a file: a page of its own, or its checks as a table.
func (s seller) scanReport() error {
	p, err := s.readScan()
	if err != nil {
		return err
	}
	if p.Shown == nil {
		return market.NotFound
	}
	name := i18n.T(s.ctx(), "scan.file", p.Scan.Number, market.DayOf(p.Shown.At))
	if s.Param("format") != "html" {
		rows := p.Rows(s.ctx())
		return streamTable(s, name, s.Param("format"), p.FileHead(s.ctx()), func() (row []any, more bool, err error) {
			if len(rows) == 0 {
				return nil, false, nil
			}
			row, rows = rows[0], rows[1:]
			return row, true, nil
		})
	}
	var page bytes.Buffer
	if err := scans.Report(p).Render(s.ctx(), &page); err != nil {
		return err
	}
	s.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name + ".html"}))
	s.Response().Header().Set("Cache-Control", "no-store")
	return s.HTMLBlob(http.StatusOK, page.Bytes())
}

func (s seller) scanForm() error {
	scan, err := s.oneScan()
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, scans.Edit(ui.Form{}, scan))
}

func (s seller) editScan() error {
	scan, err := s.oneScan()
	if err != nil {
		return err
	}
	f := readForm(s)
	err = s.store.EditScan(s.ctx(), scan.ID, f.scan(), s.site.options.Development)
	if f.refused(err) {
		return s.page(f.status, scans.Edit(f.Form, scan))
	}
	if err != nil {
		return err
	}
	return s.done("/scans/"+scan.ID.String(), market.EditScan)
}

// verifyScan reads the file, and where it does not prove anything the page, then asks for the
// verdict.
func (s seller) verifyScan() error {
	scan, err := s.oneScan()
	if err != nil {
		return err
	}
	if !s.actor().May(market.VerifyScan) {
		return market.Denied // before anybody is called
	}
	back := "/scans/" + scan.ID.String()
	if scan.Status != market.ScanDraft {
		return s.site.failed(s, back, market.Conflict("scan.verified_before", scan.Host))
	}
	file, err := s.site.options.Caller.Fetch(s.ctx(), scan.ProofURL())
	if err != nil {
		return err
	}
	home, err := s.site.options.Caller.Fetch(s.ctx(), scan.HomeURL())
	if err != nil {
		return err
	}
	if err := s.store.VerifyScan(s.ctx(), scan.ID, file, home); err != nil {
		return s.site.failed(s, back, err)
	}
	return s.done(back, market.VerifyScan)
}

func (s seller) startScan() error {
	id, err := pathID[market.Scan](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.StartScan(s.ctx(), id); err != nil {
		return s.site.failed(s, "/scans/"+id.String(), err)
	}
	return s.done("/scans/"+id.String(), market.StartScan)
}

func (s seller) deleteScan() error {
	id, err := pathID[market.Scan](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.DeleteScan(s.ctx(), id); err != nil {
		return s.site.failed(s, "/scans/"+id.String(), err)
	}
	return s.done("/scans", market.DeleteScan)
}
