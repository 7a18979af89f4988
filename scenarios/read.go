package scenarios

import (
	"fmt"
	"time"

	"corridor/data"

	"go.yaml.in/yaml/v4"
)

const mostChanges = 10_000

// draft is a scenario as one file has it, with the places of what can only be
// checked against other files.
type draft struct {
	*Scenario
	file      string
	nameAt    mark
	extendsAt mark
	changeAt  []mark // names of the changes
}

type mark struct{ line, column int }

func markOf(n *yaml.Node) mark { return mark{n.Line, n.Column} }

func (m mark) problem(file, value, want string) data.Problem {
	return data.Problem{File: file, Line: m.line, Column: m.column, Value: value, Want: want}
}

// Read reads one scenario file, which it calls file in messages. What the
// scenario extends is not followed: Load does that, and until then Hash is
// empty. It reports every fault at once, and returns no scenario then.
func Read(file string, raw []byte) (*Scenario, data.Problems) {
	d, ps := read(file, raw)
	if d.Extends == "" {
		ps = append(ps, chained([]*draft{d}, d.Changes)...)
		if len(ps) == 0 {
			ps = seal(d.Scenario, file)
		}
	}
	if len(ps) > 0 {
		ps.Sort()
		return nil, ps
	}
	return d.Scenario, nil
}

// read returns what could be read of a file together with its faults.
func read(file string, raw []byte) (*draft, data.Problems) {
	r := &reader{file: file}
	d := &draft{Scenario: &Scenario{}, file: file}
	if top := r.tree(raw); top != nil {
		r.scenario(top, d)
	}
	return d, r.ps
}

func (r *reader) scenario(top *yaml.Node, d *draft) {
	values := r.mapping(top, "scenario", "name", "title", "theme", "question", "mechanism", "evidence", "expected", "effect", "extends", "window", "changes")
	if values == nil {
		return
	}
	if n := values["name"]; n != nil {
		d.Name, d.nameAt = r.id(n, "name"), markOf(n)
	} else {
		r.at(top.Line, top.Column, "", "expected a name for the scenario, such as `name: my-closure`")
	}
	for _, t := range []struct {
		key string
		to  *string
	}{{"title", &d.Title}, {"question", &d.Question}, {"mechanism", &d.Mechanism}, {"expected", &d.Expected}} {
		if n := values[t.key]; n != nil {
			*t.to = r.text(n, t.key, t.key == "title")
		}
	}
	for i, n := range r.list(values["evidence"], "evidence", "a list of texts") {
		d.Evidence = append(d.Evidence, r.text(n, fmt.Sprintf("evidence %d", i+1), false))
	}
	r.oneOf(values["theme"], "theme", Themes, &d.Theme)
	if n := values["effect"]; n != nil {
		d.Effect = r.effect(n)
	}
	if n := values["extends"]; n != nil {
		d.Extends, d.extendsAt = r.text(n, "extends", true), markOf(n)
	}
	if n := values["window"]; n != nil {
		d.Window = r.window(n)
	}
	r.changes(values["changes"], d)
}

// list returns the items of a list; n may be nil.
func (r *reader) list(n *yaml.Node, key, what string) []*yaml.Node {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.fault(n, key, "expected "+what)
		return nil
	}
	return n.Content
}

// id reads a name.
func (r *reader) id(n *yaml.Node, key string) string {
	if n.Kind != yaml.ScalarNode || !data.ValidID(n.Value) || isNull(n) {
		r.fault(n, key, badID)
		return ""
	}
	return n.Value
}

const badID = "expected a name of lower-case letters, digits, '-', '.', '_', at most 64"

func (r *reader) window(n *yaml.Node) (w Window) {
	values := r.mapping(n, "window", "start", "preroll", "length", "drain")
	if n := values["start"]; n != nil {
		t, err := data.ParseDay(n.Value)
		if err != nil || n.Kind != yaml.ScalarNode {
			r.fault(n, "start", "expected a date such as 2024-03-01, 1990 to 2100")
		}
		w.Start = t
	}
	if n := values["preroll"]; n != nil {
		w.PreRoll = r.span(n, "preroll", 0, 3*year)
		w.NoPreRoll = w.PreRoll == 0
	}
	if n := values["length"]; n != nil {
		w.Length = r.span(n, "length", time.Hour, 30*year)
	}
	if n := values["drain"]; n != nil {
		w.Drain = r.span(n, "drain", 0, 3*year)
		w.NoDrain = w.Drain == 0
	}
	return w
}

func (r *reader) changes(n *yaml.Node, d *draft) {
	items := r.list(n, "changes", "a list of changes")
	if len(items) > mostChanges {
		r.at(n.Line, n.Column, "", fmt.Sprintf("changes: expected at most 10,000, found %d", len(items)))
		return
	}
	lines := map[string]int{}
	for _, n := range items {
		c, at := r.change(n)
		if line, dup := lines[c.Name]; dup && c.Name != "" {
			r.at(at.line, at.column, c.Name, fmt.Sprintf("name: expected each change to have its own name; line %d has it too", line))
		} else {
			lines[c.Name] = at.line
		}
		d.Changes = append(d.Changes, c)
		d.changeAt = append(d.changeAt, at)
	}
}
