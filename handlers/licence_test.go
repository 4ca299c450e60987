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
	key, err := owner.CreateKey(t.Context(), market.KeyOpen)
	require.NoError(t, err)
	secret, err := owner.RevealKey(t.Context(), key.ID)
	require.NoError(t, err)
	say := func(path, body, secret string) (int, map[string]any) {
		request := httptest.NewRequest(http.MethodPost, openPath+path, bytes.NewReader([]byte(body)))
		request.Header.Set("Content-Type", "application/json")
		require.NoError(t, signing.SignAKSK(request, []byte(body), key.Number, secret, shop.Clock.Now()))
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
	_, said := say("/v1/license/activate", `{"license": "PLNOBODYS"}`, string(secret))
	require.Equal(t, market.LicenceUnknown, said["error_code"])
	_, said = say("/v1/license/activate", `{}`, string(secret))
	require.Equal(t, market.LicenceBadParam, said["error_code"])
	status, said = say("/v1/license/activate", one, string(secret))
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, market.LicenceOK, said["error_code"])
	require.Equal(t, "ALIVE", said["data"].(map[string]any)["status"])
	_, again := say("/v1/license/activate", one, string(secret))
	require.Equal(t, said, again, "the same request, byte by byte, is the same activation")
	shop.Clock.Pass(time.Second)
	_, said = say("/v1/license/activate", one, string(secret))
	require.Equal(t, market.LicenceBadState, said["error_code"])
	_, said = say("/v1/license/heartbeat", one, string(secret))
	require.Equal(t, market.LicenceOK, said["error_code"])
	_, said = say("/v2/license/heartbeat", `{"licenses": ["`+received.Code+`", "PLNOBODYS"]}`, string(secret))
	require.Len(t, said["data"], 1)
}
