package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestStoppingLetsARunningRequestFinishAndTakesNoMore(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	arrived, leave := make(chan struct{}), make(chan struct{})
	var order []string
	product := product{
		handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			close(arrived)
			<-leave
			order = append(order, "answered")
			_, _ = io.WriteString(w, "done") // the test reads it
		}),
		stop: func(context.Context) error { order = append(order, "stopped"); return nil },
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- answer(ctx, slog.New(slog.DiscardHandler), listener, product, time.Minute) }()
	body := make(chan string)
	go func() {
		res, err := http.Get("http://" + listener.Addr().String())
		if err != nil {
			body <- err.Error()
			return
		}
		defer res.Body.Close()
		text, _ := io.ReadAll(res.Body) // a short answer fails below
		body <- string(text)
	}()

	<-arrived
	stop()
	require.Eventually(t, func() bool {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err == nil {
			_ = conn.Close() // it got in before the door shut
		}
		return err != nil
	}, 10*time.Second, time.Millisecond)
	close(leave)

	require.Equal(t, "done", <-body)
	require.NoError(t, <-ended)
	require.Equal(t, []string{"answered", "stopped"}, order)
}

func TestARequestThatDoesNotEndIsCutOffAfterTheGrace(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	arrived := make(chan struct{})
	product := product{
		handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			close(arrived)
			<-r.Context().Done()
		}),
		stop: func(context.Context) error { return nil },
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- answer(ctx, slog.New(slog.DiscardHandler), listener, product, time.Millisecond) }()
	cut := make(chan error)
	go func() {
		_, err := http.Get("http://" + listener.Addr().String())
		cut <- err
	}()

	<-arrived
	stop()
	require.NoError(t, <-ended)
	require.Error(t, <-cut)
}

func TestHelpNamesEveryFlagWithItsVariable(t *testing.T) {
	t.Parallel()
	var c cli
	command, err := parser(&c)
	require.NoError(t, err)
	var help bytes.Buffer
	command.Stdout, command.Exit = &help, func(int) {}
	_, _ = command.Parse([]string{"serve", "--help"}) // help ends the parsing early

	for _, of := range []reflect.Type{reflect.TypeFor[cli](), reflect.TypeFor[serve]()} {
		for field := range of.Fields() {
			if _, isCommand := field.Tag.Lookup("cmd"); isCommand {
				continue
			}
			require.NotEmpty(t, field.Tag.Get("help"), field.Name)
		}
	}
	for _, want := range []string{"--listen=", "$SELLERCENTER_LISTEN", "$DATABASE_URL", "$SELLERCENTER_SECRET_KEY", "$SELLERCENTER_GC_PERCENT"} {
		require.Contains(t, help.String(), want)
	}
}

func TestTheEnvironmentConfiguresAndAFlagWins(t *testing.T) {
	t.Setenv("SELLERCENTER_LISTEN", ":9999")
	t.Setenv("DATABASE_URL", "postgres://db/x")
	t.Setenv("SELLERCENTER_TRUSTED_PROXIES", "10.0.0.0/8,192.168.1.1")
	t.Setenv("SELLERCENTER_WORKERS", "7")
	var c cli
	command, err := parser(&c)
	require.NoError(t, err)

	_, err = command.Parse([]string{"--workers=9", "--base-url=https://seller.example/"})
	require.NoError(t, err)
	require.Equal(t, ":9999", c.Serve.Listen)
	require.Equal(t, "postgres://db/x", c.DatabaseURL)
	require.Equal(t, "192.168.1.1/32", c.Serve.TrustedProxies[1].String())
	require.Equal(t, 9, c.Serve.Workers)
	require.Equal(t, "https://seller.example", c.Serve.BaseURL.url.String())
}

func TestSettingsThatMakeNoSenseAreRefused(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"--secret-key=c2hvcnQ=", "--base-url=seller.example", "--trusted-proxies=10.0.0.0/99", "--log-format=xml"} {
		var c cli
		command, err := parser(&c)
		require.NoError(t, err)
		_, err = command.Parse([]string{"serve", args})
		require.Error(t, err, args)
	}
}

func TestTheSecretKeyIsMadeOnceForTheOwnerAlone(t *testing.T) {
	t.Parallel()
	c := cli{Data: filepath.Join(t.TempDir(), "data")}

	first, err := c.secret()
	require.NoError(t, err)
	require.Len(t, first, 32)
	again, err := c.secret()
	require.NoError(t, err)
	require.Equal(t, first, again)
	stat, err := os.Stat(filepath.Join(c.Data, "secret.key"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), stat.Mode())
	files, err := os.ReadDir(c.Data)
	require.NoError(t, err)
	require.Len(t, files, 1, "nothing is left lying about")
}

func TestADamagedSecretKeyIsNotReplaced(t *testing.T) {
	t.Parallel()
	c := cli{Data: t.TempDir()}
	path := filepath.Join(c.Data, "secret.key")
	require.NoError(t, os.WriteFile(path, []byte("oops"), 0o600))

	_, err := c.secret()
	require.ErrorContains(t, err, path)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "oops", string(text))
}

func TestTheBannerSaysWhereAndAsWhom(t *testing.T) {
	t.Parallel()
	var out pieces
	banner(&out, "http://localhost:8080", []account{{"lotus@example.com", "secret", "Owner of Lotus"}})
	require.Contains(t, out.String(), "Seller Center is at http://localhost:8080")
	require.Contains(t, out.String(), "lotus@example.com   secret     Owner of Lotus")
	require.Equal(t, 1, out.n, "in one piece, which the log cannot cut through")
}

// pieces counts in how many a text was written.
type pieces struct {
	strings.Builder
	n int
}

func (p *pieces) Write(text []byte) (int, error) {
	p.n++
	return p.Builder.Write(text)
}

func TestEveryInterfaceIsReachedAsLocalhost(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	for _, listen := range []string{":0", "0.0.0.0:0", "[::]:0", "localhost:0"} {
		require.Equal(t, "localhost:"+port, reachableAt(listen, listener))
	}
	require.Equal(t, "127.0.0.1:"+port, reachableAt("127.0.0.1:0", listener))
}
