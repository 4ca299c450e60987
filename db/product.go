package db

import "sellercenter/internal/market"

func (t *tx) approveProductPublish(review market.Review) error  { return nil }
func (t *tx) rejectProductPublish(review market.Review) error   { return nil }
func (t *tx) withdrawProductPublish(review market.Review) error { return nil }
func (t *tx) approveProductModify(review market.Review) error   { return nil }
func (t *tx) reopenProductDraft(review market.Review) error     { return nil }
func (t *tx) approveProductDelist(review market.Review) error   { return nil }
func (t *tx) keepProduct(review market.Review) error            { return nil }
