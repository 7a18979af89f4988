package experiment

import (
	"context"
	"fmt"
	"slices"
	"sort"

	"corridor/network"
	"corridor/scenarios"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// CriticalityPlan asks what is lost without each crossing, port, rail line and
// service, and with half of it, over the whole window. All parts are screened by
// measures of the graph; the most telling are simulated at screen fidelity on the
// same random numbers.
type CriticalityPlan struct {
	Net     *network.Network
	Case    freight.Case // undisturbed
	Seed    uint64
	Reps    int
	Workers int
	Kinds   []string // nil: all of PartKinds
	Most    int      // parts simulated
	// Budget is told once how many parts there are, how many are simulated, and in
	// how many runs.
	Budget   func(parts, simulated, runs int)
	Progress func(done, total int)
}

// Criticality is what the loss of a part brings: differences from the
// undisturbed case over the counted loads, a replication.
type Criticality struct {
	Part
	Removed Loss
	Halved  Loss
}

// Loss is a difference: of all costs, time of the goods and the value of goods that do
// not arrive included, of the mean
// door-to-door time, and of the share delivered.
type Loss struct {
	USD       results.Estimate
	Hours     results.Estimate
	Delivered results.Estimate
}

// RunCriticality ranks the parts by what their removal costs, the dearest first;
// those that were not simulated follow in order of the screening, without losses.
// The answer does not depend on Workers.
func RunCriticality(ctx context.Context, p CriticalityPlan) (list []Criticality, simulated int, err error) {
	if p.Reps < 1 || p.Most < 1 {
		return nil, 0, fmt.Errorf("experiment: expected at least one replication and one part")
	}
	if p.Kinds == nil {
		p.Kinds = PartKinds
	}
	p.Case.Fidelity = freight.Screen
	m, err := freight.NewModel(p.Net, p.Case)
	if err != nil {
		return nil, 0, err
	}
	parts := screen(m, p.Kinds)
	simulated = min(p.Most, len(parts))
	total := simulated * 3 * p.Reps
	if p.Budget != nil {
		p.Budget(len(parts), simulated, total)
	}
	waits := &freight.Waits{}
	for i := range parts {
		x := Criticality{Part: parts[i]}
		if i < simulated {
			cases := []freight.Case{p.Case, p.without(&parts[i], false), p.without(&parts[i], true)}
			s, err := Run(ctx, Plan{Net: p.Net, Cases: cases, Seed: p.Seed, Reps: p.Reps, Workers: p.Workers, Waits: waits, Progress: func(done, _ int) {
				if p.Progress != nil {
					p.Progress(i*3*p.Reps+done, total)
				}
			}})
			if err != nil {
				return nil, 0, err
			}
			x.Removed, x.Halved = s.lossOf(1), s.lossOf(2)
		}
		list = append(list, x)
	}
	sort.SliceStable(list[:simulated], func(a, b int) bool { return list[a].Removed.USD.Mean > list[b].Removed.USD.Mean })
	return list, simulated, nil
}

// without is the case with a part closed, or halved, from beginning to end.
func (p *CriticalityPlan) without(part *Part, halved bool) freight.Case {
	half := 0.5
	c := scenarios.Change{Name: "removed", Where: scenarios.Where{ID: []string{part.ID}}, Do: scenarios.Do{Close: true}}
	if halved {
		c.Name = "halved"
		c.Do = scenarios.Do{Capacity: &half}
		if part.Kind == "line" || part.Kind != "service" && !p.hasResource(part) {
			c.Do = scenarios.Do{Speed: &half}
			if part.Kind != "line" {
				two := 2.0
				c.Do = scenarios.Do{ServiceTime: &two}
			}
		}
	}
	s := *p.Case.Scenario
	s.Name += "+" + c.Name
	s.Changes = append(slices.Clone(s.Changes), c)
	with := p.Case
	with.Scenario = &s
	return with
}

func (p *CriticalityPlan) hasResource(part *Part) bool {
	return slices.ContainsFunc(p.Net.Resources, func(r network.Resource) bool { return int(r.Node) == part.at })
}

// lossOf are the paired differences of a case from the first.
func (s *Study) lossOf(c int) (l Loss) {
	hours, delivered := slices.Index(KPINames(), "transit_hours"), slices.Index(KPINames(), "delivered_share")
	var d [3][]float64
	for _, r := range s.reps {
		a, b := s.cells[0][r], s.cells[c][r]
		d[0] = append(d[0], costOf(b.out)-costOf(a.out)+s.missing(a.out, b.out))
		d[1] = append(d[1], b.all[hours]-a.all[hours])
		d[2] = append(d[2], b.all[delivered]-a.all[delivered])
	}
	l.USD, _ = estimate(d[0], "USD")
	l.Hours, _ = estimate(d[1], "h")
	l.Delivered, _ = estimate(d[2], "share")
	return l
}

// missing is the value of the goods that arrive in one outcome and not in another.
func (s *Study) missing(a, b *freight.Outcome) (usd float64) {
	n := s.Plan.Net
	for f := range n.Flows {
		if c := n.Flows[f].Commodity; c >= 0 {
			usd += float64(a.Flows[f].Delivered-b.Flows[f].Delivered) * n.Commodities[c].ValueUSD
		}
	}
	return usd
}

// costOf sums all costs of the counted loads.
func costOf(o *freight.Outcome) (usd float64) {
	for f := range o.Flows {
		for _, x := range o.Flows[f].Cost {
			usd += x
		}
	}
	return usd
}
