package freight

import (
	"slices"

	"corridor/network"
)

// cutOff lists the gates of the border crossings that links cut off while they are
// closed: all links on one side of the border are among them. Nobody comes there
// or gets away, so who crosses without using a link of the tables, other traffic,
// meets the closure too.
func (m *Model) cutOff(links []int32) (gates []int32) {
	if len(links) == 0 {
		return nil
	}
	type side struct {
		node    network.NodeID
		country network.Country
	}
	closed := map[int32]bool{}
	for _, l := range links {
		closed[l] = true
	}
	open, all := map[side]bool{}, []side{}
	for i := range m.Net.Links {
		l := &m.Net.Links[i]
		for _, n := range []network.NodeID{l.From, l.To} {
			if m.Net.Nodes[n].Kind != network.Crossing || !l.Open {
				continue
			}
			s := side{n, l.Country}
			if _, known := open[s]; !known {
				all = append(all, s)
			}
			open[s] = open[s] || !closed[int32(i)]
		}
	}
	for _, s := range all {
		if open[s] {
			continue
		}
		for e := network.EnterUS; e < network.Events; e++ {
			if i := int32(s.node)*int32(network.Events) + int32(e); m.entry[s.node][e] >= 0 && e != network.VehicleCall && e != network.VehiclePass && !slices.Contains(gates, i) {
				gates = append(gates, i)
			}
		}
	}
	return gates
}
