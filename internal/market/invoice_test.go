package market

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var allTypes = InvoiceTerms{Types: JSON[[]InvoiceType]{V: InvoiceTypes}, MailName: "x", MailPhone: "021-5830 1120", MailAddress: "x"}

func paidOrder(number, amount string) Order {
	now := time.Date(2026, 11, 2, 3, 0, 0, 0, time.UTC)
	return Order{SaleTax: SaleTax{TaxService, Percent("6"), Percent("3")}, Number: number, SaleType: SaleGeneral, AccessType: "saas", Charging: ChargePeriod, Status: OrderCompleted, Amount: Yuan(amount), PaidAt: &now}
}

func fine() InvoiceRequest {
	return InvoiceRequest{Orders: []OrderID{{}}, Type: InvoiceSpecialDigital, TitleKind: TitleEnterprise, Title: "Beiling", TaxNumber: "91310115MA1K400000",
		Address: "x", Phone: "021-64398800", BankName: "x", BankAccount: "1", Receiver: Receiver{Email: "a@beiling.example"}}
}

func faults(t *testing.T, err error) []string {
	t.Helper()
	var names []string
	if p, ok := err.(*Problem); ok { //nolint:errorlint // rules answer bare problems
		for field := range p.Fields {
			names = append(names, field)
		}
	}
	return names
}

func TestInvoiceTermsNeedATypeAndAMailingAddress(t *testing.T) {
	t.Parallel() // catalogue.md §7.1: six types, at least one; the mailing block
	require.Len(t, InvoiceTypes, 6)
	require.NoError(t, allTypes.Check())
	require.ElementsMatch(t, []string{"types", "mail_name", "mail_phone", "mail_address"}, faults(t, InvoiceTerms{}.Check()))
	some := allTypes
	some.Types.V = []InvoiceType{InvoiceOrdinaryPaper}
	ask := fine()
	require.ElementsMatch(t, []string{"type"}, faults(t, ask.Check(some)), "a type that is not ticked is greyed out")
}

func TestTitlesOfInvoices(t *testing.T) {
	t.Parallel() // catalogue.md §7.2
	for _, test := range []struct {
		name   string
		change func(*InvoiceRequest)
		wrong  []string
	}{
		{"a special one for an enterprise with all its data", func(*InvoiceRequest) {}, nil},
		{"a special one for a person", func(r *InvoiceRequest) { r.TitleKind = TitlePersonal }, []string{"title_kind"}},
		{"a special one for an organisation", func(r *InvoiceRequest) { r.TitleKind = TitleOrganisation }, []string{"title_kind"}},
		{"an ordinary one for a person without anything", func(r *InvoiceRequest) {
			*r = InvoiceRequest{Orders: r.Orders, Type: InvoiceOrdinaryDigital, TitleKind: TitlePersonal, Title: "Zhou", Receiver: r.Receiver}
		}, nil},
		{"an enterprise without its tax number", func(r *InvoiceRequest) { r.TaxNumber = "" }, []string{"tax_number"}},
		{"a tax number that is none", func(r *InvoiceRequest) { r.TaxNumber = "123" }, []string{"tax_number"}},
		{"a special one without a bank", func(r *InvoiceRequest) { r.BankName, r.BankAccount = "", "" }, []string{"bank_name", "bank_account"}},
		{"paper without an address", func(r *InvoiceRequest) { r.Type = InvoiceSpecialPaper }, []string{"receiver_name", "receiver_phone", "receiver_address"}},
		{"digital without a mailbox", func(r *InvoiceRequest) { r.Receiver.Email = "" }, []string{"receiver_email"}},
		{"no order, no title", func(r *InvoiceRequest) { r.Orders, r.Title = nil, "" }, []string{"orders", "title"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			ask := fine()
			test.change(&ask)
			require.ElementsMatch(t, test.wrong, faults(t, ask.Check(allTypes)))
		})
	}
}

// transactions.md §6.10.
func TestWhatIsInvoiced(t *testing.T) {
	t.Parallel() // catalogue.md §7.2, §7.3
	now := time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)
	settings := DefaultSettings()
	one, two := paidOrder("A", "60.00"), paidOrder("B", "40.00")
	two.RefundedAmount = Yuan("0.01")
	invoice, err := fine().Request([]Invoiceable{{Order: one}, {Order: two}}, "general", Percent("6"), settings, now)
	require.NoError(t, err)
	require.Equal(t, "99.99", invoice.Amount.String(), "the whole of the orders less what went back")
	require.Equal(t, "6%", invoice.Rate.String())
	require.Equal(t, "94.33", invoice.Net().String())
	require.Equal(t, "5.66", invoice.Tax().String())
	require.Equal(t, now.AddDate(0, 0, 7), invoice.DueAt, "7 days after the request")
	require.Equal(t, []time.Time{now.AddDate(0, 0, 5), now.AddDate(0, 0, 7)}, invoice.Reminders(settings.InvoiceRemind.Duration), "§11.2: day 5 and day 7")

	hardware := paidOrder("C", "1.00")
	hardware.SaleTax = SaleTax{TaxHardware, Percent("13"), Percent("3")}
	_, err = fine().Request([]Invoiceable{{Order: one}, {Order: hardware}}, "general", Percent("6"), settings, now)
	require.ElementsMatch(t, []string{"orders"}, faults(t, err), "one tax rate an invoice")
	invoice, err = fine().Request([]Invoiceable{{Order: one}, {Order: hardware}}, "small", Percent("1"), settings, now)
	require.NoError(t, err, "a small-scale taxpayer has one rate")
	require.Equal(t, "1%", invoice.Rate.String())

	for name, change := range map[string]func(*Invoiceable){
		"not general":     func(b *Invoiceable) { b.Order.SaleType = "joint" },
		"free":            func(b *Invoiceable) { b.Order.Amount = Yuan("0.00") },
		"trial":           func(b *Invoiceable) { b.Order.Type = OrderTrial },
		"not paid":        func(b *Invoiceable) { b.Order.PaidAt = nil },
		"in arrears":      func(b *Invoiceable) { b.Order.Postpaid = true },
		"refund open":     func(b *Invoiceable) { b.Refund = true },
		"all refunded":    func(b *Invoiceable) { b.Order.RefundedAmount = b.Order.Amount },
		"invoiced before": func(b *Invoiceable) { b.Invoice = "IV1" },
	} {
		b := Invoiceable{Order: one}
		change(&b)
		_, err := fine().Request([]Invoiceable{b}, "general", Percent("6"), settings, now)
		require.Error(t, err, name)
	}
}

func TestWhoPaysThePostage(t *testing.T) {
	t.Parallel() // catalogue.md §7.2: below CNY 100 the buyer, from 100 the seller
	from := DefaultSettings().PostageFrom
	for _, test := range []struct {
		medium InvoiceMedium
		amount string
		who    string
	}{
		{MediumPaper, "99.99", PostageBuyer}, {MediumPaper, "100.00", PostageSeller}, {MediumPaper, "2000.00", PostageSeller},
		{MediumDigital, "5.00", ""}, {MediumElectronic, "500.00", ""},
	} {
		require.Equal(t, test.who, PostageOf(test.medium, Yuan(test.amount), from), "%s %s", test.medium, test.amount)
	}
}

func TestIssuingAnInvoice(t *testing.T) {
	t.Parallel() // catalogue.md §7.2
	now := time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)
	digital := Issuing{PaperNumber: "26317000000000512046", DatedOn: DayOf(now), Amount: Yuan("100.00"), File: &Upload{Name: "x.pdf"}}
	paper := Issuing{PaperNumber: "31204417", PaperCode: "3100234130", DatedOn: DayOf(now), Amount: Yuan("100.00"), Courier: "SF", CourierNumber: "SF1"}
	for _, test := range []struct {
		name  string
		kind  InvoiceType
		what  Issuing
		wrong []string
	}{
		{"digital", InvoiceOrdinaryDigital, digital, nil},
		{"paper", InvoiceSpecialPaper, paper, nil},
		{"without a number", InvoiceSpecialPaper, Issuing{DatedOn: paper.DatedOn, Amount: paper.Amount, Courier: "SF", CourierNumber: "1"}, []string{"paper_number", "paper_code"}},
		{"digital without its file", InvoiceOrdinaryDigital, Issuing{PaperNumber: digital.PaperNumber, DatedOn: digital.DatedOn, Amount: digital.Amount}, []string{"file"}},
		{"paper without a courier", InvoiceOrdinaryPaper, Issuing{PaperNumber: "31204417", PaperCode: "310023413012", DatedOn: paper.DatedOn, Amount: paper.Amount}, []string{"courier", "courier_number"}},
		{"another amount", InvoiceOrdinaryDigital, Issuing{PaperNumber: digital.PaperNumber, DatedOn: digital.DatedOn, Amount: Yuan("99.99"), File: digital.File}, []string{"amount"}},
		{"dated tomorrow", InvoiceOrdinaryDigital, Issuing{PaperNumber: digital.PaperNumber, DatedOn: digital.DatedOn.Plus(1), Amount: digital.Amount, File: digital.File}, []string{"dated_on"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			i := Invoice{Status: InvoiceRequested, Type: test.kind, Amount: Yuan("100.00")}
			err := i.Issue(test.what, 90, now)
			require.ElementsMatch(t, test.wrong, faults(t, err))
			if err == nil {
				require.Equal(t, InvoiceIssued, i.Status)
				require.Equal(t, now.AddDate(0, 0, 90), *i.ConfirmAt)
				require.Error(t, i.End(RejectInvoice, "late", now), "§11.2: no rejection once it is issued")
				require.Error(t, i.Complete(ConfirmInvoice, i.ConfirmAt.Add(-time.Second)))
				require.NoError(t, i.Complete(ConfirmInvoice, *i.ConfirmAt), "confirmed by itself after 90 days")
			}
		})
	}
}

func TestReturningAnInvoice(t *testing.T) {
	t.Parallel() // catalogue.md §7.3: the paper comes back, or a red invoice cancels it
	now := time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)
	paper := Invoice{Status: InvoiceCompleted, Type: InvoiceSpecialPaper}
	require.Error(t, paper.Return("", "", now), "without a reason")
	require.NoError(t, paper.Return("a wrong title", "", now))
	require.False(t, paper.Status.Holds())
	digital := Invoice{Status: InvoiceCompleted, Type: InvoiceSpecialDigital}
	require.ElementsMatch(t, []string{"red_number"}, faults(t, digital.Return("a wrong title", "", now)))
	require.NoError(t, digital.End(GiveBackInvoice, "a wrong title", now))
	require.NoError(t, digital.Return("", "26317000000000730118", now), "the buyer said why")
}

func TestRefundsWaitForInvoices(t *testing.T) {
	t.Parallel() // catalogue.md §7.3, transactions.md §4.5, §4.6
	for status, key := range map[InvoiceStatus]string{
		InvoiceRequested: "invoice.refund_cancel_first", InvoiceIssued: "invoice.refund_return_first",
		InvoiceCompleted: "invoice.refund_return_first", InvoiceReturning: "invoice.refund_return_first",
		InvoiceReturned: "", InvoiceRejected: "", InvoiceCancelled: "",
	} {
		err := Uninvoiced("CS1", []Invoice{{Number: "IV1", Status: status}})
		if key == "" {
			require.NoError(t, err, status)
			continue
		}
		require.ErrorIs(t, err, &Problem{Kind: KindConflict})
		require.Equal(t, Because(key, "CS1", "IV1"), err.(*Problem).Reason, status) //nolint:errorlint // rules answer bare problems
	}
}

// catalogue.md §2.7: an order is invoiced at the rate of the tax type that it was placed with; a
// small-scale taxpayer at the one it was certified with, or else at that of the row.
func TestTheTaxRateIsThatOfTheOrder(t *testing.T) {
	t.Parallel()
	order := Order{SaleTax: SaleTax{TaxSoftware, Percent("13"), Percent("3")}}
	for _, test := range []struct {
		taxpayer string
		own      Ratio
		rate     string
	}{
		{"general", Percent("6"), "13"},
		{"small", Percent("1"), "1"},
		{"small", Ratio{}, "3"},
	} {
		require.Equal(t, Percent(test.rate), Invoiceable{Order: order}.Rate(test.taxpayer, test.own), test.taxpayer)
	}
}

// catalogue.md §7.2, §7.3: each act at each state: rejected and taken back only before issuing,
// signed only once issued, returned only after it.
func TestWhatMayBeDoneWithAnInvoice(t *testing.T) {
	t.Parallel()
	for act, from := range map[Act][]InvoiceStatus{
		IssueInvoice:    {InvoiceRequested},
		RejectInvoice:   {InvoiceRequested},
		CancelInvoice:   {InvoiceRequested},
		SignInvoice:     {InvoiceIssued},
		ConfirmInvoice:  {InvoiceIssued},
		GiveBackInvoice: {InvoiceIssued, InvoiceCompleted},
		ReturnInvoice:   {InvoiceIssued, InvoiceCompleted, InvoiceReturning},
	} {
		for _, status := range InvoiceStatuses {
			require.Equal(t, slices.Contains(from, status), InvoiceMoves.Can(status, act), "%s while %s", act, status)
		}
	}
	settings := DefaultSettings()
	require.Equal(t, 7, settings.InvoiceDays, "7 days after the request")
	require.Equal(t, 90, settings.InvoiceConfirmDays, "confirmed by itself after 90 days")
	require.Equal(t, "100.00", settings.PostageFrom.String())
	due := time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC)
	late := Invoice{Status: InvoiceRequested, DueAt: due}
	require.False(t, late.Late(due))
	require.True(t, late.Late(due.Add(time.Second)))
}

// catalogue.md §7.1: the six types, each with its kind and medium.
func TestTheSixTypesOfInvoices(t *testing.T) {
	t.Parallel()
	for kind, want := range map[InvoiceType]struct {
		special bool
		medium  InvoiceMedium
	}{
		"ordinary_digital": {false, MediumDigital}, "ordinary_electronic": {false, MediumElectronic}, "ordinary_paper": {false, MediumPaper},
		"special_digital": {true, MediumDigital}, "special_electronic": {true, MediumElectronic}, "special_paper": {true, MediumPaper},
	} {
		require.Contains(t, InvoiceTypes, kind)
		require.Equal(t, want.special, kind.Special(), kind)
		require.Equal(t, want.medium, kind.Medium(), kind)
	}
}
