package market

import (
	"slices"
	"strings"
	"time"
)

// Deployment is how an automatic deployment stands (transactions.md §2.4).
type Deployment struct {
	Status     DeploymentStatus
	Agency     string // by which the resource orchestration acts in the buyer's account
	Group      string // the security group that was made for it
	Resources  string // server, network and security group, as the buyer picked them
	LaunchedAt *time.Time
	RunsAt     *time.Time
}

// DeploymentStatus is where an automatic deployment stands.
type DeploymentStatus string

// How far a deployment is.
const (
	DeploymentWaiting DeploymentStatus = "waiting" // the buyer has not picked its resources
	DeploymentRunning DeploymentStatus = "running" // begun, not yet said to work
	DeploymentDone    DeploymentStatus = "done"
)

// DeploymentOf reads the deployment from what was done in the delivery, newest first. A flow
// without a step to launch has none: market.NotFound.
func DeploymentOf(flow Flow, logs []SupervisionLog) (Deployment, error) {
	d := Deployment{Status: DeploymentWaiting}
	if !flow.Has(NodeLaunch) {
		return d, NotFound
	}
	for _, log := range slices.Backward(logs) {
		at := log.At
		switch log.Act {
		case DelegateSupervision:
			d.Agency = log.Comment
		case SecureSupervision:
			d.Group = log.Comment
		case LaunchSupervision:
			d.Status, d.Resources, d.LaunchedAt, d.RunsAt = DeploymentRunning, log.Comment, &at, nil
		case DeploySupervision:
			d.Status, d.RunsAt = DeploymentDone, &at
		}
	}
	return d, nil
}

// Launch is what a buyer picks for an automatic deployment (transactions.md §2.4). The
// password goes to the resource orchestration only and is never kept.
type Launch struct {
	Server  string
	Network string
	Group   string
}

// Check refuses a deployment without its server, network or security group.
func (l Launch) Check() error {
	wrong := Invalids{}
	wrong.long("server", l.Server, 64)
	wrong.long("network", l.Network, 64)
	wrong.long("security_group", l.Group, 64)
	return wrong.Err()
}

// CheckAgency refuses an agency or a security group without a name.
func CheckAgency(name string) error {
	wrong := Invalids{}
	wrong.long("name", name, 64)
	if strings.ContainsAny(name, ", \t\n") {
		wrong.With("name", "supervision.agency_name")
	}
	return wrong.Err()
}
