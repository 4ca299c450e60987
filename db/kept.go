package db

import (
	"sync"
	"time"
)

// kept remembers in the process what is dear to read and may be a little old, one value a
// key. It forgets everything old once it holds too much.
type kept[K comparable, V any] struct {
	mu     sync.Mutex
	values map[K]remembered[V]
}

const mostKept = 4096

// renewing is how long the others are given what is too old while the first to find it so
// reads it anew.
const renewing = time.Second

// get is the value, unless it has become too old: then the first to ask is to read it anew.
func (k *kept[K, V]) get(key K, now time.Time) (V, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	found, known := k.values[key]
	if known && !now.Before(found.until) {
		k.values[key] = remembered[V]{found.value, now.Add(renewing)}
		return found.value, false
	}
	return found.value, known
}

// set remembers the value until it is too old.
func (k *kept[K, V]) set(key K, value V, now time.Time, life time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.values) >= mostKept {
		for old, found := range k.values {
			if !now.Before(found.until) || len(k.values) >= mostKept {
				delete(k.values, old)
			}
		}
	}
	if k.values == nil {
		k.values = map[K]remembered[V]{}
	}
	k.values[key] = remembered[V]{value, now.Add(life)}
}

// drop forgets the value.
func (k *kept[K, V]) drop(key K) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.values, key)
}

// forget drops the values of every key that is one of them.
func (k *kept[K, V]) forget(is func(K) bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for key := range k.values {
		if is(key) {
			delete(k.values, key)
		}
	}
}
