// Package receivers shows who gets a seller's messages.
package receivers

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// codeLength is how many digits a code has (catalogue.md §12).
const codeLength = 6

// Page is one receiver; Part is the form of the page that was refused.
type Page struct {
	ui.Form
	Part     string
	Receiver market.MessageReceiver
	Channels []market.Channel
	House    market.Quiet // the marketplace's quiet hours
}

func (p Page) edit() ui.Form {
	if p.Part == "edit" {
		return p.Form
	}
	r := p.Receiver
	values := url.Values{"name": {r.Name}, "mobile": {r.Mobile}, "email": {r.Email}, "language": {r.Language}, "version": {strconv.Itoa(r.Version)}}
	for _, one := range r.Types.V {
		values.Add("types", string(one))
	}
	if r.ByMail {
		values.Set("by_mail", "on")
	}
	if r.BySMS {
		values.Set("by_sms", "on")
	}
	return ui.Form{Values: values}
}

func (p Page) verify() ui.Form {
	if p.Part == "verify" {
		return p.Form
	}
	return ui.Form{}
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.messages"), URL: "/notices"}, {Text: i18n.T(ctx, "nav.receivers")}}
	if len(more) > 0 {
		way[1].URL = "/receivers"
	}
	return append(way, more...)
}

func typeOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, one := range market.MessageTypes {
		options = append(options, ui.Option{Value: string(one), Label: typeWord(ctx, one)})
	}
	return options
}

func typeWord(ctx context.Context, t market.MessageType) string {
	return strings.TrimSpace(t.Code() + " " + i18n.T(ctx, t.Key()))
}

func typeWords(ctx context.Context, types []market.MessageType) string {
	var said []string
	for _, one := range types {
		said = append(said, typeWord(ctx, one))
	}
	return strings.Join(said, i18n.T(ctx, "common.list_join"))
}

func languages(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "zh-CN", Label: i18n.T(ctx, "receiver.language_zh-CN")}, {Value: "en", Label: i18n.T(ctx, "receiver.language_en")}}
}

// state words how far an address is.
func state(ctx context.Context, r market.MessageReceiver, channel market.Channel) string {
	switch {
	case r.Address(channel) == "":
		return ""
	case r.Verified(channel):
		return i18n.T(ctx, "receiver.verified")
	}
	return i18n.T(ctx, "receiver.unverified")
}

func ways(ctx context.Context, r market.MessageReceiver) string {
	var said []string
	if r.ByMail {
		said = append(said, i18n.T(ctx, market.Mail.Key()))
	}
	if r.BySMS {
		said = append(said, i18n.T(ctx, market.SMS.Key()))
	}
	return strings.Join(said, i18n.T(ctx, "common.list_join"))
}

func off(ctx context.Context, channels []market.Channel, channel market.Channel) string {
	if slices.Contains(channels, channel) {
		return ""
	}
	return i18n.T(ctx, "receiver.channel_off", market.Word(channel.Key()))
}

// waitFacts are the addresses that wait for their code, each with the button that sends it.
func waitFacts(ctx context.Context, p Page) []ui.Fact {
	var facts []ui.Fact
	for _, channel := range p.Receiver.Waits() {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, channel.Key()), Part: sendButton(p, channel)})
	}
	return facts
}
