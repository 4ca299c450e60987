// Command exampleseller is a seller's server to try the marketplace with, and an example
// for those who write their own.
//
//	exampleseller --key=… --site=https://app.example.com --file=shop.json
//	exampleseller --key=… --behave=slow:7s
//	exampleseller --key=… --push=https://…/api/mkp-openapi-public/global/v1/isv/usage-data --meter=OFFI…
//	exampleseller --key=… --behave='{"match":"newInstance","order":"-2","behave":"code:000005","times":2}'
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"sellercenter/internal/exampleseller"
)

type flags struct {
	Listen string   `default:"127.0.0.1:9090" help:"Address to listen on. /effects and /behave are open to whoever reaches it."`
	Key    string   `required:"" env:"EXAMPLESELLER_KEY" help:"Value of the access key bound to the base interface."`
	Other  []string `env:"EXAMPLESELLER_OTHER" help:"Values of the keys of further interfaces: order notifications, License codes. May be repeated."`
	Proof  string   `help:"Content of the marketplace's proof of ownership."`
	Site   string   `default:"https://app.example.com" help:"Where customers sign in."`
	File   string   `help:"Keeps what was done beyond a restart."`
	Behave []string `sep:"none" help:"How to misbehave: slow:7s, hang, drop, status:503, code:000005, async:3, badsign, nosign, badjson, twice, duplicate; or a rule in JSON. May be repeated."`
	Push   string   `help:"The marketplace's address for usage records, …/isv/usage-data; every hour that is over is reported there."`
	Meter  []string `help:"productId of what is paid by use. May be repeated."`
	Cert   string   `help:"Certificate chain in PEM; plain HTTP without one." type:"existingfile"`
	Secret string   `help:"Private key of the certificate in PEM." type:"existingfile"`
}

func main() {
	var f flags
	ctx := kong.Parse(&f, kong.Name("exampleseller"), kong.Description("A seller's server: production interface V2.0."))
	ctx.FatalIfErrorf(f.serve())
}

// report pushes usage in the first minutes of every hour (production-interface.md §4.3, rule 3).
func report(ctx context.Context, server *exampleseller.Server) {
	for {
		taken, err := server.Report(ctx)
		slog.Info("usage", "records", taken, "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Until(time.Now().Truncate(time.Hour).Add(time.Hour + time.Minute))):
		}
	}
}

func (f flags) serve() error {
	config := exampleseller.Config{Key: func() string { return f.Key }, Other: f.Other, Proof: func() string { return f.Proof }, Site: f.Site, File: f.File,
		Push: f.Push, Metered: f.Meter, Client: &http.Client{Timeout: time.Minute}}
	for _, text := range f.Behave {
		rule, err := exampleseller.ParseRule(text)
		if err != nil {
			return err
		}
		config.Rules = append(config.Rules, rule)
	}
	handler, err := config.Handler()
	if err != nil {
		return err
	}
	server := &http.Server{Addr: f.Listen, Handler: handler, ReadHeaderTimeout: 5 * time.Second,
		TLSConfig: &tls.Config{MinVersion: tls.VersionTLS12}, Protocols: new(http.Protocols)}
	server.Protocols.SetHTTP1(true) // HTTP/2 would write Body-Sign in lower case

	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		<-stop.Done()
		grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		done <- server.Shutdown(grace)
	}()
	if f.Push != "" {
		go report(stop, handler)
	}
	slog.Info("listening", "address", f.Listen)
	if f.Cert != "" {
		err = server.ListenAndServeTLS(f.Cert, f.Secret)
	} else {
		err = server.ListenAndServe()
	}
	if !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-done
}
