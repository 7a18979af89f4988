package experiment

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"corridor/network"
	"corridor/sim"
	"corridor/sim/freight"
)

// draw is a world with every assumption drawn, for one replication: made by
// the first cell that needs it, let go by the last.
type draw struct {
	once   sync.Once
	mu     sync.Mutex
	left   int // cells to come
	models []*freight.Model
	reach  float64
	err    error
}

func (s *Study) prepareDraws() {
	for len(s.draws) < s.Plan.Reps {
		s.draws = append(s.draws, &draw{left: len(s.Plan.Cases)})
	}
}

// drawn gives the models of a replication.
func (s *Study) drawn(ctx context.Context, r int) ([]*freight.Model, error) {
	d := s.draws[r]
	d.once.Do(func() {
		unknowns := s.Plan.Net.Unknowns()
		at := make([]float64, len(unknowns))
		key := sim.NewKey(s.Plan.Seed, r).Named("inputs")
		for i := range unknowns {
			at[i] = key.Named(unknowns[i].Name()).Uniform()
		}
		d.models, d.reach, d.err = variant(s.Plan.Net, s.Plan.Cases, unknowns, at, s.Models)
		if d.err != nil {
			d.err = fmt.Errorf("inputs of replication %d: %w", r+1, d.err)
			return
		}
		waits := &freight.Waits{Runs: 1} // the draws differ more than two runs do
		for _, m := range d.models {
			if m.Case.Fidelity == freight.Screen && d.err == nil {
				d.err = waits.Hold(ctx, m, s.live, 1)
			}
		}
	})
	return d.models, d.err
}

// done lets the models of a replication go after its last cell.
func (s *Study) done(r int) {
	d := s.draws[r]
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.left--; d.left == 0 {
		d.models = nil
	}
}

// reaches are tried in turn: figures that are possible one by one may be
// impossible together (a call before the one it follows). Then all of them move
// towards the figures in the tables until the world can be built; those are
// possible.
var reaches = []float64{1, 0.5, 0.25, 0.1, 0}

// variant builds a world with some unknowns drawn and compiles the cases on it.
// Where the draw leaves the ways as they are, those of the cases on the tables
// (before) are used.
func variant(net *network.Network, cases []freight.Case, unknowns []network.Unknown, at []float64, before []*freight.Model) (models []*freight.Model, reach float64, err error) {
	for _, reach = range reaches {
		var drawn *network.Network
		if drawn, err = net.Draw(unknowns, at, reach); err == nil {
			open := before[0].Finder.Open
			if drawn.WayFingerprint(open) != net.WayFingerprint(open) {
				before = nil
			}
			if models, err = compile(drawn, cases, before); err == nil {
				return models, reach, nil
			}
		}
		if !network.IsFault(err) {
			break
		}
	}
	return nil, reach, err
}

func compile(net *network.Network, cases []freight.Case, before []*freight.Model) (models []*freight.Model, err error) {
	for _, c := range cases {
		m, err := freight.NewModel(net, c, append(slices.Clip(before), models...)...)
		if err != nil {
			return nil, err
		}
		models = append(models, m)
	}
	return models, nil
}

// drawShare is the share of draws in which a case must be the best to win.
const drawShare = 0.9

// winsDraws says whether a case is better than all others in enough
// replications, each with its own inputs.
func winsDraws(best []float64, others [][]float64, more bool) bool {
	wins := 0
	for r, x := range best {
		all := true
		for _, o := range others {
			if more {
				all = all && x > o[r]
			} else {
				all = all && x < o[r]
			}
		}
		if all {
			wins++
		}
	}
	return len(best) > 1 && float64(wins) >= drawShare*float64(len(best))
}
