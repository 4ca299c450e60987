package jobs_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
)

// mailbox is a real mail server that keeps what it takes.
type mailbox struct {
	mu    sync.Mutex
	mails []string
	to    []string
}

func (m *mailbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &mailSession{m}, nil }

type mailSession struct{ box *mailbox }

func (s *mailSession) Mail(string, *smtp.MailOptions) error { return nil }
func (s *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	if strings.HasPrefix(to, "full@") {
		return &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 2, 2}, Message: "mailbox full"}
	}
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	s.box.to = append(s.box.to, to)
	return nil
}
func (s *mailSession) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	s.box.mails = append(s.box.mails, string(content))
	return err
}
func (s *mailSession) Reset()        {}
func (s *mailSession) Logout() error { return nil }

// serveMail starts the mail server on this machine.
func serveMail(t *testing.T) (*mailbox, jobs.SMTP) {
	t.Helper()
	box := &mailbox{}
	server := smtp.NewServer(box)
	server.Domain = "localhost"
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	go func() { defer close(done); server.Serve(listener) }() //nolint:errcheck // it ends when it is closed
	t.Cleanup(func() { server.Close(); <-done })
	return box, jobs.SMTP{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, From: "Seller Center <no-reply@market.example>", TLS: "none"}
}

func TestAMailReachesARealServer(t *testing.T) {
	t.Parallel()
	box, sender := serveMail(t)
	require.NoError(t, sender.Send(t.Context(), jobs.Text{ID: "0199", Name: "周澜", Address: "owner@lanxi.example", Language: "zh-CN",
		Subject: "客户提交了退订申请", Body: "请在两个工作日内审核。\n"}))
	require.Equal(t, []string{"owner@lanxi.example"}, box.to)
	message, err := mail.ReadMessage(strings.NewReader(box.mails[0]))
	require.NoError(t, err)
	subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
	require.NoError(t, err)
	require.Equal(t, "客户提交了退订申请", subject)
	require.Equal(t, "zh-CN", message.Header.Get("Content-Language"))
	require.Contains(t, message.Header.Get("Message-ID"), "0199@")
	body, err := io.ReadAll(quotedprintable.NewReader(message.Body))
	require.NoError(t, err)
	require.Contains(t, string(body), "请在两个工作日内审核。")

	require.ErrorContains(t, sender.Send(t.Context(), jobs.Text{ID: "x", Name: "x", Address: "full@lanxi.example", Subject: "x", Body: "x"}), "mailbox full")
}

func TestATextMessageIsPostedSigned(t *testing.T) {
	t.Parallel()
	var got *http.Request
	var body []byte
	status := http.StatusAccepted
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		w.WriteHeader(status)
	}))
	t.Cleanup(gateway.Close)
	sender := jobs.SMSWebhook{URL: gateway.URL, Secret: "s3cret", Client: gateway.Client(), Now: func() time.Time { return time.Unix(1_700_000_000, 0) }}
	require.NoError(t, sender.Send(t.Context(), jobs.Text{ID: "0199", Address: "13800000000", Language: "en", Body: "Your code is 123456."}))
	require.JSONEq(t, `{"id": "0199", "to": "13800000000", "text": "Your code is 123456.", "language": "en"}`, string(body))
	sum := hmac.New(sha256.New, []byte("s3cret"))
	sum.Write([]byte("1700000000." + string(body)))
	require.Equal(t, hex.EncodeToString(sum.Sum(nil)), got.Header.Get("X-Signature"))
	require.Equal(t, "0199", got.Header.Get("Idempotency-Key"))
	status = http.StatusBadGateway
	require.ErrorContains(t, sender.Send(t.Context(), jobs.Text{ID: "0199"}), "502")
}

// listening is a shop whose messages leave, with the mail of its main account.
func listening(t *testing.T) *dbtest.Shop {
	t.Helper()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`DELETE FROM receivers`)
	require.NoError(t, err)
	shop.DB.Deliver(market.Mail, market.SMS)
	return shop
}

// sent are the texts to that address.
func sent(shop *dbtest.Shop, address string) (texts []jobs.Text) {
	for _, text := range shop.Clock.Outbox().Texts() {
		if text.Address == address {
			texts = append(texts, text)
		}
	}
	return texts
}

// TestMessagesGoToTheMainAccountUntilSomebodyReceivesThem: catalogue.md §0.4, if no receiver
// is set, notices go to the phone and mailbox bound to the account.
func TestMessagesGoToTheMainAccountUntilSomebodyReceivesThem(t *testing.T) {
	t.Parallel()
	shop, ctx := listening(t), t.Context()
	paid(t, shop, "N-1")
	paid(t, shop, "N-2")
	pass(t, shop, 3*time.Minute)
	mails := sent(shop, "owner@lanxi.example")
	require.Len(t, mails, 1, "what happens in one minute comes in one letter")
	require.Contains(t, mails[0].Subject, "notice.mail_digest 2")

	store := shop.Seller(shop.Lanxi)
	id, err := store.AddReceiver(ctx, market.ReceiverForm{Name: "值班", Email: "night@lanxi.example", Mobile: "13800001234", Language: "en",
		Types: []market.MessageType{market.MessageOpening}, ByMail: true, BySMS: true})
	require.NoError(t, err)
	paid(t, shop, "N-3")
	pass(t, shop, 3*time.Minute)
	require.Empty(t, sent(shop, "night@lanxi.example"), "an address is used once it is verified")
	require.Len(t, sent(shop, "owner@lanxi.example"), 2)

	require.NoError(t, store.SendReceiver(ctx, id, market.Mail))
	pass(t, shop, time.Second)
	code := regexp.MustCompile(`\d{6}`).FindString(sent(shop, "night@lanxi.example")[0].Body)
	require.NoError(t, store.VerifyReceiver(ctx, id, code))
	paid(t, shop, "N-4")
	pass(t, shop, 3*time.Minute)
	require.Len(t, sent(shop, "night@lanxi.example"), 2)
	require.Equal(t, "en", sent(shop, "night@lanxi.example")[1].Language, "in the receiver's language")
	require.Len(t, sent(shop, "owner@lanxi.example"), 2, "the account is told no more of what somebody receives")
	require.Empty(t, sent(shop, "13800001234"), "the phone is not verified")
}

// TestACodeWorksTenMinutesAndFiveTries: catalogue.md §12, contact_verification.
func TestACodeWorksTenMinutesAndFiveTries(t *testing.T) {
	t.Parallel()
	shop, ctx := listening(t), t.Context()
	store := shop.Seller(shop.Lanxi)
	id, err := store.AddReceiver(ctx, market.ReceiverForm{Name: "值班", Email: "night@lanxi.example", Language: "zh-CN", Types: []market.MessageType{market.MessageOther}, ByMail: true})
	require.NoError(t, err)
	require.NoError(t, store.SendReceiver(ctx, id, market.Mail))
	require.Equal(t, "receiver.code_lately", said(t, store.SendReceiver(ctx, id, market.Mail)).Key)
	both, err := store.AddReceiver(ctx, market.ReceiverForm{Name: "两路", Email: "two@lanxi.example", Mobile: "13800001299", Language: "zh-CN",
		Types: []market.MessageType{market.MessageOther}, ByMail: true, BySMS: true})
	require.NoError(t, err)
	require.NoError(t, store.SendReceiver(ctx, both, market.Mail))
	require.NoError(t, store.SendReceiver(ctx, both, market.SMS), "the pause is of one address")
	pass(t, shop, time.Second)
	code := regexp.MustCompile(`\d{6}`).FindString(sent(shop, "night@lanxi.example")[0].Body)
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	for i := range market.CodeTries {
		fault := field(t, store.VerifyReceiver(ctx, id, wrong), "code")
		if i < market.CodeTries-1 {
			require.Equal(t, "receiver.code_wrong", fault.Key)
			require.Equal(t, []any{market.CodeTries - 1 - i}, fault.Args)
		} else {
			require.Equal(t, "receiver.code_locked", fault.Key)
		}
	}
	require.Equal(t, "receiver.code_locked", field(t, store.VerifyReceiver(ctx, id, code), "code").Key, "the right one comes too late")
	pass(t, shop, 2*time.Minute)
	require.NoError(t, store.SendReceiver(ctx, id, market.Mail))
	pass(t, shop, time.Second)
	again := sent(shop, "night@lanxi.example")
	code = regexp.MustCompile(`\d{6}`).FindString(again[len(again)-1].Body)
	pass(t, shop, market.CodeMinutes*time.Minute)
	require.Equal(t, "receiver.code_over", field(t, store.VerifyReceiver(ctx, id, code), "code").Key)
	shop.DB.Deliver()
	require.Equal(t, "receiver.channel_off", said(t, store.SendReceiver(ctx, id, market.Mail)).Key)
}

type broken struct{}

func (broken) Send(context.Context, jobs.Text) error { return errors.New("451 try again later") }

func TestAServerThatRefusesIsAskedAgainAndEveryTryIsKept(t *testing.T) {
	t.Parallel()
	shop, ctx := listening(t), t.Context()
	shop.DB.Deliver(market.Mail)
	works := jobs.All(shop.Clock.Street().Caller(), jobs.Post{Mail: broken{}})
	paid(t, shop, "N-1")
	shop.Turn(t, works, shop.Clock.Now().Add(2*time.Hour))
	rows, err := shop.Seller(shop.Lanxi).Deliveries(ctx, market.DeliverySearch{Status: market.DeliveryFailed}, market.Ask{})
	require.NoError(t, err)
	require.NotEmpty(t, rows.Rows)
	require.Equal(t, market.DeliveryTries, rows.Rows[0].Tries)
	require.Equal(t, "451 try again later", rows.Rows[0].Error)
	var kept int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM delivery_tries WHERE delivery_id = $1`, rows.Rows[0].ID).Scan(&kept))
	require.Equal(t, market.DeliveryTries, kept)
}

// TestAnOrderIsPushedOnce: catalogue.md §0.4, an order covered by its type and by its product
// is pushed once, to a debugged interface.
func TestAnOrderIsPushedOnce(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store := shop.Seller(shop.Lanxi)
	unhooked(t, shop)
	order := paid(t, shop, "P-0")
	endpoint, product := shop.Endpoints["lanxi"], order.ProductID
	require.NoError(t, store.AddHook(ctx, endpoint, order.AccessType, nil))
	require.NoError(t, store.AddHook(ctx, endpoint, "", &product))
	require.Equal(t, "hook.already", said(t, store.AddHook(ctx, endpoint, order.AccessType, nil)).Key)
	require.Equal(t, "hook.no_images", field(t, store.AddHook(ctx, endpoint, market.AccessImage, nil), "access_type").Key)

	order = paid(t, shop, "P-1")
	pass(t, shop, time.Minute)
	lines, err := store.FulfilmentsOfOrder(ctx, order.ID)
	require.NoError(t, err)
	pushed := 0
	for _, line := range lines {
		if line.Activity == market.ActivityOrderNotify {
			pushed++
			require.Equal(t, market.FulfilmentDone, line.Status)
		}
	}
	require.Equal(t, 1, pushed)
}

func TestUnfinishedDeliveriesAreCountedEveryMonday(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	pass(t, shop, 8*24*time.Hour)
	page, err := shop.Seller(shop.Lanxi).Notices(ctx, market.NoticeSearch{Type: market.MessageOther}, market.Ask{Size: 100})
	require.NoError(t, err)
	counted := 0
	for _, notice := range page.Rows {
		if notice.Kind == "supervision.count" && notice.At.After(dbtest.Today) {
			counted++
			require.Equal(t, time.Monday, notice.At.In(market.Shanghai).Weekday())
		}
	}
	require.Equal(t, 1, counted)
}

// said is what the problem says of the whole.
func said(t *testing.T, err error) market.Reason {
	t.Helper()
	var problem *market.Problem
	require.ErrorAs(t, err, &problem)
	return problem.Reason
}

// field is what the problem says of a field.
func field(t *testing.T, err error, name string) market.Reason {
	t.Helper()
	var problem *market.Problem
	require.ErrorAs(t, err, &problem)
	return problem.Fields[name]
}
