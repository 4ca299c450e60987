package embedded

import "syscall"

// diesWithUs gives the server a fast shutdown when we die, even by kill -9.
func diesWithUs(attr *syscall.SysProcAttr) bool {
	attr.Pdeathsig = syscall.SIGINT
	return true
}
