package freight

import (
	"slices"
	"strings"

	"corridor/data"
	"corridor/network"
	"corridor/scenarios"
	"corridor/sim"
)

// compileEffects works out what a change touches and does there.
func (m *Model) compileEffects(c *change, s *scenarios.Change, sel *selection, bad func(string, string, ...any)) {
	d, w := &s.Do, &s.Where
	c.only, c.flows = sel.only, sel.flows
	c.closes, c.newOnly = d.Close || d.Embargo, d.Embargo && !d.Close
	c.embargo = c.closes && c.only == nil && c.flows == nil && (c.newOnly || c.when.Embargo > 0)
	c.always, c.tariff = d.Open, d.Tariff
	if c.flows != nil {
		m.flowEffects(c, d, w, bad)
		return
	}
	resources, stages := m.resourcesOf(sel, w), m.stagesOf(sel, w)
	entries := m.entriesOf(c, sel, w)
	roads := slices.ContainsFunc(sel.links, func(l int32) bool { return m.Net.Links[l].Mode == network.Road })
	none := func(key, want, hint string) { bad(key, "expected %s; what `where` fits has none%s", want, hint) }

	if c.closes {
		c.gates, c.links, c.services = entries, sel.links, sel.services
		cut := m.cutOff(c.links)
		if !c.partial() {
			c.res = resources
			for _, g := range cut {
				if !slices.Contains(c.gates, g) {
					c.gates = append(c.gates, g)
				}
			}
		}
		if c.embargo {
			c.keepsOff = append(m.crossedAt(sel, w), cut...)
		}
		if len(c.gates)+len(c.res)+len(c.links)+len(c.services) == 0 {
			bad(map[bool]string{true: "embargo", false: "close"}[c.newOnly], "expected something that can be closed: what `where` fits has no process and no resource")
		}
	}
	if d.Capacity != nil || d.Staffing != nil || d.Add != nil {
		c.res = resources
		key := "capacity"
		switch {
		case d.Capacity != nil:
			c.services, c.capacity = sel.services, *d.Capacity
		case d.Staffing != nil:
			key = "staffing"
		default:
			key = "add"
		}
		if d.Staffing != nil {
			c.capacity *= *d.Staffing
		}
		if d.Add != nil {
			c.added = *d.Add
		}
		if len(c.res)+len(c.services) == 0 {
			none(key, "a resource or service", m.resourceHint(sel, w.Resource))
		}
	}
	if d.Speed != nil {
		c.links, c.slow = sel.links, 1 / *d.Speed
		if len(sel.links) == 0 {
			none("speed", "a link", "")
		}
	}
	if d.ServiceTime != nil {
		c.ops, c.service = stages, *d.ServiceTime
		if c.only == nil {
			c.links, c.slow = sel.links, c.slow**d.ServiceTime
		}
		if len(stages)+len(sel.links) == 0 {
			none("service_time", "a stage or link", m.stageHint(sel, w.Stage))
		}
	}
	if d.Chance != nil {
		c.ops, c.chance = stages, d.Chance
		if len(w.Stage) == 0 {
			bad("chance", "expected where.stage: which stage's chance changes%s", m.stageHint(sel, nil))
		} else if len(stages) == 0 {
			bad(strings.Join(w.Stage, ", "), "expected a stage of what `where` fits%s", m.stageHint(sel, w.Stage))
		}
	}
	if d.Open {
		c.services, c.links, c.res = sel.services, sel.links, resources
		if len(resources)+len(sel.services)+len(sel.links) == 0 {
			bad("open", "expected a service, a link, or a resource with a calendar")
		}
	}
	if d.Fee != nil {
		m.feeEffects(c, d, w, sel, stages, entries, roads, bad)
	}
	if d.Price != nil {
		c.price, c.services, c.links = *d.Price, sel.services, sel.links
		if len(sel.services) == 0 && !roads {
			none("price", "a service or road", "")
		}
	}
}

func (m *Model) feeEffects(c *change, d *scenarios.Do, w *scenarios.Where, sel *selection, stages, entries []int32, roads bool, bad func(string, string, ...any)) {
	if d.Fee.Times != nil {
		c.ops, c.fees = stages, *d.Fee.Times
		if !slices.ContainsFunc(stages, func(pc int32) bool { return m.ops[pc].usd > 0 }) {
			bad("fee", "expected a stage with a fee; what `where` fits has none%s", m.stageHint(sel, w.Stage))
		}
		return
	}
	c.fee, c.staged = *d.Fee.USD, len(w.Stage) > 0
	if c.staged {
		if c.ops = stages; len(stages) == 0 {
			bad(strings.Join(w.Stage, ", "), "expected a stage of what `where` fits%s", m.stageHint(sel, w.Stage))
		}
		return
	}
	c.gates, c.links, c.services = entries, sel.links, sel.services
	if len(entries)+len(sel.services) == 0 && !roads {
		bad("fee", "expected a place with a process, a road or a service; what `where` fits is none")
	}
}

func (m *Model) flowEffects(c *change, d *scenarios.Do, w *scenarios.Where, bad func(string, string, ...any)) {
	if d.Demand != nil {
		c.demand = *d.Demand
	}
	if c.tariff == nil {
		return
	}
	for i := range c.into {
		c.into[i] = i < int(network.XX) && len(w.Country)+len(w.Event) == 0
	}
	for _, name := range w.Country {
		c.into[slices.Index(data.Countries, name)] = true
	}
	for _, name := range w.Event {
		e := network.Event(slices.Index(data.Events, name))
		if e < network.EnterUS || e > network.EnterCA {
			bad(name, "expected enter-us, enter-mx or enter-ca: the country whose tariff it is")
			continue
		}
		c.into[entered(e)] = true
	}
}

// resourcesOf are the resources of the places selected.
func (m *Model) resourcesOf(sel *selection, w *scenarios.Where) (list []int32) {
	for i := range m.res {
		if r := &m.res[i]; slices.Contains(sel.nodes, r.node) && has(w.Resource, r.name) && m.usedOn(int32(i), w.Event) {
			list = append(list, int32(i))
		}
	}
	return list
}

// stagesOf are the stages of the processes selected.
func (m *Model) stagesOf(sel *selection, w *scenarios.Where) (list []int32) {
	for pc := range m.ops {
		o := &m.ops[pc]
		if o.code == opStage && slices.Contains(sel.nodes, o.node) && has(w.Event, o.event.String()) && has(w.Stage, m.stageName(o)) && m.usesResource(o, w.Resource) {
			list = append(list, int32(pc))
		}
	}
	return list
}

// entriesOf are the gates of the places selected through which what a change is
// about enters: new cargo is put off neither ships nor trains.
func (m *Model) entriesOf(c *change, sel *selection, w *scenarios.Where) (list []int32) {
	if len(w.Resource)+len(w.Stage) > 0 {
		return nil
	}
	for _, node := range sel.nodes {
		for e := network.Event(0); e < network.Events; e++ {
			vehicle := e >= network.VehicleCall && (c.partial() || !c.closes)
			under := c.newOnly && (e == network.Unload || e == network.Transfer)
			if m.entry[node][e] >= 0 && has(w.Event, e.String()) && !vehicle && !under {
				list = append(list, node*int32(network.Events)+int32(e))
			}
		}
	}
	return list
}

// added is a stage that a change adds to a process.
type added struct {
	change int32
	stage  *scenarios.Stage
	when   []network.Condition
	node   network.NodeID
	event  network.Event
	res    int32 // -1: none
}

// matchStage finds the processes that a change adds a stage to.
func (m *Model) matchStage(i int32, s *scenarios.Change, sel *selection) {
	bad, st, w := m.blame(s), s.Do.Stage, &s.Where
	when, err := network.ParseConditions(st.When)
	if err != nil {
		bad(st.When, "%s", err.Error())
		return
	}
	found := false
	for _, k := range sel.nodes {
		node := network.NodeID(k)
		for e := network.Event(0); e < network.Events; e++ {
			if m.Net.Nodes[node].Process[e] < 0 || !has(w.Event, e.String()) || len(w.Event) == 0 && e >= network.VehicleCall {
				continue
			}
			found = true
			a := added{change: i, stage: st, when: when, node: node, event: e, res: -1}
			if st.Resource != "" {
				if a.res = int32(m.Net.ResourceAt(node, st.Resource)); a.res < 0 {
					var names []string
					for r := range m.Net.Resources {
						if m.Net.Resources[r].Node == node {
							names = append(names, m.Net.Resources[r].Name)
						}
					}
					bad(st.Resource, "expected a resource of %s%s", m.Net.Nodes[node].ID, hint("resources", names, []string{st.Resource}))
				}
			}
			m.added = append(m.added, a)
		}
	}
	if !found {
		bad("stage", "expected a process that a stage can be added to; what `where` fits has none")
	}
}

// addStage emits a stage that nobody goes through until its change takes hold.
func (m *Model) addStage(cc *compiler, a *added, gate op) {
	n := &m.Net.Nodes[a.node]
	o := gate
	o.code, o.chance, o.adds, o.res = opStage, 0, a.change+1, a.res
	o.acct = account(groupOf(n.Kind), network.Inspected)
	o.usd, o.item, o.time = a.stage.USD, network.Border, cc.sampler(a.stage.Time.Dist)
	o.key = uint64(sim.Key(0).Named(n.ID).Named(a.event.String()).Named("added").Named(a.stage.Name))
	o.stage = int32(len(m.stages))
	m.stages = append(m.stages, "+"+a.stage.Name)
	if len(a.when) > 0 {
		cc.condition(&o, a.when)
	}
	c := &m.changes[a.change]
	if a.stage.Chance != nil {
		c.share = *a.stage.Chance
	}
	c.stages = append(c.stages, cc.emit(o))
}

// touches says whether a way leads through what a change is about.
func (m *Model) touches(c *change, p *plan) bool {
	for i := range p.nodes {
		x := &p.nodes[i]
		switch {
		case x.link >= 0:
			if slices.Contains(c.links, x.link) {
				return true
			}
		case x.service >= 0:
			if slices.Contains(c.services, int32(x.service)) {
				return true
			}
			for k := x.from; k < x.to; k++ {
				for _, g := range m.passed[x.service][k] {
					if slices.Contains(c.gates, g) {
						return true
					}
				}
				for _, d := range m.Finder.Runs[x.service].Parts[k].Links {
					if slices.Contains(c.links, int32(d.Link)) {
						return true
					}
				}
			}
		default:
			i := int32(x.node)*int32(network.Events) + int32(x.event)
			if slices.Contains(c.gates, i) || slices.ContainsFunc(append(slices.Clip(c.ops), c.stages...), func(pc int32) bool { return m.ops[pc].node == int32(x.node) && m.ops[pc].event == x.event }) {
				return true
			}
		}
	}
	return false
}
