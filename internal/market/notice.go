package market

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Notices are messages to a seller's people (消息中心, catalogue.md §0.4).
var Notices = area("notice", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// The acts on messages: people read them, the clock sends them.
var (
	ReadNotice    = act("notice.read", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager) // for the whole team; the operator's people each their own
	RouteNotice   = act("notice.route", Manager)                                                          // who of the operator's people gets what
	DeliverNotice = act("notice.deliver", Clock)                                                          // takes what waits for one address
	SettleNotice  = act("notice.settle", Clock)                                                           // keeps how the try ended
	CodeNotice    = act("notice.code", Clock)                                                             // sends a verification code
	TallyNotice   = act("notice.tally", Clock)                                                            // tells weekly how many deliveries are unfinished
	ResendNotice  = act("notice.resend", Owner, Operations, Finance, Support)                             // tries once more what was given up
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

	Inbox Channel = "inbox" // a customer's messages at the shop front (站内信)
)

// CustomerChannels are the ways to a customer that a shop front has (catalogue.md §3.8).
var CustomerChannels = []Channel{Inbox, Mail, SMS}

// CustomerWays are the ways of one kind of message to a customer: what becomes of a refund and
// of an appeal, and a step that waits for it, stand among its messages alone (transactions.md §9).
func CustomerWays(kind string) []Channel {
	area, _, _ := strings.Cut(kind, ".")
	if area == string(Refunds) || area == string(Appeals) || kind == string(NudgeSupervision) {
		return []Channel{Inbox}
	}
	return CustomerChannels
}

// Key names the channel's words.
func (c Channel) Key() string { return "notice.channel_" + string(c) }

// Notification is how a kind of message goes out.
type Notification struct {
	Type    MessageType
	Mail    bool
	SMS     bool
	Service bool // also to the customer-service mailbox (catalogue.md §1.9)
	Contact bool // also to the contact's mobile (catalogue.md §0.3)
	Urgent  bool // also in quiet hours
}

// notifications are the kinds of message (transactions.md §9; catalogue.md §0.4). A kind is an
// act that is told of, or a word of its own; what is not here goes by its area.
var notifications = map[string]Notification{
	// what is bought, opened and delivered
	"order.pay":             {Type: MessageOpening, Mail: true, SMS: true}, // product bought
	"order.renew":           {Type: MessageRenewal, Mail: true, SMS: true},
	"supervision.submit":    {Type: MessageOpening, Mail: true}, // requirement waits for confirmation
	"supervision.agree":     {Type: MessageOpening},
	"supervision.accept":    {Type: MessageOpening, Mail: true, SMS: true},
	"supervision.reject":    {Type: MessageOther, Mail: true}, // buyer rejected the service
	"supervision.identify":  {Type: MessageOpening},
	"supervision.launch":    {Type: MessageOpening},
	"supervision.receive":   {Type: MessageOpening},
	"supervision.activate":  {Type: MessageOpening},
	"supervision.deploy":    {Type: MessageOpening},
	"supervision.readdress": {Type: MessageOpening},
	"supervision.track":     {Type: MessageOpening},
	"supervision.assume":    {Type: MessageOpening},
	"supervision.approve":   {Type: MessageOpening},
	"supervision.decline":   {Type: MessageOpening},
	"supervision.extend":    {Type: MessageOpening},
	"supervision.reopen":    {Type: MessageOpening},
	"supervision.terminate": {Type: MessageOpening},
	"supervision.mark":      {Type: MessageOpening},
	"supervision.close":     {Type: MessageOpening, Mail: true, SMS: true}, // unsubscribed after overdue supervision
	"supervision.warn":      {Type: MessageOther},
	"supervision.remind":    {Type: MessageOther},
	"supervision.nudge":     {Type: MessageOther},
	"supervision.count":     {Type: MessageOther, Mail: true},
	"supervision":           {Type: MessageOpening},
	"fulfilment":            {Type: MessageOperation, Mail: true, Service: true, Urgent: true}, // interface exception
	"fulfilment.exhaust":    {Type: MessageOpening, Mail: true, Service: true, Urgent: true},   // resource open failure
	"endpoint.probe":        {Type: MessageOperation, Mail: true, SMS: true, Urgent: true},
	"refund.request":        {Type: MessageOpening, Mail: true, SMS: true},
	"refund.withdraw":       {Type: MessageOpening},
	"refund.pay":            {Type: MessageOpening},
	"refund.remind":         {Type: MessageOpening},
	"refund":                {Type: MessageOpening},
	"appeal.file":           {Type: MessageOperation},
	"appeal.ask":            {Type: MessageOperation},
	"appeal.supply":         {Type: MessageOperation},
	"appeal.lapse":          {Type: MessageOperation},
	"appeal.withdraw":       {Type: MessageOperation},
	"appeal.decide":         {Type: MessageOperation},
	"appeal.reject":         {Type: MessageOperation},
	"appeal":                {Type: MessageOperation},
	"trial.remind":          {Type: MessageRenewal},
	"quota.measure":         {Type: MessageOperation, Mail: true}, // a server does not say how much is used
	"usage.tell":            {Type: MessageOperation, Mail: true}, // one digest an hour of what failed (transactions.md §5.5)
	"usage.warn":            {Type: MessageOperation, Mail: true}, // nothing is reported
	"usage.stop":            {Type: MessageOperation, Mail: true},
	"instance.freeze":       {Type: MessageReleased, Mail: true, SMS: true},
	"instance.release":      {Type: MessageReleased, Mail: true, SMS: true},
	"instance.renew":        {Type: MessageReleased, Mail: true, SMS: true},  // its renewal failed
	"instance.clear":        {Type: MessageReleased, Mail: true, SMS: true},  // clean-up of closed customers
	"instance.sync":         {Type: MessageOperation, Mail: true, SMS: true}, // a synchronisation of the joint kit failed
	"instance":              {Type: MessageReleased, Mail: true, SMS: true},
	// listings and configuration
	"review.publish": {Type: MessageOpening, Mail: true, SMS: true},                               // result of a publish request
	"review.seller":  {Type: MessageAccount, Mail: true, SMS: true, Service: true, Contact: true}, // onboarding, profile, letter, store, certification
	"review":         {Type: MessageProduct, Mail: true, SMS: true},                               // result of a modify request and the others
	"joint":          {Type: MessageProduct, Mail: true, SMS: true},
	"product":        {Type: MessageProduct, Mail: true, SMS: true}, // sale state adjusted
	"asset":          {Type: MessageProduct, Mail: true},
	"scan.run":       {Type: MessageProduct, Mail: true},
	"scan":           {Type: MessageProduct, Mail: true},
	"stock.warn":     {Type: MessageOperation, Mail: true},
	"seller":         {Type: MessageAccount, Mail: true, SMS: true},
	"seller.contact": {Type: MessageAccount, Mail: true, SMS: true, Urgent: true}, // somebody else may have done it
	"seller.rename":  {Type: MessageAccount, Mail: true, Service: true},           // asks for the documents of a new name
	"seller.exit":    {Type: MessageAccount, Mail: true, SMS: true},
	"certification":  {Type: MessageAccount, Mail: true, SMS: true},
	"agreement":      {Type: MessageAccount, Mail: true},
	"standing":       {Type: MessageAccount, Mail: true, SMS: true, Service: true, Contact: true}, // points, level, test credit
	"sanction":       {Type: MessageAccount, Mail: true, SMS: true, Service: true, Contact: true}, // for forged proof
	// service and sales
	"ticket.open":      {Type: MessageTicket, Mail: true, SMS: true},
	"ticket.reply":     {Type: MessageTicket, Mail: true, SMS: true},
	"ticket.urge":      {Type: MessageTicket, Mail: true, SMS: true, Urgent: true},
	"ticket.reopen":    {Type: MessageTicket, Mail: true, SMS: true},
	"ticket.authorise": {Type: MessageTicket},
	"ticket.refuse":    {Type: MessageTicket},
	"ticket.cancel":    {Type: MessageTicket},
	"ticket.close":     {Type: MessageTicket},
	"ticket.hand_back": {Type: MessageTicket, Mail: true, SMS: true},
	"ticket.remind":    {Type: MessageTicket, Mail: true, SMS: true},
	"ticket":           {Type: MessageTicket, Mail: true, SMS: true},
	"comment.add":      {Type: MessageOther, Mail: true},
	"comment.update":   {Type: MessageOther, Mail: true},
	"comment.hide":     {Type: MessageOther},
	"comment.show":     {Type: MessageOther},
	"comment":          {Type: MessageOther, Mail: true},
	"question.ask":     {Type: MessageOther, Mail: true},
	"question.hide":    {Type: MessageOther, Mail: true},
	"question.show":    {Type: MessageOther},
	"demand.assign":    {Type: MessageDemand},
	"demand.report":    {Type: MessageDemand},
	"demand.remind":    {Type: MessageDemand},
	"demand.expire":    {Type: MessageDemand},
	"demand.won":       {Type: MessageDemand},
	"demand":           {Type: MessageDemand},
	"offer":            {Type: MessageDemand},
	"resale.remind":    {Type: MessageDemand},
	"partner":          {Type: MessageDemand},
	// money
	"invoice.request":          {Type: MessageOther, Mail: true, SMS: true},
	"invoice.cancel":           {Type: MessageOther, Mail: true, SMS: true},
	"invoice.give_back":        {Type: MessageOther, Mail: true, SMS: true},
	"invoice.return":           {Type: MessageOther, Mail: true, SMS: true},
	"invoice.remind":           {Type: MessageOther, Mail: true, SMS: true},
	"invoice":                  {Type: MessageOther, Mail: true, SMS: true},
	"statement.send":           {Type: MessageSettlement, Mail: true, SMS: true},
	"statement.reject":         {Type: MessageSettlement, Mail: true}, // payment request rejected
	"statement.pay":            {Type: MessageSettlement, Mail: true},
	"statement.fail":           {Type: MessageSettlement, Mail: true, SMS: true},
	"statement.invite":         {Type: MessageSettlement, Mail: true, SMS: true}, // invoice notice
	"statement.refuse_invoice": {Type: MessageSettlement, Mail: true},
	"statement.remind_invoice": {Type: MessageSettlement, Mail: true, SMS: true},
	"statement.carry":          {Type: MessageSettlement, Mail: true},
	"statement.issue_fee":      {Type: MessageSettlement, Mail: true},
	"statement":                {Type: MessageSettlement, Mail: true, SMS: true},
	"adjustment.add":           {Type: MessageSettlement, Mail: true},
	"adjustment":               {Type: MessageSettlement, Mail: true},
	"deposit.add":              {Type: MessageSettlement, Mail: true},
	"deposit.offset":           {Type: MessageSettlement, Mail: true},
	"deposit.return":           {Type: MessageSettlement, Mail: true},
	"deposit":                  {Type: MessageSettlement, Mail: true},
	"export.write":             {Type: MessageOther}, // a file is ready
}

// NoticeKinds lists the kinds of message, in alphabetical order.
func NoticeKinds() []string { return slices.Sorted(maps.Keys(notifications)) }

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
	DeliveryQueued  DeliveryStatus = "queued"
	DeliverySending DeliveryStatus = "sending" // handed to the server; whether it took it is not known yet
	DeliverySent    DeliveryStatus = "sent"
	DeliveryFailed  DeliveryStatus = "failed"
)

// Resend refuses to try again what is still tried, or arrived.
func (s DeliveryStatus) Resend() error {
	if s == DeliveryFailed {
		return nil
	}
	return Conflict("problem.not_now", Word(ResendNotice), Word(s.Key()))
}

// DeliveryStatuses lists the states.
var DeliveryStatuses = []DeliveryStatus{DeliveryQueued, DeliverySending, DeliverySent, DeliveryFailed}

// Key names the status's words.
func (s DeliveryStatus) Key() string { return "notice.status_" + string(s) }

// Tone is the status's colour.
func (s DeliveryStatus) Tone() Tone {
	switch s {
	case DeliveryQueued, DeliverySending:
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

// Letter is what goes out to one address: all the messages that waited for it. What was once
// put into a letter stays in it: however often it is tried, its number (a mail's Message-ID, a
// text's idempotency key) is the same, so that whoever got it already drops the repetition.
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
