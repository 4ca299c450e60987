package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sheets lists, by document, the sections of the marketplace's rules that bind us; the tests
// of a rule name its section, as `catalogue.md §1.4` or, further on in the same breath, `§1.5`.
var sheets = map[string][]string{
	"catalogue": strings.Fields(`0.3 0.4 0.5 0.6 1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 1.9 1.10
		2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9 2.10 2.11 3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 3.9 3.10
		4 5 6 7.1 7.2 7.3 8 9.1 9.2 9.3 9.4 9.5 9.6 9.7 10`),
	"transactions": strings.Fields(`1.1 1.2 1.3 1.4 1.5 1.6 2.1 2.2 2.3 2.4 2.5 2.6 2.7 3 4.1 4.2 4.3 4.4 4.5 4.6 6.7 7.2 8 9 10.1 10.3 14`),
}

func TestEverySectionOfTheRulesIsNamedByATest(t *testing.T) {
	t.Parallel()
	section := regexp.MustCompile(`\d+(?:\.\d+)?`)
	for document, wanted := range sheets {
		cited := regexp.MustCompile(document + `\.md (?:§[\d.–, §]+)+`)
		named := map[string]bool{}
		for path, text := range files(t, "_test.go") {
			if path == "cmd/sellercenter/sheet_test.go" { // it lists the sections, it tries none
				continue
			}
			for _, words := range cited.FindAllString(text, -1) {
				for _, one := range section.FindAllString(words, -1) {
					named[one] = true
				}
			}
		}
		var missing []string
		for _, one := range wanted {
			if !named[one] {
				missing = append(missing, one)
			}
		}
		require.Empty(t, missing, document)
	}
}
