package freight

import (
	"slices"

	"corridor/network"
	"corridor/network/route"
	"corridor/sim"
)

// Empty units go back to where they were loaded. Those of one origin,
// destination and kind are a flow of their own behind those of the tables, which
// creates nothing by itself: a load that arrives sends one off, by a draw of its
// own. They choose among few ways by price and hire, queue behind all others, board when
// no load that waits fits, and are counted apart.

// emptyWays is how many ways empty units choose from at most.
const emptyWays = 3

// withEmpties is a network with the flows of empty units, and by flow which is
// that of its empty units, -1 where none goes back.
func withEmpties(net *network.Network) (*network.Network, []int32) {
	back := make([]int32, len(net.Flows))
	type kind struct {
		from, to  network.NodeID
		equipment string
		teu       float64
	}
	made := map[kind]int32{}
	with := *net
	with.Flows = slices.Clone(net.Flows)
	with.Commodities = slices.Clone(net.Commodities)
	for i := range net.Flows {
		f := &net.Flows[i]
		back[i] = -1
		if f.Back <= 0 || f.Fixed {
			continue
		}
		c := &net.Commodities[f.Commodity]
		k := kind{f.To, f.From, c.Equipment, c.TEU}
		if _, known := made[k]; !known {
			made[k] = int32(len(with.Flows))
			tare := 0.0
			for j := range net.Equipment {
				if net.Equipment[j].ID == c.Equipment {
					tare = net.Equipment[j].Tare
				}
			}
			with.Flows = append(with.Flows, network.Flow{
				ID: "empty " + c.Equipment + " " + net.Nodes[f.To].ID + " " + net.Nodes[f.From].ID, From: f.To, To: f.From,
				Commodity: network.CommodityID(len(with.Commodities)), Priority: 3, Stop: -1, Empty: true,
			})
			with.Commodities = append(with.Commodities, network.Commodity{
				ID: "empty " + c.Equipment, Name: "empty " + c.Equipment, Group: "empties", Equipment: c.Equipment, Tonnes: tare, TEU: c.TEU, USMCA: 1,
				ValueUSD: net.Params.EmptiesUSDDay, TimeValue: 1, Shape: network.Flat(), // its hire is what its time is worth
			})
		}
		back[i] = made[k]
	}
	for range with.Flows[len(net.Flows):] {
		back = append(back, -1)
	}
	if len(with.Flows) == len(net.Flows) {
		return net, back
	}
	return &with, back
}

// goesBack draws whether the unit of a load that has arrived goes back empty:
// its flow and the key of its draws, -1 where it does not.
func (r *run) goesBack(e *entity) (flow int32, key sim.Key) {
	flow = r.m.back[e.flow]
	if flow < 0 || !r.loads[e.ext].rode || e.key.With(drawBack).Uniform() >= r.m.Net.Flows[e.flow].Back {
		return -1, 0
	}
	return flow, e.key.With(drawBack).With(1)
}

// sendBack lets an empty unit set out.
func (r *run) sendBack(flow int32, key sim.Key) {
	r.out.Empties.Created++
	fp := &r.m.flows[flow]
	if len(fp.open) == 0 {
		r.out.Empties.Unserved++
		return
	}
	r.setOff(r.newLoad(flow, 0, 0, key, isEmpty, route.Open))
}

// stand puts a load, or an empty unit behind all loads, in the line at a call.
func (r *run) stand(s *svcState, call int, id int32) {
	teu := r.teu(id)
	s.calls[call].teu += teu
	if r.ent[id].bits&isEmpty != 0 {
		s.calls[call].idle += teu
		s.calls[call].wait = append(s.calls[call].wait, id)
		return
	}
	at := len(s.calls[call].wait)
	if s.calls[call].idle > 0 {
		for at > 0 && r.ent[s.calls[call].wait[at-1]].bits&isEmpty != 0 {
			at--
		}
	}
	s.calls[call].wait = slices.Insert(s.calls[call].wait, at, id)
}

// leaves takes what left the line at a call out of its sums.
func (s *svcState) leaves(call int, teu float64, empty bool) {
	s.calls[call].teu -= teu
	if empty {
		s.calls[call].idle -= teu
	}
}
