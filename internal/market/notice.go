package market

// Notice is a message to a seller's people (站内信).
type Notice struct{}
