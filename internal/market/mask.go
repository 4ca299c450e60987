package market

import "strings"

// MaskName keeps the ends of a customer's name, for what everybody may read.
func MaskName(name string) string {
	letters := []rune(name)
	switch n := len(letters); {
	case n == 0:
		return ""
	case n <= 2:
		return string(letters[:1]) + "***"
	default:
		return string(letters[:1]) + "***" + string(letters[n-1:])
	}
}

// MaskPhone leaves the first three and the last four digits: 138****4021.
func MaskPhone(text string) string {
	if len(text) < 8 {
		return strings.Repeat("*", len(text))
	}
	return text[:3] + "****" + text[len(text)-4:]
}

// MaskEmail leaves the first two letters and the house: it***@beiling.example.
func MaskEmail(text string) string {
	name, house, is := strings.Cut(text, "@")
	if !is {
		return strings.Repeat("*", len(text))
	}
	letters := []rune(name)
	return string(letters[:min(2, len(letters))]) + "***@" + house
}
