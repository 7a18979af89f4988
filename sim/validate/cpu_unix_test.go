//go:build proof && unix

package validate

import (
	"syscall"
)

// cpuNow is the processor time of this process, seconds.
func cpuNow() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
