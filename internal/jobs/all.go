package jobs

import "maps"

// All is who does which due act: one line per area.
func All() Works {
	works := Works{}
	for _, some := range []Works{
		supervisions(),
		refunds(DemoPayer{}),
		orders(),
	} {
		maps.Copy(works, some)
	}
	return works
}
