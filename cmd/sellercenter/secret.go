package main

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// key encrypts secrets at rest.
type key []byte

// UnmarshalText reads a key.
func (k *key) UnmarshalText(text []byte) error {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(raw) != 32 {
		return errors.New("not 32 bytes in base64; make one with: head -c 32 /dev/urandom | base64")
	}
	*k = raw
	return nil
}

// secret is the key that was given, else the one kept in the data folder, made on the first start.
func (c *cli) secret() (k key, err error) {
	if len(c.SecretKey) > 0 {
		return c.SecretKey, nil
	}
	path := filepath.Join(c.Data, "secret.key")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = makeSecret(path); err == nil {
			text, err = os.ReadFile(path)
		}
	}
	if err != nil {
		return nil, err
	}
	if err := k.UnmarshalText(text); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return k, nil
}

// makeSecret writes a new key under its name at once and whole, unless another process did.
func makeSecret(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".secret*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	raw := make([]byte, 32)
	rand.Read(raw) // crypto/rand never fails: it ends the process instead
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(raw) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
