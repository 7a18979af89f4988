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
	Name     string
	Base     *Scenario
	Routings []string
	Reps     int
	Seed     uint64
	Share    float64
	Design   string // one of Designs
	Points   int    // of designs that draw
	Factors  []Factor
	List     [][]string // points of the design `list`: a value for each factor
	File     string
}

// Designs are the ways of choosing points.
var Designs = []string{"grid", "lhs", "sobol", "list"}

// Factor is one thing that varies: a value of the scenario, by its path
// (changes.NAME.do.capacity, window.length), or whether a change is there.
type Factor struct {
	Name    string
	Set     string   // path; empty where Change is set
	Change  string   // name of a change: values are yes and no
	Values  []string // choices, as they would be written
	From    float64  // or a range of numbers
	To      float64
	Unit    string // written behind a number of the range: h, d
	Ranged  bool
	line    int
	columns int
}

// Value is the factor's value for a number in [0, 1).
func (f *Factor) Value(u float64) string {
	if f.Ranged {
		return plainNumber(f.From+u*(f.To-f.From)) + f.Unit
	}
	return f.Values[min(int(u*float64(len(f.Values))), len(f.Values)-1)]
}

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
	e := &Experiment{File: path, Reps: 1, Seed: 1, Share: 0.05, Design: "grid"}
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
	v := r.mapping(top, "experiment", "name", "scenario", "routing", "reps", "seed", "share", "design", "points", "factors", "list")
	if v == nil {
		return
	}
	if n := v["name"]; n != nil {
		e.Name = r.id(n, "name")
	} else {
		r.at(top.Line, top.Column, "", "expected a name for the experiment, such as `name: my-sweep`")
	}
	if n := v["scenario"]; n != nil {
		if arg := r.text(n, "scenario", true); arg != "" {
			o, err := from.follow(arg)
			if err == nil {
				var raw []byte
				if raw, err = o.open(); err == nil {
					e.Base, err = resolve(o, raw)
				}
			}
			if err != nil {
				r.at(n.Line, n.Column, arg, "scenario: "+err.Error())
			}
		}
	} else {
		r.at(top.Line, top.Column, "", "expected `scenario`: a shipped name or a file")
	}
	e.Routings = []string{"open"}
	if n := v["routing"]; n != nil {
		e.Routings = r.names(n, selector{key: "routing", among: []string{"open", "us", "direct", "direct-strict"}})
	}
	whole := func(key string, lo, hi float64, to func(x float64)) {
		if n := v[key]; n != nil {
			if x := r.number(n, key, lo, hi, false); x != nil {
				if *x != float64(int64(*x)) {
					r.fault(n, key, "expected a whole number")
					return
				}
				to(*x)
			}
		}
	}
	whole("reps", 1, 1e6, func(x float64) { e.Reps = int(x) })
	whole("seed", 0, 1e15, func(x float64) { e.Seed = uint64(x) })
	whole("points", 1, mostPoints, func(x float64) { e.Points = int(x) })
	if n := v["share"]; n != nil {
		if x := r.number(n, "share", 0, 1, true); x != nil {
			e.Share = *x
		}
	}
	if n := v["design"]; n != nil {
		if e.Design = n.Value; !slices.Contains(Designs, n.Value) {
			r.fault(n, "design", "expected one of "+strings.Join(Designs, ", ")+data.DidYouMean(n.Value, Designs))
		}
	}
	r.factors(v["factors"], top, e)
	r.points(v, top, e)
}

func (r *reader) factors(n, top *yaml.Node, e *Experiment) {
	items := r.list(n, "factors", "a list of factors")
	if len(items) == 0 || len(items) > mostFactors {
		r.at(top.Line, top.Column, "", fmt.Sprintf("expected 1 to %d `factors`, such as `{name: staff, set: changes.surge.do.staffing, values: [1, 0.8]}`", mostFactors))
	}
	seen := map[string]bool{}
	for _, n := range items {
		f := r.factor(n, e)
		if seen[f.Name] && f.Name != "" {
			r.at(n.Line, n.Column, f.Name, "name: expected each factor to have its own name")
		}
		seen[f.Name] = true
		e.Factors = append(e.Factors, f)
	}
}

func (r *reader) factor(n *yaml.Node, e *Experiment) (f Factor) {
	v := r.mapping(n, "factor", "name", "set", "change", "values", "from", "to", "unit")
	if v == nil {
		return f
	}
	f.line, f.columns = n.Line, n.Column
	missing := func(want string) { r.at(n.Line, n.Column, "", want) }
	if k := v["name"]; k != nil {
		f.Name = r.id(k, "name")
	} else {
		missing("expected a name for this factor")
	}
	if k := v["change"]; k != nil {
		f.Change, f.Values = r.id(k, "change"), []string{"yes", "no"}
		if e.Base != nil && !slices.ContainsFunc(e.Base.Changes, func(c Change) bool { return c.Name == f.Change }) {
			var names []string
			for i := range e.Base.Changes {
				names = append(names, e.Base.Changes[i].Name)
			}
			r.fault(k, "change", "expected a change of the scenario"+data.DidYouMean(f.Change, names))
		}
	}
	if k := v["set"]; k != nil {
		f.Set = r.text(k, "set", true)
	}
	if (v["set"] == nil) == (v["change"] == nil) {
		missing("expected either `set` (the path of a value) or `change` (whether a change is there)")
	}
	for _, item := range r.list(v["values"], "values", "a list of values") {
		if s := r.text(item, "values", true); s != "" {
			f.Values = append(f.Values, s)
		}
	}
	if v["from"] != nil || v["to"] != nil {
		f.Ranged = true
		if v["from"] == nil || v["to"] == nil || v["values"] != nil {
			missing("expected `from` and `to` for a range of numbers, or `values` for choices")
			return f
		}
		a, b := r.number(v["from"], "from", -1e9, 1e9, false), r.number(v["to"], "to", -1e9, 1e9, false)
		if a != nil && b != nil {
			if f.From, f.To = *a, *b; f.To <= f.From {
				r.fault(v["to"], "to", "expected more than from")
			}
		}
		if k := v["unit"]; k != nil {
			if f.Unit = k.Value; !slices.Contains([]string{"s", "min", "h", "d"}, f.Unit) {
				r.fault(k, "unit", "expected s, min, h or d")
			}
		}
	}
	if len(f.Values) == 0 && !f.Ranged {
		missing("expected `values` or a range `from`, `to`")
	}
	if e.Base != nil && f.Set != "" {
		try := f.Value(0)
		if _, ps := e.Base.With([]Setting{{f.Set, try}}); len(ps) > 0 {
			r.fault(v["set"], "set", fmt.Sprintf("cannot be set to %s: %s", try, ps[0].Want))
		}
	}
	return f
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
	switch {
	case (e.Design == "list") != (v["list"] != nil):
		r.at(top.Line, top.Column, "", "expected `list` with `design: list`, and only with it")
	case (e.Design == "lhs" || e.Design == "sobol") != (v["points"] != nil):
		r.at(top.Line, top.Column, "", "expected `points` with the designs lhs and sobol, and only with them")
	case e.Design == "grid":
		n := 1.0
		for _, f := range e.Factors {
			if f.Ranged {
				r.at(f.line, f.columns, f.Name, "expected `values` in a grid: a range has no end of points")
			}
			n *= float64(max(1, len(f.Values)))
		}
		if n > mostPoints {
			r.at(top.Line, top.Column, "", fmt.Sprintf("expected a grid of at most %d points, these are %g", mostPoints, n))
		}
	}
}

// Setting is a value of a scenario: a path and what stands there.
type Setting struct{ Path, Value string }

// With returns the scenario with values set: paths are keys joined by dots,
// changes by their name. An empty Value takes a whole change out. What results
// is read as any scenario is.
func (s *Scenario) With(settings []Setting) (*Scenario, data.Problems) {
	var doc yaml.Node
	if err := yaml.Unmarshal(s.YAML(), &doc); err != nil {
		return nil, data.Problems{{File: s.Name, Want: err.Error()}}
	}
	for _, set := range settings {
		if want := place(doc.Content[0], strings.Split(set.Path, "."), set.Value); want != "" {
			return nil, data.Problems{{File: s.Name, Value: set.Path, Want: want}}
		}
	}
	raw, err := yaml.Marshal(&doc)
	if err != nil {
		return nil, data.Problems{{File: s.Name, Want: err.Error()}}
	}
	return Read(s.Name, raw)
}

// place sets a value in a tree, or says why it cannot.
func place(n *yaml.Node, path []string, value string) string {
	key := path[0]
	if n.Kind == yaml.SequenceNode { // changes by name
		var names []string
		for i, item := range n.Content {
			name := child(item, "name")
			if name == nil {
				continue
			}
			names = append(names, name.Value)
			if name.Value != key {
				continue
			}
			if len(path) == 1 {
				if value == "" {
					n.Content = slices.Delete(n.Content, i, i+1)
					return ""
				}
				return "expected what of the change is to be set, such as do.capacity"
			}
			return place(item, path[1:], value)
		}
		return fmt.Sprintf("no change is called %s%s", key, data.DidYouMean(key, names))
	}
	if n.Kind != yaml.MappingNode {
		return "nothing lies under " + key
	}
	if c := child(n, key); c != nil && len(path) > 1 {
		return place(c, path[1:], value)
	} else if c != nil {
		*c = scalarOf(value)
		return ""
	}
	k := yaml.Node{Kind: yaml.ScalarNode, Value: key}
	if len(path) > 1 {
		m := &yaml.Node{Kind: yaml.MappingNode}
		n.Content = append(n.Content, &k, m)
		return place(m, path[1:], value)
	}
	v := scalarOf(value)
	n.Content = append(n.Content, &k, &v)
	return ""
}

func scalarOf(value string) yaml.Node { return yaml.Node{Kind: yaml.ScalarNode, Value: value} }

func child(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
