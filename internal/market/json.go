package market

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// JSON keeps a value as one jsonb column.
type JSON[T any] struct{ V T }

// Value stores the value as JSON text.
func (j JSON[T]) Value() (driver.Value, error) {
	text, err := json.Marshal(j.V)
	return string(text), err
}

// Scan reads a jsonb column; NULL leaves the zero value.
func (j *JSON[T]) Scan(src any) error {
	switch text := src.(type) {
	case nil:
		return nil
	case []byte:
		return json.Unmarshal(text, &j.V)
	case string:
		return json.Unmarshal([]byte(text), &j.V)
	}
	return fmt.Errorf("json from %T", src)
}
