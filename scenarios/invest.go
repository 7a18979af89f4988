package scenarios

import (
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Investment is what a change costs to build and to keep. It moves nothing in a
// run: the appraisal of its results sets what is saved against it.
type Investment struct {
	USD    Range  // to build
	Years  Range  // it lasts
	Upkeep Range  // a year, as a share of USD
	Source string // who says so; empty: nobody
	Reason string // why the figures are assumed as they are; empty: all of them are of the source
}

// Range is a figure with its uncertainty; all three are alike where it is known.
type Range struct{ Low, Central, High float64 }

const (
	mostInvested = 1e12
	leastYears   = 1
	mostYears    = 200
	mostUpkeep   = 1
)

func (r *reader) investment(n *yaml.Node) *Investment {
	values := r.mapping(n, "investment", "usd", "years", "upkeep", "source", "reason")
	if values == nil {
		return nil
	}
	v := &Investment{}
	faults := len(r.ps)
	ranged := false
	for _, f := range []struct {
		key      string
		to       *Range
		lo, hi   float64
		optional bool
	}{{"usd", &v.USD, 0, mostInvested, false}, {"years", &v.Years, leastYears, mostYears, false}, {"upkeep", &v.Upkeep, 0, mostUpkeep, true}} {
		switch x := values[f.key]; {
		case x != nil:
			*f.to = r.rangeOf(x, f.key, f.lo, f.hi)
			ranged = ranged || x.Kind == yaml.MappingNode
		case !f.optional:
			r.at(n.Line, n.Column, "", "investment: expected usd and years, such as {usd: 100e6, years: 50, source: Transport Topics}")
			return nil
		}
	}
	for _, f := range []struct {
		key string
		to  *string
	}{{"source", &v.Source}, {"reason", &v.Reason}} {
		if x := values[f.key]; x != nil {
			*f.to = strings.Join(strings.Fields(r.text(x, f.key, false)), " ")
		}
	}
	switch usd := values["usd"]; {
	case len(r.ps) > faults:
	case v.Source == "" && v.Reason == "":
		r.at(n.Line, n.Column, "", "investment: expected a source of its figures, or a reason why they are assumed so")
	case v.Source == "" && usd.Kind != yaml.MappingNode:
		r.fault(usd, "usd", "expected a source, or an assumption with its range: {low: 90e6, central: 100e6, high: 150e6}")
	case ranged && v.Reason == "":
		r.at(n.Line, n.Column, "", "investment: expected a reason for its ranges")
	}
	return v
}

// rangeOf reads a number, or `{low: 90e6, central: 100e6, high: 150e6}`.
func (r *reader) rangeOf(n *yaml.Node, key string, lo, hi float64) (x Range) {
	if n.Kind != yaml.MappingNode {
		if v := r.number(n, key, lo, hi, false); v != nil {
			x = Range{*v, *v, *v}
		}
		return x
	}
	values := r.mapping(n, key, "low", "central", "high")
	faults := len(r.ps)
	for _, f := range []struct {
		key string
		to  *float64
	}{{"low", &x.Low}, {"central", &x.Central}, {"high", &x.High}} {
		if v := values[f.key]; v == nil {
			r.at(n.Line, n.Column, "", key+": expected low, central and high")
			return x
		} else if y := r.number(v, f.key, lo, hi, false); y != nil {
			*f.to = *y
		}
	}
	if len(r.ps) == faults && (x.Low > x.Central || x.Central > x.High) {
		r.at(n.Line, n.Column, "", key+": expected low, central and high in this order of size")
	}
	return x
}

// write writes the investment under its key.
func (v *Investment) write(b *strings.Builder) {
	if v == nil {
		return
	}
	b.WriteString("    investment:\n")
	line := func(key, value string) {
		if value != "" {
			b.WriteString("      " + key + ": " + value + "\n")
		}
	}
	line("usd", v.USD.flow())
	line("years", v.Years.flow())
	if v.Upkeep != (Range{}) {
		line("upkeep", v.Upkeep.flow())
	}
	line("source", block(v.Source, "        "))
	line("reason", block(v.Reason, "        "))
}

func (x Range) flow() string {
	if x.Low == x.Central && x.High == x.Central {
		return amount(x.Central)
	}
	return pairs("low", amount(x.Low), "central", amount(x.Central), "high", amount(x.High))
}

// amount writes millions as people do, 95e6, where that is the same number.
func amount(x float64) string {
	if x >= 1e6 {
		t := strconv.FormatFloat(x/1e6, 'f', -1, 64) + "e6"
		if y, err := strconv.ParseFloat(t, 64); err == nil && y == x {
			return t
		}
	}
	return plainNumber(x)
}

// Annuity is what a year of one dollar spent at once costs over so many years at
// a rate of interest.
func Annuity(rate, years float64) float64 {
	if rate <= 0 {
		return 1 / years
	}
	return rate / (1 - math.Pow(1+rate, -years))
}

// Annual cost of the investment at a rate: the annuity of what is spent, and
// upkeep. Low and high take all that is uncertain at its cheap or dear end.
func (v *Investment) Annual(rate float64) Range {
	of := func(usd, years, upkeep float64) float64 { return usd * (Annuity(rate, years) + upkeep) }
	return Range{of(v.USD.Low, v.Years.High, v.Upkeep.Low), of(v.USD.Central, v.Years.Central, v.Upkeep.Central), of(v.USD.High, v.Years.Low, v.Upkeep.High)}
}
