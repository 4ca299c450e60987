package signing

import "time"

// UsageMessage is the text that a usage push signs (production-interface.md §2.6).
func UsageMessage(ts, nonce string, body []byte) string {
	return "ts=" + ts + "&nonce=" + nonce + "&body=" + string(body)
}

// SignUsage makes the signature header of a usage push; headers ts and nonce go with it.
func SignUsage(key string, body []byte, now time.Time, nonce string) (Stamp, error) {
	sorted, err := Sorted(body)
	if err != nil {
		return Stamp{}, err
	}
	signature := hmacBase64(key, UsageMessage(Millis(now), nonce, sorted))
	return Stamp{Signature: signature, Timestamp: Millis(now), Nonce: nonce}, nil
}

// VerifyUsage checks the headers of a usage push. How deep names are sorted is not
// published, so sorted throughout, at the top only, and as sent are all accepted.
func VerifyUsage(key string, body []byte, stamp Stamp, now time.Time) error {
	if err := fresh(stamp.Timestamp, stamp.Nonce, now); err != nil {
		return err
	}
	err := ErrSignature
	for _, form := range []func([]byte) ([]byte, error){asSent, Sorted, Payload} { // what costs least first
		text, bad := form(body)
		if bad != nil {
			return bad
		}
		err = verified(key, stamp.Signature, hmacBase64(key, UsageMessage(stamp.Timestamp, stamp.Nonce, text)))
		if err == nil {
			return nil
		}
	}
	return err
}

func asSent(body []byte) ([]byte, error) { return body, nil }
