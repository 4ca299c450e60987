package market

// Person is somebody who can sign in.
type Person struct{}

// Seller is a company that sells on the marketplace.
type Seller struct{}
