package market

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Parameters are the kinds of values that a listing may ask for at checkout (扩展参数,
// catalogue.md §2.6).
var Parameters = area("parameter", Reviewer, Manager)

// The acts on the kinds of values: new ones are added by the operator.
var (
	AddParameter    = act("parameter.add", Manager)
	RetireParameter = act("parameter.retire", Manager)
)

// ParameterKind is what an answer must be.
type ParameterKind string

// The kinds of answers.
const (
	ParameterText   ParameterKind = "text"
	ParameterNumber ParameterKind = "number"
	ParameterChoice ParameterKind = "choice"
	ParameterDomain ParameterKind = "domain"
	ParameterEmail  ParameterKind = "email"
	ParameterPhone  ParameterKind = "phone"
)

// ParameterKinds lists the kinds of answers.
var ParameterKinds = []ParameterKind{ParameterText, ParameterNumber, ParameterChoice, ParameterDomain, ParameterEmail, ParameterPhone}

// Key names the kind's words.
func (k ParameterKind) Key() string { return "parameter.kind_" + string(k) }

// Parameter is one kind of value, as listings choose it and checkouts ask for it.
type Parameter struct {
	Code      string                  // as the seller's server reads it
	Name      JSON[map[string]string] // by language
	Kind      ParameterKind
	Options   JSON[[]string] // of a choice
	CreatedBy string
	CreatedAt time.Time
	RetiredAt *time.Time // no other listing may ask for it any more
	Products  int        // that ask for it
}

// AskedParameter is one kind of value as a checkout asks for it.
type AskedParameter struct {
	Code    string            `json:"code"`
	Name    map[string]string `json:"name"`
	Kind    ParameterKind     `json:"kind"`
	Options []string          `json:"options"`
}

// Asked is the kind of value as a checkout asks for it.
func (p Parameter) Asked() AskedParameter {
	return AskedParameter{p.Code, p.Name.V, p.Kind, p.Options.V}
}

var parameterCode = regexp.MustCompile(`^[a-z][a-z0-9_]{1,31}$`)

// The most that a choice offers, and the longest name of a kind of value.
const (
	parameterOptionsMost = 20
	parameterNameMost    = 32
)

// Check refuses a kind of value that cannot be asked for.
func (p *Parameter) Check() error {
	wrong := Invalids{}
	p.Code = strings.TrimSpace(p.Code)
	if !parameterCode.MatchString(p.Code) {
		wrong.With("code", "parameter.not_a_code", p.Code)
	}
	for field, lang := range map[string]string{"name_zh": "zh-CN", "name_en": "en"} {
		text(wrong, field, p.Name.V[lang], 1, parameterNameMost)
	}
	if !slices.Contains(ParameterKinds, p.Kind) {
		wrong.With("kind", "problem.not_an_option", string(p.Kind))
	}
	if p.Kind != ParameterChoice {
		p.Options.V = []string{}
		return wrong.Err()
	}
	switch n := len(p.Options.V); {
	case n < 2 || n > parameterOptionsMost:
		wrong.With("options", "problem.out_of_range", 2, parameterOptionsMost, n)
	case len(slices.Compact(slices.Sorted(slices.Values(p.Options.V)))) < n:
		wrong.With("options", "parameter.option_twice")
	}
	for _, option := range p.Options.V {
		text(wrong, "options", option, 1, extensionMost)
	}
	return wrong.Err()
}

// answerFaults is what is wrong with an answer.
func (p AskedParameter) answerFaults(field, value string, faults Invalids) {
	value = strings.TrimSpace(value)
	text(faults, field, value, 1, extensionMost)
	if _, wrong := faults[field]; wrong {
		return
	}
	switch p.Kind {
	case ParameterNumber:
		if strings.Trim(value, "0123456789") != "" || len(value) > 12 {
			faults.With(field, "parameter.not_a_number", value)
		}
	case ParameterChoice:
		if !slices.Contains(p.Options, value) {
			faults.With(field, "problem.not_an_option", value)
		}
	case ParameterDomain:
		if !domainName(strings.ToLower(value)) {
			faults.With(field, "parameter.not_a_domain", value)
		}
	case ParameterEmail:
		if CheckEmail(field, value) != nil {
			faults.With(field, "problem.not_an_email", value)
		}
	case ParameterPhone:
		if !phone(value) {
			faults.With(field, "problem.not_a_phone", value)
		}
	case ParameterText:
	}
}

// NamedParameter is the kind of that code, which may have been added since.
func NamedParameter(all []Parameter, code string) (Parameter, bool) {
	for _, p := range all {
		if p.Code == code {
			return p, true
		}
	}
	return Parameter{Code: code}, false
}

// ExtendField is the field of a purchase message that carries the answers, and extendMost its
// longest value (production-interface.md §1.3).
const (
	ExtendField = "saasExtendParams"
	extendMost  = 2048
)

// DebugExtend is the values of the typed answers as a debug request carries them; none typed
// are none.
func DebugExtend(asked []Parameter, values func(field string) string) (string, error) {
	faults, given := Invalids{}, []OpenParam{}
	for _, p := range asked {
		if value := strings.TrimSpace(values(ExtensionField(p.Code))); value != "" {
			p.Asked().answerFaults(ExtensionField(p.Code), value, faults)
			given = append(given, OpenParam{p.Code, value})
		}
	}
	if len(given) == 0 || len(faults) > 0 {
		return "", faults.Err()
	}
	text, err := json.Marshal(given)
	return base64.StdEncoding.EncodeToString(text), err
}

// Extended are the values that a debug request carried.
func (e Exchange) Extended() (given []OpenParam) {
	var body map[string]any
	if json.Unmarshal([]byte(e.RequestBody), &body) != nil {
		return nil
	}
	coded, _ := body[ExtendField].(string)
	text, err := base64.StdEncoding.DecodeString(coded)
	if err != nil || json.Unmarshal(text, &given) != nil {
		return nil
	}
	return given
}

// parameterFaults: each value that the listing asks for is one that the operator has, and its
// address has been debugged with it (catalogue.md §2.6).
func (c ProductContent) parameterFaults(field OwnField, f ProductFacts, faults Invalids) {
	if n := len(c.Extensions); n > field.Most {
		faults.With(field.Name, "product.too_many_choices", field.Most, n)
	}
	for _, code := range c.Extensions {
		p, known := NamedParameter(f.Parameters, code)
		switch {
		case !known:
			faults.With(field.Name, "problem.not_an_option", code)
		case p.RetiredAt != nil && (f.Live == nil || !slices.Contains(f.Live.Extensions, code)):
			faults.With(field.Name, "parameter.retired", code)
		case f.Endpoint != nil && !slices.Contains(f.Endpoint.Parameters, code):
			faults.With(field.Name, "parameter.undebugged", code, f.Endpoint.URL)
		}
	}
}
