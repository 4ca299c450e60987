package market

import (
	"strings"
	"time"
)

// Notices are messages to a seller's people (消息中心, catalogue.md §0.4).
var Notices = area("notice", Owner, Operations, Finance, Support)

// The acts on messages: people read them, the clock sends them.
var (
	ReadNotice    = act("notice.read", Owner, Operations, Finance, Support) // for the whole team
	DeliverNotice = act("notice.deliver", Clock)                            // takes what waits for one address
	SettleNotice  = act("notice.settle", Clock)                             // keeps how the try ended
	CodeNotice    = act("notice.code", Clock)                               // sends a verification code
	CountNotice   = act("notice.count", Clock)                              // tells weekly how many deliveries are unfinished
)

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

// NoticeSearch is which messages of a list are wanted.
type NoticeSearch struct {
	Unread bool
	Type   MessageType
}

// Type is the type of the message.
func (n Notice) Type() MessageType { return NotificationOf(n.Kind).Type }

// MessageType is what receivers choose by (消息类型, catalogue.md §0.4; transactions.md §9).
type MessageType string

// The types, with the marketplace's codes where it has told them.
const (
	MessageOpening    MessageType = "opening"    // 产品创建开通通知
	MessageRenewal    MessageType = "renewal"    // 产品续费通知
	MessageReleased   MessageType = "released"   // 产品已释放通知
	MessageProduct    MessageType = "product"    // 产品信息变更通知
	MessageAccount    MessageType = "account"    // 账号变更
	MessageOperation  MessageType = "operation"  // 运维提醒
	MessageTicket     MessageType = "ticket"     // 工单
	MessageSettlement MessageType = "settlement" // 结算
	MessageDemand     MessageType = "demand"     // 客户需求
	MessageOther      MessageType = "other"      // 其他
)

// MessageTypes lists the types in the order of their codes.
var MessageTypes = []MessageType{MessageOpening, MessageRenewal, MessageReleased, MessageProduct, MessageAccount, MessageOperation,
	MessageTicket, MessageSettlement, MessageDemand, MessageOther}

var messageCodes = map[MessageType]string{MessageOpening: "101", MessageRenewal: "102", MessageReleased: "103",
	MessageAccount: "203", MessageOperation: "501", MessageOther: "901"}

// Code is the marketplace's code of the type; empty when it has none.
func (t MessageType) Code() string { return messageCodes[t] }

// Key names the type's words.
func (t MessageType) Key() string { return "notice.type_" + string(t) }

// Channel is a way to somebody outside the seller center.
type Channel string

// The channels besides the message in the seller center itself.
const (
	Mail Channel = "mail"
	SMS  Channel = "sms"
)

// Key names the channel's words.
func (c Channel) Key() string { return "notice.channel_" + string(c) }

// Notification is how a kind of message goes out.
type Notification struct {
	Type    MessageType
	Mail    bool
	SMS     bool
	Service bool // also to the customer-service mailbox (catalogue.md §1.9)
	Contact bool // also to the contact's mobile (catalogue.md §0.3)
}

// notifications are the kinds of message (transactions.md §9; catalogue.md §0.4). A kind is an
// act that is told of, or a word of its own; what is not here goes by its area.
var notifications = map[string]Notification{
	"order.pay":           {MessageOpening, true, true, false, false}, // product bought
	"order.renew":         {MessageRenewal, true, true, false, false},
	"supervision.submit":  {MessageOpening, true, false, false, false}, // requirement waits for confirmation
	"supervision.confirm": {MessageOpening, true, false, false, false},
	"supervision.accept":  {MessageOpening, true, true, false, false},
	"supervision.reject":  {MessageOther, true, false, false, false},
	"supervision.close":   {MessageOpening, true, true, false, false}, // unsubscribed after overdue supervision
	"supervision.remind":  {MessageOther, false, false, false, false},
	"supervision.nudge":   {MessageOther, false, false, false, false},
	"supervision.count":   {MessageOther, true, false, false, false},
	"supervision":         {MessageOpening, false, false, false, false},
	"appeal":              {MessageOperation, false, false, false, false},
	"fulfilment":          {MessageOperation, true, false, true, false}, // interface exception
	"fulfilment.exhaust":  {MessageOpening, true, false, true, false},   // resource open failure
	"endpoint":            {MessageOperation, true, true, false, false}, // probing
	"refund.request":      {MessageOpening, true, true, false, false},
	"refund":              {MessageOpening, false, false, false, false},
	"instance":            {MessageReleased, true, true, false, false},
	"customer":            {MessageReleased, true, true, false, false}, // clean-up of closed accounts
	"invoice":             {MessageOther, true, true, false, false},
	"ticket":              {MessageTicket, true, true, false, false},
	"product":             {MessageProduct, true, true, false, false},
	"review":              {MessageProduct, true, true, false, false},
	"review.publish":      {MessageOpening, true, true, false, false},
	"review.seller":       {MessageAccount, true, true, true, true}, // onboarding, profile, letter, store, certification
	"seller":              {MessageAccount, true, true, false, false},
	"certification":       {MessageAccount, true, true, false, false},
	"agreement":           {MessageAccount, true, false, false, false},
	"standing":            {MessageAccount, true, true, true, true}, // points, level, test credit
	"statement":           {MessageSettlement, true, true, false, false},
	"adjustment":          {MessageSettlement, true, false, false, false},
	"demand":              {MessageDemand, false, false, false, false},
	"offer":               {MessageDemand, false, false, false, false},
	"stock":               {MessageOperation, true, false, false, false},
	"question":            {MessageOther, false, false, false, false},
	"comment":             {MessageOperation, false, false, false, false},
	"export":              {MessageOther, false, false, false, false},
}

// NotificationOf is how that kind of message goes out: as itself, as its area, or in the
// seller center alone.
func NotificationOf(kind string) Notification {
	if n, known := notifications[kind]; known {
		return n
	}
	area, _, _ := strings.Cut(kind, ".")
	if n, known := notifications[area]; known {
		return n
	}
	return Notification{Type: MessageOther}
}

// DigestMinutes is how long messages to one address are gathered: they go out together.
const DigestMinutes = 1

// DeliveryTries is how often a message is tried to be sent; the pauses double from one minute.
const DeliveryTries = 6

// DeliveryPause is how long to wait after so many failed tries.
func DeliveryPause(tries int) time.Duration { return time.Minute << min(max(tries-1, 0), 8) }

// DeliveryStatus is how far a message to one address is.
type DeliveryStatus string

// The states of a delivery.
const (
	DeliveryQueued DeliveryStatus = "queued"
	DeliverySent   DeliveryStatus = "sent"
	DeliveryFailed DeliveryStatus = "failed"
)

// DeliveryStatuses lists the states.
var DeliveryStatuses = []DeliveryStatus{DeliveryQueued, DeliverySent, DeliveryFailed}

// Key names the status's words.
func (s DeliveryStatus) Key() string { return "notice.status_" + string(s) }

// Tone is the status's colour.
func (s DeliveryStatus) Tone() Tone {
	switch s {
	case DeliveryQueued:
		return Accent
	case DeliverySent:
		return OK
	case DeliveryFailed:
		return Bad
	}
	return Neutral
}

// DeliveryID names a delivery.
type DeliveryID = ID[Delivered]

// Delivered is one message to one address, and how that went.
type Delivered struct {
	ID        DeliveryID
	NoticeID  NoticeID
	Kind      string
	Reason    JSON[Reason]
	Channel   Channel
	Receiver  string
	Address   string
	Status    DeliveryStatus
	Tries     int
	Error     string
	CreatedAt time.Time
	NextAt    *time.Time
	SentAt    *time.Time
}

// DeliverySearch is which deliveries of a list are wanted.
type DeliverySearch struct {
	Status  DeliveryStatus
	Channel Channel
}

// Letter is what goes out to one address: all the messages that waited for it.
type Letter struct {
	ID       ID[Letter]
	Channel  Channel
	Receiver string
	Address  string
	Language string
	Company  string
	Notices  []Notice
	IDs      []DeliveryID
}
