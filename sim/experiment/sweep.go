package experiment

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// Sweep is an experiment laid out in cells: points × routings × replications.
type Sweep struct {
	Experiment *scenarios.Experiment
	Net        *network.Network
	Version    string // of the program; part of every cell's address
	Points     [][]string

	// Of every Of points, only those that leave Part - 1 (Of 0: all) are run here; another
	// process or machine runs the others.
	Part, Of int
	Workers  int
	// Progress is told of every cell that ends, by one goroutine at a time.
	Progress func(done, failed, total int)
}

// NewSweep lays out an experiment.
func NewSweep(e *scenarios.Experiment, net *network.Network, version string) *Sweep {
	return &Sweep{Experiment: e, Net: net, Version: version, Points: Points(e)}
}

// Plan is what the sweep's folder says of it.
func (s *Sweep) Plan() results.SweepPlan {
	e := s.Experiment
	p := results.SweepPlan{Name: e.Name, Version: s.Version, Data: s.Net.Hash, Routings: e.Routings, Reps: e.Reps, Seed: e.Seed, Points: s.Points}
	for i := range e.Factors {
		p.Factors = append(p.Factors, e.Factors[i].Name)
	}
	for _, k := range KPIs {
		p.Figures = append(p.Figures, [3]string{k.Name, k.Unit, k.Doc})
	}
	return p
}

// Scenario of a point.
func (s *Sweep) Scenario(point int) (*scenarios.Scenario, error) {
	var set []scenarios.Setting
	for i := range s.Experiment.Factors {
		f, v := &s.Experiment.Factors[i], s.Points[point][i]
		switch {
		case f.Change == "":
			set = append(set, scenarios.Setting{Path: f.Set, Value: v})
		case v == "no":
			set = append(set, scenarios.Setting{Path: "changes." + f.Change})
		}
	}
	sc, ps := s.Experiment.Base.With(set)
	if err := ps.Err(); err != nil {
		return nil, err
	}
	return sc, nil
}

// mine says whether a point is run here.
func (s *Sweep) mine(point int) bool { return s.Of == 0 || point%s.Of == s.Part-1 }

// Total is how many cells are to be run here.
func (s *Sweep) Total() int {
	n := 0
	for p := range s.Points {
		if s.mine(p) {
			n++
		}
	}
	return n * len(s.Experiment.Routings) * s.Experiment.Reps
}

// address of a cell.
func (s *Sweep) address(sc *scenarios.Scenario, routing string, rep int) string {
	e := s.Experiment
	return results.Address(sc.Hash, s.Net.Hash, s.Version, routing, strconv.FormatFloat(e.Share, 'g', -1, 64), strconv.FormatUint(e.Seed, 10), strconv.Itoa(rep))
}

// Run runs the cells that the folder lacks and stores each as it ends. A cell
// that fails is tried once more, recorded with its error, and does not stop the
// rest. It returns the number of failed cells.
func (s *Sweep) Run(ctx context.Context, dir string) (failed int, err error) {
	if err := results.OpenSweep(dir, s.Plan()); err != nil {
		return 0, err
	}
	workers := s.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	type job struct {
		point   int
		routing string
	}
	jobs := make(chan job)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var first error
	done, total := 0, s.Total()
	stop, cancel := context.WithCancel(ctx)
	defer cancel()
	for range min(workers, max(total, 1)) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range jobs {
				err := s.cells(stop, dir, j.point, j.routing, func(bad bool) {
					mu.Lock()
					defer mu.Unlock()
					done++
					if bad {
						failed++
					}
					if s.Progress != nil {
						s.Progress(done, failed, total)
					}
				})
				if err != nil {
					mu.Lock()
					if first == nil {
						first = err
					}
					mu.Unlock()
					cancel()
				}
			}
		}()
	}
	for p := range s.Points {
		if !s.mine(p) {
			continue
		}
		for _, r := range s.Experiment.Routings {
			select {
			case jobs <- job{p, r}:
			case <-stop.Done():
			}
		}
	}
	close(jobs)
	wg.Wait()
	if ctx.Err() != nil {
		return failed, ErrInterrupted
	}
	return failed, first
}

// cells runs the replications of a point under a routing that the folder lacks.
func (s *Sweep) cells(ctx context.Context, dir string, point int, routing string, ended func(failed bool)) error {
	sc, fault := s.Scenario(point)
	if fault != nil { // a point that is no scenario: each of its cells failed
		sc = &scenarios.Scenario{Hash: results.Address(append([]string{s.Experiment.Base.Hash}, s.Points[point]...)...)}
	}
	var model *freight.Model
	for rep := range s.Experiment.Reps {
		if ctx.Err() != nil {
			return nil
		}
		id := s.address(sc, routing, rep) + fmt.Sprintf("-%d", point) // points may repeat a scenario
		switch c, err := results.ReadCell(dir, id); {
		case err == nil:
			ended(c.Error != "")
			continue
		case !errors.Is(err, fs.ErrNotExist) && ctx.Err() == nil:
			// Damaged: run again and write anew.
		}
		c := &results.Cell{ID: id, Point: point, Routing: routing, Replication: rep, Seed: s.Experiment.Seed, Factors: s.Points[point]}
		err := fault
		for try := 0; try < 2 && fault == nil; try++ {
			if c.Figures, err = s.figures(ctx, &model, sc, routing, rep); err == nil || ctx.Err() != nil {
				break
			}
		}
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			c.Error = err.Error()
		}
		if err := results.WriteCell(dir, c); err != nil {
			return err
		}
		ended(c.Error != "")
	}
	return nil
}

// figures runs one replication; a panic of the program is an error of the cell.
func (s *Sweep) figures(ctx context.Context, model **freight.Model, sc *scenarios.Scenario, routing string, rep int) (figures map[string]float64, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the program failed: %v", p)
		}
	}()
	if *model == nil {
		m, err := freight.NewModel(s.Net, freight.Case{Scenario: sc, Routing: route.Routing(slices.Index(route.Routings, routing)), Share: s.Experiment.Share})
		if err != nil {
			return nil, err
		}
		*model = m
	}
	out, err := (*model).Run(ctx, s.Experiment.Seed, rep)
	if err != nil {
		return nil, err
	}
	var flows []*freight.FlowTally
	for f := range out.Flows {
		flows = append(flows, &out.Flows[f])
	}
	figures = map[string]float64{}
	for i, x := range values(flows) {
		if finite(x) {
			figures[KPIs[i].Name] = x
		}
	}
	return figures, nil
}
