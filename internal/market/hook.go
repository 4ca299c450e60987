package market

import (
	"time"
)

// Hooks are the orders that are told to a debugged interface (订单通知配置, catalogue.md §0.4).
var Hooks = area("hook", Owner, Operations)

// The acts on order notification.
var (
	AddHook    = act("hook.add", Owner, Operations)
	RemoveHook = act("hook.remove", Owner, Operations)
)

// HookID names a rule of order notification.
type HookID = ID[Hook]

// Hook says that paid orders of an access type, or of one product, are told to an interface.
// An order that both cover is told once, as its product says.
type Hook struct {
	ID          HookID
	EndpointID  EndpointID
	URL         string
	AccessType  AccessType
	ProductID   *ProductID
	ProductName string
	CreatedAt   time.Time
}

// HookTypes are the access types whose orders can be told: all but images (catalogue.md §0.4).
func HookTypes() []AccessType {
	var types []AccessType
	for _, access := range AccessTypes {
		if access != AccessImage {
			types = append(types, access)
		}
	}
	return types
}
