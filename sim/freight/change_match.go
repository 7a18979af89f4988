package freight

import (
	"fmt"
	"slices"
	"strings"

	"corridor/data"
	"corridor/network"
	"corridor/scenarios"
	"corridor/sim"
)

// matchChanges finds what the scenario's changes are about, and the stages that
// they add: programs are compiled with these. A change whose `where` fits nothing
// is a fault, which compileChanges reports with its own.
func (m *Model) matchChanges() {
	for i := range m.Case.Scenario.Changes {
		s := &m.Case.Scenario.Changes[i]
		c := change{name: s.Name, when: &s.When, leader: -1, cargo: s.Cargo, patience: -1, lag: sim.Time(s.Lag), key: uint64(sim.Key(0).Named("change").Named(s.Name)),
			capacity: 1, service: 1, slow: 1, fees: 1, price: 1, demand: 1, share: 1}
		c.from, c.to = m.span(s.From, s.To)
		if s.Lost != nil {
			c.lost = *s.Lost
		}
		c.sel = m.match(&s.Where, m.blame(s))
		if c.sel != nil && s.Do.Stage != nil {
			m.matchStage(int32(i), s, c.sel)
		}
		m.changes = append(m.changes, c)
	}
}

// blame reports faults of a change.
func (m *Model) blame(s *scenarios.Change) func(value, format string, args ...any) {
	return func(value, format string, args ...any) {
		m.faults = append(m.faults, data.Problem{File: s.File, Line: s.Line, Value: value, Want: s.Name + ": " + fmt.Sprintf(format, args...)})
	}
}

// compileChanges works out what changes do to what they fit. One that does
// nothing to it is a fault.
func (m *Model) compileChanges() error {
	for i := range m.changes {
		if c, s := &m.changes[i], &m.Case.Scenario.Changes[i]; c.sel != nil {
			m.compileEffects(c, s, c.sel, m.blame(s))
			if c.tariff != nil {
				m.duties = append(m.duties, int32(i))
			}
			if c.demand != 1 {
				m.demands = append(m.demands, int32(i))
			}
			m.lags = m.lags || c.closes && c.lag > 0
			m.cheaper = m.cheaper || c.price < 1 || c.fees < 1 || c.service < 1 || c.chance != nil || c.tariff != nil && c.tariff.Add != nil && *c.tariff.Add < 0
		}
	}
	if err := m.faults.Err(); err != nil {
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

// tempers compiles the patience of cargo.
func (m *Model) tempers(cc *compiler) {
	for i := range m.changes {
		if p := m.Case.Scenario.Changes[i].Patience; p != nil {
			m.changes[i].patience = cc.sampler(p.Dist)
		}
	}
}

// selection is what a `where` fits.
type selection struct {
	nodes    []int32
	links    []int32
	services []int32
	flows    []bool // the flows themselves; nil: none
	only     []bool // whose cargo it is about; nil: all that comes
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
	kinds := append([]string{"link", "service", "flow"}, data.NodeKinds...)
	for _, k := range w.Kind {
		if !slices.Contains(kinds, k) {
			bad(k, "expected a kind: %s%s", strings.Join(kinds, ", "), data.DidYouMean(k, kinds))
			ok = false
		}
	}
	flows, fine := m.matchFlows(w, bad)
	ok = ok && fine
	if len(w.ID) == 0 && len(w.Kind) == 0 && len(w.Area) == 0 && flows == nil {
		bad("", "expected where.id, where.kind or where.area")
		ok = false
	}
	if !ok {
		return nil
	}
	if w.OfFlows() {
		return &selection{flows: flows}
	}
	sel := selection{only: flows}
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

// matchFlows are the flows of goods and ends that are named, nil where none is.
// Empty units are not among them.
func (m *Model) matchFlows(w *scenarios.Where, bad func(string, string, ...any)) (flows []bool, ok bool) {
	n := m.Net
	if len(w.Commodity)+len(w.Origin)+len(w.Destination) == 0 && !w.OfFlows() {
		return nil, true
	}
	var goods, zones []string
	for i := range n.Commodities {
		if !strings.Contains(n.Commodities[i].ID, " ") { // empty units
			goods = append(goods, n.Commodities[i].ID)
		}
	}
	for i := range n.Nodes {
		if k := n.Nodes[i].Kind; k == network.Zone || k == network.Overseas || k == network.Station {
			zones = append(zones, n.Nodes[i].ID)
		}
	}
	ok = true
	for _, c := range w.Commodity {
		if !slices.Contains(goods, c) {
			bad(c, "expected goods of this world%s", data.DidYouMean(c, goods))
			ok = false
		}
	}
	for _, end := range append(slices.Clone(w.Origin), w.Destination...) {
		if !slices.Contains(zones, end) && !slices.Contains(data.Countries, end) {
			bad(end, "expected a zone of this world, or one of %s%s", strings.Join(data.Countries, ", "), data.DidYouMean(end, zones))
			ok = false
		}
	}
	if !ok {
		return nil, false
	}
	is := func(list []string, node network.NodeID) bool {
		x := &n.Nodes[node]
		return has(list, x.ID) || slices.Contains(list, x.Country.String())
	}
	flows, any := make([]bool, len(n.Flows)), false
	for i := range n.Flows[:m.goods] {
		f := &n.Flows[i]
		flows[i] = (len(w.Commodity) == 0 || f.Commodity >= 0 && slices.Contains(w.Commodity, n.Commodities[f.Commodity].ID)) && is(w.Origin, f.From) && is(w.Destination, f.To)
		any = any || flows[i]
	}
	if !any {
		bad("", "expected flows of these goods and ends in this world; there are none")
	}
	return flows, any
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

func (m *Model) stageName(o *op) string {
	if name, isAdded := strings.CutPrefix(m.stages[o.stage], "+"); isAdded {
		return name
	}
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
	for i := range m.res {
		if r := &m.res[i]; slices.Contains(sel.nodes, r.node) && !slices.Contains(names, r.name) {
			names = append(names, r.name)
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

// openFromStart lets the finder know services and links that a change opens: they
// may be part of a way even if they start later; until then they have no
// departures and let nobody in.
func (m *Model) openFromStart() {
	for i := range m.changes {
		c := &m.changes[i]
		if !c.always {
			continue
		}
		for _, s := range c.services {
			m.Finder.Open[s] = true
		}
		for _, l := range c.links {
			if m.Finder.Built == nil {
				m.Finder.Built = make([]bool, len(m.Net.Links))
				for k := range m.Finder.Built {
					m.Finder.Built[k] = m.Net.Links[k].Open
				}
			}
			m.Finder.Built[l] = true
		}
	}
}
