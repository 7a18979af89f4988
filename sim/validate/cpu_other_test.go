//go:build proof && !unix

package validate

import (
	"time"
)

var testBegan = time.Now()

// cpuNow is the time since the start where processor time is not to be had.
func cpuNow() float64 { return time.Since(testBegan).Seconds() }
