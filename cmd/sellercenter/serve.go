package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"text/tabwriter"
	"time"
)

// Run serves until it is told to stop, then finishes what is under way.
func (s *serve) Run(ctx context.Context, c *cli, log *slog.Logger) error {
	listener, err := net.Listen("tcp", s.Listen) // a taken port is told before anything is started
	if err != nil {
		return fmt.Errorf("%w; choose another address with --listen", err)
	}
	defer listener.Close()
	if s.BaseURL.url == nil {
		if err := s.BaseURL.UnmarshalText([]byte("http://" + reachableAt(s.Listen, listener))); err != nil {
			return err
		}
	}
	product, err := s.build(ctx, c, log)
	if err != nil {
		return err
	}
	log.Info("serving", "address", listener.Addr().String(), "base_url", s.BaseURL.url.String())
	if c.LogFormat == "text" {
		banner(os.Stdout, s.BaseURL.url.String(), product.accounts)
	}
	return answer(ctx, log, listener, product, s.Grace)
}

// reachableAt is the address a browser on this machine can use.
func reachableAt(listen string, listener net.Listener) string {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return listener.Addr().String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = ""
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return listener.Addr().String()
	}
	return net.JoinHostPort(cmp.Or(host, "localhost"), port)
}

// answer serves the product until ctx ends; then it takes no more, lets requests and jobs finish, and closes.
func answer(ctx context.Context, log *slog.Logger, listener net.Listener, product product, grace time.Duration) error {
	server := &http.Server{
		Handler:           product.handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       5 * time.Minute, // an upload over a slow line
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		log.Info("stopping: finishing what is under way", "at_most", grace)
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if late := server.Shutdown(patience); late != nil {
		log.Warn("some requests did not finish in time", "error", late)
		err = errors.Join(err, server.Close())
	}
	err = errors.Join(err, product.stop(patience))
	log.Info("stopped")
	return err
}

// banner greets whoever started us, in one piece that no line of the log can cut through.
func banner(to io.Writer, address string, accounts []account) {
	var text bytes.Buffer
	fmt.Fprintf(&text, "\n  Seller Center is at %s\n", address)
	if len(accounts) > 0 {
		table := tabwriter.NewWriter(&text, 0, 0, 3, ' ', 0)
		fmt.Fprintln(table, "\n  sign in as\tpassword\twho that is")
		for _, a := range accounts {
			fmt.Fprintf(table, "  %s\t%s\t%s\n", a.email, a.password, a.who)
		}
		_ = table.Flush() // into memory
	}
	fmt.Fprintf(&text, "\n  Stop it with Ctrl-C.\n\n")
	_, _ = to.Write(text.Bytes()) // a terminal that went away
}
