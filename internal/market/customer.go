package market

import (
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"
)

// Customer is who buys, with the contact that is masked until somebody has to call.
type Customer struct {
	ID      string
	Name    string
	Account string
	Phone   string
	Email   string
	Region  string // of registration; asked for on the international site

	RealName RealName // how the customer is identified; trials and audiences ask
}

func (c Customer) check(faults Invalids) {
	for _, field := range []struct {
		name, text string
		most       int
	}{{"customer_id", c.ID, 64}, {"customer_name", c.Name, 128}, {"customer_account", c.Account, 64}} {
		length := utf8.RuneCountInString(field.text)
		if strings.TrimSpace(field.text) == "" {
			faults.With(field.name, "problem.required")
		} else if length > field.most {
			faults.With(field.name, "problem.too_long", field.most, length)
		}
	}
	if c.Phone != "" && !phone(c.Phone) {
		faults.With("phone", "problem.not_a_phone", c.Phone)
	}
	if c.Email != "" {
		if address, err := mail.ParseAddress(c.Email); err != nil || address.Address != c.Email {
			faults.With("email", "problem.not_an_email", c.Email)
		}
	}
	if !slices.Contains(RealNames, c.RealName) {
		faults.With("real_name", "problem.not_an_option", string(c.RealName))
	}
	if c.Phone == "" && c.Email == "" {
		faults.With("phone", "order.no_contact")
	}
}

func phone(text string) bool {
	count := 0
	for _, r := range text {
		switch {
		case '0' <= r && r <= '9':
			count++
		case r != '+' && r != '-' && r != ' ':
			return false
		}
	}
	return count >= 5 && len(text) <= 20
}
