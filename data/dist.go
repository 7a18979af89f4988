package data

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Dist is the plain value of a distribution of times. The zero Dist is the
// constant 0. Times are in seconds.
//
//	constant     A
//	exponential  mean A
//	erlang       K phases, mean A
//	gamma        shape B, mean A
//	weibull      shape B, mean A
//	lognormal    mean A, sigma B (of the logarithm)
//	triangular   from A, mode B, to C
//	uniform      from A to B
//	empirical    Values with Weights
type Dist struct {
	Kind    DistKind
	A, B, C float64
	K       int
	Values  []float64
	Weights []float64
}

// DistKind names a family.
type DistKind uint8

const (
	Constant DistKind = iota
	Exponential
	Erlang
	Gamma
	Weibull
	Lognormal
	Triangular
	Uniform
	Empirical
)

var distNames = []string{"constant", "exponential", "erlang", "gamma", "weibull", "lognormal", "triangular", "uniform", "empirical"}

// Mean of the distribution, seconds.
func (d Dist) Mean() float64 {
	switch d.Kind {
	case Triangular:
		return (d.A + d.B + d.C) / 3
	case Uniform:
		return (d.A + d.B) / 2
	case Empirical:
		s, w := 0.0, 0.0
		for i, v := range d.Values {
			s += v * d.Weights[i]
			w += d.Weights[i]
		}
		return s / w
	}
	return d.A
}

// ParseDist reads a distribution:
//
//	constant 20min            (a bare time, 20min, means the same)
//	exponential mean=1h
//	erlang k=3 mean=90s
//	gamma shape=2 mean=1h     weibull shape=1.5 mean=1h
//	lognormal mean=20min sigma=0.76    mean=20min cv=1    median=1.2h p95=4h
//	triangular min=1h mode=2h max=5h   uniform min=1h max=2h
//	empirical 1h 2h*3 5h      (value*weight)
func ParseDist(s string) (Dist, error) {
	words := strings.Fields(s)
	if len(words) == 0 {
		return Dist{}, fmt.Errorf("expected a distribution such as `lognormal mean=20min sigma=0.7` or `constant 5min`")
	}
	if len(words) == 1 {
		if x, err := ParseSpan(words[0]); err == nil {
			return Dist{A: x.Seconds()}, nil
		}
	}
	kind := -1
	for i, n := range distNames {
		if words[0] == n {
			kind = i
		}
	}
	if kind < 0 {
		return Dist{}, fmt.Errorf("expected a distribution: %s%s", strings.Join(distNames, ", "), DidYouMean(words[0], distNames))
	}
	d := Dist{Kind: DistKind(kind)}
	switch d.Kind {
	case Constant:
		if len(words) != 2 {
			return d, fmt.Errorf("expected `constant 20min`")
		}
		x, err := ParseSpan(words[1])
		d.A = x.Seconds()
		return d, err
	case Empirical:
		return parseEmpirical(d, words[1:])
	}
	arg, err := parseArgs(words[1:])
	if err != nil {
		return d, err
	}
	var want string
	switch d.Kind {
	case Exponential:
		want = "mean"
		d.A = arg["mean"]
	case Erlang:
		want = "k mean"
		d.A, d.K = arg["mean"], int(arg["k"])
		if arg["k"] != math.Trunc(arg["k"]) || d.K < 1 || d.K > 1000 {
			return d, fmt.Errorf("expected k, a whole number of phases from 1 to 1000")
		}
	case Gamma, Weibull:
		want = "shape mean"
		d.A, d.B = arg["mean"], arg["shape"]
		if d.B < 0.05 || d.B > 1000 {
			return d, fmt.Errorf("expected shape from 0.05 to 1000")
		}
	case Lognormal:
		switch {
		case has(arg, "median", "p95"):
			want = "median p95"
			if arg["p95"] < arg["median"] || arg["median"] <= 0 {
				return d, fmt.Errorf("expected 0 < median <= p95")
			}
			d.B = math.Log(arg["p95"]/arg["median"]) / 1.6448536269514722
			d.A = arg["median"] * math.Exp(d.B*d.B/2)
		case has(arg, "mean", "cv"):
			want = "mean cv"
			d.A, d.B = arg["mean"], math.Sqrt(math.Log1p(arg["cv"]*arg["cv"]))
		default:
			want = "mean sigma"
			d.A, d.B = arg["mean"], arg["sigma"]
		}
		if d.B < 0 || d.B > 3 {
			return d, fmt.Errorf("expected sigma from 0 to 3")
		}
	case Triangular:
		want = "min mode max"
		d.A, d.B, d.C = arg["min"], arg["mode"], arg["max"]
		if d.A > d.B || d.B > d.C {
			return d, fmt.Errorf("expected min <= mode <= max")
		}
	case Uniform:
		want = "min max"
		d.A, d.B = arg["min"], arg["max"]
		if d.A > d.B {
			return d, fmt.Errorf("expected min <= max")
		}
	}
	names := strings.Fields(want)
	if !has(arg, names...) || len(arg) != len(names) {
		return d, fmt.Errorf("expected `%s %s=…`", distNames[d.Kind], strings.Join(names, "=… "))
	}
	return d, nil
}

func has(arg map[string]float64, names ...string) bool {
	for _, n := range names {
		if _, ok := arg[n]; !ok {
			return false
		}
	}
	return true
}

// parseArgs reads name=value words; times become seconds.
func parseArgs(words []string) (map[string]float64, error) {
	arg := map[string]float64{}
	for _, w := range words {
		name, val, ok := strings.Cut(w, "=")
		if !ok {
			return nil, fmt.Errorf("expected name=value instead of %q", clip(w))
		}
		if _, dup := arg[name]; dup {
			return nil, fmt.Errorf("expected %s only once", clip(name))
		}
		switch name {
		case "k", "shape", "sigma", "cv":
			x, err := parseNumber(val)
			if err != nil || x < 0 {
				return nil, fmt.Errorf("expected %s=number, not negative", name)
			}
			arg[name] = x
		case "mean", "median", "p95", "min", "max", "mode":
			x, err := ParseSpan(val)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			arg[name] = x.Seconds()
		default:
			return nil, fmt.Errorf("unknown argument %q", clip(name))
		}
	}
	return arg, nil
}

func parseEmpirical(d Dist, words []string) (Dist, error) {
	if len(words) == 0 || len(words) > 10000 {
		return d, fmt.Errorf("expected `empirical 1h 2h*3 5h`, 1 to 10,000 values")
	}
	for _, w := range words {
		val, weight, weighted := strings.Cut(w, "*")
		x, err := ParseSpan(val)
		if err != nil {
			return d, err
		}
		k := 1.0
		if weighted {
			if k, err = parseNumber(weight); err != nil || !(k > 0) || k > 1e9 {
				return d, fmt.Errorf("expected a positive weight in %q", clip(w))
			}
		}
		d.Values = append(d.Values, x.Seconds())
		d.Weights = append(d.Weights, k)
	}
	return d, nil
}

// MeanSpan is Mean as a duration.
func (d Dist) MeanSpan() time.Duration { return time.Duration(d.Mean() * float64(time.Second)) }
