package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/keys"
	"sellercenter/views/ui"
)

func (site *site) keyRoutes(e *echo.Echo) {
	g := e.Group("/keys", sees(market.Keys))
	g.GET("", site.seller(seller.keys))
	g.POST("/create", site.seller(seller.createKey))
	g.GET("/issue", site.seller(seller.newAccess))
	g.POST("/code", site.seller(seller.codeKey))
	g.POST("/issue", site.seller(seller.issueKey))
	g.POST("/:id/reveal", site.seller(seller.revealKey))
	g.POST("/:id/rotate", site.seller(seller.rotateKey))
	g.POST("/:id/revoke", site.seller(seller.revokeKey))
}

func (s seller) keys() error { return s.showKeys(http.StatusOK, ui.Form{}) }

func (s seller) showKeys(status int, f ui.Form) error {
	all, err := s.store.Keys(s.ctx())
	if err != nil {
		return err
	}
	settings, err := s.site.db.Settings(s.ctx())
	if err != nil {
		return err
	}
	wanted := market.KeyPurpose(s.QueryParam("purpose"))
	return showWhole(s, keys.Listing(s.ctx(), f, all, settings.KeyOverlap.Duration, status), func(k market.Key) bool { return wanted == "" || k.Purpose == wanted },
		func() ([]market.Key, error) { return all, nil })
}

func (s seller) createKey() error {
	f := readForm(s)
	_, err := s.store.CreateKey(s.ctx(), market.KeyPurpose(f.text("purpose")))
	if f.refused(err) {
		return s.showKeys(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	return s.done("/keys", market.CreateKey)
}

// revealKey answers with the value at once and keeps it nowhere.
func (s seller) revealKey() error {
	id, err := pathID[market.Key](s, "id")
	if err != nil {
		return err
	}
	key, err := s.store.Key(s.ctx(), id)
	if err != nil {
		return err
	}
	value, err := s.store.RevealKey(s.ctx(), id)
	if err != nil {
		return s.site.failed(s, "/keys", err)
	}
	s.Response().Header().Set("Cache-Control", "no-store")
	return s.page(http.StatusOK, keys.Revealed(key, string(value)))
}

func (s seller) rotateKey() error {
	id, err := pathID[market.Key](s, "id")
	if err != nil {
		return err
	}
	if _, err := s.store.RotateKey(s.ctx(), id); err != nil {
		return s.site.failed(s, "/keys", err)
	}
	return s.done("/keys", market.RotateKey)
}

func (s seller) revokeKey() error {
	id, err := pathID[market.Key](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.RevokeKey(s.ctx(), id); err != nil {
		return s.site.failed(s, "/keys", err)
	}
	return s.done("/keys", market.RevokeKey)
}

func (s seller) newAccess() error { return s.showAccess(http.StatusOK, ui.Form{}) }

func (s seller) showAccess(status int, f ui.Form) error {
	if !s.actor().Programs() {
		return market.Denied
	}
	return s.page(status, keys.Issue(f, s.site.options.Development))
}

func (s seller) codeKey() error {
	if err := s.store.CodeKey(s.ctx()); err != nil {
		return s.site.failed(s, "/keys/issue", err)
	}
	return s.done("/keys/issue", market.CodeKey)
}

// issueKey answers with the secret at once, on a page or as the file that programs read, and
// keeps it nowhere that shows it again.
func (s seller) issueKey() error {
	f := readForm(s)
	key, secret, err := s.store.IssueKey(s.ctx(), f.text("code"))
	if f.refused(err) {
		return s.showAccess(f.status, f.Form)
	}
	if err != nil {
		return err
	}
	s.Response().Header().Set("Cache-Control", "no-store")
	if f.text("as") == "file" {
		s.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="credentials.csv"`)
		return s.Blob(http.StatusOK, "text/csv; charset=utf-8", []byte("Access Key Id,Secret Access Key\r\n"+key.Number+","+string(secret)+"\r\n"))
	}
	return s.page(http.StatusOK, keys.Issued(key, string(secret)))
}
