package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sheet lists the sections of the marketplace's catalogue rules that bind us; the tests of a
// rule name its section.
var sheet = strings.Fields(`0.3 0.4 0.5 0.6 1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 1.9 1.10
	2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9 2.10 2.11 3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 3.9 3.10
	4 5 6 7.1 7.2 7.3 8 9.1 9.2 9.3 9.4 9.5 9.6 9.7 10`)

func TestEverySectionOfTheCatalogueRulesIsNamedByATest(t *testing.T) {
	t.Parallel()
	cited := regexp.MustCompile(`catalogue\.md (?:§[\d.–, ]+)+`)
	section := regexp.MustCompile(`\d+(?:\.\d+)?`)
	named := map[string]bool{}
	require.NoError(t, filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "sheet_test.go") {
			return err
		}
		content, err := os.ReadFile(path)
		for _, words := range cited.FindAllString(string(content), -1) {
			for _, one := range section.FindAllString(words, -1) {
				named[one] = true
			}
		}
		return err
	}))
	var missing []string
	for _, one := range sheet {
		if !named[one] {
			missing = append(missing, one)
		}
	}
	require.Empty(t, missing)
}
