package scenarios

import (
	"slices"
	"strings"

	"corridor/data"

	"go.yaml.in/yaml/v4"
)

var (
	cargoNames = []string{"divert", "wait"} // by Cargo
	whereKinds = append(slices.Clone(data.NodeKinds), "link", "service")
)

// change reads one item of changes, and where its name stands.
func (r *reader) change(n *yaml.Node) (c Change, at mark) {
	c = Change{File: r.file, Line: n.Line}
	values := r.mapping(n, "change", "name", "where", "do", "from", "to", "cargo")
	if values == nil {
		return c, markOf(n)
	}
	missing := func(want string) { r.at(n.Line, n.Column, "", want) }
	at = markOf(n)
	if v := values["name"]; v != nil {
		c.Name, at = r.id(v, "name"), markOf(v)
	} else {
		missing("expected a name for this change, such as `name: bridge-out`")
	}
	if v := values["where"]; v != nil {
		c.Where = r.where(v)
	} else {
		missing("expected `where` in this change, such as `where: {id: laredo-rail}`")
	}
	if v := values["do"]; v != nil {
		c.Do = r.do(v)
	} else {
		missing("expected `do` in this change, such as `do: {close: true}`")
	}
	if v := values["from"]; v != nil {
		c.From = r.instant(v, "from")
	}
	if v := values["to"]; v != nil {
		c.To = r.instant(v, "to")
		if !c.From.IsZero() && !c.To.IsZero() && !c.To.After(c.From) {
			r.fault(v, "to", "expected a time after from, "+instantText(c.From))
		}
	}
	if v := values["cargo"]; v != nil {
		i := slices.Index(cargoNames, v.Value)
		if v.Kind != yaml.ScalarNode || i < 0 {
			r.fault(v, "cargo", "expected divert or wait"+data.DidYouMean(v.Value, cargoNames))
		} else {
			c.Cargo = Cargo(i)
		}
	}
	return c, at
}

// selector is one key of where: its field, and what may stand there.
type selector struct {
	key   string
	names *[]string
	among []string // nil: any id
}

// selectors of w in the order in which they are written.
func selectors(w *Where) []selector {
	return []selector{
		{"id", &w.ID, nil},
		{"kind", &w.Kind, whereKinds},
		{"mode", &w.Mode, data.Modes},
		{"country", &w.Country, data.Countries},
		{"owner", &w.Owner, nil},
		{"event", &w.Event, data.Events},
		{"resource", &w.Resource, nil},
		{"stage", &w.Stage, nil},
	}
}

func (r *reader) where(n *yaml.Node) (w Where) {
	all := selectors(&w)
	keys := make([]string, len(all))
	for i, s := range all {
		keys[i] = s.key
	}
	values := r.mapping(n, "where", keys...)
	if values != nil && len(n.Content) == 0 {
		r.at(n.Line, n.Column, "", "where: expected at least one of "+strings.Join(keys, ", "))
	}
	for _, s := range all {
		if v := values[s.key]; v != nil {
			*s.names = r.names(v, s)
		}
	}
	return w
}

// names reads a name or a list of names.
func (r *reader) names(n *yaml.Node, s selector) (names []string) {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		if items = n.Content; len(items) == 0 {
			r.at(n.Line, n.Column, "", s.key+": expected a name or a list of names, found an empty list")
		}
	}
	seen := map[string]bool{}
	for _, item := range items {
		name, want := item.Value, ""
		switch {
		case item.Kind != yaml.ScalarNode || isNull(item):
			want = "expected a name or a list of names"
		case s.among != nil && !slices.Contains(s.among, name):
			want = "expected one of " + strings.Join(s.among, ", ") + data.DidYouMean(name, s.among)
		case s.key == "owner" && !validOwner(name):
			want = "expected the name of an owner or operator, in printable characters, at most 64"
		case s.among == nil && s.key != "owner" && !data.ValidID(name):
			want = badID
		case seen[name]:
			want = "expected each name once"
		}
		if want != "" {
			r.fault(item, s.key, want)
			continue
		}
		seen[name] = true
		names = append(names, name)
	}
	return names
}

// validOwner: owners and operators are free text in the tables.
func validOwner(s string) bool {
	return s != "" && s == strings.TrimSpace(s) && len(s) <= 64 &&
		!strings.ContainsAny(s, "\n\t") && !strings.ContainsFunc(s, unprintable)
}
