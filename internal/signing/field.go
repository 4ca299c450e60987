package signing

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1" // what SHA1PRNG is made of
	"encoding/base64"
	"errors"
)

// EncryptType is how V1 encrypts a field (production-interface.md §2.5).
type EncryptType string

// The encryption types; AES256 when none is named.
const (
	AES256 EncryptType = "1"
	AES128 EncryptType = "2"
)

// FieldLimit is the longest encrypted field, the initial vector included.
const FieldLimit = 128

// What can be wrong with an encrypted field.
var (
	ErrField     = errors.New("field is not an encrypted field of this key and type")
	ErrFieldLong = errors.New("field is too long once encrypted")
)

// FieldKey derives the AES key from an access key as Java's SHA1PRNG does.
func FieldKey(key string, t EncryptType) []byte {
	size := 32
	if t == AES128 {
		size = 16
	}
	state := sha1.Sum([]byte(key))
	var stream []byte
	for len(stream) < size {
		out := sha1.Sum(state[:])
		stream = append(stream, out[:]...)
		stir(&state, out)
	}
	return stream[:size]
}

// stir adds the output to the state in signed bytes, as Java's int8 arithmetic does.
func stir(state *[sha1.Size]byte, out [sha1.Size]byte) {
	last, changed := 1, false
	for i := range state {
		sum := int(int8(state[i])) + int(int8(out[i])) + last
		changed = changed || byte(sum) != state[i]
		state[i] = byte(sum)
		last = sum >> 8
	}
	if !changed {
		state[0]++
	}
}

// NewIV makes an initial vector: sixteen letters and digits.
func NewIV() string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ab" // 64: no bias that matters to an IV
	var random [aes.BlockSize]byte
	rand.Read(random[:])
	for i, b := range random {
		random[i] = letters[b%64]
	}
	return string(random[:])
}

// EncryptField writes a field as the vector in clear, then the Base64 of the ciphertext.
func EncryptField(key string, t EncryptType, plain, iv string) (string, error) {
	if !validIV(iv) {
		return "", ErrField
	}
	pad := aes.BlockSize - len(plain)%aes.BlockSize
	padded := append([]byte(plain), bytes.Repeat([]byte{byte(pad)}, pad)...)
	block, err := aes.NewCipher(FieldKey(key, t))
	if err != nil {
		return "", err
	}
	cipher.NewCBCEncrypter(block, []byte(iv)).CryptBlocks(padded, padded)
	field := iv + base64.StdEncoding.EncodeToString(padded)
	if len(field) > FieldLimit {
		return "", ErrFieldLong
	}
	return field, nil
}

// DecryptField reads a field back. CBC is not authenticated: trust the text no further
// than the signature of the message that brought it.
func DecryptField(key string, t EncryptType, field string) (string, error) {
	if len(field) > FieldLimit || len(field) <= aes.BlockSize || !validIV(field[:aes.BlockSize]) {
		return "", ErrField
	}
	text, err := base64.StdEncoding.DecodeString(field[aes.BlockSize:])
	if err != nil || len(text) == 0 || len(text)%aes.BlockSize != 0 {
		return "", ErrField
	}
	block, err := aes.NewCipher(FieldKey(key, t))
	if err != nil {
		return "", err
	}
	cipher.NewCBCDecrypter(block, []byte(field[:aes.BlockSize])).CryptBlocks(text, text)
	pad := int(text[len(text)-1])
	if pad == 0 || pad > aes.BlockSize || !bytes.Equal(text[len(text)-pad:], bytes.Repeat([]byte{byte(pad)}, pad)) {
		return "", ErrField
	}
	return string(text[:len(text)-pad]), nil
}

func validIV(iv string) bool {
	for _, c := range []byte(iv) {
		if !letterOrDigit(c) {
			return false
		}
	}
	return len(iv) == aes.BlockSize
}
