package i18n

import (
	"context"
	"strings"
)

// past are the verbs that English acts begin with, and how they are told once done; Chinese
// says both alike.
var past = map[string]string{
	"Accept": "accepted", "Activate": "activated", "Add": "added", "Agree": "agreed", "Amend": "amended", "Answer": "answered",
	"Appeal": "appealed", "Approve": "approved", "Ask": "asked", "Assign": "assigned", "Authorise": "authorised", "Cancel": "cancelled",
	"Carry": "carried", "Change": "changed", "Check": "checked", "Claim": "claimed", "Close": "closed", "Complete": "completed",
	"Confirm": "confirmed", "Countersign": "countersigned", "Create": "created", "Decide": "decided", "Delete": "deleted",
	"Dismiss": "dismissed", "Escalate": "escalated", "End": "ended", "Extend": "extended", "File": "filed", "Finish": "finished",
	"Freeze": "froze", "Grant": "granted", "Hand": "handed", "Hide": "hid", "Issue": "issued", "Lift": "lifted", "Mark": "marked",
	"Open": "opened", "Pass": "passed", "Pay": "paid", "Place": "placed", "Press": "pressed", "Propose": "proposed", "Publish": "published",
	"Rate": "rated", "Receive": "received", "Record": "recorded", "Refuse": "refused", "Reject": "rejected", "Release": "released",
	"Remind": "reminded", "Renew": "renewed", "Reopen": "reopened", "Reply": "replied", "Report": "reported", "Request": "requested",
	"Restart": "restarted", "Return": "returned", "Save": "saved", "Send": "sent", "Set": "set", "Ship": "shipped", "Show": "showed",
	"Sign": "signed", "Start": "started", "Stop": "stopped", "Submit": "submitted", "Supply": "supplied", "Terminate": "terminated",
	"Transfer": "transferred", "Unsubscribe": "unsubscribed", "Update": "updated", "Upload": "uploaded", "Verify": "verified",
	"Warn": "warned", "Withdraw": "withdrew",
}

// Did words an act that somebody has done, as it follows their name: submitted requirement.
func Did[K ~string](ctx context.Context, act K) string {
	text := T(ctx, act)
	verb, rest, _ := strings.Cut(text, " ")
	done, known := past[verb]
	if Lang(ctx) == Chinese || !known || strings.Contains(string(act), ".event_") {
		return text
	}
	return strings.TrimSuffix(done+" "+rest, " ")
}
