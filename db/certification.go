package db

import "sellercenter/internal/market"

// approveCertification makes the business information valid.
func (t *tx) approveCertification(review market.Review) error { return nil }

// rejectCertification gives the business information back for correction.
func (t *tx) rejectCertification(review market.Review) error { return nil }

// withdrawCertification gives the business information back because its sender wants it.
func (t *tx) withdrawCertification(review market.Review) error { return nil }
