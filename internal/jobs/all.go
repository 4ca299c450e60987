package jobs

import "maps"

// All is who does which due act: one line per area. The caller reaches sellers' servers.
func All(caller *Caller) Works {
	works := Works{}
	for _, some := range []Works{
		keys(),
		fulfilments(caller),
		supervisions(),
		refunds(DemoPayer{}),
		orders(),
		instances(),
		statements(),
		invoices(),
		tickets(),
		sales(),
	} {
		maps.Copy(works, some)
	}
	return works
}
