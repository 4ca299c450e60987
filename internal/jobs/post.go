package jobs

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"sellercenter/internal/market"
)

// Post is how messages leave the seller center.
type Post struct {
	Mail    Sender // nil: not configured
	SMS     Sender
	Word    func(language string, reason market.Reason) string // words a reason; its key when nil
	BaseURL string                                             // for the links in mails
}

// Sender takes a text to an address. The id is the same when the same text is tried again.
type Sender interface {
	Send(ctx context.Context, text Text) error
}

// Text is what goes to one address.
type Text struct {
	ID       string
	Name     string
	Address  string
	Language string
	Subject  string // mails only
	Body     string

	Picture     []byte // mails only: a PNG below the text
	PictureName string
}

// Channels are the ways that are configured.
func (p Post) Channels() (channels []market.Channel) {
	if p.Mail != nil {
		channels = append(channels, market.Mail)
	}
	if p.SMS != nil {
		channels = append(channels, market.SMS)
	}
	return channels
}

func (p Post) sender(channel market.Channel) (Sender, error) {
	sender := p.Mail
	if channel == market.SMS {
		sender = p.SMS
	}
	if sender == nil {
		return nil, fmt.Errorf("%s is not configured", channel)
	}
	return sender, nil
}

func (p Post) word(language, key string, args ...any) string {
	reason := market.Because(key, args...)
	if p.Word == nil {
		return strings.TrimSpace(key + " " + strings.TrimSuffix(fmt.Sprintln(args...), "\n"))
	}
	return p.Word(language, reason)
}

// letter words a letter: one message as it is, several as a digest.
func (p Post) letter(l market.Letter) Text {
	text := Text{ID: l.ID.String(), Name: l.Receiver, Address: l.Address, Language: l.Language}
	said, times := l.Said()
	lines := make([]string, len(said))
	for i, notice := range said {
		lines[i] = p.word(l.Language, notice.Reason.V.Key, notice.Reason.V.Args...)
		if times[i] > 1 {
			lines[i] = p.word(l.Language, "notice.times", lines[i], times[i])
		}
	}
	if len(lines) == 0 {
		return text
	}
	if l.Channel == market.SMS {
		text.Body = lines[0]
		if len(lines) > 1 {
			text.Body = p.word(l.Language, "notice.sms_digest", len(lines), lines[0])
		}
		return text
	}
	text.Subject = lines[0]
	if len(lines) > 1 {
		text.Subject = p.word(l.Language, "notice.mail_digest", len(lines))
	}
	var body strings.Builder
	body.WriteString(p.word(l.Language, "notice.mail_greeting", l.Receiver, l.Company) + "\n\n")
	for i, line := range lines {
		body.WriteString(line + "\n")
		if link := said[i].Link; link != "" && p.BaseURL != "" {
			body.WriteString(strings.TrimSuffix(p.BaseURL, "/") + link + "\n")
		}
		body.WriteString("\n")
	}
	body.WriteString(p.word(l.Language, "notice.mail_foot") + "\n")
	text.Body = body.String()
	return text
}

// SMTP sends mails through a mail server.
type SMTP struct {
	Host     string
	Port     int
	User     string // empty: the server asks for none
	Password string
	From     string // Seller Center <no-reply@example.com>
	TLS      string // starttls, tls or none
}

// Send hands one mail to the server.
func (s SMTP) Send(ctx context.Context, text Text) error {
	message := mail.NewMsg()
	if err := message.From(s.From); err != nil {
		return fmt.Errorf("sender's address: %w", err)
	}
	if err := message.AddToFormat(text.Name, text.Address); err != nil {
		return fmt.Errorf("receiver's address: %w", err)
	}
	message.Subject(text.Subject)
	message.SetMessageIDWithValue(text.ID + "@" + s.Host)
	message.SetDate()
	message.SetGenHeader(mail.HeaderContentLang, text.Language)
	message.SetGenHeader("Auto-Submitted", "auto-generated")
	message.SetBodyString(mail.TypeTextPlain, text.Body)
	if text.Picture != nil {
		if err := text.illustrate(message); err != nil {
			return err
		}
	}
	options := []mail.Option{mail.WithPort(s.Port), mail.WithTimeout(20 * time.Second)}
	switch s.TLS {
	case "tls":
		options = append(options, mail.WithSSL())
	case "none":
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	client, err := mail.NewClient(s.Host, options...)
	if err != nil {
		return err
	}
	return client.DialAndSendWithContext(ctx, message)
}

// illustrate shows the text with its picture below, to programs that show pictures; to others
// the picture is attached.
func (t Text) illustrate(message *mail.Msg) error {
	var page strings.Builder
	for line := range strings.SplitSeq(t.Body, "\n") {
		page.WriteString("<p>" + html.EscapeString(line) + "</p>")
	}
	page.WriteString(`<p><img alt="" src="cid:` + t.PictureName + `"></p>`)
	message.AddAlternativeString(mail.TypeTextHTML, page.String())
	return message.EmbedReader(t.PictureName, bytes.NewReader(t.Picture), mail.WithFileContentType("image/png"))
}

// SMSWebhook hands text messages to a gateway: JSON, signed with HMAC-SHA256 over
// "timestamp.body".
type SMSWebhook struct {
	URL    string
	Secret string
	Client *http.Client
	Now    func() time.Time
}

// Send posts one text message.
func (w SMSWebhook) Send(ctx context.Context, text Text) error {
	body, err := json.Marshal(map[string]string{"id": text.ID, "to": text.Address, "text": text.Body, "language": text.Language})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	stamp := strconv.FormatInt(w.Now().Unix(), 10)
	sum := hmac.New(sha256.New, []byte(w.Secret))
	sum.Write([]byte(stamp + "."))
	sum.Write(body)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", text.ID)
	request.Header.Set("X-Timestamp", stamp)
	request.Header.Set("X-Signature", hex.EncodeToString(sum.Sum(nil)))
	response, err := w.Client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10)) //nolint:errcheck // only the status counts
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("gateway answered %d", response.StatusCode)
	}
	return nil
}

// DemoSender sends nothing: it says what it would have sent.
type DemoSender struct{ Log *slog.Logger }

// Send notes the text.
func (d DemoSender) Send(_ context.Context, text Text) error {
	if d.Log != nil {
		d.Log.Info("message written by the demo", "to", text.Address, "subject", text.Subject, "text", text.Body)
	}
	return nil
}
