package market

import (
	"cmp"
	"slices"
	"time"
)

// KnownUsage is a serial number that was used before.
type KnownUsage struct {
	Serial string
	Digest int64
	Status UsageStatus
}

// UsageSpan is an interval that an instance reported before.
type UsageSpan struct {
	InstanceID    ID[Instance]
	PackageNumber string
	BeginAt       time.Time
	EndAt         time.Time
}

// UsageTotal is how much of an item is accumulated in one cycle.
type UsageTotal struct {
	InstanceID ID[Instance]
	FromDay    Day
	Used       Quantity
	changed    bool
}

type spanKey struct {
	instance ID[Instance]
	pack     string
}

type balanceKey struct {
	instance ID[Instance]
	item     string
	begin    int64
}

type totalKey struct {
	instance ID[Instance]
	from     Day
}

type billKey struct {
	instance ID[Instance]
	begin    int64
}

// UsageRater checks and prices records, one after the other (transactions.md §5). It holds all
// that they are about, and afterwards what has become of it.
type UsageRater struct {
	Settings  Settings
	Now       time.Time
	Instances map[string]*UsageInstance // by their numbers
	Foreign   map[string]bool           // numbers of other sellers' instances
	known     map[string]KnownUsage
	spans     map[spanKey][]UsageSpan // sorted
	packages  []*UsageInstance
	balances  map[balanceKey]*UsageBalance
	totals    map[totalKey]*UsageTotal
	bills     map[billKey]*UsageBill
	begun     map[ID[Instance]]*UsageInstance
}

// NewUsageRater begins with the facts.
func NewUsageRater(settings Settings, now time.Time) *UsageRater {
	return &UsageRater{Settings: settings, Now: now, Instances: map[string]*UsageInstance{}, Foreign: map[string]bool{}, known: map[string]KnownUsage{},
		spans: map[spanKey][]UsageSpan{}, balances: map[balanceKey]*UsageBalance{}, totals: map[totalKey]*UsageTotal{}, bills: map[billKey]*UsageBill{},
		begun: map[ID[Instance]]*UsageInstance{}}
}

// Knows takes the serial numbers that were used before.
func (r *UsageRater) Knows(all []KnownUsage) {
	for _, known := range all {
		if before, seen := r.known[known.Serial]; !seen || before.Status == UsageFailed || before.Status == UsageSuperseded {
			r.known[known.Serial] = known
		}
	}
}

// Reported takes the intervals that were reported before, in the order of their beginnings.
func (r *UsageRater) Reported(all []UsageSpan) {
	for _, span := range all {
		key := spanKey{span.InstanceID, span.PackageNumber}
		r.spans[key] = append(r.spans[key], span)
	}
}

// Has takes the packages that the customers have.
func (r *UsageRater) Has(packages []*UsageInstance, balances []UsageBalance) {
	r.packages = packages
	for _, b := range balances {
		r.balances[balanceKey{b.InstanceID, b.Item, b.BeginAt.UnixMilli()}] = &b
	}
}

// Accumulated takes what the cycles hold so far.
func (r *UsageRater) Accumulated(totals []UsageTotal) {
	for _, total := range totals {
		r.totals[totalKey{total.InstanceID, total.FromDay}] = &total
	}
}

// Rate checks a record and prices it. ok is false for one that was reported before, word for
// word: it counts as written and changes nothing (transactions.md §5.5).
func (r *UsageRater) Rate(sent UsageSent, received time.Time, old bool) (record UsageRecord, ok bool) {
	read, code := sent.Read(old)
	record = UsageRecord{ID: NewID[UsageRecord](r.Now), Serial: cutText(read.Serial, usageText), InstanceNumber: cutText(sent.InstanceID, usageText),
		PackageNumber: cutText(sent.Package, usageText), ReceivedAt: received, RatedAt: r.Now, Status: UsageBilled, Digest: sent.Digest()}
	for into, at := range map[**time.Time]time.Time{&record.BeginAt: read.Begin, &record.EndAt: read.End, &record.RecordedAt: read.Recorded} {
		if !at.IsZero() {
			*into = &at
		}
	}
	if !read.Used.IsZero() {
		record.Used = &read.Used
	}
	known, seen := r.known[read.Serial]
	seen = seen && code != UsageNoSerial
	switch {
	case seen && known.Digest == record.Digest && known.Status == UsageBilled:
		return record, false
	case seen && known.Digest != record.Digest && old:
		code = UsageDuplicate
	case seen && known.Digest != record.Digest:
		code = UsageRepeated
	}
	if code == UsageOK {
		code = r.check(&record, read, received)
	}
	if code == UsageOK {
		code = r.price(&record, read)
	}
	if code != UsageOK {
		if seen && known.Digest == record.Digest { // it failed before, for the same reason or another
			return record, false
		}
		record.Status, record.Code, record.Charge, record.Demanded = UsageFailed, code, Exact{}, Quantity{}
		record.Sent.V = &sent
	}
	if code != UsageNoSerial && code != UsageRepeated {
		r.known[read.Serial] = KnownUsage{read.Serial, record.Digest, record.Status}
	}
	return record, true
}

// check is what is wrong with a record that can be read (transactions.md §5.2,
// production-interface.md §4.3).
func (r *UsageRater) check(record *UsageRecord, read UsageRead, received time.Time) UsageCode {
	in := r.Instances[read.InstanceID]
	if in == nil {
		if r.Foreign[read.InstanceID] {
			return UsageForeign
		}
		return UsageNoInstance
	}
	record.InstanceID, record.OrderID, record.ProductID, record.Test = &in.ID, &in.OrderID, &in.ProductID, in.Test
	switch closed := in.closed(); {
	case read.Old && read.Product != "" && read.Product != ItemCode(in.ProductCode, in.Line), in.DelistedAt != nil && !read.Begin.Before(*in.DelistedAt):
		return UsageWithdrawn
	case read.Begin.Before(r.Settings.oldestUsage(received)):
		return UsageTooOld
	case in.Charging != ChargeOnDemand && !in.Stops():
		return UsageNotByUse
	case in.Status == InstanceOpening || in.OpenedAt == nil:
		return UsageBadState
	case !read.Begin.Before(read.End), read.End.After(received), read.Recorded.After(received.Add(time.Minute)), read.Begin.Before(in.OpenedAt.Truncate(time.Second)):
		return UsageBadRange
	case closed != nil && !read.Begin.Before(*closed):
		return UsageBadState
	case closed != nil && read.End.After(*closed):
		return UsageBadRange
	}
	return r.span(in, read)
}

// span refuses a second record of one interval, and one that overlaps another.
func (r *UsageRater) span(in *UsageInstance, read UsageRead) UsageCode {
	key := spanKey{in.ID, read.Package}
	spans := r.spans[key]
	n, same := slices.BinarySearchFunc(spans, read.Begin, func(s UsageSpan, at time.Time) int { return s.BeginAt.Compare(at) })
	for k := n; same && k < len(spans) && spans[k].BeginAt.Equal(read.Begin); k++ {
		if spans[k].EndAt.Equal(read.End) {
			return UsageDuplicate
		}
	}
	if !r.Settings.UsageOverlap && (n < len(spans) && spans[n].BeginAt.Before(read.End) || n > 0 && spans[n-1].EndAt.After(read.Begin)) {
		return UsageBadRange
	}
	r.spans[key] = slices.Insert(spans, n, UsageSpan{in.ID, read.Package, read.Begin, read.End})
	return UsageOK
}

// price takes a record's usage out of packages first, and charges the rest (catalogue.md §3.8).
func (r *UsageRater) price(record *UsageRecord, read UsageRead) UsageCode {
	in := r.Instances[read.InstanceID]
	rest := read.Used
	if in.Factor.V != nil {
		record.Item, record.Unit = in.Factor.V.Name, in.Factor.V.Unit
	}
	if in.Stops() && read.Package == "" {
		r.forget(in, read)
		return UsageNoPackage
	}
	if read.Package != "" {
		named := r.named(in, read)
		if named == nil {
			r.forget(in, read)
			return UsageNoPackage
		}
		balance, window := r.balance(named, record.Item, read.Begin)
		if record.Item == "" { // the package itself: its first item
			balance, window = r.balance(named, named.Package.V.Item, read.Begin)
			record.Item = named.Package.V.Item
		}
		if !window || balance.StoppedAt != nil && !read.Begin.Before(*balance.StoppedAt) {
			r.forget(in, read)
			return UsageBadState
		}
		taken, demanded, stopped := Deduct(balance.Left(), rest, named.Stops())
		if stopped && balance.StoppedAt == nil {
			balance.StoppedAt, balance.stopped = &read.End, true
		}
		r.take(record, named, balance, taken)
		rest = demanded
	}
	if !in.Stops() && !rest.IsZero() {
		for _, pack := range r.covering(in, record.Item, read.Begin) {
			balance, _ := r.balance(pack, record.Item, read.Begin)
			taken, demanded, _ := Deduct(balance.Left(), rest, false)
			r.take(record, pack, balance, taken)
			if rest = demanded; rest.IsZero() {
				break
			}
		}
	}
	r.begins(in, read)
	if in.Factor.V == nil {
		return UsageOK // a package that stops has nothing behind it
	}
	record.Demanded = rest
	from, accumulates := in.Factor.V.Accumulated(read.Begin)
	if accumulates {
		total := r.total(in, from)
		record.Before = total.Used
		total.Used, total.changed = total.Used.Plus(rest), true
	}
	_, record.Charge = in.Factor.V.Steps(record.Before, rest, r.Settings.UsageTierTotal)
	r.bill(in, record, read)
	return UsageOK
}

// forget takes an interval back whose record failed after all.
func (r *UsageRater) forget(in *UsageInstance, read UsageRead) {
	key := spanKey{in.ID, read.Package}
	r.spans[key] = slices.DeleteFunc(r.spans[key], func(s UsageSpan) bool { return s.BeginAt.Equal(read.Begin) && s.EndAt.Equal(read.End) })
}

// named is the package that a record names: one of the same customer, of the same item.
func (r *UsageRater) named(in *UsageInstance, read UsageRead) *UsageInstance {
	for _, pack := range r.packages {
		if pack.Number != read.Package || pack.CustomerID != in.CustomerID || pack.ProductID != in.ProductID || pack.Test != in.Test {
			continue
		}
		if in.Factor.V == nil {
			return pack
		}
		if _, holds := pack.Holds(in.Factor.V.Name); holds {
			return pack
		}
	}
	return nil
}

// covering are the packages that an instance's usage goes to: of the same customer and listing,
// of the item, valid when it was used; what ends first is used first.
func (r *UsageRater) covering(in *UsageInstance, item string, at time.Time) (packages []*UsageInstance) {
	for _, pack := range r.packages {
		if pack.CustomerID != in.CustomerID || pack.ProductID != in.ProductID || pack.Test != in.Test || pack.Stops() {
			continue
		}
		if _, _, valid := pack.Window(at); !valid {
			continue
		}
		if _, holds := pack.Holds(item); holds {
			packages = append(packages, pack)
		}
	}
	slices.SortStableFunc(packages, func(a, b *UsageInstance) int {
		_, endA, _ := a.Window(at)
		_, endB, _ := b.Window(at)
		switch {
		case endA == nil && endB != nil:
			return 1
		case endA != nil && endB == nil:
			return -1
		case endA != nil && !endA.Equal(*endB):
			return endA.Compare(*endB)
		}
		return cmp.Or(a.OpenedAt.Compare(*b.OpenedAt), cmp.Compare(a.Number, b.Number))
	})
	return packages
}

// balance is what a package has left in the window of the instant.
func (r *UsageRater) balance(pack *UsageInstance, item string, at time.Time) (*UsageBalance, bool) {
	begin, end, valid := pack.Window(at)
	total, holds := pack.Holds(item)
	if !valid || !holds {
		return &UsageBalance{}, false
	}
	key := balanceKey{pack.ID, item, begin.UnixMilli()}
	if r.balances[key] == nil {
		r.balances[key] = &UsageBalance{InstanceID: pack.ID, Item: item, BeginAt: begin, EndAt: end, Total: total}
	}
	return r.balances[key], true
}

func (r *UsageRater) take(record *UsageRecord, pack *UsageInstance, balance *UsageBalance, taken Quantity) {
	balance.Used, balance.changed = balance.Used.Plus(taken), true
	if !taken.IsZero() {
		record.Taken.V = append(record.Taken.V, UsageTaken{pack.ID, pack.Number, taken, balance.Left()})
	}
}

func (r *UsageRater) total(in *UsageInstance, from Day) *UsageTotal {
	key := totalKey{in.ID, from}
	if r.totals[key] == nil {
		r.totals[key] = &UsageTotal{InstanceID: in.ID, FromDay: from}
	}
	return r.totals[key]
}

// begins remembers an instance's first and latest use, and how long its intervals are.
func (r *UsageRater) begins(in *UsageInstance, read UsageRead) {
	if in.BegunAt == nil {
		in.BegunAt = &read.Begin
	}
	if in.LastAt == nil || in.LastAt.Before(read.End) {
		in.LastAt = &read.End
	}
	in.LongestMillis = max(in.LongestMillis, read.End.Sub(read.Begin).Milliseconds())
	r.begun[in.ID] = in
}

// Begun are the instances that have a record now.
func (r *UsageRater) Begun() (all []*UsageInstance) {
	for _, in := range r.begun {
		all = append(all, in)
	}
	slices.SortFunc(all, func(a, b *UsageInstance) int { return cmp.Compare(a.ID.String(), b.ID.String()) })
	return all
}

// Stopped are the packages that stop and were used up by these records, in the window that runs
// (catalogue.md §3.8).
func (r *UsageRater) Stopped() (all []UsageBalance) {
	for _, b := range r.balances {
		if b.stopped && (b.EndAt == nil || b.EndAt.After(r.Now)) {
			all = append(all, *b)
		}
	}
	return all
}

// Balances are the packages' windows that changed.
func (r *UsageRater) Balances() (all []UsageBalance) {
	for _, b := range r.balances {
		if b.changed {
			all = append(all, *b)
		}
	}
	return all
}

// Totals are the accumulated quantities that changed.
func (r *UsageRater) Totals() (all []UsageTotal) {
	for _, t := range r.totals {
		if t.changed {
			all = append(all, *t)
		}
	}
	return all
}

// Bills are the charges by the bill that they go to.
func (r *UsageRater) Bills() (all []UsageBill) {
	for _, b := range r.bills {
		all = append(all, *b)
	}
	slices.SortFunc(all, func(a, b UsageBill) int { return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(a.Number, b.Number)) })
	return all
}
