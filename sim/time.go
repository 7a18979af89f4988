package sim

import "time"

// Time is an instant: nanoseconds since the run's start. Spans are
// time.Duration.
type Time int64

// Never is after every instant that an event can have.
const Never = Time(1<<63 - 1)

// Add returns the instant d later.
func (t Time) Add(d time.Duration) Time { return t + Time(d) }

// Sub returns the span from u to t.
func (t Time) Sub(u Time) time.Duration { return time.Duration(t - u) }
