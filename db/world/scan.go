package world

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// websites are the demo seller's sites with the headers that they send: one carelessly, one as
// it should be, and one of which nobody has shown yet whose it is.
var websites = map[string]map[string]string{
	"erp.lanxi.example": {"Server": "nginx/1.18.0", "X-Frame-Options": "SAMEORIGIN", "Set-Cookie": "session=a1b2c3; Path=/; HttpOnly"},
	"portal.lanxi.example": {"Strict-Transport-Security": "max-age=31536000; includeSubDomains", "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "strict-origin-when-cross-origin",
		"Set-Cookie": "session=d4e5f6; Path=/; Secure; HttpOnly; SameSite=Lax"},
	"help.lanxi.example": {},

	"www.lanxi.example": {}, "www.yunzhan.example": {}, "www.qinghe.example": {}, "www.jingluo.example": {}, "www.shiguang.example": {},
}

// homepages are what the companies' own websites show; the last is what the rules do not take.
var homepages = map[string]string{
	"www.lanxi.example":    "<title>澜溪软件 | 企业协同与电子合同</title>",
	"www.yunzhan.example":  "<title>云栈数据</title>",
	"www.qinghe.example":   "<title>青禾智能科技</title>",
	"www.jingluo.example":  "<title>鲸落云服务 | 日志留存与审计</title>",
	"www.shiguang.example": `<title>拾光相册 登录</title><form><input name="account"><input type="password" name="password"></form>`,
}

// website opens a site on the street, and beside it what answers by plain http.
func (s *Street) website(host string, headers map[string]string, serve func(server *http.Server, at net.Listener, secure bool)) {
	h, plain := &house{calls: make(chan net.Conn)}, &house{calls: make(chan net.Conn)}
	s.houses[host+":443"], s.houses[host+":80"] = h, plain
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if proof := h.ownership(); proof != "" && r.URL.Path == "/.well-known/seller-center-"+proof+".txt" {
			io.WriteString(w, proof) //nolint:errcheck // the marketplace did not wait
			return
		}
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		shown := homepages[host]
		if shown == "" {
			shown = "<title>" + host + "</title>"
		}
		fmt.Fprint(w, "<!doctype html>"+shown)
	})
	serve(&http.Server{Handler: page, ReadHeaderTimeout: 5 * time.Second}, h, true)
	insecure := http.Handler(page)
	if headers["Strict-Transport-Security"] != "" {
		insecure = http.RedirectHandler("https://"+host+"/", http.StatusMovedPermanently)
	}
	serve(&http.Server{Handler: insecure, ReadHeaderTimeout: 5 * time.Second}, plain, false)
}

// scans lets the busy seller scan its websites.
func (b *builder) scans() error {
	b.clock.Set(b.Today.AddDate(0, 0, -6))
	owner := b.as("owner@lanxi.example", b.Lanxi, market.Owner)
	for _, site := range []struct {
		name, host string
		proven     bool
	}{{"澜溪云 ERP 登录页", "erp.lanxi.example", true}, {"澜溪客户门户", "portal.lanxi.example", true}, {"澜溪帮助中心", "help.lanxi.example", false}} {
		b.clock.Pass(7 * time.Minute)
		id, err := owner.CreateScan(b.ctx, market.ScanForm{Name: site.name, URL: "https://" + site.host}, false)
		if err != nil {
			return err
		}
		if !site.proven {
			continue
		}
		if err := b.scanSite(owner, id, site.host); err != nil {
			return err
		}
	}
	return nil
}

// scanSite shows whose the site is and lets it be scanned.
func (b *builder) scanSite(owner *db.Seller, id market.ScanID, host string) error {
	scan, err := owner.Scan(b.ctx, id)
	if err != nil {
		return err
	}
	b.clock.Street().prove(host, scan.Token)
	file, err := b.clock.Street().Caller().Fetch(b.ctx, scan.ProofURL())
	if err != nil {
		return err
	}
	if err := owner.VerifyScan(b.ctx, id, file, market.Exchange{}); err != nil {
		return err
	}
	b.clock.Pass(2 * time.Minute)
	if err := owner.StartScan(b.ctx, id); err != nil {
		return err
	}
	return b.until(b.clock.Now().Add(time.Minute))
}
