package handlers

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/ui"
)

// form reads what a person typed, typed by field, and remembers every fault.
type form struct {
	ui.Form
	context echo.Context
	status  int
}

// readForm reads the request's form. A body that cannot be read is a fault of the form.
func readForm(c echo.Context) *form {
	f := &form{context: c, status: http.StatusUnprocessableEntity}
	values, err := c.FormParams()
	f.Values = values
	f.Fields = map[string]market.Reason{}
	if err != nil {
		reason := market.Because("problem.unreadable_form")
		f.Problem = &reason
	}
	return f
}

// text is the field without surrounding white space.
func (f *form) text(name string) string { return strings.TrimSpace(f.Values.Get(name)) }

// required is text that must not be empty.
func (f *form) required(name string) string {
	text := f.text(name)
	if text == "" {
		f.fault(name, market.Because("problem.required"))
	}
	return text
}

// checked reports a ticked box.
func (f *form) checked(name string) bool { return f.Values.Get(name) != "" }

// number reads a whole number; empty is zero.
func (f *form) number(name string) int {
	text := f.text(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		f.fault(name, market.Because("problem.not_a_number", text))
	}
	return n
}

// money reads an amount; empty is zero.
func (f *form) money(name string) market.Money { return read(f, name, market.ReadMoney) }

// quantity reads a quantity; empty is zero.
func (f *form) quantity(name string) market.Quantity { return read(f, name, market.ReadQuantity) }

// day reads a date; empty is the zero day.
func (f *form) day(name string) market.Day { return read(f, name, market.ReadDay) }

// month reads an accounting period; empty is the zero month.
func (f *form) month(name string) market.Month { return read(f, name, market.ReadMonth) }

func read[T any](f *form, name string, reader func(string) (T, error)) (value T) {
	text := f.text(name)
	if text == "" {
		return value
	}
	value, err := reader(text)
	var problem *market.Problem
	if errors.As(err, &problem) {
		for _, reason := range problem.Fields {
			f.fault(name, reason)
		}
	}
	return value
}

// formID reads an id; what is none is a fault of its field.
func formID[T any](f *form, name string) market.ID[T] {
	id, err := market.ParseID[T](f.text(name))
	if err != nil {
		f.fault(name, market.Because("problem.not_found"))
	}
	return id
}

// upload is one file as it was sent.
type upload struct {
	Name    string
	Content []byte
}

// maxUpload is the largest file that is read (catalogue.md §0.5, transactions.md §2.6: 20 MB).
const maxUpload = 20 << 20

// files reads the uploaded files of a field; one that is too large is a fault.
func (f *form) files(name string) []upload { return f.filesUpTo(name, maxUpload) }

// filesUpTo reads the uploaded files of a field that takes larger ones.
func (f *form) filesUpTo(name string, most int64) []upload {
	multi, err := f.context.MultipartForm()
	if err != nil {
		return nil // the form carries no files
	}
	var uploads []upload
	for _, header := range multi.File[name] {
		if header.Size == 0 && header.Filename == "" {
			continue
		}
		if header.Size > most {
			f.fault(name, market.Because("problem.file_too_large", header.Filename, most>>20))
			continue
		}
		content, err := readFile(header)
		if err != nil {
			f.fault(name, market.Because("problem.file_unreadable", header.Filename))
			continue
		}
		uploads = append(uploads, upload{header.Filename, content})
	}
	return uploads
}

func readFile(header *multipart.FileHeader) ([]byte, error) {
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

func (f *form) fault(name string, reason market.Reason) {
	if _, known := f.Fields[name]; !known {
		f.Fields[name] = reason
	}
}

// err is what is wrong with what was typed, or nil.
func (f *form) err() error {
	if len(f.Fields) == 0 && f.Problem == nil {
		return nil
	}
	return &market.Problem{Kind: market.KindInvalid, Reason: market.Because("problem.invalid", len(f.Fields)), Fields: f.Fields}
}

// refused takes in a refusal that belongs on the form, so that it is shown again with
// everything still typed. Other errors are not its business.
func (f *form) refused(err error) bool {
	var problem *market.Problem
	if !errors.As(err, &problem) {
		return false
	}
	switch problem.Kind {
	case market.KindInvalid:
		f.status = http.StatusUnprocessableEntity
	case market.KindConflict:
		f.status = http.StatusConflict
	case market.KindDenied, market.KindNotFound:
		return false
	}
	for name, reason := range problem.Fields {
		f.fault(name, reason)
	}
	told := problem.Told()
	f.Problem = &told
	return true
}

// renamed moves a fault to the field of the form that it came from.
func renamed(err error, from, to string) error {
	var problem *market.Problem
	if errors.As(err, &problem) {
		if reason, bad := problem.Fields[from]; bad {
			delete(problem.Fields, from)
			problem.Fields[to] = reason
		}
	}
	return err
}
