package handlers

import (
	"context"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
)

func (site *site) fileRoutes(e *echo.Echo) {
	e.GET("/files/:id", site.seller(seller.file), sees(market.Files))
	e.GET("/operator/files/:seller/:id", site.operator(operator.file), sees(market.Files))
}

func (s seller) file() error { return sendFile(s, s.ctx(), s.store) }

func (o operator) file() error {
	store, err := o.sellerStore()
	if err != nil {
		return err
	}
	return sendFile(o, o.ctx(), store)
}

// sendFile answers with what somebody uploaded: never as a page of ours. Pictures are shown,
// everything else is downloaded. What is kept under an id never changes, so it may be kept.
func sendFile(c echo.Context, ctx context.Context, store *db.Seller) error {
	id, err := pathID[market.File](c, "id")
	if err != nil {
		return err
	}
	file, err := store.File(ctx, id)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	header.Set("Cache-Control", "private, max-age=86400, immutable")
	header.Set("ETag", `"`+file.SHA256+`"`)
	if c.Request().Header.Get("If-None-Match") == `"`+file.SHA256+`"` {
		return c.NoContent(http.StatusNotModified)
	}
	content, err := store.FileContent(ctx, id)
	if err != nil {
		return err
	}
	shown := "attachment"
	switch {
	case file.Picture():
		shown = "inline"
	case file.Mime == "application/pdf" && c.QueryParam("view") != "":
		// In the browser's own viewer, inside a page of ours: it runs nothing of the file and
		// reaches nothing of ours.
		shown = "inline"
		header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'")
		header.Set("X-Frame-Options", "SAMEORIGIN")
	}
	header.Set("Content-Disposition", mime.FormatMediaType(shown, map[string]string{"filename": file.Name}))
	return c.Blob(http.StatusOK, file.Mime, content)
}
