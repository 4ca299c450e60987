package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// post is how messages leave us: by what is configured; the demo writes them to its log.
func (s *serve) post(log *slog.Logger) jobs.Post {
	post := jobs.Post{BaseURL: s.BaseURL.url.String(), Word: func(language string, reason market.Reason) string {
		return i18n.Say(i18n.With(context.Background(), language), reason)
	}}
	if s.Demo {
		post.Mail, post.SMS = jobs.DemoSender{Log: log}, jobs.DemoSender{Log: log}
	}
	if s.SMTPHost != "" {
		post.Mail = jobs.SMTP{Host: s.SMTPHost, Port: s.SMTPPort, User: s.SMTPUser, Password: s.SMTPPassword, From: s.SMTPFrom, TLS: s.SMTPTLS}
	}
	if s.SMSURL != "" {
		post.SMS = jobs.SMSWebhook{URL: s.SMSURL, Secret: s.SMSSecret, Client: &http.Client{Timeout: 10 * time.Second}, Now: time.Now}
	}
	return post
}
