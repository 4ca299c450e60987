package ui

import (
	"hash/fnv"
	"strconv"
	"strings"
)

// confirmID names a dialog by what it does, so that a page may hold many.
func confirmID(act, url string) string {
	sum := fnv.New32a()
	sum.Write([]byte(url))
	return strings.ReplaceAll(act, ".", "-") + "-" + strconv.FormatUint(uint64(sum.Sum32()), 36)
}

// confirmLook is filled, except that danger is never filled.
func (h ConfirmHead) confirmLook() string {
	if strings.Contains(string(h.Style), "danger") {
		return "danger"
	}
	return "primary"
}
