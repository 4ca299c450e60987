package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// transactions.md §6.8, §10.2: a deposit is paid in, set off and returned, and never below zero.
func TestADepositIsNeverBelowZero(t *testing.T) {
	for name, test := range map[string]struct {
		move    DepositMove
		balance string
		behind  string
		fault   string
	}{
		"paid in":            {DepositMove{DepositPaid, CNY, Yuan("5000.00"), "合同约定"}, "0.00", "5000.00", ""},
		"set off":            {DepositMove{DepositOffset, CNY, Yuan("1200.50"), "退订款不足"}, "5000.00", "3799.50", ""},
		"all of it returned": {DepositMove{DepositReturned, USD, Yuan("5000.00"), "退出"}, "5000.00", "0.00", ""},
		"more than is there": {DepositMove{DepositOffset, CNY, Yuan("5000.01"), "x"}, "5000.00", "", "amount"},
		"nothing":            {DepositMove{DepositPaid, CNY, Yuan("0.00"), "x"}, "0.00", "", "amount"},
		"less than nothing":  {DepositMove{DepositOffset, CNY, Yuan("-1.00"), "x"}, "5.00", "", "amount"},
		"no reason":          {DepositMove{DepositPaid, CNY, Yuan("1.00"), "  "}, "0.00", "", "reason"},
		"no currency":        {DepositMove{DepositPaid, "EUR", Yuan("1.00"), "x"}, "0.00", "", "currency"},
	} {
		entry, err := test.move.Entry(Yuan(test.balance))
		if test.fault != "" {
			var problem *Problem
			require.ErrorAs(t, err, &problem, name)
			require.Contains(t, problem.Fields, test.fault, name)
			continue
		}
		require.NoError(t, err, name)
		require.Equal(t, test.behind, entry.Balance.String(), name)
	}
}
