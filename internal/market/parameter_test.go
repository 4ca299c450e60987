package market

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// catalogue.md §2.6: what the operator may add as an extension parameter.
func TestAParameterCanBeAskedFor(t *testing.T) {
	t.Parallel()
	right := func() Parameter {
		return Parameter{Code: "plant_code", Kind: ParameterChoice, Name: JSON[map[string]string]{V: map[string]string{"zh-CN": "工厂", "en": "Plant"}}, Options: JSON[[]string]{V: []string{"A", "B"}}}
	}
	one := right()
	require.NoError(t, one.Check())
	for name, test := range map[string]struct {
		field string
		spoil func(*Parameter)
	}{
		"a code in capitals": {"code", func(p *Parameter) { p.Code = "Plant" }},
		"no code":            {"code", func(p *Parameter) { p.Code = "" }},
		"no Chinese":         {"name_zh", func(p *Parameter) { delete(p.Name.V, "zh-CN") }},
		"a long name":        {"name_en", func(p *Parameter) { p.Name.V["en"] = strings.Repeat("x", 33) }},
		"another kind":       {"kind", func(p *Parameter) { p.Kind = "file" }},
		"one choice":         {"options", func(p *Parameter) { p.Options.V = []string{"A"} }},
		"a choice twice":     {"options", func(p *Parameter) { p.Options.V = []string{"A", "B", "A"} }},
	} {
		wrong := right()
		test.spoil(&wrong)
		require.Equal(t, []string{test.field}, faults(t, wrong.Check()), name)
	}
}

// catalogue.md §2.6: an answer at checkout is of its parameter's kind.
func TestAnAnswerIsOfItsKind(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind         ParameterKind
		right, wrong string
	}{
		{ParameterText, "anything", strings.Repeat("x", 129)},
		{ParameterNumber, "120", "12.5"},
		{ParameterChoice, "A", "C"},
		{ParameterDomain, "erp.beiling.example", "beiling"},
		{ParameterEmail, "it@beiling.example", "it"},
		{ParameterPhone, "13800134021", "call me"},
	} {
		sale := Sale{Extensions: JSON[[]string]{V: []string{"it"}}, Parameters: JSON[[]AskedParameter]{V: []AskedParameter{{Code: "it", Kind: test.kind, Options: []string{"A", "B"}}}}}
		for value, refused := range map[string]bool{test.right: false, test.wrong: true, "": true} {
			faults := Invalids{}
			Purchase{Type: OrderNew, Extend: map[string]string{"it": value}}.extensionFaults(sale, faults)
			require.Equal(t, refused, len(faults) > 0, "%s %q", test.kind, value)
		}
	}
}

// catalogue.md §2.6, production-interface.md §1.3: a debug purchase carries the answers, and a
// saved case carries them again.
func TestADebugPurchaseCarriesTheAnswers(t *testing.T) {
	t.Parallel()
	asked := []Parameter{{Code: "domain", Kind: ParameterDomain}, {Code: "seats", Kind: ParameterNumber}}
	typed := map[string]string{"extend_domain": "erp.beiling.example", "orderId": "1", "orderLineId": "1", "businessId": "1"}
	extend, err := DebugExtend(asked, func(field string) string { return typed[field] })
	require.NoError(t, err)
	typed[ExtendField] = extend
	body, err := ActivityNewInstance.DebugBody(func(field string) string { return typed[field] })
	require.NoError(t, err)
	require.Equal(t, []OpenParam{{"domain", "erp.beiling.example"}}, Exchange{RequestBody: string(body)}.Extended())
	body, err = ActivityQueryInstance.DebugBody(func(string) string { return extend })
	require.NoError(t, err)
	require.Empty(t, Exchange{RequestBody: string(body)}.Extended(), "only a purchase does")
	typed["extend_seats"] = "many"
	_, err = DebugExtend(asked, func(field string) string { return typed[field] })
	require.Equal(t, []string{"extend_seats"}, faults(t, err))
}
