package market

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Usages are usage records (话单) and what they cost (transactions.md §5).
var Usages = area("usage", Owner, Operations, Finance, Support, Treasurer, Manager)

// The acts on usage records (transactions.md §5).
var (
	PushUsage   = act("usage.push", Program)             // a seller's program reports
	RepeatUsage = act("usage.repeat", Owner, Operations) // what failed is reported again, put right
	RateUsage   = act("usage.rate", Clock)               // checks and prices what was reported
	BillUsage   = act("usage.bill", Clock)               // makes the bills of the cycles that are over
	PayUsage    = act("usage.pay", Buyer)                // the customer's account paid a bill
	TellUsage   = act("usage.tell", Clock)               // tells hourly which records failed
	WarnUsage   = act("usage.warn", Clock)               // tells that an instance reports nothing
	StopUsage   = act("usage.stop", Clock)               // a package that stops is used up
	ResetUsage  = act("usage.reset", Clock)              // and is full again
)

// UsageID names a usage record.
type UsageID = ID[UsageRecord]

// UsagePushPath is where a seller's program reports usage (production-interface.md §4.3).
const UsagePushPath = "/api/mkp-openapi-public/global/v1/isv/usage-data"

// The bounds of a push (production-interface.md §4.3).
const (
	MostUsage     = 1000 // records in one call
	usageText     = 64
	usageDigits   = 20
	usagePlaces   = 4
	usageTime     = "20060102T150405Z"
	usageMostUnit = 8 // digits before the point
)

// UsageCode is why a record failed, by the number that the interface gives it
// (production-interface.md §4.3).
type UsageCode string

// The codes of a record. The number of a package that is missing is not published: 008 is
// the one that the published numbers leave out.
const (
	UsageOK         UsageCode = ""
	UsageNoInstance UsageCode = "001"
	UsageBadTime    UsageCode = "002"
	UsageBadValue   UsageCode = "003"
	UsageNoSerial   UsageCode = "004"
	UsageRepeated   UsageCode = "005"
	UsageWithdrawn  UsageCode = "006"
	UsageTooOld     UsageCode = "007"
	UsageNoPackage  UsageCode = "008"
	UsageForeign    UsageCode = "009"
	UsageDuplicate  UsageCode = "010"
	UsageBadRange   UsageCode = "011"
	UsageNotByUse   UsageCode = "012"
	UsageBadState   UsageCode = "013"
)

// UsageCodes lists the codes of failures.
var UsageCodes = []UsageCode{UsageNoInstance, UsageBadTime, UsageBadValue, UsageNoSerial, UsageRepeated, UsageWithdrawn, UsageTooOld,
	UsageNoPackage, UsageForeign, UsageDuplicate, UsageBadRange, UsageNotByUse, UsageBadState}

// Key names the code's words: what is wrong.
func (c UsageCode) Key() string { return "usage.code_" + string(c) }

// Help names the words that say what to do about it.
func (c UsageCode) Help() string { return "usage.help_" + string(c) }

// UsageStatus is where a record stands (transactions.md §5.2). One that is received waits in
// its push and has no row of its own yet.
type UsageStatus string

// The states of a record.
const (
	UsageBilled     UsageStatus = "billed"
	UsageFailed     UsageStatus = "failed"
	UsageSuperseded UsageStatus = "superseded" // failed, and reported again since
)

// UsageStatuses lists the states.
var UsageStatuses = []UsageStatus{UsageFailed, UsageBilled, UsageSuperseded}

// Key names the status's words.
func (s UsageStatus) Key() string { return "usage.status_" + string(s) }

// Tone is the status's colour.
func (s UsageStatus) Tone() Tone {
	switch s {
	case UsageBilled:
		return OK
	case UsageFailed:
		return Bad
	case UsageSuperseded:
		return Neutral
	}
	return Neutral
}

// UsageSent is a record as a seller's program writes it (production-interface.md §4.3). The
// old form names a product and has no serial number.
type UsageSent struct {
	InstanceID string     `json:"instance_id"`
	RecordTime string     `json:"record_time"`
	BeginTime  string     `json:"begin_time"`
	EndTime    string     `json:"end_time"`
	Value      UsageValue `json:"usage_value"`
	Serial     string     `json:"metering_sn,omitempty"`
	Package    string     `json:"relate_pkg_instance,omitempty"`
	Product    string     `json:"product_id,omitempty"`
}

// UsageValue is a usage as it was sent: as text, or as a number.
type UsageValue string

// UnmarshalJSON takes a text or a number, letter by letter.
func (v *UsageValue) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
		*v = UsageValue(text)
		return nil
	}
	var number json.Number
	if err := json.Unmarshal(data, &number); err != nil {
		return err
	}
	*v = UsageValue(number)
	return nil
}

// ReadUsageValue reads a usage: more than nothing, four decimals, at most twelve digits
// (transactions.md §5.2).
func ReadUsageValue(text string) (Quantity, bool) {
	if len(text) == 0 || len(text) > usageDigits || strings.IndexFunc(text, func(r rune) bool { return (r < '0' || r > '9') && r != '.' }) >= 0 {
		return Quantity{}, false
	}
	d, err := decimal.NewFromString(text)
	if err != nil || !d.IsPositive() || !d.Equal(d.Truncate(usagePlaces)) || d.GreaterThanOrEqual(decimal.New(1, usageMostUnit)) {
		return Quantity{}, false
	}
	return Quantity{d}, true
}

// ReadUsageTime reads a moment of a record: UTC, yyyyMMdd'T'HHmmss'Z'.
func ReadUsageTime(text string) (time.Time, bool) {
	at, err := time.Parse(usageTime, text)
	return at, err == nil
}

// UsageTime is a moment as a record writes it.
func UsageTime(at time.Time) string { return at.UTC().Format(usageTime) }

// UsageRead is a record whose form was read; what could not be is zero.
type UsageRead struct {
	UsageSent
	Begin, End, Recorded time.Time
	Used                 Quantity
	Old                  bool // pushed in the old form
}

// Read checks the form of a record: its texts, times and value (transactions.md §5.2).
func (u UsageSent) Read(old bool) (read UsageRead, fault UsageCode) {
	read = UsageRead{UsageSent: u, Old: old}
	var begins, ends, recorded, valued bool
	read.Begin, begins = ReadUsageTime(u.BeginTime)
	read.End, ends = ReadUsageTime(u.EndTime)
	read.Recorded, recorded = ReadUsageTime(u.RecordTime)
	read.Used, valued = ReadUsageValue(string(u.Value))
	if old && read.Serial == "" {
		read.Serial = u.oldSerial()
	}
	switch {
	case !old && (u.Serial == "" || len(u.Serial) > usageText):
		return read, UsageNoSerial
	case u.InstanceID == "" || len(u.InstanceID) > usageText:
		return read, UsageNoInstance
	case !begins || !ends || !recorded:
		return read, UsageBadTime
	case !valued:
		return read, UsageBadValue
	case len(u.Package) > usageText:
		return read, UsageNoPackage
	}
	return read, UsageOK
}

// oldSerial stands for the serial number that the old form lacks: there a record is known by
// its instance, its product and its interval (production-interface.md §4.3, rule 6).
func (u UsageSent) oldSerial() string {
	return "old-" + hexOf(sha256.Sum256([]byte(u.InstanceID+"\x00"+u.Product+"\x00"+u.BeginTime+"\x00"+u.EndTime)))
}

func hexOf(sum [32]byte) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 40)
	for _, b := range sum[:20] {
		out = append(out, digits[b>>4], digits[b&15])
	}
	return string(out)
}

// Digest tells two records under one serial number apart (transactions.md §5.5).
func (u UsageSent) Digest() int64 {
	sum := sha256.Sum256([]byte(strings.Join([]string{u.InstanceID, u.RecordTime, u.BeginTime, u.EndTime, string(u.Value), u.Package, u.Product}, "\x00")))
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 1)
}

// UsageBatch is what one call reports.
type UsageBatch struct {
	Records int
	Sent    []byte // the list of records, as JSON
	Old     bool
}

// UsagePush is a batch that was received. It is kept as it came and rated behind its answer.
type UsagePush struct {
	ID ID[UsagePush]
	UsageBatch
	ReceivedAt time.Time
}

// UsageBody is the body of a push.
type UsageBody struct {
	Records []json.RawMessage `json:"usage_records"`
}

// ReadPush reads a push: how many records it has, and, where the installation refuses what
// is badly written, whether each can be read (transactions.md §5.5). The fault says with which
// code the call is refused.
func ReadPush(body []byte, old bool, settings Settings, now time.Time) (push UsageBatch, code OpenCode, fault Reason) {
	var read UsageBody
	if err := json.Unmarshal(body, &read); err != nil {
		return push, OpenBadUsage, Because("usage.not_json")
	}
	switch {
	case len(read.Records) == 0:
		return push, OpenBadParam, Because("open.missing_param", "usage_records")
	case len(read.Records) > MostUsage:
		return push, OpenManyUsage, Because("usage.too_many", MostUsage, len(read.Records))
	}
	for n, record := range read.Records {
		var sent UsageSent
		if err := json.Unmarshal(record, &sent); err != nil {
			return push, OpenBadUsage, Because("usage.bad_record", n+1)
		}
		if !settings.UsageRefuse {
			continue
		}
		written, bad := sent.Read(old)
		switch {
		case bad != UsageOK:
			return push, OpenBadValue, Because("usage.refused", n+1, string(bad), Word(bad.Key()))
		case written.Begin.Before(settings.oldestUsage(now)):
			return push, OpenOldUsage, Because("usage.refused", n+1, string(UsageTooOld), Word(UsageTooOld.Key()))
		}
	}
	sent, err := json.Marshal(read.Records)
	if err != nil {
		return push, OpenBadUsage, Because("usage.not_json")
	}
	return UsageBatch{len(read.Records), sent, old}, OpenOK, Reason{}
}

// All are the push's records; what is none of them was refused with the call.
func (p UsagePush) All() (records []UsageSent, err error) {
	err = json.Unmarshal(p.Sent, &records)
	return records, err
}

// oldestUsage is how far back a record may begin (production-interface.md §4.3, rule 7).
func (s Settings) oldestUsage(now time.Time) time.Time { return now.AddDate(0, 0, -s.UsageDays) }

// UsageRecord is a record that was checked and, where nothing is wrong, priced.
type UsageRecord struct {
	SellerID       SellerID
	ID             UsageID
	Serial         string
	InstanceNumber string
	InstanceID     *ID[Instance]
	OrderID        *OrderID
	ProductID      *ProductID
	PackageNumber  string
	Item           string
	Unit           string
	BeginAt        *time.Time
	EndAt          *time.Time
	RecordedAt     *time.Time
	Used           *Quantity
	ReceivedAt     time.Time
	RatedAt        time.Time
	Status         UsageStatus
	Code           UsageCode
	Taken          JSON[[]UsageTaken] // out of which packages
	Demanded       Quantity           // what is left to be paid by use
	Before         Quantity           // accumulated before it
	Charge         Exact
	BillBegin      *time.Time // of the cycle by whose bill it is charged
	Late           bool       // it came when the bill of its cycle was made
	Sent           JSON[*UsageSent]
	Digest         int64
	Test           bool
}

// UsageTaken is how much of a record a package paid for.
type UsageTaken struct {
	Instance ID[Instance] `json:"instance"`
	Number   string       `json:"number"`
	Quantity Quantity     `json:"quantity"`
	Left     Quantity     `json:"left"` // of the package, behind it
}

// TakenAll is how much packages paid for.
func (r UsageRecord) TakenAll() (all Quantity) {
	for _, taken := range r.Taken.V {
		all = all.Plus(taken.Quantity)
	}
	return all
}

// Payload is the record as it was sent; of one that was read it is written anew.
func (r UsageRecord) Payload() UsageSent {
	if r.Sent.V != nil {
		return *r.Sent.V
	}
	sent := UsageSent{InstanceID: r.InstanceNumber, Serial: r.Serial, Package: r.PackageNumber}
	for into, at := range map[*string]*time.Time{&sent.BeginTime: r.BeginAt, &sent.EndTime: r.EndAt, &sent.RecordTime: r.RecordedAt} {
		if at != nil {
			*into = UsageTime(*at)
		}
	}
	if r.Used != nil {
		sent.Value = UsageValue(r.Used.String())
	}
	return sent
}

// Repeat is the corrected record that is reported in the place of one that failed; what can
// be seen to be wrong is refused at once (transactions.md §5.2).
func (r UsageRecord) Repeat(sent UsageSent) error {
	if r.Status != UsageFailed {
		return Conflict("usage.not_failed", r.Serial)
	}
	faults := Invalids{}
	for field, text := range map[string]string{"begin_time": sent.BeginTime, "end_time": sent.EndTime, "record_time": sent.RecordTime} {
		if _, ok := ReadUsageTime(text); !ok {
			faults.With(field, "usage.time_form", text)
		}
	}
	if _, ok := ReadUsageValue(string(sent.Value)); !ok {
		faults.With("usage_value", "usage.value_form", string(sent.Value))
	}
	for field, text := range map[string]string{"instance_id": sent.InstanceID, "metering_sn": sent.Serial} {
		if text == "" {
			faults.With(field, "problem.required")
		} else if len(text) > usageText {
			faults.With(field, "problem.too_long", usageText, len(text))
		}
	}
	if sent.Serial == r.Serial && sent.Serial != "" {
		faults.With("metering_sn", "usage.same_serial")
	}
	return faults.Err()
}

// RepeatPush is the push of one record that was put right.
func RepeatPush(sent UsageSent) (UsageBatch, error) {
	text, err := json.Marshal([]UsageSent{sent})
	return UsageBatch{Records: 1, Sent: text}, err
}
