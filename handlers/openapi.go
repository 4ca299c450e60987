package handlers

import (
	_ "embed" // the document below
	"net/http"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
)

//go:embed openapi/storefront.yaml
var storefrontYAML []byte

// storefrontJSON is the document as programs like it, made once.
var storefrontJSON = sync.OnceValues(func() ([]byte, error) {
	document, err := openapi3.NewLoader().LoadFromData(storefrontYAML)
	if err != nil {
		return nil, err
	}
	return document.MarshalJSON()
})

// storefrontDocument describes the shop fronts' API to whoever writes one.
func (site *site) storefrontDocument(c echo.Context) error {
	text, err := storefrontJSON()
	if err != nil {
		return err
	}
	return c.JSONBlob(http.StatusOK, text)
}
