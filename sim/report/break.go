package report

import (
	"io"
	"strconv"

	"corridor/sim/results"
)

// BreakText is the answer of a search for a break-even.
type BreakText struct {
	What, Unit, KPI, First, Second string
	Rows                           []BreakRow
	Flips                          bool
	At                             results.Estimate
	Of, Reps                       int
}

// BreakRow is the difference at one value.
type BreakRow struct {
	X          float64
	Difference results.Estimate
}

// Break prints where two routings are equal.
func Break(w io.Writer, b BreakText) error {
	t := &terminal{w: w, s: &results.Summary{Replications: b.Reps}}
	t.line("%s: %s minus %s (± half the 95%% interval; * differs from zero)", b.KPI, b.Second, b.First)
	g := &grid{left: 0}
	g.add(b.What, "difference")
	for _, r := range b.Rows {
		g.add(strconv.FormatFloat(r.X, 'g', 6, 64)+b.Unit, t.difference(r.Difference, true))
	}
	t.grid(g)
	switch {
	case !b.Flips:
		t.line("The ranking does not flip in this range.")
	case b.Of < 2:
		t.line("The ranking flips at about %s%s.", results.Short(b.At.Mean), b.Unit)
	default:
		t.line("The ranking flips at %s%s [%s, %s] (95%% interval over %d of %d replications).", results.Short(b.At.Mean), b.Unit, results.Short(b.At.Lo), results.Short(b.At.Hi), b.Of, b.Reps)
	}
	return t.err
}
