package route

import (
	"slices"

	"corridor/data"
	"corridor/network"
)

// use is what the ways of flows and other traffic go through.
type use struct {
	net     *network.Network
	runs    []Run
	service []bool
	event   [][network.Events]bool // by node
}

func newUse(n *network.Network, runs []Run) *use {
	u := &use{net: n, runs: runs, service: make([]bool, len(n.Services)), event: make([][network.Events]bool, len(n.Nodes))}
	for i := range n.Backgrounds {
		u.event[n.Backgrounds[i].Node][n.Backgrounds[i].Event] = true
	}
	for i := range n.Flows {
		if s := n.Flows[i].Stop; s >= 0 {
			u.event[s][network.Visit] = true
		}
	}
	return u
}

// emptyWays is how many ways are asked for empty units: as many as they choose
// from.
const emptyWays = 2

// empties marks the ways of empty units back to where they were loaded.
func (u *use) empties(f *Finder) {
	type kind struct {
		from, to  network.NodeID
		equipment string
	}
	with := *u.net
	with.Commodities = slices.Clone(u.net.Commodities)
	asked := map[kind]bool{}
	for i := range u.net.Flows {
		flow := &u.net.Flows[i]
		if flow.Back <= 0 || flow.Fixed || flow.Commodity < 0 {
			continue
		}
		c := u.net.Commodities[flow.Commodity]
		k := kind{flow.To, flow.From, c.Equipment}
		if asked[k] {
			continue
		}
		asked[k] = true
		with.Commodities = append(with.Commodities, network.Commodity{Equipment: c.Equipment, Tonnes: 1, TEU: c.TEU})
		back := network.Flow{From: flow.To, To: flow.From, Commodity: network.CommodityID(len(with.Commodities) - 1), Stop: -1, Empty: true}
		g := *f
		g.Net = &with
		ways, _ := g.Find(Query{From: back.From, To: back.To, Flow: &back, Routing: Open, Most: emptyWays})
		u.mark(ways)
	}
}

// fixed marks the places of a fixed route.
func (u *use) fixed(f *network.Flow) {
	for _, at := range append([]network.NodeID{f.From, f.To}, f.Via...) {
		u.event[at][network.Visit] = true
		for _, c := range []network.Country{network.CA, network.US, network.MX} {
			u.event[at][network.Enter(c)] = true
		}
	}
}

func (u *use) mark(ways []Way) {
	for i := range ways {
		for k := range ways[i].Legs {
			switch l := &ways[i].Legs[k]; l.Kind {
			case Cross:
				u.event[l.Node][l.Event] = true
			case LoadOn:
				u.event[l.Node][network.LoadOn] = true
			case Unload:
				u.event[l.Node][network.Unload] = true
			case Transfer:
				u.event[l.Node][network.Transfer] = true
			case Ride:
				u.service[l.Service] = true
				u.ride(l)
			}
		}
	}
}

// ride marks what a train, ship or aircraft goes through with cargo aboard.
func (u *use) ride(l *Leg) {
	s := &u.net.Services[l.Service]
	for c := l.From; c <= l.To; c++ {
		u.event[s.Calls[c].Node][network.VehicleCall] = true
	}
	for c := l.From; c < l.To; c++ {
		for _, d := range u.runs[l.Service].Parts[c].Links {
			_, at := d.Ends(u.net)
			u.event[at][network.VehiclePass] = true
			if u.net.Nodes[at].Kind != network.Crossing {
				continue
			}
			for _, to := range []network.Country{network.CA, network.US, network.MX} {
				u.event[at][network.Enter(to)] = true
				u.event[at][network.VehicleEnter(to)] = true
			}
		}
	}
}

// unused finds rows that nothing uses: services and facilities by the ways
// marked, other tables by name.
func (u *use) unused(proposals []bool) (ps data.Problems) {
	n := u.net
	for i, row := range n.Set.Rows("services") {
		s := &n.Services[i]
		switch {
		case u.service[i]:
		case s.Open:
			ps = append(ps, row.Problem("id", "expected a service that some flow can use: no way of any flow rides it"))
		case proposals == nil:
		case proposals[i]:
			ps = append(ps, row.Problem("id", "expected a proposal that some flow can use: no way of any flow rides it where a shipped scenario opens it"))
		default:
			ps = append(ps, row.Problem("open", "expected a shipped scenario that opens this proposal"))
		}
	}
	// Places and processes are unused where not one of their rows is used: a
	// terminal may be able to do more than it is asked.
	node, process := map[string]bool{}, map[string]bool{}
	for _, row := range n.Set.Rows("facilities") {
		at, _ := n.Node(row.Text("facility"))
		for e := range network.Events {
			if e.String() == row.Text("event") && u.event[at][e] {
				node[row.Text("facility")], process[row.Text("process")] = true, true
			}
		}
	}
	said := map[string]bool{}
	for _, row := range n.Set.Rows("facilities") {
		if id := row.Text("facility"); !node[id] && !said[id] {
			said[id] = true
			ps = append(ps, row.Problem("facility", "expected cargo or other traffic: no way of any flow comes through here"))
		}
		if id := row.Text("process"); !process[id] && !said["process "+id] {
			said["process "+id] = true
			ps = append(ps, row.Problem("process", "expected cargo or other traffic: no way of any flow goes through this process"))
		}
	}
	return ps
}
