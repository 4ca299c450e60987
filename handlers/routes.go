package handlers

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"sellercenter/db"
	"sellercenter/static"
)

// policy lets nothing run or load that we do not serve ourselves.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// large are the pages that take videos and software packages (catalogue.md §2.3, §2.6).
func large(c echo.Context) bool {
	path := c.Request().URL.Path
	return strings.HasPrefix(path, "/assets/") || strings.HasPrefix(path, "/products/") && strings.HasSuffix(path, "/edit")
}

// New builds the front door: every route, one line per area.
func New(store *db.DB, options Options) *echo.Echo {
	e := echo.New()
	site := &site{store, options, e}
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = site.address()
	e.HTTPErrorHandler = site.fail
	e.Use(
		middleware.RequestID(),
		site.logged,
		middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: site.panicked}),
		middleware.SecureWithConfig(middleware.SecureConfig{
			ContentSecurityPolicy: policy, ContentTypeNosniff: "nosniff", XFrameOptions: "DENY",
			ReferrerPolicy: "same-origin", HSTSMaxAge: 31_536_000}),
		middleware.BodyLimitWithConfig(middleware.BodyLimitConfig{Skipper: large, Limit: "64M"}),
		middleware.BodyLimitWithConfig(middleware.BodyLimitConfig{Skipper: func(c echo.Context) bool { return !large(c) }, Limit: "220M"}),
		echo.WrapMiddleware(http.NewCrossOriginProtection().Handler),
		site.recognise,
		site.stretched,
	)
	e.GET(static.Prefix+"*", echo.WrapHandler(static.Handler()))
	for _, routes := range []func(*echo.Echo){
		site.healthRoutes,
		site.homeRoutes,
		site.searchRoutes,
		site.viewRoutes,
		site.taskRoutes,
		site.jobRoutes,
		site.fileRoutes,
		site.productRoutes,
		site.planRoutes,
		site.assetRoutes,
		site.scanRoutes,
		site.attributeRoutes,
		site.specRoutes,
		site.jointRoutes,
		site.reviewRoutes,
		site.supervisionRoutes,
		site.operatorSupervisionRoutes,
		site.flowRoutes,
		site.courierRoutes,
		site.vatRoutes,
		site.parameterRoutes,
		site.spotlightRoutes,
		site.openRoutes,
		site.draftRoutes,
		site.operatorInstanceRoutes,
		site.licenceRoutes,
		site.appealRoutes,
		site.operatorAppealRoutes,
		site.refundRoutes,
		site.repaymentRoutes,
		site.operatorRefundRoutes,
		site.invoiceRoutes,
		site.ticketRoutes,
		site.commentRoutes,
		site.questionRoutes,
		site.receptionRoutes,
		site.supportRoutes,
		site.credentialRoutes,
		site.resaleRoutes,
		site.offerRoutes,
		site.couponRoutes,
		site.demandRoutes,
		site.partnerRoutes,
		site.standingRoutes,
		site.sanctionRoutes,
		site.settingRoutes,
		site.timerRoutes,
		site.sessionRoutes,
		site.factorRoutes,
		site.teamRoutes,
		site.groupRoutes,
		site.orderRoutes,
		site.stallRoutes,
		site.bundleRoutes,
		site.limitRoutes,
		site.audienceRoutes,
		site.trialRoutes,
		site.quotaRoutes,
		site.usageRoutes,
		site.usagePushRoutes,
		site.stockRoutes,
		site.creditRoutes,
		site.statementRoutes,
		site.depositRoutes,
		site.storefrontRoutes,
		site.sandboxRoutes,
		site.operatorStorefrontRoutes,
		site.sellerRoutes,
		site.sellerChangeRoutes,
		site.sellerIdentityRoutes,
		site.sellerMissedRoutes,
		site.storeRoutes,
		site.agreementRoutes,
		site.contractRoutes,
		site.regionRoutes,
		site.certificationRoutes,
		site.noticeRoutes,
		site.receiverRoutes,
		site.hookRoutes,
		site.auditRoutes,
		site.keyRoutes,
		site.endpointRoutes,
		site.relocationRoutes,
		site.fulfilmentRoutes,
	} {
		routes(e)
	}
	return e
}

// logged writes one line a request.
func (site *site) logged(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began := time.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		site.options.Log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request",
			slog.String("request", requestID(c)),
			slog.String("method", c.Request().Method), slog.String("route", c.Path()),
			slog.Int("status", c.Response().Status), slog.Int64("bytes", c.Response().Size),
			slog.Duration("took", time.Since(began)), slog.String("from", c.RealIP()))
		return nil
	}
}

func (site *site) panicked(c echo.Context, err error, stack []byte) error {
	site.options.Log.Error("panic", "request", requestID(c), "error", err, "stack", string(stack))
	return fmt.Errorf("panic: %w", err)
}
