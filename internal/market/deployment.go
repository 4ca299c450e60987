package market

import (
	"slices"
	"time"
)

// Deployment is how an automatic deployment stands (transactions.md §2.4).
type Deployment struct {
	Status     DeploymentStatus
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
		case LaunchSupervision:
			d.Status, d.Resources, d.LaunchedAt, d.RunsAt = DeploymentRunning, log.Comment, &at, nil
		case DeploySupervision:
			d.Status, d.RunsAt = DeploymentDone, &at
		}
	}
	return d, nil
}
