package supervisions

import neturl "net/url"

// productURL is the list of one product's deliveries in a view.
func productURL(tab, product string) string {
	return "/supervisions?" + neturl.Values{"tab": {tab}, "product": {product}}.Encode()
}

// personURL is the list of the deliveries to which one of the seller's people did something
// lately.
func personURL(did, person string) string {
	q := neturl.Values{"tab": {"all"}, "person": {person}}
	if did != "" {
		q.Set("did", did)
	}
	return "/supervisions?" + q.Encode()
}
