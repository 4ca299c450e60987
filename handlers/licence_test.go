package handlers

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
	"sellercenter/internal/signing"
)

// production-interface.md §1.5, §2.6: what a seller's program hears of its codes.
func TestASellersProgramActivatesACodeAndHearsOfIt(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	router := stranger(t, shop).router
	owner := shop.Seller(shop.Lanxi)
	number, secret := shop.AccessKey(t, shop.Lanxi)
	say := func(path, body, secret string) (int, map[string]any) {
		request := httptest.NewRequest(http.MethodPost, openPath+path, bytes.NewReader([]byte(body)))
		request.Header.Set("Content-Type", "application/json")
		require.NoError(t, signing.SignAKSK(request, []byte(body), number, secret, shop.Clock.Now()))
		answer := httptest.NewRecorder()
		router.ServeHTTP(answer, request)
		var said map[string]any
		require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &said), "%d", answer.Code)
		return answer.Code, said
	}
	received, err := owner.LicenceOf(t.Context(), shop.Orders["lanxi license_code"])
	require.NoError(t, err)
	one := `{"license": "` + received.Code + `"}`
	status, _ := say("/v1/license/activate", one, "another secret")
	require.Equal(t, http.StatusForbidden, status)
	_, said := say("/v1/license/activate", `{"license": "PLNOBODYS"}`, secret)
	require.Equal(t, market.LicenceUnknown, said["error_code"])
	_, said = say("/v1/license/activate", `{}`, secret)
	require.Equal(t, market.LicenceBadParam, said["error_code"])
	status, said = say("/v1/license/activate", one, secret)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, market.LicenceOK, said["error_code"])
	require.Equal(t, "ALIVE", said["data"].(map[string]any)["status"])
	_, again := say("/v1/license/activate", one, secret)
	require.Equal(t, said, again, "the same request, byte by byte, is the same activation")
	shop.Clock.Pass(time.Second)
	_, said = say("/v1/license/activate", one, secret)
	require.Equal(t, market.LicenceBadState, said["error_code"])
	_, said = say("/v1/license/heartbeat", one, secret)
	require.Equal(t, market.LicenceOK, said["error_code"])
	_, said = say("/v2/license/heartbeat", `{"licenses": ["`+received.Code+`", "PLNOBODYS"]}`, secret)
	require.Len(t, said["data"], 1)
}
