package freight

import (
	"fmt"
	"math"
	"time"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim"
)

// Case is one thing to simulate: a scenario under a rule on US territory.
type Case struct {
	Scenario *scenarios.Scenario
	Routing  route.Routing
	// Share of each flow's divertible loads that obey Routing, the cohort; the
	// rest of the cargo routes as in open. In worlds of fixed routes every load
	// is in the cohort.
	Share float64
}

// Name is scenario/routing.
func (c Case) Name() string { return c.Scenario.Name + "/" + c.Routing.String() }

// Model is a case compiled for simulation. It never changes after NewModel;
// any number of runs may share it.
type Model struct {
	Net    *network.Network
	Case   Case
	Finder *route.Finder // for looks from outside; runs make their own

	origin time.Time // the instant 0
	begin  sim.Time  // cargo created from here ...
	close  sim.Time  // ... to here is counted
	stop   sim.Time

	ops      []op
	samplers []sim.Sampler
	tests    []test
	entry    [][network.Events]int32 // program of a facility on an event, -1
	pcHere   int32
	pcDrive  int32
	pcRide   int32
	pcEnd    int32
	pcLate   int32
	linkTime []int32 // sampler of a link's running time

	res     []resource
	bounded bool

	steps    []step
	flows    []flowPlan
	vehicles [][]step // by service
	departs  [][]sim.Time
	delays   []int32 // sampler of departure delays by service
	arrivals []arrivalPlan
	other    []otherPlan
	changes  []change
	stages   []string // row keys of processes.csv
	fixed    bool     // all routes are fixed
}

// resource is what a run needs to know of a resource that never changes.
type resource struct {
	name    string
	node    int32 // -1: a section or siding
	servers int32
	buffer  int32
	hold    bool
	lose    bool
	breaks  bool
	mtbf    int32
	mttr    int32
	turns   []turn
	pairs   []int32 // resources whose stages hold this one as their second
	paired  bool    // some of its stages need a second resource
	key     uint64
}

// turn is a change of the servers at work by the calendar.
type turn struct {
	at      sim.Time
	servers int32
}

// plan is a way compiled to steps.
type plan struct {
	at    int32 // first step
	name  string
	cost  float64 // generalised, USD
	way   route.Way
	nodes []passage
}

// passage is a facility event or service on a way, for expected delays.
type passage struct {
	node    network.NodeID
	event   network.Event
	service network.ServiceID // -1: a facility or road
	link    int32             // -1: a facility or service
	from    int
	to      int
}

// flowPlan is what a flow chooses from.
type flowPlan struct {
	open   []plan
	cohort []plan
	why    string // where cohort is empty
	key    uint64
	hour   float64 // value of an hour, USD
}

// NewModel compiles a case. Errors are data.Problems where the input is at
// fault.
func NewModel(net *network.Network, c Case) (*Model, error) {
	m := &Model{Net: net, Case: c, fixed: true}
	if err := m.window(); err != nil {
		return nil, err
	}
	runs, ps := route.Runs(net)
	if err := ps.Err(); err != nil {
		return nil, err
	}
	for i := range net.Flows {
		m.fixed = m.fixed && net.Flows[i].Fixed
	}
	cc := &compiler{net: net}
	rowOf := map[string]int32{}
	for _, row := range net.Set.Rows("processes") {
		rowOf[row.Key()] = int32(len(m.stages))
		m.stages = append(m.stages, row.Key())
	}
	m.entry = make([][network.Events]int32, len(net.Nodes))
	for n := range net.Nodes {
		for e := network.Event(0); e < network.Events; e++ {
			m.entry[n][e] = cc.process(network.NodeID(n), e, rowOf)
		}
	}
	m.pcHere, m.pcDrive, m.pcRide, m.pcEnd, m.pcLate = cc.single(opHere), cc.single(opDrive), cc.single(opRide), cc.single(opEnd), cc.single(opLate)
	for i := range net.Links {
		l := &net.Links[i]
		d := data.Dist{Kind: data.Lognormal, A: l.Hours() * 3600, B: l.Spread}
		if l.Spread == 0 {
			d.Kind = data.Constant
		}
		m.linkTime = append(m.linkTime, cc.sampler(d))
	}
	m.resources(cc)
	m.vehiclePrograms(cc, runs)
	m.ops, m.samplers, m.tests = cc.ops, cc.samplers, cc.tests
	m.pairUp()
	m.Finder = &route.Finder{Net: net, Runs: runs, Open: make([]bool, len(net.Services))}
	for i := range net.Services {
		m.Finder.Open[i] = net.Services[i].Open
	}
	if err := m.compileChanges(); err != nil {
		return nil, err
	}
	m.openFromStart()
	if err := m.flowPlans(); err != nil {
		return nil, err
	}
	m.demand()
	m.otherTraffic()
	return m, nil
}

// mostLoads bounds what a run is asked to do, so that a slip of the pen is an
// error and not a night of computing.
const mostLoads = 200e6

func (m *Model) window() error {
	p, w := &m.Net.Params, m.Case.Scenario.Window
	start, pre, length, drain := p.Start, p.PreRoll, p.Length, p.Drain
	if !w.Start.IsZero() {
		start = w.Start
	}
	if w.PreRoll > 0 || w.NoPreRoll {
		pre = w.PreRoll
	}
	if w.Length > 0 {
		length = w.Length
	}
	if w.Drain > 0 || w.NoDrain {
		drain = w.Drain
	}
	if total := pre + length + drain; total > 40*366*24*time.Hour || total < 0 {
		return data.Problems{{File: "parameters.csv", Value: total.String(), Want: "expected pre-roll, window and drain of at most 40 years together"}}
	}
	total, most := 0.0, 0
	for i := range m.Net.Flows {
		total += m.Net.Flows[i].PerSecond
		if m.Net.Flows[i].PerSecond > m.Net.Flows[most].PerSecond {
			most = i
		}
	}
	if n := total * (pre + length + drain).Seconds(); n > mostLoads {
		row, _ := m.Net.Set.Find("flows", m.Net.Flows[most].ID)
		return data.Problems{row.Problem("rate", fmt.Sprintf("expected at most %.0f million loads in the time simulated, all flows together; these are %.3g", mostLoads/1e6, n))}
	}
	if err := m.bounds((pre + length + drain).Hours()); err != nil {
		return err
	}
	m.origin = start.Add(-pre)
	m.begin = sim.Time(pre)
	m.close = sim.Time(pre + length)
	m.stop = sim.Time(pre + length + drain)
	return nil
}

// bounds refuses other traffic and breakdowns that would be more events than a
// run can mean.
func (m *Model) bounds(hours float64) error {
	var ps data.Problems
	rows := m.Net.Set.Rows("backgrounds")
	for i := range m.Net.Backgrounds {
		for _, n := range m.Net.Backgrounds[i].Months {
			if n*hours/730 > mostLoads {
				ps = append(ps, rows[i].Problem("months", fmt.Sprintf("expected at most %.0f million trucks or trains in the time simulated", mostLoads/1e6)))
				break
			}
		}
	}
	rows = m.Net.Set.Rows("resources")
	for i := range m.Net.Resources {
		r := &m.Net.Resources[i]
		if r.Breaks && float64(r.Servers)*hours*3600/(r.MTBF.Mean()+r.MTTR.Mean()) > mostLoads {
			ps = append(ps, rows[i].Problem("mtbf", fmt.Sprintf("expected at most %.0f million breakdowns in the time simulated", mostLoads/1e6)))
		}
	}
	return ps.Err()
}

// instant turns a moment of the calendar into the run's time.
func (m *Model) instant(t time.Time) sim.Time { return sim.Time(t.Sub(m.origin)) }

// Date turns the run's time into a moment of the calendar, UTC.
func (m *Model) Date(t sim.Time) time.Time { return m.origin.Add(time.Duration(t)) }

// resources compiles resources.csv and the sections of rail links.
func (m *Model) resources(cc *compiler) {
	for i := range m.Net.Resources {
		r := &m.Net.Resources[i]
		node := &m.Net.Nodes[r.Node]
		x := resource{name: r.Name, node: int32(r.Node), servers: int32(r.Servers), buffer: int32(r.Buffer), hold: r.Hold, lose: r.Lose, breaks: r.Breaks,
			key: uint64(sim.Key(0).Named(node.ID).Named("resource").Named(r.Name))}
		if r.Breaks {
			x.mtbf, x.mttr = cc.sampler(r.MTBF), cc.sampler(r.MTTR)
		}
		if r.Calendar != nil {
			x.turns = m.turns(r.Calendar, r.Servers, node.TZ)
		}
		m.bounded = m.bounded || r.Buffer > 0
		m.res = append(m.res, x)
	}
}

// turns lists when the servers at work change, over the whole run.
func (m *Model) turns(c *network.Calendar, servers int, tz *time.Location) (turns []turn) {
	end := m.Date(m.stop)
	day := m.origin.In(tz)
	monday := time.Date(day.Year(), day.Month(), day.Day()-(int(day.Weekday())+6)%7, 0, 0, 0, 0, tz)
	minutes := c.Turns()
	last := int32(c.Servers(servers, m.origin.In(tz)))
	turns = append(turns, turn{0, last})
	for ; monday.Before(end); monday = monday.AddDate(0, 0, 7) {
		for _, min := range minutes {
			at := time.Date(monday.Year(), monday.Month(), monday.Day(), 0, min, 0, 0, tz)
			t := m.instant(at)
			if t <= 0 || t > m.stop {
				continue
			}
			if n := int32(c.Servers(servers, at)); n != last {
				turns = append(turns, turn{t, n})
				last = n
			}
		}
	}
	return turns
}

// pairUp notes which resources are held together.
func (m *Model) pairUp() {
	for i := range m.ops {
		o := &m.ops[i]
		if o.res < 0 || o.res2 < 0 {
			continue
		}
		m.res[o.res].paired = true
		known := false
		for _, p := range m.res[o.res2].pairs {
			known = known || p == o.res
		}
		if !known {
			m.res[o.res2].pairs = append(m.res[o.res2].pairs, o.res)
		}
	}
}

// flowPlans finds the ways of every flow under open and under the case's rule.
func (m *Model) flowPlans() error {
	var ps data.Problems
	for i := range m.Net.Flows {
		f := &m.Net.Flows[i]
		fp := flowPlan{key: uint64(sim.Key(0).Named("flow").Named(f.ID))}
		if f.Commodity >= 0 {
			fp.hour = m.Net.Commodities[f.Commodity].HourUSD()
		}
		if f.Fixed {
			p, problem := m.fixedPlan(f)
			if problem != nil {
				ps = append(ps, *problem)
				continue
			}
			fp.open = []plan{p}
			fp.cohort = fp.open
		} else {
			fp.open, fp.why = m.plans(f, route.Open)
			if len(fp.open) == 0 {
				ps = append(ps, data.Problem{File: "flows.csv", Value: f.ID, Want: "expected a way: " + fp.why})
			}
			fp.cohort = fp.open
			if m.Case.Routing != route.Open {
				fp.cohort, fp.why = m.plans(f, m.Case.Routing)
			}
		}
		m.flows = append(m.flows, fp)
	}
	return ps.Err()
}

func (m *Model) plans(f *network.Flow, r route.Routing) ([]plan, string) {
	ways, why := m.Finder.Find(route.Query{From: f.From, To: f.To, Flow: f, Routing: r, Most: m.Net.Params.ChoiceWays})
	var plans []plan
	for _, w := range ways {
		var p plan
		m.steps, p = m.compileWay(m.steps, w)
		plans = append(plans, p)
	}
	return plans, why
}

// compileWay appends the steps of a way.
func (m *Model) compileWay(steps []step, w route.Way) ([]step, plan) {
	n := m.Net
	p := plan{at: int32(len(steps)), cost: w.Cost, way: w, name: w.Name(n, m.Finder.Runs)}
	newDriver := int16(0) // a load begins with a rested driver; one sent another way keeps his
	here := func(node network.NodeID) {
		steps = append(steps, step{pc: m.pcHere, arg: int32(node), i: int16(len(steps) - int(p.at))})
	}
	process := func(node network.NodeID, e network.Event) {
		if pc := m.entry[node][e]; pc >= 0 {
			steps = append(steps, step{pc: pc, arg: int32(node)})
			p.nodes = append(p.nodes, passage{node: node, event: e, service: -1, link: -1})
		}
	}
	for i := range w.Legs {
		l := &w.Legs[i]
		switch l.Kind {
		case route.Drive:
			from, _ := l.Link.Ends(n)
			here(from)
			arg := int32(l.Link.Link) << 1
			if l.Link.Reverse {
				arg |= 1
			}
			steps = append(steps, step{pc: m.pcDrive, arg: arg, i: newDriver})
			p.nodes = append(p.nodes, passage{service: -1, link: arg >> 1})
			newDriver = 0
		case route.Cross:
			here(l.Node)
			process(l.Node, l.Event)
			if l.Event == network.EnterMX || m.mexicanSide(l.Node) {
				newDriver = 1 // a transfer driver between the two yards
			}
		case route.LoadOn:
			here(l.Node)
			process(l.Node, network.LoadOn)
		case route.Unload:
			process(l.Node, network.Unload)
			newDriver = 1
		case route.Transfer:
			process(l.Node, network.Transfer)
		case route.Ride:
			steps = append(steps, step{pc: m.pcRide, arg: int32(l.Service), i: int16(l.From), j: int16(l.To)})
			p.nodes = append(p.nodes, passage{node: l.Node, service: l.Service, from: l.From, to: l.To, link: -1})
		}
	}
	steps = append(steps, step{pc: m.pcEnd})
	return steps, p
}

// mexicanSide says whether a crossing joins Mexico.
func (m *Model) mexicanSide(node network.NodeID) bool {
	return m.Net.Nodes[node].Process[network.EnterMX] >= 0
}

// fixedPlan compiles a route given by `via`: the process `visit` of every
// place, and the road link between neighbours where the world has links.
func (m *Model) fixedPlan(f *network.Flow) (plan, *data.Problem) {
	p := plan{at: int32(len(m.steps)), name: "fixed"}
	places := append(append([]network.NodeID{f.From}, f.Via...), f.To)
	if f.From == f.To && len(f.Via) > 0 {
		places = places[:len(places)-1]
	}
	count := map[network.NodeID]int16{}
	for k, node := range places {
		if k > 0 && len(m.Net.Links) > 0 {
			d, ok := m.roadBetween(places[k-1], node)
			if !ok {
				row, _ := m.Net.Set.Find("flows", f.ID)
				q := row.Problem("via", fmt.Sprintf("expected a road link between %s and %s", m.Net.Nodes[places[k-1]].ID, m.Net.Nodes[node].ID))
				return p, &q
			}
			arg := int32(d.Link) << 1
			if d.Reverse {
				arg |= 1
			}
			m.steps = append(m.steps, step{pc: m.pcDrive, arg: arg})
		}
		if pc := m.entry[node][network.Visit]; pc >= 0 {
			m.steps = append(m.steps, step{pc: pc, arg: int32(node), i: count[node]})
			p.nodes = append(p.nodes, passage{node: node, event: network.Visit, service: -1, link: -1})
		}
		count[node]++
	}
	m.steps = append(m.steps, step{pc: m.pcEnd})
	return p, nil
}

func (m *Model) roadBetween(a, b network.NodeID) (route.Directed, bool) {
	for i := range m.Net.Links {
		l := &m.Net.Links[i]
		switch {
		case l.Mode != network.Road:
		case l.From == a && l.To == b:
			return route.Directed{Link: network.LinkID(i)}, true
		case l.From == b && l.To == a && !l.OneWay:
			return route.Directed{Link: network.LinkID(i), Reverse: true}, true
		}
	}
	return route.Directed{}, false
}

// inBond says whether a flow's loads are goods in transit through the United
// States when they cross it.
func (m *Model) inBond(f *network.Flow) bool {
	a, b := m.Net.Nodes[f.From].Country, m.Net.Nodes[f.To].Country
	return a != b && a != network.US && b != network.US
}

// Why explains where the case's rule leaves a flow without a way; "" where it
// has one.
func (m *Model) Why(f network.FlowID) string {
	if len(m.flows[f].cohort) > 0 {
		return ""
	}
	return m.flows[f].why
}

// Feasible says whether the case's rule leaves a flow a way.
func (m *Model) Feasible(f network.FlowID) bool { return len(m.flows[f].cohort) > 0 }

// Ways of a flow under the case's rule.
func (m *Model) Ways(f network.FlowID) []route.Way {
	var ways []route.Way
	for i := range m.flows[f].cohort {
		ways = append(ways, m.flows[f].cohort[i].way)
	}
	return ways
}

const hoursToNS = float64(time.Hour)

func finite(x float64) bool { return !math.IsInf(x, 0) && !math.IsNaN(x) }
