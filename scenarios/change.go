package scenarios

import (
	"slices"
	"strings"
	"time"

	"corridor/data"

	"go.yaml.in/yaml/v4"
)

var (
	cargoNames = []string{"divert", "wait", "postpone", "cancel"} // by Cargo
	whereKinds = append(slices.Clone(data.NodeKinds), "link", "service", "flow")
	shapes     = []string{"linear", "exponential"} // of a recovery
	changeKeys = []string{"name", "where", "do", "from", "to", "every", "between", "after", "with", "by", "lasts", "odds",
		"announced", "embargo", "front_load", "recovery", "surge", "cargo", "investment"}
)

// change reads one item of changes, and where its name stands.
func (r *reader) change(n *yaml.Node) (c Change, at mark) {
	c = Change{File: r.file, Line: n.Line}
	faults := len(r.ps)
	values := r.mapping(n, "change", changeKeys...)
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
	c.When = r.when(n, values, &c)
	if v := values["cargo"]; v != nil {
		r.cargo(v, &c)
	}
	if v := values["investment"]; v != nil {
		c.Investment = r.investment(v)
	}
	if len(r.ps) == faults {
		r.together(values, &c)
	}
	return c, at
}

// when reads how often a change holds, and checks that what is said fits
// together.
func (r *reader) when(n *yaml.Node, values map[string]*yaml.Node, c *Change) (w When) {
	if v := values["every"]; v != nil {
		w.Every = r.span(v, "every", time.Hour, 30*year)
	}
	if v := values["between"]; v != nil {
		w.Between = r.dist(v, "between")
	}
	for _, t := range []struct {
		key string
		to  *string
	}{{"after", &w.After}, {"with", &w.With}} {
		if v := values[t.key]; v != nil {
			if *t.to = r.id(v, t.key); *t.to == c.Name && c.Name != "" {
				r.fault(v, t.key, "expected the name of another change")
			}
		}
	}
	if v := values["by"]; v != nil {
		if strings.Contains(strings.TrimSpace(v.Value), " ") {
			w.Late = r.dist(v, "by")
		} else {
			w.By = r.span(v, "by", 0, 30*year)
		}
	}
	if v := values["lasts"]; v != nil {
		w.Lasts = r.dist(v, "lasts")
	}
	if v := values["odds"]; v != nil {
		w.Odds = r.number(v, "odds", 0, 1, false)
	}
	r.around(values, c, &w)
	wrong := func(key, want string) { r.fault(values[key], key, want) }
	chained := values["after"] != nil || values["with"] != nil
	spells := values["every"] != nil || values["between"] != nil || chained
	switch {
	case values["after"] != nil && values["with"] != nil:
		wrong("with", "expected either after or with")
	case chained && (values["every"] != nil || values["between"] != nil):
		wrong(first(values, "every", "between"), "expected not together with after or with: its spells follow the other change's")
	case values["every"] != nil && values["between"] != nil:
		wrong("between", "expected either every or between")
	case chained && (values["from"] != nil || values["to"] != nil):
		wrong(first(values, "from", "to"), "expected not together with after or with: the other change gives the time; write lasts for how long, by for how much later")
	case spells && values["lasts"] == nil:
		wrong(first(values, "every", "between", "after", "with"), "expected `lasts` too: how long each spell holds, such as `lasts: 12h`")
	case values["every"] != nil && values["from"] == nil:
		wrong("every", "expected `from` too: when the first spell begins")
	case values["lasts"] != nil && !spells && values["from"] == nil:
		wrong("lasts", "expected `from` too: when it begins")
	case values["lasts"] != nil && !spells && values["to"] != nil:
		wrong("lasts", "expected either to or lasts")
	case !spells && values["from"] == nil && first(values, "announced", "embargo") != "":
		wrong(first(values, "announced", "embargo"), "expected `from` too: what holds from the beginning is known from the beginning")
	}
	return w
}

func first(values map[string]*yaml.Node, keys ...string) string {
	for _, k := range keys {
		if values[k] != nil {
			return k
		}
	}
	return ""
}

// dist reads a distribution of times: `12h`, `lognormal median=2d p95=6d`.
func (r *reader) dist(n *yaml.Node, key string) *Span {
	return r.distOver(n, key, 60, "expected a mean from a minute to 30 years")
}

// distOver reads a distribution with a mean of at least so many seconds.
func (r *reader) distOver(n *yaml.Node, key string, least float64, want string) *Span {
	if n.Kind != yaml.ScalarNode || isNull(n) {
		r.fault(n, key, "expected a time or a distribution of times, such as 12h or `lognormal median=2d p95=6d`")
		return nil
	}
	text := strings.Join(strings.Fields(n.Value), " ")
	d, err := data.ParseDist(text)
	if err != nil {
		r.fault(n, key, err.Error())
		return nil
	}
	if m := d.Mean(); !(m >= least) || m > (30*year).Seconds() {
		r.fault(n, key, want)
		return nil
	}
	return &Span{Dist: d, Text: text}
}

// area reads the corners of a polygon.
func (r *reader) area(n *yaml.Node) (area [][2]float64) {
	const want = "expected at least three corners, `[[-98, 18], [-90, 18], [-94, 24]]`: longitude, latitude"
	if n.Kind != yaml.SequenceNode || len(n.Content) < 3 || len(n.Content) > mostCorners {
		r.fault(n, "area", want)
		return nil
	}
	for _, p := range n.Content {
		if p.Kind != yaml.SequenceNode || len(p.Content) != 2 {
			r.fault(p, "area", want)
			return nil
		}
		lon, lat := r.number(p.Content[0], "longitude", -180, 180, false), r.number(p.Content[1], "latitude", -90, 90, false)
		if lon == nil || lat == nil {
			return nil
		}
		area = append(area, [2]float64{*lon, *lat})
	}
	return area
}

const mostCorners = 1000

// selector is one key of where: its field, and what may stand there.
type selector struct {
	key   string
	names *[]string
	among []string // nil: any id
}

// isEnd says whether it is about the ends of flows: zones or countries.
func (s *selector) isEnd() bool { return s.key == "origin" || s.key == "destination" }

// selectors of w in the order in which they are written.
func selectors(w *Where) []selector {
	return []selector{
		{"id", &w.ID, nil},
		{"kind", &w.Kind, whereKinds},
		{"mode", &w.Mode, data.Modes},
		{"country", &w.Country, data.Countries},
		{"owner", &w.Owner, nil},
		{"commodity", &w.Commodity, nil},
		{"origin", &w.Origin, nil},
		{"destination", &w.Destination, nil},
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
	keys = append(keys, "area")
	values := r.mapping(n, "where", keys...)
	if values != nil && len(n.Content) == 0 {
		r.at(n.Line, n.Column, "", "where: expected at least one of "+strings.Join(keys, ", "))
	}
	for _, s := range all {
		if v := values[s.key]; v != nil {
			*s.names = r.names(v, s)
		}
	}
	if v := values["area"]; v != nil {
		w.Area = r.area(v)
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
		case s.isEnd() && slices.Contains(data.Countries, name):
		case s.isEnd() && !data.ValidID(name):
			want = "expected a zone, or one of " + strings.Join(data.Countries, ", ")
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
