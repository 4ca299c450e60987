package handlers

import (
	"net/http"

	"github.com/labstack/echo-contrib/echoprometheus"
	"github.com/labstack/echo/v4"
)

// healthRoutes answer machines: is the process up, may it be sent work, how does it fare.
func (site *site) healthRoutes(e *echo.Echo) {
	e.GET("/healthz", func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") })
	e.GET("/readyz", func(c echo.Context) error {
		if err := site.db.Ping(c.Request().Context()); err != nil {
			site.options.Log.Warn("not ready", "error", err)
			return c.String(http.StatusServiceUnavailable, "database does not answer\n")
		}
		return c.String(http.StatusOK, "ready\n")
	})
	e.GET("/metrics", echoprometheus.NewHandler())
}
