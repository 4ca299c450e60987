package ui

import "sellercenter/internal/market"

func memberOptions(members []market.Member) []Option {
	options := make([]Option, len(members))
	for i, member := range members {
		options[i] = Option{Value: member.ID.String(), Label: member.Name}
	}
	return options
}
