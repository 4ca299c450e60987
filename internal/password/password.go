// Package password keeps passwords as argon2id hashes, few at a time: each costs 19 MiB.
package password

import (
	"context"
	"fmt"

	"github.com/alexedwards/argon2id"
)

// cost is OWASP's least: 19 MiB, two rounds, one lane.
var cost = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// seats bounds how many hashes are computed at once, so that a flood of sign-ins cannot
// take the memory.
var seats = make(chan struct{}, 4)

// nobody is what a password is compared with when there is no such person, so that the
// answer takes the same time.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b4dWRWJTmaaJObG5/5Zs4D2Apg"

// Hash is the password as it is stored.
func Hash(ctx context.Context, plain string) (string, error) {
	if err := sit(ctx); err != nil {
		return "", err
	}
	defer stand()
	return argon2id.CreateHash(plain, cost)
}

// Matches reports whether the password is the stored one. An empty hash matches nothing and
// takes as long.
func Matches(ctx context.Context, plain, hash string) (bool, error) {
	if err := sit(ctx); err != nil {
		return false, err
	}
	defer stand()
	known := hash != ""
	if !known {
		hash = nobody
	}
	right, err := argon2id.ComparePasswordAndHash(plain, hash)
	if err != nil {
		return false, fmt.Errorf("compare password: %w", err)
	}
	return right && known, nil
}

func sit(ctx context.Context) error {
	select {
	case seats <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func stand() { <-seats }
