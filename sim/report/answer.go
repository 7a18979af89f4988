package report

import (
	"math"
	"strconv"
	"strings"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// answer is the report in one sentence, and what adds to it.
func (b *book) answer() (sentence chart.Words, more []chart.Words) {
	if b.folder == nil {
		return b.sweepAnswer()
	}
	if b.is(results.Validation) {
		return b.validationAnswer(), nil
	}
	if b.is(results.BreakEven) {
		return b.evenAnswer(), nil
	}
	if b.is(results.Impact) {
		return b.impactAnswer(), nil
	}
	s := &b.folder.Summary
	if b.reps() > 1 {
		more = append(more, say("answer.uncertain", strconv.Itoa(b.reps())))
	}
	if !b.folder.Manifest.Complete {
		more = append(more, say("answer.incomplete", strconv.Itoa(b.reps()), strconv.Itoa(b.folder.Manifest.Replications)))
	}
	d := b.telling()
	if d == nil {
		k := s.Cases[0].KPI
		return say("answer.one", number(k["transit_hours"].Mean), number(k["transit_hours_p95"].Mean)), more
	}
	if w, ok := b.winnersLine(); ok {
		more = append([]chart.Words{w}, more...)
	}
	hours := d.KPI["transit_hours"]
	key := "answer.even"
	switch {
	case hours.Mean > 0 && (hours.Excludes(0) || b.reps() < 2):
		key = "answer.longer"
	case hours.Mean < 0 && (hours.Excludes(0) || b.reps() < 2):
		key = "answer.shorter"
	}
	one, base := b.caseOf(d.Case), b.caseOf(d.Base)
	if one.Routing == base.Routing { // the way is the same, what happens is not
		way := first(known("by.", one.Routing))
		sentence = say("answer.under."+strings.TrimPrefix(key, "answer."), one.Scenario, number(math.Abs(hours.Mean)), base.Scenario, b.extent(hours), signed(hours.Mean), way)
	} else {
		sentence = say(key, b.heading(&one), number(math.Abs(hours.Mean)), base.label, b.extent(hours), signed(hours.Mean))
	}
	paid, ok := d.KPI["paid_usd_per_tonne"]
	switch {
	case !ok:
		sentence = say("answer.dot", sentence)
	case b.reps() > 1 && !paid.Excludes(0):
		sentence = say("answer.alike", sentence, number(math.Abs(paid.Mean)), b.extent(paid), signed(paid.Mean))
	case paid.Mean > 0:
		sentence = say("answer.dearer", sentence, number(paid.Mean), b.extent(paid))
	default:
		sentence = say("answer.cheaper", sentence, number(-paid.Mean), b.extent(paid))
	}
	if w, ok := b.investmentAnswer(); ok { // what is worth it is what was asked
		return w, append([]chart.Words{sentence}, more...)
	}
	return sentence, more
}

// extent is the interval of a difference without regard to its sign.
func (b *book) extent(e results.Estimate) chart.Words {
	if b.reps() < 2 {
		return say("answer.single")
	}
	lo, hi := e.Lo, e.Hi
	if hi <= 0 {
		lo, hi = -e.Hi, -e.Lo
	}
	return say("answer.range", number(lo), number(hi))
}

// telling is the difference that the report is about: what a disturbance does
// where there is one, else the second case from the first.
func (b *book) telling() *results.Difference {
	s := &b.folder.Summary
	scenario, routing := s.Cases[0].Scenario, s.Cases[0].Routing
	var best *results.Difference
	for i := range s.Differences {
		d := &s.Differences[i]
		if _, ok := d.KPI["transit_hours"]; d.Group != "" || !ok {
			continue
		}
		for k := range s.Cases {
			if c := &s.Cases[k]; c.Name == d.Case && c.Scenario != scenario && c.Routing == routing {
				return d
			}
		}
		if best == nil {
			best = d
		}
	}
	return best
}

// winnersLine counts who wins on time and on cost.
func (b *book) winnersLine() (chart.Words, bool) {
	tally := func(on string) (chart.Words, int) {
		wins := map[string]int{}
		open, only, all := 0, 0, 0
		for _, w := range b.folder.Summary.Winners {
			if w.On != on {
				continue
			}
			all++
			switch w.Verdict {
			case "wins":
				wins[w.Case]++
			case "only one can":
				only++
			default:
				open++
			}
		}
		var parts []chart.Words
		for _, c := range b.cases {
			if n := wins[c.Name]; n > 0 {
				parts = append(parts, say("answer.winsfor", c.label, strconv.Itoa(n)))
			}
		}
		if len(parts) == 0 {
			parts = append(parts, say("answer.none"))
			if open == all {
				return parts[0], all
			}
		}
		if open > 0 {
			parts = append(parts, say("answer.open", strconv.Itoa(open)))
		}
		if only > 0 {
			parts = append(parts, say("answer.only", strconv.Itoa(only)))
		}
		return join(", ", parts...), all
	}
	time, all := tally("time")
	cost, _ := tally("cost")
	return say("answer.wins", time, cost, strconv.Itoa(all)), all > 0
}
