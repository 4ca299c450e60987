package db

import "sellercenter/internal/market"

// feeRatio is the platform's share that holds today for the access type.
func (t *tx) feeRatio(accessType string) (market.Ratio, error) { return market.Percent("5"), nil }
