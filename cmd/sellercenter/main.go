// Command sellercenter is the whole product in one program.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"sellercenter/db/embedded"
)

// cli is everything that can be configured: a flag each, with an environment variable behind it.
type cli struct {
	Data        string     `type:"path" default:"${home}" help:"Folder for all that is kept on this machine: our own database and the secret key."`
	DatabaseURL string     `env:"SELLERCENTER_DATABASE_URL,DATABASE_URL" placeholder:"postgres://…" help:"PostgreSQL to use. Without it we run our own in the data folder, with the binaries found on the machine or in $$PGBIN."`
	SecretKey   key        `placeholder:"BASE64" help:"32 bytes in base64 that encrypt secrets at rest. Without it they are made once and kept in the data folder; processes that share a database must share the key."`
	Connections int        `default:"16" help:"Database connections of this process."`
	LogFormat   string     `enum:"text,json" default:"text" help:"How log lines look: text or json."`
	LogLevel    slog.Level `default:"info" help:"Least important log lines to write: debug, info, warn or error."`
	GCPercent   int        `name:"gc-percent" default:"400" help:"Garbage a collection waits for, in percent of live memory: more is faster and larger."`
	MemoryLimit int64      `default:"2048" help:"Memory the process tries to stay under, in MiB."`

	Serve   serve         `cmd:"" default:"withargs" help:"Answer the web and do the background work; the default."`
	Migrate migrate       `cmd:"" help:"Bring the database's schema up to date, or write it to a file."`
	Seed    seed          `cmd:"" help:"Fill an empty database with the demo marketplace."`
	Audit   audit         `cmd:"" help:"Read the chain that seals the audit entries, and say what was changed or taken away."`
	Bundle  bundleCommand `cmd:"" help:"Evidence bundles: check one, or print the key that signs them."`
	Bench   bench         `cmd:"" help:"Measure the product on this machine."`
}

// serve holds what only the serving process is told.
type serve struct {
	Listen         string        `default:"localhost:8080" help:"Address to answer at; :8080 is every interface."`
	BaseURL        address       `placeholder:"https://…" help:"How the world reaches us, for links in mails and signed addresses. https makes cookies secure. Default: http:// and the listening address."`
	Demo           bool          `help:"Fill an empty database with the demo marketplace and show its accounts."`
	TrustedProxies []network     `placeholder:"CIDR" help:"Proxies whose X-Forwarded-For is believed."`
	Workers        int           `default:"32" help:"Background jobs done at a time; 0 leaves them to other processes."`
	SMTPHost       string        `name:"smtp-host" placeholder:"HOST" help:"Mail server that takes our mails. Without it none are sent."`
	SMTPPort       int           `name:"smtp-port" default:"587" help:"Its port."`
	SMTPUser       string        `name:"smtp-user" help:"Whom we sign in to it as; nobody when empty."`
	SMTPPassword   string        `name:"smtp-password" help:"The password; better set in the environment."`
	SMTPFrom       string        `name:"smtp-from" default:"Seller Center <no-reply@localhost>" help:"Sender of our mails."`
	SMTPTLS        string        `name:"smtp-tls" enum:"starttls,tls,none" default:"starttls" help:"How the line to it is kept secret: starttls, tls or none."`
	SMSURL         string        `name:"sms-url" placeholder:"https://…" help:"Gateway to which text messages are posted as signed JSON. Without it none are sent."`
	SMSSecret      string        `name:"sms-secret" help:"Key of the signature (HMAC-SHA256); better set in the environment."`
	Grace          time.Duration `default:"30s" help:"How long running requests and jobs may go on after a request to stop."`
}

// migrate holds what only the schema's command is told.
type migrate struct {
	Dump string `type:"path" placeholder:"FILE" help:"Write the schema the migrations make to this file, using a throw-away database."`
}

// audit is told nothing.
type audit struct{}

// seed holds what only the filling is told.
type seed struct {
	Orders int `default:"400" help:"Orders of the busiest seller."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends us at once
	var c cli
	command, err := parser(&c)
	if err != nil {
		panic(err) // the struct above is wrong
	}
	run, err := command.Parse(os.Args[1:])
	command.FatalIfErrorf(err)
	debug.SetGCPercent(c.GCPercent)
	debug.SetMemoryLimit(c.MemoryLimit << 20)
	run.BindTo(ctx, (*context.Context)(nil))
	command.FatalIfErrorf(run.Run(&c, c.log(os.Stderr)))
}

// parser reads flags and the environment into c.
func parser(c *cli) (*kong.Kong, error) {
	return kong.New(c,
		kong.Name("sellercenter"),
		kong.Description("The seller centre of a cloud marketplace. Started without a command it serves: with its own database, on this machine, with nothing to set up.\n\nEvery flag can also be set in the environment, by the name shown behind it."),
		kong.DefaultEnvars("SELLERCENTER"),
		kong.Vars{"home": embedded.Home()},
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 110}),
	)
}

// log writes structured lines.
func (c *cli) log(to io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(to, options))
	}
	return slog.New(slog.NewTextHandler(to, options))
}

// network is a range of addresses, written as CIDR or as one address.
type network struct{ netip.Prefix }

// UnmarshalText reads a network.
func (n *network) UnmarshalText(text []byte) (err error) {
	if one, err := netip.ParseAddr(string(text)); err == nil {
		n.Prefix, err = one.Prefix(one.BitLen())
		return err
	}
	n.Prefix, err = netip.ParsePrefix(string(text))
	return err
}

// address is where the world reaches us, without a path.
type address struct{ url *url.URL }

// UnmarshalText reads an address.
func (a *address) UnmarshalText(text []byte) error {
	u, err := url.Parse(strings.TrimRight(string(text), "/"))
	if err != nil {
		return err
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.Path != "" {
		return fmt.Errorf("%q is not like https://seller.example", text)
	}
	a.url = u
	return nil
}
