package freight

import (
	"fmt"
	"slices"
	"strings"

	"corridor/data"
	"corridor/network"
	"corridor/scenarios"
)

// compileChanges resolves the scenario's changes against the network. A change
// whose `where` fits nothing, or that does nothing to what it fits, is a fault.
func (m *Model) compileChanges() error {
	var ps data.Problems
	for i := range m.Case.Scenario.Changes {
		s := &m.Case.Scenario.Changes[i]
		c := change{name: s.Name, when: &s.When, leader: -1, avoid: s.Cargo == scenarios.Divert, cancels: s.Cargo == scenarios.Cancel}
		c.from, c.to = m.span(s.From, s.To)
		bad := func(value, format string, args ...any) {
			ps = append(ps, data.Problem{File: s.File, Line: s.Line, Value: value, Want: s.Name + ": " + fmt.Sprintf(format, args...)})
		}
		if d, w := &s.Do, &s.When; d.Fee != nil || d.Price != nil || d.Tariff != nil || d.Embargo || d.Demand != nil || d.Stage != nil || w.Announced > 0 || w.Embargo > 0 || w.FrontLoad != nil ||
			w.Surge != nil || w.Decay || s.Cargo == scenarios.Postpone || s.Patience != nil || s.Lag > 0 || len(s.Where.Commodity)+len(s.Where.Origin)+len(s.Where.Destination) > 0 {
			bad("", "expected a change that can be simulated")
			continue
		}
		sel := m.match(&s.Where, bad)
		if sel == nil {
			continue
		}
		m.compileEffects(&c, s, sel, bad)
		m.changes = append(m.changes, c)
	}
	if err := ps.Err(); err != nil {
		return err
	}
	for i := range m.changes {
		for k := range m.changes {
			if l := m.changes[i].when.Leader(); l != "" && m.changes[k].name == l {
				m.changes[i].leader = int32(k)
			}
		}
	}
	return m.countSpells()
}

// selection is what a `where` fits.
type selection struct {
	nodes    []int32
	links    []int32
	services []int32
}

func has(list []string, v string) bool { return len(list) == 0 || slices.Contains(list, v) }

func (m *Model) match(w *scenarios.Where, bad func(string, string, ...any)) *selection {
	n := m.Net
	known := n.NodeIDs()
	for i := range n.Links {
		known = append(known, n.Links[i].ID)
	}
	for i := range n.Services {
		known = append(known, n.Services[i].ID)
	}
	ok := true
	for _, id := range w.ID {
		if !slices.Contains(known, id) {
			bad(id, "expected a node, link or service of this world%s", data.DidYouMean(id, known))
			ok = false
		}
	}
	kinds := append([]string{"link", "service"}, data.NodeKinds...)
	for _, k := range w.Kind {
		if !slices.Contains(kinds, k) {
			bad(k, "expected a kind: %s%s", strings.Join(kinds, ", "), data.DidYouMean(k, kinds))
			ok = false
		}
	}
	if len(w.ID) == 0 && len(w.Kind) == 0 && len(w.Area) == 0 {
		bad("", "expected where.id, where.kind or where.area")
		ok = false
	}
	if !ok {
		return nil
	}
	var sel selection
	for i := range n.Nodes {
		x := &n.Nodes[i]
		if has(w.ID, x.ID) && has(w.Kind, x.Kind.String()) && has(w.Country, x.Country.String()) && len(w.Owner) == 0 && (len(w.Mode) == 0 || m.nodeHasMode(network.NodeID(i), w.Mode)) && (len(w.Area) == 0 || network.Area(w.Area).Contains(x.At)) {
			sel.nodes = append(sel.nodes, int32(i))
		}
	}
	plain := len(w.Event) == 0 && len(w.Resource) == 0 && len(w.Stage) == 0
	for i := range n.Links {
		x := &n.Links[i]
		anyKind := len(w.ID) == 0 && len(w.Kind) == 0
		if plain && (anyKind || slices.Contains(w.ID, x.ID) || slices.Contains(w.Kind, "link")) && has(w.ID, x.ID) && has(w.Kind, "link") && has(w.Country, x.Country.String()) && has(w.Mode, x.Mode.String()) && has(w.Owner, x.Owner) && (len(w.Area) == 0 || network.Area(w.Area).Touches(n.Nodes[x.From].At, n.Nodes[x.To].At)) {
			sel.links = append(sel.links, int32(i))
		}
	}
	for i := range n.Services {
		x := &n.Services[i]
		if plain && len(w.Country) == 0 && (slices.Contains(w.ID, x.ID) || slices.Contains(w.Kind, "service")) && has(w.ID, x.ID) && has(w.Kind, "service") && has(w.Mode, x.Mode.String()) && has(w.Owner, x.Operator) && (len(w.Area) == 0 || m.callsIn(x, w.Area)) {
			sel.services = append(sel.services, int32(i))
		}
	}
	if len(sel.nodes)+len(sel.links)+len(sel.services) == 0 {
		bad("", "expected `where` to fit something of this world; it fits nothing")
		return nil
	}
	return &sel
}

func (m *Model) callsIn(s *network.Service, area network.Area) bool {
	return slices.ContainsFunc(s.Calls, func(c network.Call) bool { return area.Contains(m.Net.Nodes[c.Node].At) })
}

func (m *Model) nodeHasMode(node network.NodeID, modes []string) bool {
	for i := range m.Net.Links {
		if l := &m.Net.Links[i]; (l.From == node || l.To == node) && slices.Contains(modes, l.Mode.String()) {
			return true
		}
	}
	return false
}

func (m *Model) compileEffects(c *change, s *scenarios.Change, sel *selection, bad func(string, string, ...any)) {
	d, w := &s.Do, &s.Where
	resources := func(yes func(res int32)) (n int) {
		for i := range m.Net.Resources {
			if r := &m.Net.Resources[i]; slices.Contains(sel.nodes, int32(r.Node)) && has(w.Resource, r.Name) && m.usedOn(int32(i), w.Event) {
				yes(int32(i))
				n++
			}
		}
		return n
	}
	stages := func(yes func(pc int32)) (n int) {
		for pc := range m.ops {
			o := &m.ops[pc]
			if o.code == opStage && slices.Contains(sel.nodes, o.node) && has(w.Event, o.event.String()) && has(w.Stage, m.stageName(o)) && m.usesResource(o, w.Resource) {
				yes(int32(pc))
				n++
			}
		}
		return n
	}
	if d.Close {
		c.closes = true
		n := 0
		for _, node := range sel.nodes {
			for e := network.Event(0); e < network.Events; e++ {
				if m.entry[node][e] >= 0 && has(w.Event, e.String()) && len(w.Resource) == 0 && len(w.Stage) == 0 {
					c.gates = append(c.gates, node*int32(network.Events)+int32(e))
					n++
				}
			}
		}
		n += resources(func(r int32) { c.shut = append(c.shut, r) })
		c.roads, c.cancel = sel.links, sel.services
		if n+len(c.roads)+len(c.cancel) == 0 {
			bad("close", "expected something that can be closed: what `where` fits has no process and no resource")
		}
	}
	if d.Capacity != nil {
		n := resources(func(r int32) { c.caps = append(c.caps, factor{r, *d.Capacity}) })
		for _, i := range sel.services {
			c.room = append(c.room, factor{i, *d.Capacity})
		}
		if n+len(c.room) == 0 {
			bad("capacity", "expected a resource or service; what `where` fits has none%s", m.resourceHint(sel, w.Resource))
		}
	}
	if d.Staffing != nil {
		if resources(func(r int32) { c.caps = append(c.caps, factor{r, *d.Staffing}) }) == 0 {
			bad("staffing", "expected a resource; what `where` fits has none%s", m.resourceHint(sel, w.Resource))
		}
	}
	if d.Add != nil {
		if resources(func(r int32) { c.added = append(c.added, factor{r, *d.Add}) }) == 0 {
			bad("add", "expected a resource; what `where` fits has none%s", m.resourceHint(sel, w.Resource))
		}
	}
	if d.Speed != nil {
		for _, i := range sel.links {
			c.slow = append(c.slow, factor{i, 1 / *d.Speed})
		}
		if len(sel.links) == 0 {
			bad("speed", "expected a link; what `where` fits has none")
		}
	}
	if d.ServiceTime != nil {
		n := stages(func(pc int32) { c.scales = append(c.scales, factor{pc, *d.ServiceTime}) })
		for _, i := range sel.links {
			c.slow = append(c.slow, factor{i, *d.ServiceTime})
		}
		if n+len(c.slow) == 0 {
			bad("service_time", "expected a stage or link; what `where` fits has none%s", m.stageHint(sel, w.Stage))
		}
	}
	if d.Chance != nil {
		ch := chance{}
		if d.Chance.To != nil {
			ch.to, ch.set = *d.Chance.To, true
		} else {
			ch.times = *d.Chance.Times
		}
		if len(w.Stage) == 0 {
			bad("chance", "expected where.stage: which stage's chance changes%s", m.stageHint(sel, nil))
		} else if n := stages(func(pc int32) { ch.at = pc; c.chances = append(c.chances, ch) }); n == 0 {
			bad(strings.Join(w.Stage, ", "), "expected a stage of what `where` fits%s", m.stageHint(sel, w.Stage))
		}
	}
	if d.Open {
		c.opens = sel.services
		if n := resources(func(r int32) { c.hours = append(c.hours, r) }); n+len(c.opens) == 0 {
			bad("open", "expected a service, or a resource with a calendar")
		}
	}
}

func (m *Model) stageName(o *op) string {
	row, _ := m.Net.Set.Find("processes", m.stages[o.stage])
	return row.Text("stage")
}

func (m *Model) usesResource(o *op, names []string) bool {
	if len(names) == 0 {
		return true
	}
	return o.res >= 0 && slices.Contains(names, m.res[o.res].name)
}

// usedOn says whether a resource serves only the events named (all where none
// is): a closure of one direction leaves what the other needs.
func (m *Model) usedOn(res int32, events []string) bool {
	if len(events) == 0 {
		return true
	}
	used := false
	for i := range m.ops {
		if o := &m.ops[i]; o.code == opStage && (o.res == res || o.res2 == res) {
			if !slices.Contains(events, o.event.String()) {
				return false
			}
			used = true
		}
	}
	return used
}

func (m *Model) resourceHint(sel *selection, asked []string) string {
	var names []string
	for i := range m.Net.Resources {
		if r := &m.Net.Resources[i]; slices.Contains(sel.nodes, int32(r.Node)) && !slices.Contains(names, r.Name) {
			names = append(names, r.Name)
		}
	}
	return hint("resources", names, asked)
}

func (m *Model) stageHint(sel *selection, asked []string) string {
	var names []string
	for i := range m.ops {
		if o := &m.ops[i]; o.code == opStage && slices.Contains(sel.nodes, o.node) && !slices.Contains(names, m.stageName(o)) {
			names = append(names, m.stageName(o))
		}
	}
	return hint("stages", names, asked)
}

func hint(what string, names, asked []string) string {
	if len(names) == 0 {
		return ""
	}
	s := "; " + what + " there: " + strings.Join(names, ", ")
	if len(asked) > 0 {
		s += data.DidYouMean(asked[0], names)
	}
	return s
}

// openFromStart lets the finder know services that a change opens: they may be
// part of a way even if they start later; until then they have no departures.
func (m *Model) openFromStart() {
	for i := range m.changes {
		for _, s := range m.changes[i].opens {
			m.Finder.Open[s] = true
		}
	}
}
