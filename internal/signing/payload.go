package signing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"unicode/utf8"
)

// Payload is the form of a JSON body that V2 signs: top-level names sorted, nulls dropped,
// no spaces, nothing escaped that need not be. Nested objects keep their order
// (production-interface.md §2.2).
func Payload(body []byte) ([]byte, error) {
	fields, err := object(body)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteByte('{')
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if string(fields[name]) == "null" {
			continue
		}
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		writeString(&out, name)
		out.WriteByte(':')
		if err := compact(&out, fields[name]); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// Sorted is a JSON body with the names of every object sorted, without spaces: the form
// that the usage push signs (production-interface.md §2.6).
func Sorted(body []byte) ([]byte, error) {
	if _, err := object(body); err != nil {
		return nil, err
	}
	var value any
	numbers := json.NewDecoder(bytes.NewReader(body))
	numbers.UseNumber()
	if err := numbers.Decode(&value); err != nil {
		return nil, ErrPayload
	}
	var out bytes.Buffer
	writeSorted(&out, value)
	return out.Bytes(), nil
}

func object(body []byte) (map[string]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	// Unmarshal also bounds the depth, which the token reader below does not.
	if err := json.Unmarshal(body, &fields); err != nil || fields == nil {
		return nil, ErrPayload
	}
	return fields, nil
}

func writeSorted(out *bytes.Buffer, value any) {
	switch value := value.(type) {
	case map[string]any:
		out.WriteByte('{')
		for i, name := range slices.Sorted(maps.Keys(value)) {
			if i > 0 {
				out.WriteByte(',')
			}
			writeString(out, name)
			out.WriteByte(':')
			writeSorted(out, value[name])
		}
		out.WriteByte('}')
	case []any:
		out.WriteByte('[')
		for i, item := range value {
			if i > 0 {
				out.WriteByte(',')
			}
			writeSorted(out, item)
		}
		out.WriteByte(']')
	default:
		writeScalar(out, value)
	}
}

func writeScalar(out *bytes.Buffer, value any) {
	switch value := value.(type) {
	case string:
		writeString(out, value)
	case nil:
		out.WriteString("null")
	default: // json.Number, bool
		fmt.Fprint(out, value)
	}
}

// compact rewrites a value the way the marketplace's own writer would: same order, same
// number texts, strings unescaped as far as JSON allows.
func compact(out *bytes.Buffer, value json.RawMessage) error {
	tokens := json.NewDecoder(bytes.NewReader(value))
	tokens.UseNumber()
	var open []json.Delim // the brackets we are in
	var count []int       // how many tokens each has had; in an object, names count too
	for {
		token, err := tokens.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return ErrPayload
		}
		if end, ok := token.(json.Delim); ok && (end == '}' || end == ']') {
			out.WriteString(end.String())
			open, count = open[:len(open)-1], count[:len(count)-1]
			continue
		}
		if deep := len(open) - 1; deep >= 0 {
			switch n := count[deep]; {
			case open[deep] == '{' && n%2 == 1:
				out.WriteByte(':')
			case n > 0:
				out.WriteByte(',')
			}
			count[deep]++
		}
		if begin, ok := token.(json.Delim); ok {
			out.WriteString(begin.String())
			open, count = append(open, begin), append(count, 0)
			continue
		}
		writeScalar(out, token)
	}
}

var shortEscapes = map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\t': `\t`, '\n': `\n`, '\f': `\f`, '\r': `\r`}

// writeString escapes what JSON demands and nothing else; encoding/json would escape
// U+2028, which the marketplace's writer leaves alone.
func writeString(out *bytes.Buffer, text string) {
	out.WriteByte('"')
	for _, r := range text {
		short, known := shortEscapes[r]
		switch {
		case known:
			out.WriteString(short)
		case r < ' ':
			fmt.Fprintf(out, `\u%04X`, r)
		default:
			out.Write(utf8.AppendRune(nil, r))
		}
	}
	out.WriteByte('"')
}
