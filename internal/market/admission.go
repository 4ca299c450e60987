package market

import "slices"

// Rule is one thing that is asked before somebody may buy (catalogue.md §4, §5).
type Rule string

// The rules, in the order in which they are asked.
const (
	RuleAudience  Rule = "audience"  // whom the product is sold to
	RuleSpec      Rule = "spec"      // whom the spec is sold to
	RuleRealName  Rule = "real_name" // trials need a customer that is identified
	RuleWhitelist Rule = "whitelist" // who may try
	RuleOneTrial  Rule = "one_trial" // once per customer and spec
	RulePackage   Rule = "package"   // a package that one user may order once (§3.9)
	RuleCount     Rule = "count"     // how often
	RuleQuantity  Rule = "quantity"  // how much
	RuleStock     Rule = "stock"
	RuleCredit    Rule = "credit" // paying with credit
)

// Rules lists the rules in their order.
var Rules = []Rule{RuleAudience, RuleSpec, RuleRealName, RuleWhitelist, RuleOneTrial, RulePackage, RuleCount, RuleQuantity, RuleStock, RuleCredit}

// Key names the rule's words.
func (r Rule) Key() string { return "limit.rule_" + string(r) }

// RuleAnswer is what a rule says to a purchase.
type RuleAnswer string

// The answers.
const (
	RulePassed  RuleAnswer = "passed"
	RuleRefused RuleAnswer = "refused"
	RuleUnset   RuleAnswer = "unset"  // nothing is configured: everybody passes
	RuleBeside  RuleAnswer = "beside" // not about such an order
)

// Key names the answer's words.
func (a RuleAnswer) Key() string { return "limit.answer_" + string(a) }

// Tone is the answer's colour.
func (a RuleAnswer) Tone() Tone {
	switch a {
	case RulePassed:
		return OK
	case RuleRefused:
		return Bad
	case RuleUnset, RuleBeside:
		return Neutral
	}
	return Neutral
}

// AskedRule is a rule that was asked, what it said and why.
type AskedRule struct {
	Rule   Rule
	Answer RuleAnswer
	Reason Reason
}

// Admission is every rule that was asked, in order.
type Admission []AskedRule

// Refusal is the rule that decided against the purchase; nil when it is allowed.
func (a Admission) Refusal() *AskedRule {
	at := slices.IndexFunc(a, func(asked AskedRule) bool { return asked.Answer == RuleRefused })
	if at < 0 {
		return nil
	}
	return &a[at]
}

// Err refuses the purchase with the rule's own text and tells whom to ask.
func (a Admission) Err(contact string) error {
	refused := a.Refusal()
	if refused == nil {
		return nil
	}
	if contact == "" {
		return Conflict("limit.refused", refused.Reason)
	}
	return Conflict("limit.refused_contact", refused.Reason, contact)
}

// RealName is how a customer is identified (实名认证).
type RealName string

// The ways of being identified.
const (
	RealNone       RealName = ""
	RealEnterprise RealName = "enterprise"
	RealIndividual RealName = "individual"
)

// RealNames lists the ways.
var RealNames = []RealName{RealNone, RealEnterprise, RealIndividual}

// Key names the way's words.
func (r RealName) Key() string {
	if r == RealNone {
		return "limit.real_none"
	}
	return "limit.real_" + string(r)
}

// AudienceFacts is an audience as one customer meets it.
type AudienceFacts struct {
	Purpose AudiencePurpose
	Kind    AudienceKind
	Named   bool // is one of its users
	Owns    bool // has bought one of the associated products or specs
}

// AdmissionFacts is all that the rules need to know of a purchase.
type AdmissionFacts struct {
	Audiences []AudienceFacts
	Limit     *Limit
	Bought    Bought
	Trials    int    // of the spec that this customer has had
	Packages  int    // of a package for once, that this customer has ordered
	Stock     *Stock // nil: nothing is kept
	Takes     int64  // how much of the stock the purchase would hold
	Paying    PayMethod
	Contact   string // where the seller is reached
}

func (f AdmissionFacts) audience(purpose AudiencePurpose) *AudienceFacts {
	at := slices.IndexFunc(f.Audiences, func(a AudienceFacts) bool { return a.Purpose == purpose })
	if at < 0 {
		return nil
	}
	return &f.Audiences[at]
}

// Admit asks every rule whether the customer may buy: whom it is sold to, trials, how often
// and how much, stock, credit (catalogue.md §4, §5). Ordering, paying and the simulator all
// ask here.
func (p Purchase) Admit(sale Sale, f AdmissionFacts) Admission {
	var all Admission
	ask := func(rule Rule, about, set bool, refused *Reason, passed Reason) {
		asked := AskedRule{Rule: rule, Answer: RulePassed, Reason: passed}
		switch {
		case !about:
			asked.Answer, asked.Reason = RuleBeside, Because("limit.beside_"+string(rule))
		case !set:
			asked.Answer, asked.Reason = RuleUnset, Because("limit.unset_"+string(rule))
		case refused != nil:
			asked.Answer, asked.Reason = RuleRefused, *refused
		}
		all = append(all, asked)
	}
	// Renewals and conversions go on with what was bought: the customer keeps what it has.
	begins := p.Type == OrderNew || p.Type == OrderTrial
	counted := p.Type == OrderNew || p.Type == OrderTrialToFormal
	product, spec, whitelist := f.audience(ForProduct), f.audience(ForSpec), f.audience(ForTrial)
	ask(RuleAudience, begins, product != nil && product.Kind != AudienceAll, product.refuse("audience.refused_", p.Customer.RealName), product.passed())
	ask(RuleSpec, begins, spec != nil && spec.Kind != AudienceAll, spec.refuse("audience.refused_spec_", p.Customer.RealName), spec.passed())
	trial := p.Type == OrderTrial
	ask(RuleRealName, trial, true, when(p.Customer.RealName == RealNone, Because("limit.refused_real_name")), Because("limit.passed_real_name", Word(p.Customer.RealName.Key())))
	ask(RuleWhitelist, trial, whitelist != nil, when(whitelist != nil && !whitelist.Named, Because("limit.refused_whitelist")), Because("limit.passed_whitelist"))
	ask(RuleOneTrial, trial, true, when(f.Trials > 0, Because("limit.refused_one_trial", sale.SpecName)), Because("limit.passed_one_trial"))
	once := sale.Package.V != nil && sale.Package.V.Once
	ask(RulePackage, begins, once, when(f.Packages > 0, Because("limit.refused_package", sale.Name())), Because("limit.passed_package"))
	var limit Limit
	if f.Limit != nil {
		limit = *f.Limit
	}
	count, amount := limit.Ask(p.Quantity, f.Bought)
	ask(RuleCount, counted, f.Limit != nil && limit.CountRule != CountFree, count, Because("limit.passed_count", limit.Count(), f.Bought.Orders))
	most, bound := limit.Most()
	ask(RuleQuantity, counted, f.Limit != nil && bound, amount, Because("limit.passed_quantity", most, f.Bought.Quantity, p.Quantity))
	var stock Stock
	if f.Stock != nil {
		stock = *f.Stock
	}
	ask(RuleStock, f.Takes > 0, f.Stock != nil, when(f.Takes > stock.Left(), Because("limit.refused_stock", max(stock.Left(), 0), f.Takes)),
		Because("limit.passed_stock", stock.Left(), f.Takes))
	credit := f.audience(f.Paying.Credit())
	ask(RuleCredit, f.Paying.Credit() != "", true,
		when(sale.SaleType == SaleGeneral || credit == nil || credit.Kind == AudienceSpecified && !credit.Named, Because("credit.refused", Word(f.Paying.Key()))),
		Because("credit.passed", Word(f.Paying.Key())))
	return all
}

func when(refused bool, reason Reason) *Reason {
	if !refused {
		return nil
	}
	return &reason
}

// refuse is why the customer is not one of the audience; key is the beginning of the words.
func (a *AudienceFacts) refuse(key string, name RealName) *Reason {
	if a == nil {
		return nil
	}
	in := true
	switch a.Kind {
	case AudienceAll:
	case AudienceEnterprise:
		in = name == RealEnterprise
	case AudienceIndividual:
		in = name == RealIndividual
	case AudienceSpecified:
		in = a.Named
	case AudienceAssociated:
		in = a.Owns
	}
	return when(!in, Because(key+string(a.Kind)))
}

func (a *AudienceFacts) passed() Reason {
	if a == nil {
		return Reason{}
	}
	return Because("audience.passed", Word(a.Kind.Key()))
}
