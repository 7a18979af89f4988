package network

import (
	"fmt"
	"strings"
	"time"

	"corridor/data"
)

// disturbances replaces the counts of months that a disturbance bent by what
// the months around and the usual shape of the year lead to expect:
//
//	mean of the two neighbours × mean over the other years of month / mean of its neighbours
//
// of months that none bent. Where no neighbour is left the count stays.
func (b *builder) disturbances() {
	type month struct {
		node NodeID
		at   int // 12 × year + month
	}
	bent := map[month]bool{}
	for _, row := range b.set.Rows("disturbances") {
		var nodes []NodeID
		for _, id := range row.Words("places") {
			n, ok := b.net.byNode[id]
			if !ok {
				b.bad(row, "places", "expected names from nodes.csv, found %q%s", id, data.DidYouMean(id, b.net.NodeIDs()))
				continue
			}
			nodes = append(nodes, n)
		}
		for _, w := range strings.Fields(row.Text("months")) {
			t, err := time.Parse("2006-01", w)
			if err != nil {
				b.bad(row, "months", "expected months such as 2022-02, found %q", w)
				continue
			}
			for _, n := range nodes {
				bent[month{n, 12*t.Year() + int(t.Month()) - 1}] = true
			}
		}
	}
	if len(bent) == 0 {
		return
	}
	counts := map[string]float64{} // of months that none bent
	name := func(n NodeID, e Event, at int) string { return fmt.Sprint(n, e, at) }
	for i := range b.net.Backgrounds {
		for m, x := range b.net.Backgrounds[i].Months {
			g := &b.net.Backgrounds[i]
			if at := 12*g.Year + m; !bent[month{g.Node, at}] {
				counts[name(g.Node, g.Event, at)] = x
			}
		}
	}
	around := func(g *Background, at int) (mean float64) {
		n := 0
		for _, k := range []int{at - 1, at + 1} {
			if x, ok := counts[name(g.Node, g.Event, k)]; ok {
				mean += x
				n++
			}
		}
		return mean / float64(max(n, 1))
	}
	for i := range b.net.Backgrounds {
		g := &b.net.Backgrounds[i]
		for m := range g.Usual {
			at := 12*g.Year + m
			if mean := around(g, at); bent[month{g.Node, at}] && mean > 0 {
				sum, n := 0.0, 0
				for k := range b.net.Backgrounds {
					h := &b.net.Backgrounds[k]
					x, ok := counts[name(h.Node, h.Event, 12*h.Year+m)]
					if near := around(h, 12*h.Year+m); h.Node == g.Node && h.Event == g.Event && ok && near > 0 {
						sum += x / near
						n++
					}
				}
				if n > 0 {
					mean *= sum / float64(n)
				}
				g.Usual[m] = mean
			}
		}
	}
}

// neighbours reads where other traffic may go instead.
func (b *builder) neighbours() {
	for _, row := range b.set.Rows("neighbours") {
		from, to, event := b.node(row, "facility"), b.node(row, "other"), choice[Event](data.Events, row.Text("event"))
		if from < 0 || to < 0 {
			continue
		}
		if from == to {
			b.bad(row, "other", "expected another place than the facility itself")
			continue
		}
		if b.net.Nodes[to].Process[event] < 0 {
			b.bad(row, "other", "expected a row of facilities.csv for %s on %s", row.Text("other"), row.Text("event"))
			continue
		}
		for i := range b.net.Backgrounds {
			if g := &b.net.Backgrounds[i]; g.Node == from && g.Event == event {
				g.Other = append(g.Other, Neighbour{to, row.Span("detour"), row.Num("share")})
			}
		}
	}
}
