package market

// ProductID names a listing.
type ProductID = ID[Product]

// Product is a listing.
type Product struct{}

// Revision is an approved content of a product; orders keep the one they were placed on.
type Revision struct{}

// Spec is one choice of a product (规格).
type Spec struct{}

// SKUPrice is a spec's price for one billing period.
type SKUPrice struct{}
