package freight

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"corridor/data"
	"corridor/network"
	"corridor/scenarios"
	"corridor/sim"
)

const worlds = "../../data/worlds"

// edit changes one file of a world for one test: old, which must be there,
// becomes new. An empty old replaces the whole file, or adds it.
type edit struct{ file, old, new string }

// worldOf builds a world of data/worlds with edits.
func worldOf(t testing.TB, name string, edits ...edit) *network.Network {
	t.Helper()
	files := fstest.MapFS{}
	paths, err := filepath.Glob(filepath.Join(worlds, name, "*.csv"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no world %s: %v", name, err)
	}
	for _, p := range paths {
		raw, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(p)] = &fstest.MapFile{Data: raw}
	}
	for _, e := range edits {
		text := e.new
		if e.old != "" {
			f := files[e.file]
			if f == nil || !strings.Contains(string(f.Data), e.old) {
				t.Fatalf("%s/%s does not contain %q", name, e.file, e.old)
			}
			text = strings.ReplaceAll(string(f.Data), e.old, e.new)
		}
		files[e.file] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := data.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	net, err := network.Build(set)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// modelOf is the model of a world, all loads counted, under the changes given.
func modelOf(t testing.TB, net *network.Network, changes ...scenarios.Change) *Model {
	t.Helper()
	m, err := NewModel(net, Case{Scenario: &scenarios.Scenario{Name: "test", Changes: changes}, Share: 1})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func outcomeOf(t testing.TB, m *Model, seed uint64, replication int) *Outcome {
	t.Helper()
	o, err := m.Run(context.Background(), seed, replication)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// Twenty replications, and the 99.5% quantile of Student's t with 19 degrees
// of freedom.
const (
	reps    = 20
	student = 2.8609346
)

// inside fails unless the truth lies in the 99% interval of the samples' mean
// and the interval is narrower than 2% of the truth to either side.
func inside(t *testing.T, what string, truth float64, samples []float64) {
	t.Helper()
	if len(samples) != reps {
		t.Fatalf("%s: %d samples", what, len(samples))
	}
	mean := 0.0
	for _, x := range samples {
		mean += x / reps
	}
	ss := 0.0
	for _, x := range samples {
		ss += (x - mean) * (x - mean)
	}
	half := student * math.Sqrt(ss/(reps-1)/reps)
	t.Logf("%-28s theory %.6g, simulated %.6g ± %.2g (off by %+.2f%%)", what, truth, mean, half, 100*(mean/truth-1))
	if math.Abs(mean-truth) > half {
		t.Errorf("%s: simulated %.6g ± %.2g, theory %.6g", what, mean, half, truth)
	}
	if half > 0.02*truth {
		t.Errorf("%s: half-width %.2g is more than 2%% of %.6g", what, half, truth)
	}
}

// replicate runs a world reps times and collects figures by name.
func replicate(t *testing.T, net *network.Network, figures func(o *Outcome) map[string]float64) map[string][]float64 {
	t.Helper()
	m := modelOf(t, net)
	all := map[string][]float64{}
	for rep := range reps {
		o := outcomeOf(t, m, 1, rep)
		conserves(t, o)
		if o.InTransit < o.Created/100 { // else the queue grows without end
			little(t, m, o, 0.01)
		}
		for name, x := range figures(o) {
			all[name] = append(all[name], x)
		}
	}
	return all
}

func minutes(d time.Duration) float64 { return d.Minutes() }

// queued is the mean time in queues of a flow's loads at plain stations,
// minutes.
func queued(f *FlowTally) float64 {
	return f.Time[account(elsewhere, network.Queueing)] / float64(f.Delivered) / float64(time.Minute)
}

// conserves fails unless every load created is accounted for once.
func conserves(t *testing.T, o *Outcome) {
	t.Helper()
	if o.Created != o.Delivered+o.Lost+o.Cancelled+o.InTransit+o.Unserved {
		t.Errorf("created %d, but delivered %d, lost %d, cancelled %d, in transit %d, unserved %d", o.Created, o.Delivered, o.Lost, o.Cancelled, o.InTransit, o.Unserved)
	}
	if e := &o.Empties; e.Created != e.Home+e.Lost+e.InTransit+e.Unserved {
		t.Errorf("empty units: %+v", *e)
	}
	for i := range o.Flows {
		f := &o.Flows[i]
		if f.Created != f.Delivered+f.Lost+f.Cancelled+f.Censored+f.Unserved {
			t.Errorf("flow %d: created %d, but delivered %d, lost %d, cancelled %d, censored %d, unserved %d", i, f.Created, f.Delivered, f.Lost, f.Cancelled, f.Censored, f.Unserved)
		}
		if f.Transit.N != f.Delivered+f.Censored {
			t.Errorf("flow %d: %d transit times of %d delivered and %d censored", i, f.Transit.N, f.Delivered, f.Censored)
		}
	}
}

// little fails unless mean queue = rate x mean wait at every resource, up to a
// share and to what those make who wait at the edges of the window.
func little(t *testing.T, m *Model, o *Outcome, share float64) {
	t.Helper()
	for i := range o.Resources {
		r := &o.Resources[i]
		if r.Served == 0 || m.res[i].buffer > 0 && !m.res[i].lose {
			continue // who waits for a place stands in the line of the place before
		}
		want := float64(r.Served) / r.Span.Seconds() * (r.Waits.Sum / float64(r.Waits.N) / 1e9)
		edge := 2 * float64(r.Most) * r.Waits.Quantile(1).Seconds() / r.Span.Seconds()
		if math.Abs(r.MeanQueue-want) > min(share*want, edge)+1e-9 {
			t.Errorf("%s: mean queue %g, rate x mean wait %g", m.res[i].name, r.MeanQueue, want)
		}
		if r.Waits.N != r.Served {
			t.Errorf("%s: %d waits of %d served", m.res[i].name, r.Waits.N, r.Served)
		}
	}
}

// erlangC is the probability that a load waits in M/M/c with c servers and
// offered load a.
func erlangC(c int, a float64) float64 {
	b := 1.0 // Erlang B by recursion
	for k := 1; k <= c; k++ {
		b = a * b / (float64(k) + a*b)
	}
	rho := a / float64(c)
	return b / (1 - rho*(1-b))
}

func TestErlangCAgreesWithASumOfStates(t *testing.T) {
	for _, c := range []int{1, 2, 3, 7} {
		a := 0.8 * float64(c)
		sum, term := 0.0, 1.0
		for k := 0; k < c; k++ {
			sum += term
			term *= a / float64(k+1)
		}
		tail := term / (1 - a/float64(c))
		if want := tail / (sum + tail); math.Abs(erlangC(c, a)-want) > 1e-12 {
			t.Errorf("c = %d: %g, sum of states %g", c, erlangC(c, a), want)
		}
	}
}

func TestOneServerWithExponentialTimesIsMM1(t *testing.T) {
	t.Parallel()
	got := replicate(t, worldOf(t, "mm1"), func(o *Outcome) map[string]float64 {
		return map[string]float64{
			"wait": minutes(o.Resources[0].Waits.Mean()), "time": minutes(o.Flows[0].Transit.Mean()),
			"busy": o.Resources[0].MeanBusy, "p95": minutes(o.Flows[0].Transit.Quantile(0.95)),
			"in queue": o.Resources[0].MeanQueue,
		}
	})
	const lambda, mu = 0.75, 1.0
	inside(t, "M/M/1 wait, min", lambda/mu/(mu-lambda), got["wait"])
	inside(t, "M/M/1 time, min", 1/(mu-lambda), got["time"])
	inside(t, "M/M/1 busy", lambda/mu, got["busy"])
	inside(t, "M/M/1 queue", lambda*lambda/mu/(mu-lambda), got["in queue"])
	inside(t, "M/M/1 p95 of time, min", -math.Log(0.05)/(mu-lambda), got["p95"])
}

func TestSeveralServersWaitAsErlangCSays(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		servers int
		rate    float64 // an hour
		edits   []edit
	}{
		{3, 90, nil},
		{2, 60, []edit{{"resources.csv", "booth,3", "booth,2"}, {"flows.csv", "90/h", "60/h"}}},
		{8, 280, []edit{{"resources.csv", "booth,3", "booth,8"}, {"flows.csv", "90/h", "280/h"}}},
	} {
		t.Run(fmt.Sprint(x.servers, " servers"), func(t *testing.T) {
			t.Parallel()
			got := replicate(t, worldOf(t, "mmc", x.edits...), func(o *Outcome) map[string]float64 {
				return map[string]float64{"wait": minutes(o.Resources[0].Waits.Mean()), "time": minutes(o.Flows[0].Transit.Mean())}
			})
			mu, lambda := 1/1.5, x.rate/60
			wait := erlangC(x.servers, lambda/mu) / (float64(x.servers)*mu - lambda)
			inside(t, fmt.Sprintf("M/M/%d wait, min", x.servers), wait, got["wait"])
			inside(t, fmt.Sprintf("M/M/%d time, min", x.servers), wait+1/mu, got["time"])
		})
	}
}

func TestOneServerWithOtherTimesWaitsAsPollaczekAndKhinchineSay(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name, world string
		rho, cv2    float64
		edits       []edit
	}{
		{"M/D/1", "md1", 0.75, 0, nil},
		{"M/G/1 lognormal", "mg1", 0.6, 1.44, nil},
		{"M/G/1 gamma", "mg1", 0.6, 2, []edit{{"processes.csv", "lognormal mean=1min cv=1.2", "gamma shape=0.5 mean=1min"}}},
		{"M/G/1 Erlang", "mg1", 0.6, 1.0 / 3, []edit{{"processes.csv", "lognormal mean=1min cv=1.2", "erlang k=3 mean=1min"}}},
		{"M/G/1 uniform", "mg1", 0.6, 1.0 / 3, []edit{{"processes.csv", "lognormal mean=1min cv=1.2", "uniform min=0min max=2min"}}},
		{"M/G/1 two values", "mg1", 0.6, 1, []edit{{"processes.csv", "lognormal mean=1min cv=1.2", "empirical 30s*4 3min"}}},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			got := replicate(t, worldOf(t, x.world, x.edits...), func(o *Outcome) map[string]float64 {
				return map[string]float64{"wait": minutes(o.Resources[0].Waits.Mean()), "time": minutes(o.Flows[0].Transit.Mean())}
			})
			wait := x.rho * (1 + x.cv2) / 2 / (1 - x.rho)
			inside(t, x.name+" wait, min", wait, got["wait"])
			inside(t, x.name+" time, min", wait+1, got["time"])
		})
	}
}

func TestTwoPriorityClassesWaitAsCobhamSays(t *testing.T) {
	t.Parallel()
	got := replicate(t, worldOf(t, "mmc-priority"), func(o *Outcome) map[string]float64 {
		return map[string]float64{"trusted": queued(&o.Flows[0]), "general": queued(&o.Flows[1]), "all": minutes(o.Resources[0].Waits.Mean())}
	})
	const c, mu = 2, 1.0
	first, second := 0.6/c, 0.9/c // loads by class
	w0 := erlangC(c, 1.5) / (c * mu)
	inside(t, "M/M/2 first class wait, min", w0/(1-first), got["trusted"])
	inside(t, "M/M/2 second class wait, min", w0/(1-first)/(1-first-second), got["general"])
	inside(t, "M/M/2 all wait, min", w0/(1-first-second), got["all"])
}

func TestStationsInARowAreIndependentQueues(t *testing.T) {
	t.Parallel()
	got := replicate(t, worldOf(t, "tandem"), func(o *Outcome) map[string]float64 {
		return map[string]float64{"lane": minutes(o.Resources[0].Waits.Mean()), "officer": minutes(o.Resources[1].Waits.Mean()), "time": minutes(o.Flows[0].Transit.Mean())}
	})
	lane := 0.7 / (1 - 0.7)
	officer := erlangC(2, 1.4) / (2*0.5 - 0.7)
	inside(t, "tandem first wait, min", lane, got["lane"])
	inside(t, "tandem second wait, min", officer, got["officer"])
	inside(t, "tandem time, min", lane+1+officer+2, got["time"])
}

func TestANetworkOfQueuesHasTheProductForm(t *testing.T) {
	t.Parallel()
	got := replicate(t, worldOf(t, "jackson"), func(o *Outcome) map[string]float64 {
		x := map[string]float64{"imports": minutes(o.Flows[0].Transit.Mean()), "boxes": minutes(o.Flows[1].Transit.Mean()), "empties": minutes(o.Flows[2].Transit.Mean())}
		for i, name := range []string{"lane", "officer", "scanner", "crane"} {
			x[name] = minutes(o.Resources[i].Waits.Mean())
		}
		return x
	})
	// Each station is an M/M/c queue of its own. Rates a minute.
	mmc := func(c int, lambda, mean float64) float64 {
		return erlangC(c, lambda*mean) / (float64(c)/mean - lambda)
	}
	lane, officer := mmc(2, 84.0/60, 1), mmc(1, 0.5, 4.0/3)
	scanner, crane := mmc(1, 0.5*0.3, 3), mmc(1, 0.3, 2)
	inside(t, "Jackson lane wait, min", lane, got["lane"])
	inside(t, "Jackson officer wait, min", officer, got["officer"])
	inside(t, "Jackson scanner wait, min", scanner, got["scanner"])
	inside(t, "Jackson crane wait, min", crane, got["crane"])
	inside(t, "Jackson imports time, min", lane+1+officer+4.0/3+0.3*(scanner+3), got["imports"])
	inside(t, "Jackson boxes time, min", lane+1+crane+2, got["boxes"])
	inside(t, "Jackson empties time, min", lane+1, got["empties"])
}

// brokenTime is the mean time in an M/M/1 queue whose server breaks down at
// rate f, busy or idle, and is repaired at rate r; what is being served
// resumes.
func brokenTime(lambda, mu, f, r float64) float64 {
	return ((f+r)*(f+r) + f*mu) / ((f + r) * (r*mu - lambda*(f+r)))
}

// brokenStates is the same by solving the balance equations of the states
// (loads present, server up or down), cut off at many loads.
func brokenStates(lambda, mu, f, r float64) float64 {
	const most = 400
	var up, down [most + 2]float64
	up[0] = 1
	for range 4000 {
		for n := 0; n <= most; n++ {
			in, out := r*down[n]+mu*up[n+1], lambda+f
			if n > 0 {
				in += lambda * up[n-1]
				out += mu
			}
			up[n] = in / out
			in = f * up[n]
			if n > 0 {
				in += lambda * down[n-1]
			}
			down[n] = in / (lambda + r)
		}
	}
	sum, loads := 0.0, 0.0
	for n := range up {
		sum += up[n] + down[n]
		loads += float64(n) * (up[n] + down[n])
	}
	return loads / sum / lambda
}

func TestAServerThatBreaksDownDelaysAsTheFormulaAndTheStatesSay(t *testing.T) {
	t.Parallel()
	lambda, mu, f, r := 0.5, 1.0, 1.0/30, 1.0/5
	truth, states := brokenTime(lambda, mu, f, r), brokenStates(lambda, mu, f, r)
	if math.Abs(truth/states-1) > 1e-6 {
		t.Errorf("formula %g, balance equations %g", truth, states)
	}
	got := replicate(t, worldOf(t, "breakdowns"), func(o *Outcome) map[string]float64 {
		return map[string]float64{"time": minutes(o.Flows[0].Transit.Mean()), "busy": o.Resources[0].MeanBusy}
	})
	inside(t, "breakdowns time, min", truth, got["time"])
	inside(t, "breakdowns busy", lambda/mu, got["busy"])
}

func TestAFullStationTurnsAwayAsMM1KSays(t *testing.T) {
	t.Parallel()
	got := replicate(t, worldOf(t, "mm1k"), func(o *Outcome) map[string]float64 {
		f := &o.Flows[0]
		return map[string]float64{"lost": float64(f.Lost) / float64(f.Created), "time": minutes(f.Transit.Mean())}
	})
	const k, lambda, mu = 5, 0.9, 1.0
	sum, loads, p := 0.0, 0.0, 1.0
	for n := 0; n <= k; n++ {
		sum += p
		loads += float64(n) * p
		p *= lambda / mu
	}
	lost := math.Pow(lambda/mu, k) / sum
	inside(t, "M/M/1/5 share turned away", lost, got["lost"])
	inside(t, "M/M/1/5 time, min", loads/sum/(lambda*(1-lost)), got["time"])
}

// Two exponential servers with equal means, saturated, and b places at the
// second (the one being served included): the first may hold one more. The
// pairs of states form a line of b+2 states alike, in b+1 of which the second
// works.
func TestABlockedLineHasTheThroughputOfItsBuffer(t *testing.T) {
	t.Parallel()
	for _, b := range []int{1, 2, 3, 6} {
		t.Run(fmt.Sprint(b, " places"), func(t *testing.T) {
			t.Parallel()
			net := worldOf(t, "blocked-line", edit{"resources.csv", "booth,1,3", fmt.Sprintf("booth,1,%d", b)},
				edit{"flows.csv", "36/h", "66/h"}, edit{"parameters.csv", "length,120d", "length,30d"})
			got := replicate(t, net, func(o *Outcome) map[string]float64 {
				return map[string]float64{"rate": float64(o.Resources[1].Served) / o.Resources[1].Span.Minutes()}
			})
			inside(t, fmt.Sprintf("blocked line, %d places, a min", b), float64(b+1)/float64(b+2), got["rate"])
		})
	}
}

// With unequal servers and no buffer: m1 m2 (m1+m2) / (m1² + m1 m2 + m2²).
func TestABlockedLineOfUnequalServersHasItsThroughput(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "blocked-line", edit{"resources.csv", "booth,1,3", "booth,1,1"}, edit{"flows.csv", "36/h", "66/h"},
		edit{"processes.csv", "booth,exponential mean=1min", "booth,exponential mean=30s"}, edit{"parameters.csv", "length,120d", "length,30d"})
	got := replicate(t, net, func(o *Outcome) map[string]float64 {
		return map[string]float64{"rate": float64(o.Resources[1].Served) / o.Resources[1].Span.Minutes()}
	})
	inside(t, "blocked line, 1 and 2 a min", 1*2*(1.0+2)/(1+2+4), got["rate"])
}

// short keeps sums of nanoseconds exact in a float64.
var short = edit{"parameters.csv", "", "name,value\nwindow.preroll,0h\nwindow.length,8d\nwindow.drain,1d\n"}

// twin computes the journeys of a one-flow world with one load after another
// from the same draws: when each is created and how long each stage takes.
type twin struct {
	m     *Model
	born  []sim.Time
	times [][]time.Duration // by stage of the route, by load
}

func twinOf(m *Model, seed uint64, replication int) *twin {
	w := &twin{m: m}
	r := &run{m: m, key: sim.NewKey(seed, replication), ops: m.ops, steps: m.steps}
	key := r.key.With(m.flows[0].key)
	for at, n := sim.Time(0), uint32(0); ; n++ {
		if at = m.arrivals[0].next(at, n, key); at > m.stop {
			break
		}
		w.born = append(w.born, at)
	}
	for at := m.flows[0].open[0].at; m.steps[at].pc != m.pcEnd; at++ {
		for pc := m.steps[at].pc; m.ops[pc].code != opReturn; pc++ {
			if m.ops[pc].code != opStage {
				continue
			}
			var ts []time.Duration
			for n := range w.born {
				e := &entity{kind: aLoad, at: at, pc: pc, key: key.With(uint64(n) + 1)}
				ts = append(ts, r.length(e, &m.ops[pc], r.draw(e, &m.ops[pc])))
			}
			w.times = append(w.times, ts)
		}
	}
	return w
}

// transit sums the time from birth of those counted.
func (w *twin) transit(done []sim.Time) (n int64, sum float64) {
	for i, at := range w.born {
		if at >= w.m.begin && at < w.m.close {
			n++
			sum += float64(done[i] - at)
		}
	}
	return n, sum
}

// queue gives the ends of service at c servers, first come first served.
func queue(c int, come []sim.Time, times []time.Duration) []sim.Time {
	free := make([]sim.Time, c)
	end := make([]sim.Time, len(come))
	order := make([]int, len(come))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return come[order[a]] < come[order[b]] })
	for _, i := range order {
		s := 0
		for k := range free {
			if free[k] < free[s] {
				s = k
			}
		}
		end[i] = max(come[i], free[s]) + sim.Time(times[i])
		free[s] = end[i]
	}
	return end
}

func TestTheSlowTwinOfAQueueGivesTheSameTimesToTheNanosecond(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		world   string
		servers []int
	}{{"mm1", []int{1}}, {"md1", []int{1}}, {"mg1", []int{1}}, {"mmc", []int{3}}, {"tandem", []int{1, 2}}, {"deterministic", []int{1}}, {"listed", []int{1}}} {
		t.Run(x.world, func(t *testing.T) {
			t.Parallel()
			m := modelOf(t, worldOf(t, x.world, short))
			o, w := outcomeOf(t, m, 5, 1), twinOf(m, 5, 1)
			at := w.born
			for s, c := range x.servers {
				at = queue(c, at, w.times[s])
			}
			if n, sum := w.transit(at); n != o.Flows[0].Transit.N || sum != o.Flows[0].Transit.Sum {
				t.Errorf("twin: %d loads, %.0f ns; simulated %d loads, %.0f ns", n, sum, o.Flows[0].Transit.N, o.Flows[0].Transit.Sum)
			}
		})
	}
}

func TestTheSlowTwinOfABlockedLineGivesTheSameTimesToTheNanosecond(t *testing.T) {
	t.Parallel()
	for _, b := range []int{1, 2, 3, 5} {
		t.Run(fmt.Sprint(b, " places"), func(t *testing.T) {
			t.Parallel()
			m := modelOf(t, worldOf(t, "blocked-line", edit{"resources.csv", "booth,1,3", fmt.Sprintf("booth,1,%d", b)}, short))
			o, w := outcomeOf(t, m, 5, 1), twinOf(m, 5, 1)
			sawn, painted := make([]sim.Time, len(w.born)), make([]sim.Time, len(w.born))
			for i, at := range w.born {
				if i > 0 {
					at = max(at, sawn[i-1]) // the saw is free
				}
				at += sim.Time(w.times[0][i])
				if i >= b {
					at = max(at, painted[i-b]) // a place at the booth is free
				}
				sawn[i] = at
				if i > 0 {
					at = max(at, painted[i-1]) // the booth is free
				}
				painted[i] = at + sim.Time(w.times[1][i])
			}
			if n, sum := w.transit(painted); n != o.Flows[0].Transit.N || sum != o.Flows[0].Transit.Sum {
				t.Errorf("twin: %d loads, mean %v; simulated %d loads, mean %v", n, time.Duration(sum/float64(n)), o.Flows[0].Transit.N, o.Flows[0].Transit.Mean())
			}
		})
	}
}

// Who waits outside a full station gets the place, not the server: it goes to
// the end of the queue.
func TestWhoWaitsForAPlaceDoesNotOvertakeWhoHasOne(t *testing.T) {
	t.Parallel()
	m := modelOf(t, worldOf(t, "listed",
		edit{"resources.csv", "", "facility,resource,servers,buffer,full\ndesk,clerk,1,2,block\n"},
		edit{"flows.csv", "", "id,from,to,arrivals\na,outside,desk,list 0s\nb,outside,desk,list 1s\nc,outside,desk,list 2s\nd,outside,desk,list 3s\n"}))
	o := outcomeOf(t, m, 1, 0)
	for i := range o.Flows {
		want := time.Duration(i+1)*10*time.Minute - time.Duration(i)*time.Second
		if got := o.Flows[i].Transit.Mean(); got != want {
			t.Errorf("load %d took %v, expected %v", i+1, got, want)
		}
	}
}

func TestAStageWithAChanceTakesAsLongAsItsDistributionSays(t *testing.T) {
	t.Parallel()
	for _, dist := range []string{"exponential mean=10min", "uniform min=0min max=20min", "weibull shape=1.5 mean=10min", "triangular min=0min mode=10min max=20min", "empirical 5min 15min", "lognormal mean=10min sigma=0.5", "gamma shape=2 mean=10min"} {
		m := modelOf(t, worldOf(t, "mmc", edit{"processes.csv", "", "process,order,stage,resource,time,chance\ninspection,1,primary,booth," + dist + ",0.1\n"}))
		o := outcomeOf(t, m, 3, 0)
		if share := float64(o.Resources[0].Served) / float64(o.Flows[0].Created); math.Abs(share-0.1) > 0.003 {
			t.Errorf("%s: a share of %g went through a stage of chance 0.1", dist, share)
		}
		if mean := o.Resources[0].MeanBusy * o.Resources[0].Span.Minutes() / float64(o.Resources[0].Served); math.Abs(mean-10) > 0.35 {
			t.Errorf("%s: mean %.3g min, expected 10", dist, mean)
		}
	}
}

func TestTwoServersBrokenAtOnceAreRepairedIndependently(t *testing.T) {
	t.Parallel()
	// Both servers are down half the time each, so that repairs overlap. The
	// mean number at work is 1, both are down a quarter of the time: a load
	// that needs no time waits exactly then.
	m := modelOf(t, worldOf(t, "breakdowns",
		edit{"resources.csv", "hook,1,hold,exponential mean=30min,exponential mean=5min", "hook,2,hold,exponential mean=30min,exponential mean=30min"},
		edit{"processes.csv", "exponential mean=1min", "constant 0s"}))
	var p, twice []float64
	for rep := range reps {
		o := outcomeOf(t, m, 8, rep)
		w := &o.Resources[0].Waits
		p = append(p, waitedShare(w))
		// Given that both are down, the first repair comes after 15 min on
		// average, whenever one looks.
		twice = append(twice, w.Mean().Minutes()/waitedShare(w))
	}
	inside(t, "both down", 0.25, p)
	inside(t, "time to first repair, min", 15, twice)
}

// waitedShare is the share of waits of a millisecond or more.
func waitedShare(h *sim.Histogram) float64 {
	lo, hi := 0.0, 1.0
	for range 60 {
		if mid := (lo + hi) / 2; h.Quantile(mid) > 0 {
			hi = mid
		} else {
			lo = mid
		}
	}
	return 1 - lo
}

func TestMoreServersNeverLengthenTheMeanWait(t *testing.T) {
	t.Parallel()
	for _, world := range []string{"mmc", "mg1", "deterministic"} {
		for seed := range uint64(5) {
			last := time.Duration(math.MaxInt64)
			for c := 1; c <= 6; c++ {
				name := map[string]string{"mmc": "booth,3", "mg1": "clerk,1", "deterministic": "clerk,1"}[world]
				edits := []edit{{"resources.csv", name, name[:len(name)-1] + fmt.Sprint(c)}}
				if world != "deterministic" {
					edits = append(edits, edit{"parameters.csv", "", "name,value\nwindow.preroll,1d\nwindow.length,10d\nwindow.drain,30d\n"})
				} else {
					edits = append(edits, edit{"processes.csv", "50s", "4min"})
				}
				o := outcomeOf(t, modelOf(t, worldOf(t, world, edits...)), seed, 0)
				wait := o.Resources[0].Waits.Mean()
				if wait > last {
					t.Errorf("%s, seed %d: %d servers wait %v, one less %v", world, seed, c, wait, last)
				}
				last = wait
			}
		}
	}
}

func TestScalingAllTimesScalesTheWaits(t *testing.T) {
	t.Parallel()
	for _, dist := range []string{"exponential mean=%s", "lognormal mean=%s cv=1.2", "gamma shape=0.5 mean=%s", "erlang k=2 mean=%s", "uniform min=0s max=%s", "constant %s"} {
		run := func(rate, mean, pre, length string) *Outcome {
			return outcomeOf(t, modelOf(t, worldOf(t, "mm1", edit{"flows.csv", "45/h", rate}, edit{"processes.csv", "exponential mean=1min", fmt.Sprintf(dist, mean)},
				edit{"parameters.csv", "", "name,value\nwindow.preroll," + pre + "\nwindow.length," + length + "\nwindow.drain,30d\n"})), 4, 2)
		}
		a, b := run("45/h", "1min", "1d", "10d"), run("15/h", "3min", "3d", "30d")
		if a.Resources[0].Waits.N != b.Resources[0].Waits.N || a.Flows[0].Created != b.Flows[0].Created {
			t.Errorf("%s: %d and %d served", dist, a.Resources[0].Waits.N, b.Resources[0].Waits.N)
		}
		if wa, wb := a.Resources[0].Waits.Sum, b.Resources[0].Waits.Sum; math.Abs(wb/wa-3) > 1e-6 {
			t.Errorf("%s: waits %g and %g, expected three times as long", dist, wa, wb)
		}
		if ta, tb := a.Flows[0].Transit.Sum, b.Flows[0].Transit.Sum; math.Abs(tb/ta-3) > 1e-6 {
			t.Errorf("%s: times %g and %g, expected three times as long", dist, ta, tb)
		}
	}
}

func TestALongerClosureNeverShortensTheDelay(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "mm1", edit{"parameters.csv", "", "name,value\nwindow.preroll,1d\nwindow.length,10d\nwindow.drain,10d\n"})
	from := time.Date(2024, 1, 3, 8, 0, 0, 0, time.UTC)
	for seed := range uint64(5) {
		last := outcomeOf(t, modelOf(t, net), seed, 0).Flows[0].Transit.Mean()
		for hours := 1; hours <= 24; hours += 3 {
			c := scenarios.Change{Name: "shut", Where: scenarios.Where{ID: []string{"desk"}}, Do: scenarios.Do{Close: true}, From: from, To: from.Add(time.Duration(hours) * time.Hour), Cargo: scenarios.Wait}
			got := outcomeOf(t, modelOf(t, net, c), seed, 0).Flows[0].Transit.Mean()
			if got <= last {
				t.Errorf("seed %d: closed for %d h the mean time is %v, three hours less %v", seed, hours, got, last)
			}
			last = got
		}
	}
}
