package ui

import "strings"

// HideAddress keeps the ends of a mobile number or an e-mail address.
func HideAddress(address string) string {
	if name, host, mail := strings.Cut(address, "@"); mail {
		letters := []rune(name)
		return string(letters[:min(2, len(letters))]) + "***@" + host
	}
	if len(address) < 11 {
		return address
	}
	return address[:3] + "****" + address[7:]
}
