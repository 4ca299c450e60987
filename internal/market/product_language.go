package market

// english refuses Chinese words in what is sold abroad: names, introduction and support are in
// English (catalogue.md §10).
func (f ProductFacts) english(faults Invalids, said map[string]string) {
	if f.Site != International {
		return
	}
	for field, text := range said {
		if !English(text) {
			faults.With(field, "site.not_english")
		}
	}
}
