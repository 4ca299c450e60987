package jobs

import "maps"

// All is who does which due act: one line per area. The caller reaches sellers' servers,
// the post people.
func All(caller *Caller, post Post) Works {
	works := Works{}
	for _, some := range []Works{
		keys(),
		assets(),
		fulfilments(caller),
		probes(caller),
		scans(caller),
		supervisions(),
		refunds(DemoPayer{}),
		orders(),
		instances(),
		quotas(caller),
		sanctions(),
		usages(),
		statements(),
		notices(post),
		tasks(),
		invoices(),
		tickets(),
		sales(),
		sellers(caller),
		letters(post),
	} {
		maps.Copy(works, some)
	}
	return works
}
