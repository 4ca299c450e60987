package db_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// few are lists that cannot grow long by what they are of: file and beginning of the statement.
var few = map[string]string{
	"audit_seal.go SELECT DISTINCT":          "sellers, walked through by the clock",
	"audit_seal.go SELECT seller_id":         "sellers, walked through by the clock",
	"audit_seal.go SELECT l.seller_id":       "the sellers whose chains stand on the page: all of them",
	"audit_seal.go SELECT s.id":              "the sellers whose chains are verified: all of them",
	"order_list.go SELECT":                   "the order of one exact number",
	"order_timeline.go SELECT 'supervision'": "what belongs to one order",
	"product_read.go SELECT code":            "the marketplace's categories",
	"rate.go SELECT":                         "all rates: prices are made of them",
	"session_start.go SELECT c.id":           "the places that one person belongs to",
	"setting.go SELECT day":                  "the calendar",
	"setting_operator.go SELECT name":        "the settings",
	"statement.go SELECT":                    "lines between two ordinals",
}

// Statements of lists end somewhere: by a LIMIT, by the groups or the ids that they are of.
func TestEveryListEnds(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	set := token.NewFileSet()
	named := map[string]string{} // constants of statements
	var parsed []*ast.File
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		file, err := parser.ParseFile(set, name, text, 0)
		require.NoError(t, err)
		parsed = append(parsed, file)
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, is := n.(*ast.ValueSpec); is {
				for i, value := range spec.Values {
					named[spec.Names[i].Name] = spelled(value, nil)
				}
			}
			return true
		})
	}
	for _, file := range parsed {
		ast.Inspect(file, func(n ast.Node) bool {
			call, is := n.(*ast.CallExpr)
			if !is || len(call.Args) < 3 {
				return true
			}
			method, is := call.Fun.(*ast.SelectorExpr)
			if !is || method.Sel.Name != "list" && method.Sel.Name != "listRows" {
				return true
			}
			text := strings.ToUpper(spelled(call.Args[2], named))
			ends := false
			for _, end := range []string{"LIMIT", "GROUP BY", "ANY($", "RETURNING"} {
				ends = ends || strings.Contains(text, end)
			}
			if ends || !strings.Contains(text, "SELECT") {
				return true
			}
			at := set.Position(call.Pos())
			for begin := range few {
				file, words, _ := strings.Cut(begin, " ")
				ends = ends || at.Filename == file && strings.HasPrefix(strings.TrimSpace(text), strings.ToUpper(words))
			}
			require.True(t, ends, "%s:%d: a list without a LIMIT: %.120s", at.Filename, at.Line, text)
			return true
		})
	}
}

// spelled is the text of an expression as far as it is written down: literals, and the names
// of constants.
func spelled(e ast.Expr, named map[string]string) string {
	switch x := e.(type) {
	case *ast.BasicLit:
		return strings.Trim(x.Value, "`\"")
	case *ast.BinaryExpr:
		return spelled(x.X, named) + spelled(x.Y, named)
	case *ast.Ident:
		return named[x.Name]
	}
	return ""
}
