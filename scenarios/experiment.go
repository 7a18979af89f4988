package scenarios

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"corridor/data"

	"go.yaml.in/yaml/v4"
)

// Experiment is a plan of many runs: a scenario whose values vary.
type Experiment struct {
	Name        string
	Base        *Scenario
	Routings    []string
	Reps        int // replications of each point
	Seed        uint64
	Share       float64
	Fidelity    string // full or screen
	Design      string // one of Designs
	Points      int    // of designs that draw; of morris the trajectories, of saltelli the base points
	Factors     []Factor
	Constraints []Constraint // points that break one are not part of the design
	List        [][]string   // points of the design `list`: a value for each factor
	Rows        []string     // beside the row a cell, of RowKinds
	FailIf      []string     // thresholds on the means of every point
	Best        *Best        // nil: all points get Reps replications and no more
	File        string
}

// Best asks which point and routing is the best: replications are added to
// those that may still be, until one is left.
type Best struct {
	On         string  // figure
	Within     float64 // a difference that matters, in the figure's unit
	Confidence float64 // probability of naming the best, if it is better by Within
	Most       int     // replications of one point at most
}

// Designs are the ways of choosing points.
var Designs = []string{"grid", "lhs", "sobol", "list", "tornado", "morris", "saltelli"}

// drawn designs need `points`.
var drawn = []string{"lhs", "sobol", "morris", "saltelli"}

// RowKinds are the tables that a sweep may keep beside its row a cell.
var RowKinds = []string{"shipments", "facility_hours"}

const (
	mostFactors = 21
	mostPoints  = 1_000_000
)

// LoadExperiment reads an experiment file; faults are data.Problems, all at
// once.
func LoadExperiment(path string) (*Experiment, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, data.Problems{{File: "experiment", Value: path, Want: plainError(err).Error()}}
	}
	r := &reader{file: path}
	e := &Experiment{File: path, Reps: 1, Seed: 1, Share: 0.05, Design: "grid", Fidelity: "full"}
	if top := r.tree(raw); top != nil {
		r.experiment(top, e, origin{path: path})
	}
	if len(r.ps) > 0 {
		r.ps.Sort()
		return nil, r.ps
	}
	return e, nil
}

func (r *reader) experiment(top *yaml.Node, e *Experiment, from origin) {
	v := r.mapping(top, "experiment", "name", "scenario", "routing", "fidelity", "reps", "seed", "share", "design", "points", "factors", "constraints", "list", "rows", "best", "fail_if")
	if v == nil {
		return
	}
	if n := v["name"]; n != nil {
		e.Name = r.id(n, "name")
	} else {
		r.at(top.Line, top.Column, "", "expected a name for the experiment, such as `name: my-sweep`")
	}
	if n := v["scenario"]; n != nil {
		e.Base = r.base(n, from)
	} else {
		r.at(top.Line, top.Column, "", "expected `scenario`: a shipped name or a file")
	}
	e.Routings = []string{"open"}
	if n := v["routing"]; n != nil {
		e.Routings = r.names(n, selector{key: "routing", among: routings})
	}
	if n := v["rows"]; n != nil {
		e.Rows = r.names(n, selector{key: "rows", among: RowKinds})
	}
	r.whole(v, "reps", 1, 1e6, func(x int) { e.Reps = x })
	r.whole(v, "seed", 0, 1e15, func(x int) { e.Seed = uint64(x) })
	r.whole(v, "points", 1, mostPoints, func(x int) { e.Points = x })
	if n := v["share"]; n != nil {
		if x := r.number(n, "share", 0, 1, true); x != nil {
			e.Share = *x
		}
	}
	r.oneOf(v["design"], "design", Designs, &e.Design)
	r.oneOf(v["fidelity"], "fidelity", []string{"full", "screen"}, &e.Fidelity)
	for _, n := range r.list(v["fail_if"], "fail_if", "a list of thresholds") {
		e.FailIf = append(e.FailIf, r.text(n, "fail_if", true))
	}
	r.factors(v["factors"], top, e)
	for _, n := range r.list(v["constraints"], "constraints", "a list of comparisons") {
		c, want := ParseConstraint(r.text(n, "constraints", true), e.Factors)
		if want != "" && n.Value != "" {
			r.fault(n, "constraints", want)
		}
		e.Constraints = append(e.Constraints, c)
	}
	r.points(v, top, e)
	if n := v["best"]; n != nil {
		r.best(n, e)
	}
}

// base follows the scenario of an experiment.
func (r *reader) base(n *yaml.Node, from origin) *Scenario {
	arg := r.text(n, "scenario", true)
	if arg == "" {
		return nil
	}
	o, err := from.follow(arg)
	if err == nil {
		var raw []byte
		if raw, err = o.open(); err == nil {
			var s *Scenario
			if s, err = resolve(o, raw); err == nil {
				return s
			}
		}
	}
	r.at(n.Line, n.Column, arg, "scenario: "+err.Error())
	return nil
}

// whole reads a whole number.
func (r *reader) whole(v map[string]*yaml.Node, key string, lo, hi float64, to func(x int)) {
	n := v[key]
	if n == nil {
		return
	}
	if x := r.number(n, key, lo, hi, false); x != nil {
		if *x != float64(int64(*x)) {
			r.fault(n, key, "expected a whole number")
			return
		}
		to(int(*x))
	}
}

// oneOf reads a word; n may be nil.
func (r *reader) oneOf(n *yaml.Node, key string, words []string, to *string) {
	if n == nil {
		return
	}
	if *to = n.Value; n.Kind != yaml.ScalarNode || !slices.Contains(words, n.Value) {
		r.fault(n, key, "expected one of "+strings.Join(words, ", ")+data.DidYouMean(n.Value, words))
	}
}

func (r *reader) best(n *yaml.Node, e *Experiment) {
	v := r.mapping(n, "best", "on", "within", "confidence", "most")
	if v == nil {
		return
	}
	b := &Best{Confidence: 0.95, Most: 1000}
	if k := v["on"]; k != nil {
		b.On = r.text(k, "on", true)
	}
	if k := v["within"]; k != nil {
		if x := r.number(k, "within", 0, 1e12, true); x != nil {
			b.Within = *x
		}
	}
	if v["on"] == nil || v["within"] == nil {
		r.at(n.Line, n.Column, "", "best: expected `on`, a figure, and `within`, a difference that matters")
	}
	if k := v["confidence"]; k != nil {
		if x := r.number(k, "confidence", 0.5, 0.9999, true); x != nil {
			b.Confidence = *x
		}
	}
	r.whole(v, "most", 2, 1e6, func(x int) { b.Most = x })
	if e.Reps < 2 || e.Reps > b.Most {
		r.at(n.Line, n.Column, "", "best: expected `reps` from 2 to `most`; ten or more save later ones")
	}
	e.Best = b
}

func (r *reader) points(v map[string]*yaml.Node, top *yaml.Node, e *Experiment) {
	for i, n := range r.list(v["list"], "list", "a list of points") {
		var point []string
		for _, item := range r.list(n, fmt.Sprintf("point %d", i+1), "a value for each factor") {
			point = append(point, item.Value)
		}
		if len(point) != len(e.Factors) {
			r.at(n.Line, n.Column, "", fmt.Sprintf("list: expected a value for each of the %d factors, found %d", len(e.Factors), len(point)))
		}
		e.List = append(e.List, point)
	}
	if len(e.Constraints) > 0 && (e.Design == "saltelli" || e.Design == "tornado") {
		r.at(top.Line, top.Column, "", "expected no `constraints` with the designs saltelli and tornado: they need all their points")
	}
	needs := slices.Contains(drawn, e.Design)
	size := 1.0
	switch {
	case (e.Design == "list") != (v["list"] != nil):
		r.at(top.Line, top.Column, "", "expected `list` with `design: list`, and only with it")
	case needs != (v["points"] != nil):
		r.at(top.Line, top.Column, "", "expected `points` with the designs "+strings.Join(drawn, ", ")+", and only with them")
	case e.Design == "grid":
		for _, f := range e.Factors {
			if f.Ranged && f.Step == 0 {
				r.at(f.line, f.column, f.Name, "expected `values`, or a range with a `step`, in a grid: a range has no end of points")
			}
			size *= float64(max(1, f.Levels()))
		}
	case e.Design == "morris":
		size = float64(e.Points) * float64(len(e.Factors)+1)
	case e.Design == "saltelli":
		size = float64(e.Points) * float64(len(e.Factors)+2)
	}
	if size > mostPoints {
		r.at(top.Line, top.Column, "", fmt.Sprintf("expected a design of at most %d points, these are %g", mostPoints, size))
	}
	if e.Design == "saltelli" && 2*len(e.Factors) > mostFactors {
		r.at(top.Line, top.Column, "", fmt.Sprintf("expected at most %d factors with the design saltelli", mostFactors/2))
	}
}
