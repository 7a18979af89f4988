package experiment

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// models makes the model of a point under a routing when a cell first needs it.
type models struct {
	s       *Sweep
	point   int
	routing string
	sc      *scenarios.Scenario
	fault   error // why the point is no scenario
	m       *freight.Model
}

func (s *Sweep) models(point int, routing string) *models {
	ms := &models{s: s, point: point, routing: routing}
	if ms.sc, ms.fault = s.Scenario(point); ms.fault != nil { // each of its cells fails
		ms.sc = &scenarios.Scenario{Hash: results.Address(append([]string{s.Experiment.Base.Hash}, s.Points[point]...)...)}
	}
	return ms
}

// address of a cell: of all that it is made from. Points may repeat a scenario.
func (ms *models) address(rep int) string {
	e := ms.s.Experiment
	return results.Address(ms.sc.Hash, e.Base.Hash, ms.s.Net.Hash, ms.s.Version, ms.routing, e.Fidelity, strconv.FormatFloat(e.Share, 'g', -1, 64),
		strconv.FormatUint(e.Seed, 10), strconv.Itoa(rep)) + fmt.Sprintf("-%d", ms.point)
}

func (ms *models) model(ctx context.Context) (*freight.Model, error) {
	if ms.m != nil || ms.fault != nil {
		return ms.m, ms.fault
	}
	before, err := ms.s.bases()
	if err != nil {
		return nil, err
	}
	m, err := ms.s.compile(ms.sc, ms.routing, before...)
	if err != nil {
		return nil, err
	}
	if m.Case.Fidelity == freight.Screen {
		if err := ms.s.waits.Hold(ctx, m, ms.s.live(m), 1); err != nil {
			return nil, err
		}
	}
	ms.m = m
	return m, nil
}

func (s *Sweep) compile(sc *scenarios.Scenario, routing string, before ...*freight.Model) (*freight.Model, error) {
	return freight.NewModel(s.Net, freight.Case{Scenario: sc, Routing: route.Routing(slices.Index(route.Routings, routing)), Share: s.Experiment.Share,
		Fidelity: freight.Fidelity(max(0, slices.Index(freight.Fidelities, s.Experiment.Fidelity)))}, before...)
}

// base is the scenario that varies, compiled once under all routings: points take
// their ways from it where they have the same.
type base struct {
	once   sync.Once
	models []*freight.Model
	live   []bool // facilities near its changes
	err    error
}

func (s *Sweep) bases() ([]*freight.Model, error) {
	b := s.base
	b.once.Do(func() {
		b.live = make([]bool, len(s.Net.Nodes))
		for _, r := range s.Experiment.Routings {
			m, err := s.compile(s.Experiment.Base, r, b.models...)
			if err != nil { // a point may be one all the same; what is near is then not known
				if s.Experiment.Fidelity == "screen" {
					b.err = err
				}
				return
			}
			b.models = append(b.models, m)
			if m.Case.Fidelity == freight.Screen {
				merge(b.live, m.Near())
			}
		}
	})
	return b.models, b.err
}

// live are the facilities whose other traffic is simulated at screen fidelity:
// those near a change of the scenario that varies, with all its changes, or of the
// point. So points differ by what is set, not by what is held fixed.
func (s *Sweep) live(m *freight.Model) []bool {
	live := slices.Clone(s.base.live)
	merge(live, m.Near())
	return live
}

func merge(live, more []bool) {
	for i, yes := range more {
		live[i] = live[i] || yes
	}
}

// try runs a cell; a panic of the program is an error of the cell. Rows go to dir.
func (s *Sweep) try(ctx context.Context, ms *models, c results.Cell, dir string) (done *results.Cell, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the program failed: %v", p)
		}
	}()
	m, err := ms.model(ctx)
	if err != nil {
		return nil, err
	}
	rows, files, err := s.rows(dir, c.ID)
	if err != nil {
		return nil, stored(err)
	}
	out, err := m.RunRows(ctx, s.Experiment.Seed, c.Replication, rows)
	if err != nil {
		files.abort()
		return nil, err
	}
	if c.Rows, err = files.close(); err != nil {
		return nil, stored(err)
	}
	c.Figures = Figures(out)
	return &c, nil
}

// rowFiles are the files of rows of a cell that is being run.
type rowFiles struct {
	shipments *results.RowFile[results.Shipment]
	hours     *results.RowFile[results.FacilityHour]
}

func (s *Sweep) rows(dir, id string) (rows freight.Rows, files rowFiles, err error) {
	if dir != "" && slices.Contains(s.Experiment.Rows, results.Shipments) {
		if files.shipments, err = results.CreateRows[results.Shipment](dir, results.Shipments, id); err != nil {
			return rows, files, err
		}
		rows.Shipment = func(x *results.Shipment) { x.Cell = id; files.shipments.Write(x) }
	}
	if dir != "" && slices.Contains(s.Experiment.Rows, results.FacilityHours) {
		if files.hours, err = results.CreateRows[results.FacilityHour](dir, results.FacilityHours, id); err != nil {
			files.abort()
			return rows, files, err
		}
		rows.FacilityHour = func(x *results.FacilityHour) { x.Cell = id; files.hours.Write(x) }
	}
	return rows, files, nil
}

func (f *rowFiles) abort() {
	if f.shipments != nil {
		f.shipments.Abort()
	}
	if f.hours != nil {
		f.hours.Abort()
	}
}

func (f *rowFiles) close() (sums map[string]string, err error) {
	if f.shipments == nil && f.hours == nil {
		return nil, nil
	}
	sums = map[string]string{}
	if f.shipments != nil {
		if sums[results.Shipments], err = f.shipments.Close(); err != nil {
			if f.hours != nil {
				f.hours.Abort()
			}
			return nil, err
		}
	}
	if f.hours != nil {
		sums[results.FacilityHours], err = f.hours.Close()
	}
	return sums, err
}

// SweepOf takes up the sweep of a folder's plan, on the world that it was made
// with, to run cells of it again.
func SweepOf(p *results.SweepPlan, net *network.Network) (*Sweep, error) {
	sc, ps := scenarios.Read("plan.json", []byte(p.Scenario))
	if err := ps.Err(); err != nil {
		return nil, err
	}
	if p.Data != net.Hash {
		return nil, fmt.Errorf("the tables of this world are not those that %s was made with", p.Name)
	}
	e := &scenarios.Experiment{Name: p.Name, Base: sc, Routings: p.Routings, Reps: p.Reps, Seed: p.Seed, Share: p.Share, Fidelity: p.Fidelity, Design: p.Design}
	for i, name := range p.Factors {
		e.Factors = append(e.Factors, scenarios.FactorAt(name, p.Paths[i]))
	}
	return &Sweep{Experiment: e, Net: net, Version: p.Version, Points: p.Points, waits: &freight.Waits{}, base: &base{}}, nil
}

// Again runs a cell once more and returns what it gives now. A cell of other
// inputs than the sweep's is an error.
func (s *Sweep) Again(ctx context.Context, c *results.Cell) (*results.Cell, error) {
	ms := s.models(c.Point, c.Routing)
	if id := ms.address(c.Replication); id != c.ID {
		return nil, fmt.Errorf("cell %s: these inputs give the cell %s: something differs from what it was made from", c.ID, id)
	}
	again := *c
	again.Figures, again.Error, again.Rows = nil, "", nil
	return s.try(ctx, ms, again, "")
}
