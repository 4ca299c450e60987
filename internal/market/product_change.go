package market

import (
	"reflect"
	"slices"
	"strings"
)

// ChangeKind is how a changed field is shown.
type ChangeKind string

// The kinds of changed fields.
const (
	ChangeLine    ChangeKind = "line"    // short text
	ChangeText    ChangeKind = "text"    // long text: piece by piece
	ChangeWord    ChangeKind = "word"    // a key of the word lists
	ChangeWords   ChangeKind = "words"   // several keys of the word lists
	ChangePicture ChangeKind = "picture" // side by side
	ChangeFile    ChangeKind = "file"
	ChangeSpecs   ChangeKind = "specs" // a table
	ChangeScan    ChangeKind = "scan"  // a security scan with what it found
)

// Change is one field of a listing: what it was and what it shall be.
type Change struct {
	Step          ProductStep
	Field         string
	Kind          ChangeKind
	Before, After string
	FilesBefore   []FileRef
	FilesAfter    []FileRef
	Specs         []SpecChange
	ScanBefore    *ScanRef
	ScanAfter     *ScanRef
}

// SpecChange is one spec of a listing: what it was and what it shall be; New was not there,
// Gone is not there any more.
type SpecChange struct {
	Before, After SpecContent
	New, Gone     bool
}

// Changed reports whether anything of the spec is different.
func (s SpecChange) Changed() bool {
	return s.New || s.Gone || !reflect.DeepEqual(s.Before, s.After)
}

// contentField is how one field of a content is read for comparison.
type contentField struct {
	step  ProductStep
	name  string
	kind  ChangeKind
	text  func(ProductContent) string
	files func(ProductContent) []FileRef
}

func line(step ProductStep, name string, text func(ProductContent) string) contentField {
	return contentField{step: step, name: name, kind: ChangeLine, text: text}
}

func long(step ProductStep, name string, text func(ProductContent) string) contentField {
	return contentField{step: step, name: name, kind: ChangeText, text: text}
}

func word(step ProductStep, name string, text func(ProductContent) string) contentField {
	return contentField{step: step, name: name, kind: ChangeWord, text: text}
}

// wordsOf are the words of several choices.
func wordsOf(prefix string, values []string) string {
	keys := make([]string, len(values))
	for i, value := range values {
		keys[i] = prefix + value
	}
	return strings.Join(keys, " ")
}

func words(step ProductStep, name, prefix string, values func(ProductContent) []string) contentField {
	return contentField{step: step, name: name, kind: ChangeWords, text: func(c ProductContent) string { return wordsOf(prefix, values(c)) }}
}

// own is an own field of the access step, read as its kind is.
func own(name string) contentField {
	field := ownFields[name]
	switch field.Kind {
	case OwnChoice:
		return word(StepAccess, name, func(c ProductContent) string { return orNothing("product."+name+"_", c.Own(name)) })
	case OwnParameters:
		return line(StepAccess, name, func(c ProductContent) string { return strings.Join(c.OwnList(name), ", ") })
	case OwnMany:
		return words(StepAccess, name, "product."+name+"_", func(c ProductContent) []string { return c.OwnList(name) })
	case OwnFile:
		return file(StepAccess, name)
	case OwnText:
		return long(StepAccess, name, func(c ProductContent) string { return c.Own(name) })
	case OwnAsset:
		return line(StepAccess, name, func(c ProductContent) string { return c.AssetName })
	case OwnTick:
		return word(StepAccess, name, func(c ProductContent) string { return yes(c.Website) })
	case OwnEndpoint, OwnYesNo, OwnLine, OwnCredential, OwnScan:
	}
	return line(StepAccess, name, func(c ProductContent) string { return c.Own(name) })
}

func media(step ProductStep, name string, kind ChangeKind) contentField {
	return contentField{step: step, name: name, kind: kind, files: func(c ProductContent) []FileRef {
		list, _ := c.filesAt(name)
		return *list
	}}
}

func file(step ProductStep, name string) contentField {
	kind := ChangeFile
	if name == "logo" {
		kind = ChangePicture
	}
	return contentField{step: step, name: name, kind: kind, files: func(c ProductContent) []FileRef {
		if f := c.File(name); f != nil {
			return []FileRef{*f}
		}
		return nil
	}}
}

func yes(b bool) string {
	if b {
		return "common.yes"
	}
	return "common.no"
}

func orNothing(prefix, value string) string {
	if value == "" {
		return ""
	}
	return prefix + value
}

func rows(list []Highlight) string {
	lines := make([]string, len(list))
	for i, row := range list {
		lines[i] = row.Title + "\n" + row.Text
	}
	return strings.Join(lines, "\n\n")
}

// contentFields are the fields of a content in the order of the wizard.
var contentFields = []contentField{
	line(StepAccess, "endpoint_id", func(c ProductContent) string { return c.EndpointURL }),
	word(StepAccess, "delivery_flow", func(c ProductContent) string {
		if !slices.Contains(SaaSFlows, c.Flow) {
			return ""
		}
		return orNothing("product.delivery_flow_", c.Flow)
	}),
	word(StepAccess, "supervised", func(c ProductContent) string { return yes(c.Supervised) }),
	own("flow"), own("extensions"), own("authorised_by"), own("cipher"), own("website"), {step: StepAccess, name: "scan_id", kind: ChangeScan}, own("scan_report"), own("credential_id"),
	own("licence_flow"), own("asset_id"), own("licence_rule"), own("regions"), own("ports"), own("package_kind"), own("test_report"),
	own("gateway"), own("api_group"), own("jump_url"), own("asset_ref"), own("shipping"), own("dimension"), own("orchestration"),
	line(StepBasic, "name", func(c ProductContent) string { return c.Name }),
	line(StepBasic, "version", func(c ProductContent) string { return c.Edition }),
	line(StepBasic, "name_en", func(c ProductContent) string { return c.NameEN }),
	file(StepBasic, "logo"),
	media(StepBasic, "pictures", ChangePicture), media(StepBasic, "videos", ChangeFile),
	line(StepBasic, "introduction", func(c ProductContent) string { return c.Introduction }),
	long(StepBasic, "description", func(c ProductContent) string { return c.Description }),
	media(StepBasic, "description_pictures", ChangePicture),
	long(StepBasic, "highlights", func(c ProductContent) string { return rows(c.Highlights) }),
	long(StepBasic, "cases", func(c ProductContent) string { return rows(c.Cases) }),
	{step: StepBasic, name: "case_pictures", kind: ChangePicture, files: func(c ProductContent) (files []FileRef) {
		for _, one := range c.Cases {
			if one.Picture != nil {
				files = append(files, *one.Picture)
			}
		}
		return files
	}},
	word(StepBasic, "category", func(c ProductContent) string { return c.Category }),
	line(StepBasic, "tags", func(c ProductContent) string { return strings.Join(c.Tags, " ") }),
	file(StepBasic, "tag_certificate"), file(StepBasic, "open_lab"),
	{step: StepSpecs, name: "specs", kind: ChangeSpecs},
	long(StepBusiness, "agreement", func(c ProductContent) string { return c.Agreement }),
	long(StepBusiness, "support_terms", func(c ProductContent) string { return c.SupportTerms }),
	line(StepBusiness, "goods_name", func(c ProductContent) string { return c.GoodsName }),
	words(StepBusiness, "platforms", "product.platforms_", func(c ProductContent) []string { return c.Platforms }),
	line(StepBusiness, "filing", func(c ProductContent) string { return c.Filing }),
	line(StepBusiness, "support_id", func(c ProductContent) string { return c.SupportName }),
	line(StepBusiness, "after_sales_phone", func(c ProductContent) string { return c.AfterSalesPhone }),
	line(StepBusiness, "after_sales_email", func(c ProductContent) string { return c.AfterSalesEmail }),
	line(StepBusiness, "service_hours", func(c ProductContent) string { return c.ServiceHours }),
	long(StepBusiness, "service_content", func(c ProductContent) string { return c.ServiceContent }),
	file(StepBusiness, "guide"),
	word(StepBusiness, "ownership", func(c ProductContent) string { return orNothing("product.ownership_", c.Ownership) }),
	file(StepBusiness, "certificate"), file(StepBusiness, "declaration"),
	word(StepBusiness, "uses_open_source", func(c ProductContent) string { return yes(c.UsesOpenSource) }),
	file(StepBusiness, "open_source"),
	word(StepBusiness, "reseller", func(c ProductContent) string { return yes(c.Reseller) }),
	file(StepBusiness, "authorisation"),
	file(StepBusiness, "delivery_template"), file(StepBusiness, "requirement_template"),
	line(StepBusiness, "delivery_days", func(c ProductContent) string { return c.DeliveryDays }),
	word(StepBusiness, "public", func(c ProductContent) string { return yes(!c.Hidden) }),
	line(StepBusiness, "seo_title", func(c ProductContent) string { return c.SEOTitle }),
	line(StepBusiness, "seo_keywords", func(c ProductContent) string { return c.SEOKeywords }),
	line(StepBusiness, "seo_description", func(c ProductContent) string { return c.SEODescription }),
}

// Changes compares two contents field by field; before is nil for a first publication, then
// everything that is filled in counts as changed. Fields that are equal are left out.
func Changes(before *ProductContent, after ProductContent) []Change {
	was := ProductContent{}
	if before != nil {
		was = *before
	}
	var changes []Change
	for _, field := range contentFields {
		change := Change{Step: field.step, Field: field.name, Kind: field.kind}
		switch {
		case field.kind == ChangeSpecs:
			change.Specs = specChanges(was.Specs, after.Specs)
			if slices.ContainsFunc(change.Specs, SpecChange.Changed) {
				changes = append(changes, change)
			}
		case field.kind == ChangeScan:
			change.ScanBefore, change.ScanAfter = was.Scan, after.Scan
			if was.ScanID != after.ScanID {
				changes = append(changes, change)
			}
		case field.files != nil:
			change.FilesBefore, change.FilesAfter = field.files(was), field.files(after)
			if !slices.Equal(change.FilesBefore, change.FilesAfter) {
				changes = append(changes, change)
			}
		default:
			change.After = field.text(after)
			if before != nil {
				change.Before = field.text(was)
			}
			if change.Before != change.After {
				changes = append(changes, change)
			}
		}
	}
	return changes
}

// ChangesOf are the changes of a listing of that type that is sold that way: own fields of
// other types, which nobody was asked for, are left out.
func ChangesOf(access AccessType, sale SaleType, before *ProductContent, after ProductContent) []Change {
	asked := access.Own(sale)
	return slices.DeleteFunc(Changes(before, after), func(change Change) bool {
		_, own := ownFields[change.Field]
		return own && !slices.ContainsFunc(asked, func(field OwnField) bool { return field.Name == change.Field })
	})
}

func specChanges(before, after []SpecContent) []SpecChange {
	var changes []SpecChange
	for _, spec := range after {
		at := slices.IndexFunc(before, func(s SpecContent) bool { return s.ID == spec.ID })
		if at < 0 {
			changes = append(changes, SpecChange{After: spec, New: true})
		} else {
			changes = append(changes, SpecChange{Before: before[at], After: spec})
		}
	}
	for _, spec := range before {
		if !slices.ContainsFunc(after, func(s SpecContent) bool { return s.ID == spec.ID }) {
			changes = append(changes, SpecChange{Before: spec, Gone: true})
		}
	}
	return changes
}

// Piece is a stretch of a compared text.
type Piece struct {
	Text  string
	Gone  bool // only in the old text
	Added bool // only in the new text
}

// CompareText cuts two texts into sentences and says which stayed, went and came.
func CompareText(before, after string) []Piece {
	a, b := sentences(before), sentences(after)
	begin := 0
	for begin < len(a) && begin < len(b) && a[begin] == b[begin] {
		begin++
	}
	end := 0
	for end < len(a)-begin && end < len(b)-begin && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	var pieces []Piece
	add := func(piece Piece) {
		if n := len(pieces); n > 0 && pieces[n-1].Gone == piece.Gone && pieces[n-1].Added == piece.Added {
			pieces[n-1].Text += piece.Text
		} else {
			pieces = append(pieces, piece)
		}
	}
	for _, text := range a[:begin] {
		add(Piece{Text: text})
	}
	for _, piece := range compare(a[begin:len(a)-end], b[begin:len(b)-end]) {
		add(piece)
	}
	for _, text := range a[len(a)-end:] {
		add(Piece{Text: text})
	}
	return pieces
}

// compareMost bounds the table of the longest common sequence; beyond it all is replaced.
const compareMost = 4_000_000

func compare(a, b []string) []Piece {
	var pieces []Piece
	if len(a)*len(b) > compareMost {
		for _, text := range a {
			pieces = append(pieces, Piece{Text: text, Gone: true})
		}
		for _, text := range b {
			pieces = append(pieces, Piece{Text: text, Added: true})
		}
		return pieces
	}
	common := make([][]int, len(a)+1) // longest common sequence of a[i:] and b[j:]
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			pieces = append(pieces, Piece{Text: a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			pieces = append(pieces, Piece{Text: a[i], Gone: true})
			i++
		default:
			pieces = append(pieces, Piece{Text: b[j], Added: true})
			j++
		}
	}
	return pieces
}

// sentences cuts behind full stops, semicolons, commas and line ends, and keeps them.
func sentences(text string) []string {
	var cut []string
	begin := 0
	for at, r := range text {
		if strings.ContainsRune("。；，！？\n;.,!?", r) {
			end := at + len(string(r))
			cut = append(cut, text[begin:end])
			begin = end
		}
	}
	if begin < len(text) {
		cut = append(cut, text[begin:])
	}
	return cut
}
