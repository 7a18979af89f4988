package report

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"corridor/sim/results"
)

func percent(x float64) string {
	p := 100 * x
	if p != 0 && math.Abs(p) < 10 {
		return fmt.Sprintf("%.1f%%", p)
	}
	return fmt.Sprintf("%.0f%%", p)
}

func figure(k results.KPIs, name string) string {
	e, ok := k[name]
	if !ok {
		return "–"
	}
	if e.Unit == "share" {
		return percent(e.Mean)
	}
	return results.Short(e.Mean)
}

// withInterval is mean ± half the interval; with one replication there is none.
func (t *terminal) withInterval(e results.Estimate, ok bool) string {
	if !ok {
		return "–"
	}
	if t.s.Replications < 2 {
		if e.Unit == "share" {
			return percent(e.Mean)
		}
		return results.Short(e.Mean)
	}
	half := (e.Hi - e.Lo) / 2
	if e.Unit == "share" {
		return fmt.Sprintf("%s ±%.1f", percent(e.Mean), 100*half)
	}
	return results.Short(e.Mean) + " ±" + results.Short(half)
}

func (t *terminal) difference(e results.Estimate, ok bool) string {
	if !ok {
		return "–"
	}
	half := (e.Hi - e.Lo) / 2
	mark := " "
	if t.s.Replications > 1 && e.Excludes(0) {
		mark = "*"
	}
	sign := "+"
	if e.Mean < 0 {
		sign = "−"
	}
	mean := math.Abs(e.Mean)
	switch {
	case t.s.Replications < 2 && e.Unit == "share":
		return fmt.Sprintf("%s%.1f pp", sign, 100*mean)
	case t.s.Replications < 2:
		return sign + results.Short(mean)
	}
	if e.Unit == "share" {
		return fmt.Sprintf("%s%.1f pp ±%.1f%s", sign, 100*mean, 100*half, mark)
	}
	return sign + results.Short(mean) + " ±" + results.Short(half) + mark
}

// shares writes what a time consists of, the largest part first, parts under
// 5% left out.
func shares(parts map[string]float64) string {
	names := make([]string, 0, len(parts))
	for n := range parts {
		if parts[n] >= 0.05 {
			names = append(names, n)
		}
	}
	sort.Slice(names, func(i, j int) bool {
		if parts[names[i]] != parts[names[j]] {
			return parts[names[i]] > parts[names[j]]
		}
		return names[i] < names[j]
	})
	for i, n := range names {
		names[i] = n + " " + percent(parts[n])
	}
	return strings.Join(names, ", ")
}
