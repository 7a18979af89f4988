package validate

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim/freight"
)

// group is what is run together: one scenario over one stretch of time, on a
// world of the facilities that its targets, its changes and their neighbours
// name. What a target reads does not depend on which others are asked for.
type group struct {
	scenario string
	from, to time.Time
	cargo    bool // all flows; else one, as a world needs
	fill     bool // trains always wait
	targets  []*Target
	cases    []benchCase
	watch    freight.Watch
	at       map[freight.PlaceEvent]int
}

// benchCase is one model of a group: [0] is what is measured, [1] what it is
// compared with.
type benchCase struct {
	model *freight.Model
	shift time.Duration // its time is so much later than the group's
	ends  time.Time     // of its last change
}

// preRoll fills queues; with cargo, the longest yard stays too.
const (
	preRoll      = 7 * 24 * time.Hour
	preRollCargo = 45 * 24 * time.Hour
	overfull     = 6 // times the counts, where trains always wait
)

// groups sorts targets by what has to be run for them, in the order of the table.
func groups(targets []Target) (list []*group) {
	for i := range targets {
		t := &targets[i]
		k := slices.IndexFunc(list, func(g *group) bool {
			return g.scenario == t.Scenario && g.cargo == t.needsCargo() && g.fill == t.saturates() && g.compared() == t.Compared &&
				(t.Scenario != "baseline" || g.from.Equal(t.From) && g.to.Equal(t.To))
		})
		if k < 0 {
			k = len(list)
			list = append(list, &group{scenario: t.Scenario, from: t.From, to: t.To, cargo: t.needsCargo(), fill: t.saturates(), at: map[freight.PlaceEvent]int{}})
		}
		g := list[k]
		g.targets = append(g.targets, t)
		if t.From.Before(g.from) {
			g.from = t.From
		}
		if t.To.After(g.to) {
			g.to = t.To
		}
		for _, w := range t.watches() {
			if _, ok := g.at[w]; !ok {
				g.at[w] = len(g.watch.Places)
				g.watch.Places = append(g.watch.Places, w)
			}
		}
		if t.Service >= 0 && !slices.Contains(g.watch.Services, t.Service) {
			g.watch.Services = append(g.watch.Services, t.Service)
		}
	}
	return list
}

func (g *group) compared() string { return g.targets[0].Compared }

func (g *group) paired() bool {
	return slices.ContainsFunc(g.targets, func(t *Target) bool { return t.paired() })
}

// build compiles the group's cases.
func (g *group) build(net *network.Network) error {
	sc, err := scenarios.Load(g.scenario)
	if err != nil {
		return err
	}
	world, err := g.world(net, sc)
	if err != nil {
		return err
	}
	add := func(sc scenarios.Scenario, from, to time.Time) error {
		pre := preRoll
		if g.cargo {
			pre = preRollCargo
		}
		sc.Window = scenarios.Window{Start: from, PreRoll: pre, Length: to.Sub(from) + 24*time.Hour, NoDrain: true}
		routing := route.Open
		if g.cargo {
			routing = route.Direct // more boxes at ports; how long one stays there is the same
		}
		m, err := freight.NewModel(world, freight.Case{Scenario: &sc, Routing: routing, Share: 1, Watch: &g.watch})
		if err != nil {
			return fmt.Errorf("%s: %w", g.scenario, err)
		}
		g.cases = append(g.cases, benchCase{model: m, shift: from.Sub(g.from), ends: lastChange(&sc)})
		return nil
	}
	if err := add(*sc, g.from, g.to); err != nil || !g.paired() {
		return err
	}
	other := *sc
	other.Changes = nil
	if day, err := data.ParseDay(g.compared()); err == nil && g.compared() != "" {
		return add(other, day, day.Add(g.to.Sub(g.from)))
	} else if g.compared() != "" {
		base, err := scenarios.Load(g.compared())
		if err != nil {
			return err
		}
		other = *base
	}
	return add(other, g.from, g.to)
}

func lastChange(sc *scenarios.Scenario) (end time.Time) {
	for i := range sc.Changes {
		if sc.Changes[i].To.After(end) {
			end = sc.Changes[i].To
		}
	}
	return end
}

// world leaves other traffic at the facilities concerned and their neighbours.
func (g *group) world(net *network.Network, sc *scenarios.Scenario) (*network.Network, error) {
	near := map[string]bool{}
	for _, w := range g.watch.Places {
		near[net.Nodes[w.Node].ID] = true
	}
	for i := range sc.Changes {
		for _, id := range sc.Changes[i].Where.ID {
			near[id] = true
		}
	}
	for _, s := range g.watch.Services {
		for _, c := range net.Services[s].Calls {
			near[net.Nodes[c.Node].ID] = true
		}
	}
	return g.keep(net, near)
}

func (g *group) keep(net *network.Network, near map[string]bool) (*network.Network, error) {
	also := map[string]bool{}
	for _, row := range net.Set.Rows("neighbours") {
		if near[row.Text("facility")] {
			also[row.Text("other")] = true
		}
	}
	set := net.Set.Keep("backgrounds", func(r data.Row) bool { return near[r.Text("facility")] || also[r.Text("facility")] })
	set = set.Keep("assumptions", func(data.Row) bool { return false })
	if !g.cargo {
		first := set.Rows("flows")[0].Key()
		set = set.Keep("flows", func(r data.Row) bool { return r.Key() == first })
	}
	if g.fill {
		set = set.Edit("backgrounds", "months", func(r data.Row) string {
			var words []string
			for _, x := range r.Numbers("months") {
				words = append(words, strconv.FormatFloat(overfull*x, 'f', -1, 64))
			}
			return strings.Join(words, " ")
		})
	}
	return network.Build(set)
}

// run simulates one replication of one of the group's cases.
func (g *group) run(ctx context.Context, c int, seed uint64, replication int) (*sighting, error) {
	out, err := g.cases[c].model.Run(ctx, seed, replication)
	if err != nil {
		return nil, err
	}
	s := &sighting{saw: out.Saw, model: g.cases[c].model, shift: g.cases[c].shift, ends: g.cases[c].ends}
	for _, w := range g.watch.Places {
		s.closed = append(s.closed, closedHours(s.model, w))
	}
	return s, nil
}
