package experiment

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"corridor/network"
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
	Workers  int // 0: one a processor
	// Progress is told of every cell that ends, by one goroutine at a time.
	Progress func(Progress)

	unit  [][]float64 // the points in the unit cube, where the design has one
	waits *freight.Waits
	base  *base
	run   func(context.Context, *models, results.Cell, string) (*results.Cell, error) // one try of a cell; nil: the real one
}

// Progress of a sweep: of Total cells Done are over, Kept of them were there
// before, Failed of them failed.
type Progress struct{ Done, Kept, Failed, Total int }

// NewSweep lays out an experiment.
func NewSweep(e *scenarios.Experiment, net *network.Network, version string) (*Sweep, error) {
	s := &Sweep{Experiment: e, Net: net, Version: version, waits: &freight.Waits{}, base: &base{}}
	if e.Best != nil {
		name, ok := KPINamed(e.Best.On)
		if !ok {
			return nil, fmt.Errorf("%s: best: on: no figure is called %s; they are %s", e.File, e.Best.On, strings.Join(KPINames(), ", "))
		}
		e.Best.On = name
	}
	var err error
	if s.Points, s.unit, err = layout(e); err != nil {
		return nil, err
	}
	return s, nil
}

// Plan is what the sweep's folder says of it.
func (s *Sweep) Plan() results.SweepPlan {
	e := s.Experiment
	p := results.SweepPlan{Name: e.Name, Version: s.Version, Data: s.Net.Hash, Routings: e.Routings, Reps: e.Reps, Seed: e.Seed, Share: e.Share, Fidelity: e.Fidelity,
		Design: e.Design, Scenario: string(e.Base.YAML()), Points: s.Points, Rows: e.Rows}
	if e.Best != nil {
		p.Most = e.Best.Most
	}
	for i := range e.Factors {
		p.Factors = append(p.Factors, e.Factors[i].Name)
		p.Paths = append(p.Paths, e.Factors[i].Path())
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
		set = append(set, s.Experiment.Factors[i].Setting(s.Points[point][i])...)
	}
	sc, ps := s.Experiment.Base.With(set)
	if err := ps.Err(); err != nil {
		return nil, err
	}
	return sc, nil
}

// mine says whether a point is run here.
func (s *Sweep) mine(point int) bool { return s.Of == 0 || point%s.Of == s.Part-1 }

// Total is how many cells are to be run here; where replications are added, the
// fewest.
func (s *Sweep) Total() int {
	n := 0
	for p := range s.Points {
		if s.mine(p) {
			n++
		}
	}
	return n * len(s.Experiment.Routings) * s.Experiment.Reps
}

// Processors is how many cells are run at once.
func (s *Sweep) Processors() int {
	if s.Workers > 0 {
		return s.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// Run runs the cells that the folder lacks and stores each as it ends. A cell
// that fails is tried once more, recorded with its error, and does not stop the
// rest. It returns the number of failed cells. What cannot be stored (a full
// disk) ends the sweep with an error; what was stored stays.
func (s *Sweep) Run(ctx context.Context, dir string) (failed int, err error) {
	if err := results.OpenSweep(dir, s.Plan()); err != nil {
		return 0, err
	}
	var jobs []job
	each := s.chunk()
	for p := range s.Points {
		if !s.mine(p) {
			continue
		}
		for _, r := range s.Experiment.Routings {
			for from := 0; from < s.Experiment.Reps; from += each {
				jobs = append(jobs, job{p, r, from, min(from+each, s.Experiment.Reps), nil})
			}
		}
	}
	tally := Progress{Total: s.Total()}
	err = s.do(ctx, dir, jobs, &tally, nil)
	return tally.Failed, err
}

// Forecast of a sweep, from a cell of the first and one of the last point.
type Forecast struct {
	Begin time.Duration // once: ways and, at screen fidelity, waits
	Cell  time.Duration
	Bytes float64 // of a cell with its rows, its share of the tables included
}

// Forecast runs a cell of the first and one of the last point in a folder of its
// own. Times are of one processor.
func (s *Sweep) Forecast(ctx context.Context, dir string) (f Forecast, err error) {
	e := *s.Experiment
	e.Reps, e.Routings = 1, e.Routings[:1]
	one := &Sweep{Experiment: &e, Net: s.Net, Version: s.Version, Points: [][]string{s.Points[0], s.Points[len(s.Points)-1]}, Workers: 1, waits: s.waits, base: s.base}
	begun := time.Now()
	var ends []time.Duration
	one.Progress = func(Progress) { ends = append(ends, time.Since(begun)) }
	if _, err := one.Run(ctx, dir); err != nil {
		return f, err
	}
	f.Cell = ends[1] - ends[0]
	f.Begin = max(0, ends[0]-f.Cell)
	plan := one.Plan()
	cells, _, err := results.SweepCells(dir, &plan)
	if err != nil {
		return f, err
	}
	if err := results.FinishSweep(dir, &plan, cells); err != nil {
		return f, err
	}
	return f, filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || e.Name() == "plan.json" {
			return err
		}
		info, err := e.Info()
		if err == nil {
			f.Bytes += float64(info.Size()) / float64(len(cells))
		}
		return err
	})
}

// job is some replications of a point under a routing: they share a model.
type job struct {
	point    int
	routing  string
	from, to int
	models   *models // nil: to be made
}

// chunk is how many replications a job has: all, unless there are too few points
// to keep the workers busy.
func (s *Sweep) chunk() int {
	reps := s.Experiment.Reps
	if groups := s.Total() / reps; groups < 4*s.Processors() {
		return max(1, min(reps, s.Total()/(4*s.Processors())))
	}
	return reps
}

// do runs jobs on all workers; got is told of every cell, by one goroutine at
// a time.
func (s *Sweep) do(ctx context.Context, dir string, jobs []job, tally *Progress, got func(*results.Cell)) error {
	queue := make(chan job)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var first error
	stop, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := func(c *results.Cell, kept bool) {
		mu.Lock()
		defer mu.Unlock()
		tally.Done++
		if kept {
			tally.Kept++
		}
		if c.Error != "" {
			tally.Failed++
		}
		if got != nil {
			got(c)
		}
		if s.Progress != nil {
			s.Progress(*tally)
		}
	}
	for range min(s.Processors(), max(len(jobs), 1)) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range queue {
				if err := s.cells(stop, dir, j, ended); err != nil {
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
	for _, j := range jobs {
		select {
		case queue <- j:
		case <-stop.Done():
		}
	}
	close(queue)
	wg.Wait()
	if ctx.Err() != nil {
		return ErrInterrupted
	}
	return first
}

// cells runs the replications of a job that the folder lacks.
func (s *Sweep) cells(ctx context.Context, dir string, j job, ended func(c *results.Cell, kept bool)) error {
	ms := j.models
	if ms == nil {
		ms = s.models(j.point, j.routing)
	}
	for rep := j.from; rep < j.to && ctx.Err() == nil; rep++ {
		id := ms.address(rep)
		// What is there is kept; what is missing or damaged is run.
		if c, err := results.ReadCell(dir, id); err == nil {
			ended(c, true)
			continue
		}
		blank := results.Cell{ID: id, Point: j.point, Routing: j.routing, Replication: rep, Seed: s.Experiment.Seed, Factors: s.Points[j.point]}
		c, err := s.twice(ctx, ms, blank, dir)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		if err := results.WriteCell(dir, c); err != nil {
			return err
		}
		ended(c, false)
	}
	return nil
}

// twice runs a cell, and once more if it fails; the second failure is recorded in
// it. An error is one of storing.
func (s *Sweep) twice(ctx context.Context, ms *models, blank results.Cell, dir string) (*results.Cell, error) {
	run := s.run
	if run == nil {
		run = s.try
	}
	var store *storeError
	c, err := run(ctx, ms, blank, dir)
	if err != nil && !errors.As(err, &store) && ctx.Err() == nil {
		c, err = run(ctx, ms, blank, dir)
	}
	switch {
	case errors.As(err, &store):
		return nil, store.error
	case err != nil:
		blank.Error = err.Error()
		return &blank, nil
	}
	return c, nil
}

// storeError is of the folder, not of the cell.
type storeError struct{ error }

// stored marks an error of storing.
func stored(err error) error {
	if err == nil {
		return nil
	}
	return &storeError{err}
}
