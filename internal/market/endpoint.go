package market

// EndpointID names a production address.
type EndpointID = ID[Endpoint]

// Endpoint is a production address.
type Endpoint struct{}
