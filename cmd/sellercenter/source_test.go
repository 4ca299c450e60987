package main

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// source is one Go file of ours.
type source struct {
	*ast.File
	path            string
	test, generated bool
}

// in reports whether the file stands in exactly that folder.
func (s source) in(folder string) bool { return filepath.ToSlash(filepath.Dir(s.path)) == folder }

// literals are the strings that the file writes down, imports aside.
func (s source) literals() (all []string) {
	ast.Inspect(s.File, func(node ast.Node) bool {
		if _, imports := node.(*ast.ImportSpec); imports {
			return false
		}
		if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil {
				all = append(all, text)
			}
		}
		return true
	})
	return all
}

var parsed = sync.OnceValues(func() (all []source, err error) {
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") {
			return skipping(entry, err)
		}
		file, err := goparser.ParseFile(token.NewFileSet(), path, nil, goparser.ParseComments|goparser.SkipObjectResolution)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, path)
		all = append(all, source{file, filepath.ToSlash(relative), strings.HasSuffix(path, "_test.go"), strings.HasSuffix(path, "_templ.go")})
		return err
	})
	return all, err
})

// sources are all Go files of ours, parsed once.
func sources(t *testing.T) []source {
	t.Helper()
	all, err := parsed()
	require.NoError(t, err)
	require.NotEmpty(t, all)
	return all
}

// files are the texts of all files of ours with that ending, by path.
func files(t *testing.T, ext string) map[string]string {
	t.Helper()
	all := map[string]string{}
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ext) {
			return skipping(entry, err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, path)
		all[filepath.ToSlash(relative)] = string(text)
		return err
	}))
	require.NotEmpty(t, all)
	return all
}

// skipping passes by what is not ours: the repository's own folder, what was built, data.
func skipping(entry fs.DirEntry, err error) error {
	if err == nil && entry.IsDir() && slices.Contains([]string{".git", "bin", "data"}, entry.Name()) {
		return filepath.SkipDir
	}
	return err
}

type table struct {
	kind  string
	moves [][3]string
}

// movesIn reads a literal Moves[S]{{from, act, to}…}, or a map of them.
func movesIn(literal *ast.CompositeLit) (tables []table) {
	kind := func(of ast.Expr) string {
		generic, ok := of.(*ast.IndexExpr)
		if !ok {
			return ""
		}
		name, ok := generic.X.(*ast.Ident)
		if !ok || name.Name != "Moves" {
			return ""
		}
		return generic.Index.(*ast.Ident).Name
	}
	read := func(kind string, literal *ast.CompositeLit) {
		found := table{kind: kind}
		for _, element := range literal.Elts {
			move := element.(*ast.CompositeLit)
			found.moves = append(found.moves, [3]string{word(move.Elts[0]), word(move.Elts[1]), word(move.Elts[2])})
		}
		tables = append(tables, found)
	}
	if kind := kind(literal.Type); kind != "" {
		read(kind, literal)
	}
	if of, ok := literal.Type.(*ast.MapType); ok && kind(of.Value) != "" {
		for _, element := range literal.Elts {
			read(kind(of.Value), element.(*ast.KeyValueExpr).Value.(*ast.CompositeLit))
		}
	}
	return tables
}

func word(of ast.Expr) string {
	switch e := of.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
