package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/parameters"
	"sellercenter/views/ui"
)

func (site *site) parameterRoutes(e *echo.Echo) {
	g := e.Group("/operator/parameters", sees(market.Parameters))
	g.GET("", site.operator(operator.parameters))
	g.POST("/add", site.operator(operator.addParameter))
	g.POST("/retire", site.operator(operator.retireParameter))
}

func (o operator) parameters() error { return o.showParameters(ui.Form{}, http.StatusOK) }

func (o operator) showParameters(f ui.Form, status int) error {
	all, err := o.store.Parameters(o.ctx())
	if err != nil {
		return err
	}
	return o.page(status, parameters.List(f, all))
}

func (o operator) addParameter() error {
	f := readForm(o)
	p := market.Parameter{Code: f.text("code"), Kind: market.ParameterKind(f.text("kind"))}
	p.Name.V = map[string]string{"zh-CN": f.text("name_zh"), "en": f.text("name_en")}
	for line := range strings.Lines(f.text("options")) {
		if line = strings.TrimSpace(line); line != "" {
			p.Options.V = append(p.Options.V, line)
		}
	}
	err := o.store.AddParameter(o.ctx(), p)
	if f.refused(err) {
		return o.showParameters(f.Form, f.status)
	}
	if err != nil {
		return err
	}
	return o.done("/operator/parameters", market.AddParameter)
}

func (o operator) retireParameter() error {
	if err := o.store.RetireParameter(o.ctx(), readForm(o).text("code")); err != nil {
		return err
	}
	return o.done("/operator/parameters", market.RetireParameter)
}
