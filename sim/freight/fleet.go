package freight

import (
	"strconv"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/sim"
)

// vehiclePrograms compiles what a vehicle of each service does on a run, the
// sections of controlled lines, and the timetables.
func (m *Model) vehiclePrograms(cc *compiler, runs []route.Run) {
	n := m.Net
	arrive, alight, depart, board := cc.single(opArrive), cc.single(opAlight), cc.single(opDepart), cc.single(opBoard)
	retire, move, setOut := cc.single(opRetire), cc.single(opMove), cc.single(opSetOut)
	sections := map[int32][]int32{} // by link and direction: programs of its sections
	for i := range n.Links {
		if n.Links[i].Sections > 0 {
			m.sections(cc, int32(i), sections)
		}
	}
	m.firstLine = append(m.firstLine, 0)
	for i := range n.Services {
		s := &n.Services[i]
		m.firstLine = append(m.firstLine, m.firstLine[i]+int32(len(s.Calls)))
		m.delays = append(m.delays, cc.sampler(s.Delay))
		m.departs = append(m.departs, m.timetable(s))
		var steps []step
		arriving := network.XX // country of the link it came by
		for c := range s.Calls {
			call := &s.Calls[c]
			steps = append(steps, step{pc: arrive, arg: int32(c)})
			if servedHere(s.Mode, n.Nodes[call.Node].Kind) {
				if pc := m.entry[call.Node][network.VehicleCall]; pc >= 0 {
					steps = append(steps, step{pc: pc, arg: int32(call.Node)})
				}
			}
			if n.Nodes[call.Node].Kind == network.Strait {
				steps = m.pass(steps, call.Node)
			}
			if c+1 < len(s.Calls) {
				out := n.Links[runs[i].Parts[c].Links[0].Link].Country
				steps = m.enter(steps, call.Node, arriving, out, setOut)
			}
			steps = append(steps, step{pc: alight, arg: int32(c)})
			if c+1 == len(s.Calls) {
				break
			}
			steps = append(steps, step{pc: depart, arg: int32(c)}, step{pc: board, arg: int32(c)})
			for k, d := range runs[i].Parts[c].Links {
				from, _ := d.Ends(n)
				country := n.Links[d.Link].Country
				if k > 0 {
					steps = m.enter(steps, from, arriving, country, setOut)
					steps = m.pass(steps, from)
				}
				arg := int32(d.Link) << 1
				if d.Reverse {
					arg |= 1
				}
				if list := sections[arg]; list != nil {
					for _, pc := range list {
						steps = append(steps, step{pc: pc, arg: arg})
					}
				} else {
					steps = append(steps, step{pc: move, arg: arg})
				}
				arriving = country
			}
		}
		steps = append(steps, step{pc: retire})
		m.vehicles = append(m.vehicles, steps)
		m.passed = append(m.passed, cc.passed(steps, len(s.Calls)))
	}
}

// passed lists the gates of borders and straits that a vehicle passes between
// one call and the cargo's leaving at the next, by the first of the two.
func (c *compiler) passed(steps []step, calls int) [][]int32 {
	list := make([][]int32, calls)
	call := int32(0)
	for _, st := range steps {
		switch o := &c.ops[st.pc]; {
		case o.code == opBoard:
			call = st.arg
		case o.code == opGate && o.event > network.VehicleCall:
			list[call] = append(list[call], o.node*int32(network.Events)+int32(o.event))
		}
	}
	return list
}

// enter adds what happens to a train between links of two countries: its own
// process at the crossing, then the checks of its cargo.
func (m *Model) enter(steps []step, node network.NodeID, from, to network.Country, setOut int32) []step {
	if m.Net.Nodes[node].Kind != network.Crossing || from == to || from == network.XX {
		return steps
	}
	if pc := m.entry[node][network.VehicleEnter(to)]; pc >= 0 {
		steps = append(steps, step{pc: pc, arg: int32(node)})
	}
	if m.entry[node][network.Enter(to)] >= 0 {
		steps = append(steps, step{pc: setOut, arg: int32(node), i: int16(network.Enter(to))})
	}
	return steps
}

// pass adds what a vehicle goes through at a strait, canal or lock on its way.
func (m *Model) pass(steps []step, node network.NodeID) []step {
	if pc := m.entry[node][network.VehiclePass]; pc >= 0 {
		steps = append(steps, step{pc: pc, arg: int32(node)})
	}
	return steps
}

// sections makes the resources and programs of a controlled rail link, in both
// directions. A section has `tracks` places for trains of both directions; the
// passing place after it has places by direction, so that meets cannot lock:
// trains of one direction only ever wait for trains ahead of them. With a
// single siding place both directions share it, and a deadlock is possible; it
// is detected and named.
func (m *Model) sections(cc *compiler, link int32, programs map[int32][]int32) {
	l := &m.Net.Links[link]
	add := func(name string, servers int) int32 {
		m.res = append(m.res, resource{name: l.ID + " " + name, node: -1, servers: int32(servers), key: uint64(sim.Key(0).Named(l.ID).Named(name))})
		return int32(len(m.res) - 1)
	}
	k := l.Sections
	track := make([]int32, k)
	for i := range track {
		track[i] = add("section "+strconv.Itoa(i+1), l.Tracks)
	}
	var siding [2][]int32 // by direction; siding[d][i] lies between sections i and i+1
	for i := 0; i+1 < k; i++ {
		if l.Sidings == 1 {
			both := add("siding "+strconv.Itoa(i+1), 1)
			siding[0], siding[1] = append(siding[0], both), append(siding[1], both)
			continue
		}
		each := max(1, l.Sidings/2)
		siding[0] = append(siding[0], add("siding "+strconv.Itoa(i+1)+" forth", each))
		siding[1] = append(siding[1], add("siding "+strconv.Itoa(i+1)+" back", each))
	}
	for dir := int32(0); dir < 2; dir++ {
		var list []int32
		for i := 0; i < k; i++ {
			o := bare(opSection)
			o.res, o.queue, o.acct = track[i], account(onWay, network.Queueing), account(onWay, network.Moving)
			o.inUS = l.Country == network.US
			o.time, o.key = cc.sampler(sectionTime(l)), uint64(sim.Key(0).Named(l.ID).With(uint64(i)))
			if dir == 1 {
				o.res = track[k-1-i]
			}
			if i+1 < k {
				if dir == 0 {
					o.res2 = siding[0][i]
				} else {
					o.res2 = siding[1][k-2-i]
				}
			}
			list = append(list, cc.emit(o))
			cc.emit(bare(opReturn))
		}
		programs[link<<1|dir] = list
	}
}

// timetable lists a service's departures over the run.
func (m *Model) timetable(s *network.Service) []sim.Time {
	var at []sim.Time
	tz := m.Net.Nodes[s.Calls[0].Node].TZ
	for _, t := range s.Departs.Times(m.origin, m.Date(m.stop), tz) {
		if s.Season.Contains(m.season(m.instant(t)).In(tz)) {
			at = append(at, m.instant(t))
		}
	}
	return at
}

// sectionTime is the running time through one section of a link.
func sectionTime(l *network.Link) data.Dist {
	d := data.Dist{Kind: data.Lognormal, A: l.Hours() * 3600 / float64(l.Sections), B: l.Spread}
	if l.Spread == 0 {
		d.Kind = data.Constant
	}
	return d
}

// servedHere says whether a place handles vehicles of a mode: ships at ports,
// trains at rail terminals, aircraft at airports. A train at a port's node
// stands at its rail yard and needs no berth.
func servedHere(m network.Mode, k network.NodeKind) bool {
	switch m {
	case network.Sea:
		return k == network.Port || k == network.Overseas
	case network.Rail:
		return k == network.RailTerminal
	}
	return k == network.Airport
}
