// Package sim is the simulation kernel: instants and spans, the calendar of
// events, keyed random draws, distributions, resources with queues, and
// statistics in constant memory. It knows no freight and imports the standard
// library only.
//
//	Push -> Calendar -> Pop -> (user's state machine) -> Resource, Tally
//
// Events are handled in the total order (time, sequence of Push). The kernel
// starts no goroutine and allocates nothing per event once its slices have
// grown to the number of pending events.
package sim
