package handlers

import (
	_ "embed" // the documents below
	"net/http"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
)

//go:embed openapi/storefront.yaml
var storefrontYAML []byte

//go:embed openapi/open.yaml
var openYAML []byte

// The documents as programs like them, made once.
var (
	storefrontJSON = sync.OnceValues(func() ([]byte, error) { return documentJSON(storefrontYAML) })
	openJSON       = sync.OnceValues(func() ([]byte, error) { return documentJSON(openYAML) })
)

func documentJSON(text []byte) ([]byte, error) {
	document, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return nil, err
	}
	return document.MarshalJSON()
}

// storefrontDocument describes the shop fronts' API to whoever writes one.
func (site *site) storefrontDocument(c echo.Context) error { return sendDocument(c, storefrontJSON) }

// openDocument describes the sellers' API.
func (site *site) openDocument(c echo.Context) error { return sendDocument(c, openJSON) }

func sendDocument(c echo.Context, made func() ([]byte, error)) error {
	text, err := made()
	if err != nil {
		return err
	}
	return c.JSONBlob(http.StatusOK, text)
}
