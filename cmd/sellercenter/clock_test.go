package main

import (
	"go/ast"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
)

// dueUnnamed are acts left for the clock by an expression instead of a name.
var dueUnnamed = map[string][]market.Act{
	"db/fulfilment_call.go": {market.SendFulfilment, market.QueryFulfilment},                                                            // Fulfilment.Call
	"db/usage.go":           {market.BillUsage, market.TellUsage, market.WarnUsage},                                                     // planned once an instant
	"db/refund.go":          {market.RemindRefund, market.EscalateRefund, market.LapseRefund, market.AssumeRefund, market.FinishRefund}, // while the flow is frozen: again tomorrow
}

func TestWhatIsLeftForTheClockIsDoneByIt(t *testing.T) {
	t.Parallel()
	works := jobs.All(nil, jobs.Post{})
	for act := range works {
		require.Contains(t, market.Doers(act), market.Clock, "the clock may not do %s", act)
	}
	declared := map[string]market.Act{}
	for _, file := range sources(t) {
		if file.test || !file.in("internal/market") {
			continue
		}
		ast.Inspect(file.File, func(node ast.Node) bool {
			if value, ok := node.(*ast.ValueSpec); ok && len(value.Values) == len(value.Names) {
				for i, said := range value.Values {
					if call, ok := said.(*ast.CallExpr); ok && word(call.Fun) == "act" {
						declared[value.Names[i].Name] = market.Act(strings.Trim(call.Args[0].(*ast.BasicLit).Value, `"`))
					}
				}
			}
			return true
		})
	}
	var due []market.Act
	for _, file := range sources(t) {
		if file.test || !file.in("db") {
			continue
		}
		ast.Inspect(file.File, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			method, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			var given ast.Expr
			switch {
			case method.Sel.Name == "later" && len(call.Args) == 2:
				given = call.Args[0]
			case method.Sel.Name == "at" && len(call.Args) == 3:
				given = call.Args[1]
			default:
				return true
			}
			if act, named := declared[word(given)]; named {
				due = append(due, act)
			} else if file.path != "db/job.go" {
				require.NotEmpty(t, dueUnnamed[file.path], "%s: say in dueUnnamed which acts those are", file.path)
				due = append(due, dueUnnamed[file.path]...)
			}
			return true
		})
	}
	require.NotEmpty(t, due)
	for _, act := range due {
		require.Contains(t, works, act, "nobody does %s when it is due", act)
	}
}
