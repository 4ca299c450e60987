// Package migrations holds the schema's history, one file per area.
package migrations

import "embed"

// FS holds every migration in the order of its number.
//
//go:embed *.sql
var FS embed.FS
