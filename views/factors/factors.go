// Package factors is the pages of one's own second factor.
// Package factors shows the second factor being set up.
package factors

import "strings"

// grouped writes the secret in fours, as apps ask for it by hand.
func grouped(secret string) string {
	var parts []string
	for i := 0; i < len(secret); i += 4 {
		parts = append(parts, secret[i:min(i+4, len(secret))])
	}
	return strings.Join(parts, " ")
}
