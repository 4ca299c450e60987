package market

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// transactions.md §8: the documented events with their resource types.
func TestActsAreRecordedAsTheDocumentedEvents(t *testing.T) {
	t.Parallel()
	for act, event := range auditEvents {
		require.Contains(t, Acts(), act)
		require.Equal(t, event, EventOf(act))
	}
	require.Equal(t, AuditEvent{"createOrder", "Order"}, EventOf(PlaceOrder))
	require.Equal(t, AuditEvent{"submitRequirement", "Supervision"}, EventOf(SubmitSupervision))
	require.Equal(t, AuditEvent{"viewCustomerContact", "Customer"}, EventOf(RevealContact))
	require.Equal(t, AuditEvent{"rotateKey", "Key"}, EventOf(RotateKey))
}

func TestARecordCarriesTheTraceServicesFields(t *testing.T) {
	t.Parallel()
	audit := Audit{Act: PlaceOrder, Actor: "北岭装备", Party: PartyBuyer, Address: "203.0.113.9", Subject: "0199",
		At: time.Date(2026, 3, 2, 4, 5, 6, 789_000, time.UTC), Facts: JSON[map[string]AuditFact]{V: map[string]AuditFact{"number": {After: "CS1"}}}}
	text, err := json.Marshal(audit.Record())
	require.NoError(t, err)
	require.JSONEq(t, `{"trace_id": "00000000-0000-0000-0000-000000000000", "time": "2026-03-02T04:05:06.000789Z",
		"user": {"account": "00000000-0000-0000-0000-000000000000", "name": "北岭装备", "party": "buyer", "ip": "203.0.113.9"}, "event": "createOrder",
		"operation": "order.place", "resource": {"type": "Order", "id": "0199", "name": "CS1"},
		"request": {"number": {"before": null, "after": "CS1"}}, "code": 200, "level": "normal"}`, string(text))
}

func TestALinkDependsOnEveryFieldAndOnTheLinkBefore(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 4, 5, 6, 7_000, time.UTC)
	entry := SealedEntry{Act: "order.pay", Area: "order", Subject: "1", PersonID: "2", Actor: "3", Party: "buyer", Address: "4", At: at, Facts: "{}"}
	link := entry.Link(AuditHash{})
	require.Equal(t, link, entry.Link(AuditHash{}))
	require.NotEqual(t, link, entry.Link(AuditHash{1}))
	for name, change := range map[string]func(*SealedEntry){
		"act": func(e *SealedEntry) { e.Act = "x" }, "area": func(e *SealedEntry) { e.Area = "x" }, "subject": func(e *SealedEntry) { e.Subject = "x" },
		"person": func(e *SealedEntry) { e.PersonID = "x" }, "actor": func(e *SealedEntry) { e.Actor = "x" }, "party": func(e *SealedEntry) { e.Party = "x" },
		"address": func(e *SealedEntry) { e.Address = "x" }, "at": func(e *SealedEntry) { e.At = at.Add(time.Microsecond) },
		"test": func(e *SealedEntry) { e.Test = true }, "facts": func(e *SealedEntry) { e.Facts = "x" }, "seller": func(e *SealedEntry) { e.SellerID.UUID[0] = 1 },
		"id": func(e *SealedEntry) { e.ID.UUID[0] = 1 },
	} {
		changed := entry
		change(&changed)
		require.NotEqual(t, link, changed.Link(AuditHash{}), name)
	}
}
