package network

import (
	"fmt"
	"slices"
	"strings"

	"corridor/data"
)

// checkTraffic holds counts of other traffic against their neighbours and
// against the stations that serve them.
func (n *Network) checkTraffic() (ps data.Problems) {
	rows := n.Set.Rows("backgrounds")
	type place struct {
		node  NodeID
		event Event
	}
	mean := map[place][]float64{}
	for i := range n.Backgrounds {
		g := &n.Backgrounds[i]
		mean[place{g.Node, g.Event}] = append(mean[place{g.Node, g.Event}], g.perMonth())
	}
	for i := range n.Backgrounds {
		g := &n.Backgrounds[i]
		bad := func(column, format string, args ...any) {
			ps = append(ps, rows[i].Problem(column, fmt.Sprintf(format, args...)))
		}
		m := g.perMonth()
		if m == 0 {
			bad("months", "expected traffic in at least one month")
		}
		for month, x := range g.Months {
			if m > 10 && x > 3*m {
				bad("months", "expected no month of more than three times the mean of the year, %.0f; month %d has %.0f", m, month+1, x)
				break
			}
		}
		years := slices.Clone(mean[place{g.Node, g.Event}])
		slices.Sort(years)
		if mid := years[len(years)/2]; m > 30 && mid > 30 && (m > 3*mid || m < mid/3) {
			bad("months", "expected counts like those of the other years here, about %.0f a month", mid)
		}
		vehicle := g.Event >= VehicleCall
		if g.LengthKM > 0 && (!vehicle || g.LengthKM < 0.3 || g.LengthKM > 5) {
			bad("length_km", "expected a length of 0.3 to 5 km, of trains only")
		}
		if g.Moves > 0 && g.Event != VehicleCall {
			bad("moves", "expected only with vehicle-call: nothing is put off or taken on elsewhere")
		}
	}
	return append(ps, n.checkLoads()...)
}

// perMonth is the mean of the monthly counts.
func (g *Background) perMonth() float64 {
	sum := 0.0
	for _, x := range g.Months {
		sum += x
	}
	return sum / 12
}

// checkLoads finds stations that the other traffic of the last year counted
// keeps busier than their servers can be, on average over the year: their queue
// would never end.
func (n *Network) checkLoads() (ps data.Problems) {
	loads, why := n.Loads()
	for i, row := range n.Set.Rows("resources") {
		if loads[i] > 1 {
			ps = append(ps, row.Problem("servers", fmt.Sprintf("expected room for the other traffic: it keeps them busy %.2f times the hours that they are open, by stage %s", loads[i], strings.Join(why[i], ", "))))
		}
	}
	return ps
}

// Loads is the share of the open hours of each resource that other traffic takes
// on average over the last year counted, and the stages that take it. Traffic that
// gives up and breakdowns are not looked at.
func (n *Network) Loads() (share []float64, stages [][]string) {
	share, stages = make([]float64, len(n.Resources)), make([][]string, len(n.Resources))
	at := map[string]int{}
	key := func(node NodeID, name string) string { return fmt.Sprint(node, "/", name) }
	for i := range n.Resources {
		at[key(n.Resources[i].Node, n.Resources[i].Name)] = i
	}
	for i := range n.Backgrounds {
		g := &n.Backgrounds[i]
		p := n.Nodes[g.Node].Process[g.Event]
		if p < 0 || slices.ContainsFunc(n.Backgrounds, func(h Background) bool {
			return h.Node == g.Node && h.Event == g.Event && h.Year > g.Year
		}) {
			continue
		}
		hourly := g.perMonth() * 12 / (365.25 * 24)
		for _, s := range n.Processes[p].Stages {
			hours := hourly * s.Chance * n.shareOfOthers(s.When, g) * s.Time.Mean() / 3600
			switch s.Per {
			case PerMove:
				hours *= g.Moves
			case PerKMLength:
				hours *= g.LengthKM
			}
			if hours == 0 {
				continue
			}
			for _, name := range s.Need {
				if r, ok := at[key(g.Node, name)]; ok {
					share[r] += hours
					stages[r] = append(stages[r], s.Name)
				}
			}
		}
	}
	for i := range n.Resources {
		if r := &n.Resources[i]; share[i] > 0 {
			share[i] /= max(r.atWork(), 1e-9)
		}
	}
	return share, stages
}

// shareOfOthers is the share of other traffic that meets conditions. It carries
// no goods that are known and none under bond.
func (n *Network) shareOfOthers(when []Condition, g *Background) float64 {
	share := 1.0
	for i := range when {
		c := &when[i]
		yes := 0.0
		switch c.Key {
		case "trusted":
			yes = g.Trusted
		case "empty":
			yes = g.Empty
		case "other":
			yes = 1
		case "in_bond":
		default:
			share *= indicator(n.StaticHolds(c, nil))
			continue
		}
		share *= yes*indicator(c.Holds("yes")) + (1-yes)*indicator(c.Holds("no"))
	}
	return share
}

// atWork is the mean number of servers over the week.
func (r *Resource) atWork() float64 {
	if r.Calendar == nil {
		return float64(r.Servers)
	}
	turns := r.Calendar.Turns()
	sum := 0
	for i, from := range turns {
		to := weekMinutes + turns[0]
		if i+1 < len(turns) {
			to = turns[i+1]
		}
		sum += (to - from) * r.Calendar.serversAt(r.Servers, from)
	}
	return float64(sum) / weekMinutes
}
