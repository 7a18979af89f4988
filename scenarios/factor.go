package scenarios

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"corridor/data"

	"go.yaml.in/yaml/v4"
)

// Factor is one thing that varies: a value of the scenario, by its path
// (changes.NAME.do.capacity, window.length), or whether a change is there.
type Factor struct {
	Name   string
	Set    string   // path; empty where Change is set
	Change string   // name of a change: values are yes and no
	Values []string // choices, as they would be written
	From   float64  // or a range of numbers, or of days since 1970
	To     float64
	Step   float64 // of the range; 0: any number in it
	Unit   string  // written behind a number of the range: h, d
	Dates  bool    // the range is of days
	Ranged bool
	line   int
	column int
}

const day = 24 * time.Hour

// Path is what the factor sets; changes.NAME alone is whether a change is there.
func (f *Factor) Path() string {
	if f.Change != "" {
		return "changes." + f.Change
	}
	return f.Set
}

// FactorAt is the factor of a path as Path gives it, without its values.
func FactorAt(name, path string) Factor {
	if change, ok := strings.CutPrefix(path, "changes."); ok && !strings.Contains(change, ".") {
		return Factor{Name: name, Change: change}
	}
	return Factor{Name: name, Set: path}
}

// Setting is what a value of the factor sets in a scenario.
func (f *Factor) Setting(value string) []Setting {
	switch {
	case f.Change == "":
		return []Setting{{Path: f.Set, Value: value}}
	case value == "no":
		return []Setting{{Path: f.Path()}}
	}
	return nil
}

// Value is the factor's value for a number in [0, 1]: of a range the number at
// that share, of choices the one whose equal part it falls into.
func (f *Factor) Value(u float64) string {
	if !f.Ranged {
		return f.Values[min(int(u*float64(len(f.Values))), len(f.Values)-1)]
	}
	if f.Step > 0 {
		return f.number(f.From + f.Step*float64(min(int(u*float64(f.Levels())), f.Levels()-1)))
	}
	return f.number(f.From + u*(f.To-f.From))
}

// Levels is how many values a factor has, 0: any number of a range.
func (f *Factor) Levels() int {
	switch {
	case !f.Ranged:
		return len(f.Values)
	case f.Step == 0:
		return 0
	}
	return int(math.Floor((f.To-f.From)/f.Step+1e-9)) + 1
}

// All values of a factor that has levels.
func (f *Factor) All() (values []string) {
	for i := range f.Levels() {
		if f.Ranged {
			values = append(values, f.number(f.From+f.Step*float64(i)))
		} else {
			values = append(values, f.Values[i])
		}
	}
	return values
}

// number writes a number of the range as a scenario has it; times are of whole
// seconds.
func (f *Factor) number(x float64) string {
	if f.Dates {
		return time.Unix(0, 0).UTC().AddDate(0, 0, int(math.Round(x))).Format(time.DateOnly)
	}
	if seconds := map[string]float64{"min": 60, "h": 3600, "d": 86400, "s": 1}[f.Unit]; seconds > 0 {
		x = math.Round(x*seconds) / seconds
	}
	return strconv.FormatFloat(math.Round(x*1e12)/1e12, 'f', -1, 64) + f.Unit
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
	f.line, f.column = n.Line, n.Column
	v := r.mapping(n, "factor", "name", "set", "change", "values", "from", "to", "step", "unit")
	if v == nil {
		return f
	}
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
		if v["from"] == nil || v["to"] == nil || v["values"] != nil || v["change"] != nil {
			missing("expected `from` and `to` for a range of numbers or dates, or `values` for choices")
			return f
		}
		r.ranged(v, &f)
	}
	if len(f.Values) == 0 && !f.Ranged {
		missing("expected `values` or a range `from`, `to`")
		return f
	}
	if e.Base != nil && f.Set != "" {
		try := f.Value(0)
		if _, ps := e.Base.With([]Setting{{f.Set, try}}); len(ps) > 0 {
			r.fault(v["set"], "set", fmt.Sprintf("cannot be set to %s: %s", try, ps[0].Want))
		}
	}
	return f
}

// ranged reads a range of numbers or of dates.
func (r *reader) ranged(v map[string]*yaml.Node, f *Factor) {
	f.Ranged = true
	a, errA := data.ParseDay(v["from"].Value)
	b, errB := data.ParseDay(v["to"].Value)
	if errA == nil && errB == nil {
		f.Dates, f.Step = true, 1
		f.From, f.To = float64(a.Unix()/86400), float64(b.Unix()/86400)
	} else {
		a, b := r.number(v["from"], "from", -1e9, 1e9, false), r.number(v["to"], "to", -1e9, 1e9, false)
		if a == nil || b == nil {
			return
		}
		f.From, f.To = *a, *b
	}
	if f.To <= f.From {
		r.fault(v["to"], "to", "expected more than from")
		f.To = f.From
	}
	if k := v["step"]; k != nil {
		if x := r.number(k, "step", 0, 1e9, true); x != nil {
			if f.Step = *x; (f.To-f.From)/f.Step > mostPoints || f.Dates && f.Step != math.Trunc(f.Step) {
				r.fault(k, "step", fmt.Sprintf("expected a step that divides the range into at most %d parts, of dates whole days", mostPoints))
				f.Step = 0
			}
		}
	}
	if k := v["unit"]; k != nil {
		if f.Unit = k.Value; f.Dates || !slices.Contains([]string{"s", "min", "h", "d"}, f.Unit) {
			r.fault(k, "unit", "expected s, min, h or d, and none with dates")
		}
	}
}

// Quantity is what a value counts for in a constraint: a number; a time in
// hours; a date in hours since 1970; yes 1 and no 0.
func Quantity(value string) (x float64, ok bool) {
	if x, err := strconv.ParseFloat(value, 64); err == nil {
		return x, !math.IsNaN(x) && !math.IsInf(x, 0)
	}
	if d, err := data.ParseSpan(value); err == nil {
		return d.Hours(), true
	}
	if t, err := data.ParseDay(value); err == nil {
		return float64(t.Unix()) / 3600, true
	}
	switch value {
	case "yes", "true":
		return 1, true
	case "no", "false":
		return 0, true
	}
	return 0, false
}
