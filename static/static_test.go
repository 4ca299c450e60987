package static

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAFileIsKeptForeverUnderItsHash(t *testing.T) {
	t.Parallel()
	res := httptest.NewRecorder()
	Handler().ServeHTTP(res, httptest.NewRequest("GET", URL("app.css"), nil))
	require.Equal(t, 200, res.Code)
	require.Contains(t, res.Header().Get("Cache-Control"), "immutable")
	require.Contains(t, res.Header().Get("Content-Type"), "text/css")
}

func TestAFileIsNotServedWithoutItsHash(t *testing.T) {
	t.Parallel()
	res := httptest.NewRecorder()
	Handler().ServeHTTP(res, httptest.NewRequest("GET", Prefix+"app.css", nil))
	require.Equal(t, 404, res.Code)
}
