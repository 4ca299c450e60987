package market

// Chosen is a row of a list that somebody selected.
type Chosen struct{ ID, Label string }
