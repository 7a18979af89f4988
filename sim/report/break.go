package report

import (
	"io"
	"strconv"

	"corridor/sim/results"
)

// BreakText is the answer of a search for a break-even.
type BreakText struct {
	What, Unit, KPI, First, Second string
	Over                           string // second value, where there is one
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

// BreakSurface prints where two routings are equal at each value of a second
// parameter: the difference at the points that all values have, and where it
// changes sign.
func BreakSurface(w io.Writer, over string, texts []BreakText) error {
	b := &texts[0]
	t := &terminal{w: w, s: &results.Summary{Replications: b.Reps}}
	t.line("%s: %s minus %s by %s (across) and %s (down); * differs from zero", b.KPI, b.Second, b.First, b.What, over)
	common := map[float64]int{}
	for i := range texts {
		for _, r := range texts[i].Rows {
			common[r.X]++
		}
	}
	g := &grid{left: 1}
	head := []string{""}
	for _, r := range b.Rows {
		if common[r.X] == len(texts) {
			head = append(head, strconv.FormatFloat(r.X, 'g', 6, 64)+b.Unit)
		}
	}
	g.add(append(head, "flips at")...)
	for i := range texts {
		x := &texts[i]
		row := []string{x.Over}
		for _, r := range x.Rows {
			if common[r.X] != len(texts) {
				continue
			}
			mark := " "
			if b.Reps > 1 && r.Difference.Excludes(0) {
				mark = "*"
			}
			sign := "+"
			if r.Difference.Mean < 0 {
				sign = "-"
			}
			row = append(row, sign+results.Short(max(r.Difference.Mean, -r.Difference.Mean))+mark)
		}
		at := "nowhere here"
		if x.Flips {
			at = results.Short(x.At.Mean) + x.Unit
			if x.Of > 1 {
				at += " [" + results.Short(x.At.Lo) + ", " + results.Short(x.At.Hi) + "]"
			}
		}
		g.add(append(row, at)...)
	}
	t.grid(g)
	t.line("Where the sign is +, %s is lower; in brackets the 95%% interval over replications.", b.First)
	return t.err
}
