package handlers

import (
	"sellercenter/db"
	"sellercenter/internal/market"
)

// askFeeStatement asks for the platform's invoice for its fee.
func (s seller) askFeeStatement() error {
	id, err := pathID[market.Statement](s, "id")
	if err != nil {
		return err
	}
	if err := s.store.AskFeeStatement(s.ctx(), id); err != nil {
		return err
	}
	return s.done("/statements/"+id.String()+"#fee", market.AskFeeStatement)
}

func (o operator) issueFeeStatement() error {
	return o.onStatement(market.IssueFeeStatement, func(store *db.Seller, id market.StatementID, f *form) error {
		var file *market.Upload
		for _, one := range f.files("fee_file") {
			file = &market.Upload{Name: one.Name, Content: one.Content}
		}
		if err := f.err(); err != nil {
			return err
		}
		return store.IssueFeeStatement(o.ctx(), id, f.text("fee_number"), file)
	})
}
