package freight

import (
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
	Share    float64
	Fidelity Fidelity
	Watch    *Watch // what is observed one by one; nil: nothing
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
	months []time.Time // where a week stands for a month: their first days, and the end; nil: nothing is condensed

	ops      []op
	samplers []sim.Sampler
	tests    []test
	entry    [][network.Events]int32 // program of a facility on an event, -1
	pcHere   int32
	pcDrive  int32
	pcRide   int32
	pcEnd    int32
	pcLate   int32
	pcAgain  int32
	pcHome   int32
	home     int32   // the step of waiting at home
	linkTime []int32 // sampler of a link's running time

	res     []resource
	bounded bool // some resource has limited places
	blocks  bool // and a load may stand on a server until it gets into the next place

	steps    []step
	flows    []flowPlan
	goods    int         // flows of the tables; behind them empty units on their way back
	back     []int32     // by flow: that of its empty units, -1
	vehicles [][]step    // by service
	passed   [][][]int32 // gates of borders and straits by service and call behind which they lie
	departs  [][]sim.Time
	delays   []int32 // sampler of departure delays by service

	firstLine []int32   // of each service, by call, among all; and the end
	asked     []passage // what choices ask while no change is at work: see outlook
	unsold    []passage // and their booked rides
	arrivals  []arrivalPlan
	other     []otherPlan
	changes   []change
	duties    []int32       // changes of tariffs
	demands   []int32       // changes of demand
	lags      bool          // cargo may not have heard of some closure
	cheaper   bool          // a change may make a way cheaper than the tables say
	stages    []string      // row keys of processes.csv
	fixed     bool          // all routes are fixed
	eager     bool          // an event for everything: the slow twin, in tests
	own       []float64     // own traffic a year in an undisturbed open world, by node and event
	held      []*heldWait   // by resource where other traffic is held fixed; nil: nowhere
	calm      []bool        // by node: whether other traffic is held fixed there
	noQueue   []bool        // by node and event: no queue that is simulated is behind its gate
	added     []added       // stages that changes add
	faults    data.Problems // of changes
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
	plain   bool    // a service, once begun, ends as drawn, frees this resource alone and blocks nothing
	first   int8    // the first class that comes to it, which may reserve: see reserve; -1: none may
	key     uint64
}

// turn is a change of the servers at work by the calendar.
type turn struct {
	at      sim.Time
	servers int32
}

// NewModel compiles a case. Ways that it shares with cases compiled before, of
// the same network or one with the same ways, are not looked for again. Errors are data.Problems where the
// input is at fault.
func NewModel(net *network.Network, c Case, before ...*Model) (*Model, error) {
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
	m.goods = len(net.Flows)
	net, m.back = withEmpties(net)
	m.Net = net
	m.matchChanges()
	cc := &compiler{net: net}
	rowOf := map[string]int32{}
	for _, row := range net.Set.Rows("processes") {
		rowOf[row.Key()] = int32(len(m.stages))
		m.stages = append(m.stages, row.Key())
	}
	m.entry = make([][network.Events]int32, len(net.Nodes))
	m.resources(cc)
	for n := range net.Nodes {
		for e := network.Event(0); e < network.Events; e++ {
			m.entry[n][e] = m.process(cc, network.NodeID(n), e, rowOf)
		}
	}
	m.pcHere, m.pcDrive, m.pcRide, m.pcEnd, m.pcLate, m.pcAgain, m.pcHome = cc.single(opHere), cc.single(opDrive), cc.single(opRide), cc.single(opEnd), cc.single(opLate), cc.single(opAgain), cc.single(opHome)
	m.home = int32(len(m.steps))
	m.steps = append(m.steps, step{pc: m.pcHome})
	for i := range net.Links {
		l := &net.Links[i]
		d := data.Dist{Kind: data.Lognormal, A: l.Hours() * 3600, B: l.Spread}
		if l.Spread == 0 {
			d.Kind = data.Constant
		}
		m.linkTime = append(m.linkTime, cc.sampler(d))
	}
	m.vehiclePrograms(cc, runs)
	m.tempers(cc)
	m.ops, m.samplers, m.tests = cc.ops, cc.samplers, cc.tests
	m.pairUp()
	m.findQueues()
	m.Finder = &route.Finder{Net: net, Runs: runs, Open: make([]bool, len(net.Services))}
	for i := range net.Services {
		m.Finder.Open[i] = net.Services[i].Open
	}
	if err := m.compileChanges(); err != nil {
		return nil, err
	}
	m.openFromStart()
	if err := m.flowPlans(before); err != nil {
		return nil, err
	}
	made := hourTables{}
	m.demand(made)
	m.otherTraffic(made)
	if e := c.Scenario.Effect; e != nil {
		if _, err := m.Effect(e); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// resources compiles resources.csv, and what changes add to it.
func (m *Model) resources(cc *compiler) {
	for i := range m.Net.Resources {
		r := &m.Net.Resources[i]
		node := &m.Net.Nodes[r.Node]
		x := resource{name: r.Name, node: int32(r.Node), servers: int32(r.Servers), buffer: int32(r.Buffer), hold: r.Hold, lose: r.Lose, breaks: r.Breaks,
			key: uint64(sim.Key(0).Named(node.ID).Named("resource").Named(r.Name))}
		if r.Breaks {
			x.mtbf, x.mttr = cc.sampler(r.MTBF), cc.sampler(r.MTTR)
		}
		calendar, servers := m.Net.Staffed(network.ResourceID(i), m.origin.Add(time.Duration(m.begin)).Year())
		if x.servers = int32(servers); r.Buffer == r.Servers {
			x.buffer = x.servers // a yard: its places are its servers
		}
		if calendar != nil {
			x.turns = m.turns(calendar, servers, node.TZ)
		}
		m.bounded = m.bounded || r.Buffer > 0
		m.res = append(m.res, x)
	}
	for i := range m.added {
		if a := &m.added[i]; a.stage.Servers > 0 {
			a.res = int32(len(m.res))
			m.res = append(m.res, resource{name: a.stage.Name, node: int32(a.node), servers: int32(a.stage.Servers)})
		}
	}
}

// pairUp notes which resources are held together, and which stages in a row are
// at the same: who goes through both keeps them in between.
func (m *Model) pairUp() {
	paired := make([]bool, len(m.res))
	for i := range m.ops {
		o := &m.ops[i]
		if i+1 < len(m.ops) && m.bothAt(o, &m.ops[i+1]) {
			o.keep = true
			paired[o.res] = true
		}
		if o.res < 0 || o.res2 < 0 {
			continue
		}
		m.res[o.res].paired = true
		paired[o.res], paired[o.res2] = true, true
		known := false
		for _, p := range m.res[o.res2].pairs {
			known = known || p == o.res
		}
		if !known {
			m.res[o.res2].pairs = append(m.res[o.res2].pairs, o.res)
		}
	}
	m.blocks = false
	for i := range m.Net.Flows {
		m.blocks = m.blocks || m.bounded && m.Net.Flows[i].Fixed // elsewhere a drive lies between two places
	}
	// Limited places of a facility hold up what is before them: vehicles at those
	// of vehicles, cargo and trucks at those of cargo.
	type at struct {
		node     int32
		vehicles bool
	}
	bounded, users := map[at]bool{}, make([][]at, len(m.res))
	for i := range m.ops {
		if o := &m.ops[i]; o.code == opStage && o.res >= 0 {
			a := at{m.res[o.res].node, o.event >= network.VehicleCall}
			users[o.res] = append(users[o.res], a)
			bounded[a] = bounded[a] || m.res[o.res].buffer > 0
		}
	}
	for i := range m.res {
		x := &m.res[i]
		x.plain = !paired[i] && !x.hold && !m.eager
		for _, a := range users[i] {
			x.plain = x.plain && !bounded[a]
		}
	}
	m.firstClasses()
}

// findQueues finds the gates that no queue is behind, or one that is held fixed.
func (m *Model) findQueues() {
	m.noQueue = make([]bool, len(m.entry)*int(network.Events))
	for n := range m.entry {
		for e, pc := range m.entry[n] {
			free := true
			for ; pc >= 0 && m.ops[pc].code != opReturn; pc++ {
				res := m.ops[pc].res
				free = free && (res < 0 || m.held != nil && m.held[res] != nil)
			}
			m.noQueue[n*int(network.Events)+e] = free
		}
	}
}

// firstClasses finds who may reserve where: see Resource.Reserve. Where no other
// trucks come it would only cost a load one event more.
func (m *Model) firstClasses() {
	own := otherClass
	for i := range m.Net.Flows {
		own = min(own, m.Net.Flows[i].Priority)
	}
	vehicles, others := make([]bool, len(m.res)), m.othersUse()
	for i := range m.res {
		m.res[i].first = sim.Classes
	}
	for i := range m.ops {
		o := &m.ops[i]
		if o.code != opStage || o.res < 0 {
			continue
		}
		x := &m.res[o.res]
		if o.class >= 0 {
			x.first = min(x.first, o.class)
		} else {
			x.first = min(x.first, int8(own))
		}
		vehicles[o.res] = vehicles[o.res] || o.event >= network.VehicleCall
	}
	for i := range m.res {
		if x := &m.res[i]; !x.plain || !others[i] || x.breaks || vehicles[i] || m.blocks {
			x.first = -1
		}
	}
}

// othersUse says which resources other trucks, and boxes of others, use.
func (m *Model) othersUse() []bool {
	used := make([]bool, len(m.res))
	for i := range m.Net.Backgrounds {
		b := &m.Net.Backgrounds[i]
		if b.Event >= network.VehicleCall {
			continue
		}
		for pc := m.entry[b.Node][b.Event]; m.ops[pc].code != opReturn; pc++ {
			if o := &m.ops[pc]; o.code == opStage && o.res >= 0 {
				used[o.res] = true
			}
		}
	}
	return used
}

// bothAt says whether one entity may go through both stages, at the same
// resources.
func (m *Model) bothAt(a, b *op) bool {
	if a.code != opStage || b.code != opStage || a.res < 0 || a.res != b.res || a.res2 != b.res2 {
		return false
	}
	if a.test >= 0 && b.test >= 0 {
		x, y := &m.tests[a.test], &m.tests[b.test]
		return x.mask&y.mask&(x.want^y.want) == 0
	}
	return true
}

const hoursToNS = float64(time.Hour)

func finite(x float64) bool { return !math.IsInf(x, 0) && !math.IsNaN(x) }
