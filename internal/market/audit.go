package market

// Audits is who did what; nobody can change it.
var Audits = area("audit", Owner, Finance, Manager)

// Audit is one entry: an act that was done.
type Audit struct{}
