package handlers

import (
	"testing"

	"sellercenter/db/dbtest"
)

func TestMain(m *testing.M) {
	listenForUnworded()
	dbtest.Main(m)
}
