package market

// The access types (catalogue.md §2.1).
const (
	AccessSaaS    = "saas"
	AccessService = "service"
)

// Supervised reports whether orders of the access type are delivered under supervision
// (catalogue.md §2.1); SaaS only where its listing says so.
func Supervised(access string, flagged bool) bool { return access == AccessService || flagged }
