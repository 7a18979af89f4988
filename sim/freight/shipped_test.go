package freight

import (
	"context"
	"fmt"
	"math"
	"sync"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
)

// shippedReps are the replications of the test of the library: the fewest that
// give an interval worth the name.
const shippedReps = 5

// theWindow in which an effect shows, where its scenario says no other.
var theWindow = scenarios.Window{Start: date(4, 1), PreRoll: 7 * 24 * time.Hour, Length: 14 * 24 * time.Hour, NoDrain: true}

// shipped runs scenarios against the baseline; what they share is done once.
type shipped struct {
	net    *network.Network
	base   map[string]*Model     // of the baseline, by window and routing
	runs   map[string][]*Outcome // of the baseline, by its facilities live too
	before []*Model              // whose ways later models share
	waits  Waits
}

func (s *shipped) model(t *testing.T, sc *scenarios.Scenario, e *scenarios.Effect) *Model {
	t.Helper()
	if sc.Window = e.Window; e.Window.Length == 0 {
		sc.Window = theWindow
	}
	routing := route.Open
	for r := route.Routing(0); e.Routing != "" && routing.String() != e.Routing; r++ {
		routing = r
	}
	m, err := NewModel(s.net, Case{Scenario: sc, Routing: routing, Share: 0.2, Fidelity: Screen}, s.before...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// baseline is the model that a claim is measured against.
func (s *shipped) baseline(t *testing.T, e *scenarios.Effect) *Model {
	t.Helper()
	key := fmt.Sprint(e.Window, e.Routing)
	if s.base[key] == nil {
		sc, err := scenarios.Load("baseline")
		if err != nil {
			t.Fatal(err)
		}
		s.base[key] = s.model(t, sc, e)
		s.before = append(s.before, s.base[key])
	}
	return s.base[key]
}

// run gives the outcomes of a model. Other traffic is held fixed away from what
// the scenario changes.
func (s *shipped) run(t *testing.T, m *Model, live []bool, reps int) []*Outcome {
	t.Helper()
	if err := s.waits.Hold(context.Background(), m, live, 2); err != nil {
		t.Fatal(err)
	}
	outs := make([]*Outcome, reps)
	var wg sync.WaitGroup
	for i := range outs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var err error
			if outs[i], err = m.Run(context.Background(), 1, i); err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return outs
}

// Each shipped scenario moves the figure that it claims to move, the way that it
// says, by more than the 95% interval of the paired difference, and each of its
// changes binds. Without the build tag `shipped`, which the gate sets, one in nine
// is run, and under -short a single one.
func TestEveryShippedScenarioMovesTheFigureThatItClaims(t *testing.T) {
	net := builtin(t)
	s := shipped{net: net, base: map[string]*Model{}, runs: map[string][]*Outcome{}, waits: Waits{Runs: 1}}
	for i, name := range scenarios.Names() {
		if name == "baseline" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			sc, err := scenarios.Load(name)
			if err != nil {
				t.Fatal(err)
			}
			if sc.Effect == nil {
				t.Fatal("claims no effect")
			}
			if testing.Short() && name != "laredo-second-span" || !allShipped && i%9 != 4 && name != "laredo-second-span" {
				return
			}
			cpu := cpuNow()
			base := s.baseline(t, sc.Effect)
			with := s.model(t, sc, sc.Effect)
			was, _ := base.Effect(sc.Effect) // NewModel has checked it
			is, _ := with.Effect(sc.Effect)
			reps := shippedReps
			for i := range sc.Changes {
				if w := sc.Changes[i].When; w.Between != nil {
					reps = shippedReps * 2
				}
			}
			live := with.Near()
			outs := s.run(t, with, live, reps)
			key := fmt.Sprint(sc.Effect.Window, sc.Effect.Routing, live, reps)
			if s.runs[key] == nil {
				s.runs[key] = s.run(t, base, live, reps)
			}
			var d []float64
			bound := make([]int64, len(sc.Changes))
			before, after := 0.0, 0.0
			for i, o := range outs {
				before += was(s.runs[key][i]) / float64(reps)
				after += is(o) / float64(reps)
				d = append(d, is(o)-was(s.runs[key][i]))
				for k := range o.Changes {
					bound[k] += o.Changes[k].Bound
				}
			}
			for k, n := range bound {
				if n == 0 {
					t.Errorf("the change %q bound nothing", sc.Changes[k].Name)
				}
			}
			mean, half := paired(d)
			t.Logf("%s: %s %.3f -> %.3f: %+.3f ± %.3f (%.1f s)", name, sc.Effect.Measure, before, after, mean, half, cpuNow()-cpu)
			if !holds(mean, half, sc.Effect.More) {
				t.Errorf("claims that %s moves, more %v; moved by %+.3f ± %.3f", sc.Effect.Measure, sc.Effect.More, mean, half)
			}
		})
	}
}

// paired is the mean of differences and half their 95% interval (Student's t).
func paired(d []float64) (mean, half float64) {
	n := float64(len(d))
	for _, x := range d {
		mean += x / n
	}
	ss := 0.0
	for _, x := range d {
		ss += (x - mean) * (x - mean)
	}
	return mean, distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(0.975) * math.Sqrt(ss/(n-1)/n)
}

func holds(mean, half float64, more bool) bool { return math.Abs(mean) > half && mean > 0 == more }

func TestAClaimHoldsOnlyBeyondTheIntervalAndTheWayThatItSays(t *testing.T) {
	for _, c := range []struct {
		d    []float64
		more bool
		want bool
	}{
		{[]float64{2, 2.1, 1.9}, true, true},
		{[]float64{2, 2.1, 1.9}, false, false},
		{[]float64{-2, -2.1, -1.9}, false, true},
		{[]float64{4, 0.1, 1.9}, true, false},
		{[]float64{0, 0, 0}, true, false},
	} {
		mean, half := paired(c.d)
		if holds(mean, half, c.more) != c.want {
			t.Errorf("%v, more %v: %g ± %g", c.d, c.more, mean, half)
		}
	}
}

func date(month time.Month, day int) time.Time {
	return time.Date(2024, month, day, 0, 0, 0, 0, time.UTC)
}
