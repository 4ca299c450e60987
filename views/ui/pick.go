package ui

import (
	"cmp"
	"slices"
	"strings"
)

// pickFew is how many choices stand on a page before they have to be found by typing.
const pickFew = 20

// Pick is a choice of several out of very many: what is chosen stays in sight, the rest is
// found by typing. Whoever shows it asks the form whether it Finds and shows it again; no
// script is needed.
type Pick struct {
	Name    string
	Label   string // worded
	Fault   string // field of what is wrong with the choice, when it is not the name
	URL     string // of the form; answers come back to where the choice stands
	Options []Option
}

// FindField is the field in which a Pick is searched.
func FindField(name string) string { return "find_" + name }

// FoundField carries along what was searched last.
func FoundField(name string) string { return "found_" + name }

// Finds reports whether the form was sent to find choices and not for what it is for: its
// button was pressed, or something else was typed than what the page had found.
func (f Form) Finds(name string) bool {
	return f.Or("find", "") == name || f.find(name) != strings.TrimSpace(f.Or(FoundField(name), ""))
}

func (f Form) find(name string) string { return strings.TrimSpace(f.Or(FindField(name), "")) }

// split are the options that are chosen, those that match what was typed, and how many more
// would.
func (p Pick) split(f Form) (chosen, found []Option, more int) {
	sought := strings.ToLower(f.find(p.Name))
	for _, option := range p.Options {
		switch {
		case slices.Contains(f.Values[p.Name], option.Value):
			chosen = append(chosen, option)
		case !strings.Contains(strings.ToLower(option.Label+"\n"+option.Help), sought):
		case len(found) == pickFew:
			more++
		default:
			found = append(found, option)
		}
	}
	return chosen, found, more
}

func (p Pick) fault() string { return cmp.Or(p.Fault, p.Name) }

// many reports whether the choices have to be searched at all.
func (p Pick) many() bool { return len(p.Options) > pickFew }
