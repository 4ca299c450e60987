package market

import "time"

// Notices are messages to a seller's people (消息中心, catalogue.md §0.4).
var Notices = area("notice", Owner, Operations, Finance, Support)

// ReadNotice marks messages as read, for the whole team.
var ReadNotice = act("notice.read", Owner, Operations, Finance, Support)

// NoticeID names a message.
type NoticeID = ID[Notice]

// Notice is a message to a seller's people (站内信).
type Notice struct {
	ID     NoticeID
	Kind   string
	Reason JSON[Reason]
	Link   string
	At     time.Time
	ReadAt *time.Time
}
