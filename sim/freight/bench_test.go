package freight

import (
	"bytes"
	"container/heap"
	"context"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim"
)

// The synthetic world: 60 facilities, 40 flows with fixed routes of 8 to 14 of
// them, about 300,000 shipments, lognormal times, two priorities, 10%
// secondary. Its tables are data/worlds/synthetic; TestSyntheticWorld… keeps
// them equal to what this file makes (-update rewrites them).
const (
	synFacilities = 60
	synFlows      = 40
	synShipments  = 300_000
	synDays       = 100
)

var update = flag.Bool("update-synthetic", false, "rewrite data/worlds/synthetic")

// synRoutes draws the routes, always the same.
func synRoutes() (routes [][]int) {
	rng := rand.New(rand.NewPCG(7, 11))
	for range synFlows {
		n := 8 + rng.IntN(7)
		routes = append(routes, rng.Perm(synFacilities)[:n])
	}
	return routes
}

// synServers is the number of servers of each facility, for about 80% use at a
// mean service of 20 minutes.
func synServers() []int {
	visits := make([]int, synFacilities)
	for _, r := range synRoutes() {
		for _, f := range r {
			visits[f]++
		}
	}
	perHour := float64(synShipments) / synFlows / (synDays * 24)
	servers := make([]int, synFacilities)
	for f, v := range visits {
		servers[f] = max(1, int(math.Ceil(float64(v)*perHour/3/0.8)))
	}
	return servers
}

func synTables() map[string]string {
	var nodes, resources, facilities, flows strings.Builder
	nodes.WriteString("id\nfrom\nto\n")
	resources.WriteString("facility,resource,servers\n")
	facilities.WriteString("facility,event,process\n")
	flows.WriteString("id,from,to,via,rate,priority\n")
	for f, c := range synServers() {
		fmt.Fprintf(&nodes, "f%02d\n", f)
		fmt.Fprintf(&resources, "f%02d,desk,%d\nf%02d,bay,%d\n", f, c, f, max(1, c/2))
		fmt.Fprintf(&facilities, "f%02d,visit,pass\n", f)
	}
	for i, r := range synRoutes() {
		var via []string
		for _, f := range r {
			via = append(via, fmt.Sprintf("f%02d", f))
		}
		fmt.Fprintf(&flows, "flow%02d,from,to,%s,%d/day,%d\n", i, strings.Join(via, " "), synShipments/synFlows/synDays, i%2)
	}
	return map[string]string{
		"nodes.csv": nodes.String(), "resources.csv": resources.String(), "facilities.csv": facilities.String(), "flows.csv": flows.String(),
		"processes.csv": "process,order,stage,resource,time,chance,account\n" +
			"pass,1,travel,,lognormal mean=6h sigma=0.5,,moving\n" +
			"pass,2,primary,desk,lognormal mean=20min sigma=0.7,,inspected\n" +
			"pass,3,secondary,bay,lognormal mean=1h sigma=0.7,0.1,inspected\n",
		"parameters.csv": fmt.Sprintf("name,value\nwindow.preroll,0d\nwindow.length,%dd\nwindow.drain,30d\n", synDays),
	}
}

func TestSyntheticWorldIsWhatItsGeneratorMakes(t *testing.T) {
	dir := filepath.Join("..", "..", "data", "worlds", "synthetic")
	for name, want := range synTables() {
		path := filepath.Join(dir, name)
		if *update {
			os.MkdirAll(dir, 0o755)
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, []byte(want)) {
			t.Errorf("%s differs from the generator (%v); run with -update-synthetic", path, err)
		}
	}
}

func synModel(tb testing.TB) *Model {
	set, err := data.Load(os.DirFS(filepath.Join("..", "..", "data", "worlds", "synthetic")))
	if err != nil {
		tb.Fatal(err)
	}
	net, err := network.Build(set)
	if err != nil {
		tb.Fatal(err)
	}
	m, err := NewModel(net, Case{Scenario: &scenarios.Scenario{Name: "baseline"}, Share: 1})
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// BenchmarkSynthetic compares the engine, all accounts on, with the reference
// loop in one run, turn by turn. The ratio is what counts: see
// docs/performance.md.
func BenchmarkSynthetic(b *testing.B) {
	m := synModel(b)
	b.ResetTimer()
	var engine, reference float64
	var events, refEvents int64
	for i := range b.N {
		t := cpuNow()
		out, err := m.Run(context.Background(), 1, i)
		if err != nil {
			b.Fatal(err)
		}
		engine += cpuNow() - t
		events += out.Events
		t = cpuNow()
		refEvents += referenceLoop(uint64(i))
		reference += cpuNow() - t
	}
	e, r := engine/float64(events)*1e9, reference/float64(refEvents)*1e9
	b.ReportMetric(e, "ns/event")
	b.ReportMetric(r, "ref-ns/event")
	b.ReportMetric(r/e, "times-reference")
	b.ReportMetric(float64(events)/float64(b.N), "events")
	b.ReportMetric(0, "ns/op")
}

// referenceLoop is the same world the plain way: container/heap of pointers,
// closures, slices as queues, no accounts. It returns the number of events.
func referenceLoop(seed uint64) (events int64) {
	rng := rand.New(rand.NewPCG(seed, 1))
	lognormal := func(mean, sigma float64) float64 {
		return mean * math.Exp(sigma*rng.NormFloat64()-sigma*sigma/2)
	}
	var q refHeap
	now, seq := 0.0, 0
	at := func(t float64, f func()) {
		seq++
		heap.Push(&q, &refEvent{t, seq, f})
	}
	type station struct {
		free int
		line [2][]func()
	}
	var desks, bays [synFacilities]station
	for f, c := range synServers() {
		desks[f].free, bays[f].free = c, max(1, c/2)
	}
	serve := func(s *station, class int, mean, sigma float64, then func()) {
		begin := func() {
			at(now+lognormal(mean, sigma), func() {
				s.free++
				for c := range s.line {
					if len(s.line[c]) > 0 {
						next := s.line[c][0]
						s.line[c] = s.line[c][1:]
						s.free--
						next()
						break
					}
				}
				then()
			})
		}
		if s.free > 0 {
			s.free--
			begin()
		} else {
			s.line[class] = append(s.line[class], begin)
		}
	}
	const rate = float64(synShipments) / synFlows / synDays / 86400
	for i, r := range synRoutes() {
		var visit func(k int)
		visit = func(k int) {
			if k == len(r) {
				return
			}
			f := r[k]
			at(now+lognormal(6*3600, 0.5), func() {
				serve(&desks[f], i%2, 1200, 0.7, func() {
					if rng.Float64() < 0.1 {
						serve(&bays[f], i%2, 3600, 0.7, func() { visit(k + 1) })
						return
					}
					visit(k + 1)
				})
			})
		}
		var arrive func()
		arrive = func() {
			visit(0)
			if next := now + rng.ExpFloat64()/rate; next < synDays*86400 {
				at(next, arrive)
			}
		}
		at(rng.ExpFloat64()/rate, arrive)
	}
	for q.Len() > 0 {
		e := heap.Pop(&q).(*refEvent)
		now = e.at
		events++
		e.do()
	}
	return events
}

type refEvent struct {
	at  float64
	seq int
	do  func()
}

type refHeap []*refEvent

func (h refHeap) Len() int { return len(h) }
func (h refHeap) Less(i, j int) bool {
	return h[i].at < h[j].at || h[i].at == h[j].at && h[i].seq < h[j].seq
}
func (h refHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *refHeap) Push(x any)   { *h = append(*h, x.(*refEvent)) }
func (h *refHeap) Pop() any {
	old := *h
	e := old[len(old)-1]
	*h = old[:len(old)-1]
	return e
}

// TestNothingIsAllocatedPerEvent compares two runs of the synthetic world of
// different length: the longer has more events, not more allocations to match.
func TestNothingIsAllocatedPerEvent(t *testing.T) {
	count := func(days int) (allocs uint64, events int64) {
		m := synModel(t)
		m.close = m.begin + (m.close-m.begin)*sim.Time(days)/synDays
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		out, err := m.Run(context.Background(), 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.Mallocs - before.Mallocs, out.Events
	}
	_, _ = count(5)
	a, n := count(10)
	b, m := count(40)
	if perEvent := float64(b-min(a, b)) / float64(m-n); perEvent > 0.001 {
		t.Errorf("%d allocations more for %d events more", b-a, m-n)
	}
}

// TestMemoryFollowsCargoInTransit: the slots of loads are as many as were ever
// in transit at once (2 to 3 days of cargo out of 100), not as were served.
func TestMemoryFollowsCargoInTransit(t *testing.T) {
	m := synModel(t)
	r := &run{m: m, key: sim.NewKey(1, 0)}
	out, err := r.simulate(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	inTransit := out.Flows[0].Transit.Mean().Hours() / 24 / synDays * float64(out.Created)
	if n := float64(len(r.loads)); n > 2*inTransit || len(r.ent) != len(r.loads) {
		t.Errorf("%d slots of entities, %v of loads, for %.0f loads in transit on average out of %d", len(r.ent), n, inTransit, out.Created)
	}
}

func builtin(tb testing.TB) *network.Network {
	set, err := data.Load(data.Builtin())
	if err != nil {
		tb.Fatal(err)
	}
	net, err := network.Build(set)
	if err != nil {
		tb.Fatal(err)
	}
	return net
}

// BenchmarkBaselineYear is one replication of the built-in world with other
// traffic: seconds of CPU.
func BenchmarkBaselineYear(b *testing.B) { benchmarkYear(b) }

// BenchmarkClosedYear is the same with the busiest crossing closed throughout.
func BenchmarkClosedYear(b *testing.B) {
	c := scenarios.Change{Name: "shut", Do: scenarios.Do{Close: true}, Cargo: scenarios.Divert}
	c.Where.ID = []string{"laredo-wtb"}
	benchmarkYear(b, c)
}

func benchmarkYear(b *testing.B, changes ...scenarios.Change) {
	sc, err := scenarios.Load("baseline")
	if err != nil {
		b.Fatal(err)
	}
	sc.Changes = append(sc.Changes, changes...)
	m, err := NewModel(builtin(b), Case{Scenario: sc, Routing: route.ViaUS, Share: 0.05})
	if err != nil {
		b.Fatal(err)
	}
	benchmarkRuns(b, m)
}

// benchmarkRuns reports the CPU of replications of a model.
func benchmarkRuns(b *testing.B, m *Model) {
	b.ResetTimer()
	var events int64
	t := cpuNow()
	for i := range b.N {
		out, err := m.Run(context.Background(), 1, i)
		if err != nil {
			b.Fatal(err)
		}
		events += out.Events
	}
	cpu := cpuNow() - t
	b.ReportMetric(cpu/float64(b.N), "cpu-s/replication")
	b.ReportMetric(cpu/float64(events)*1e9, "ns/event")
	b.ReportMetric(float64(events)/float64(b.N), "events")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkNewModel is compiling a case of the built-in world: mostly finding
// ways.
func BenchmarkNewModel(b *testing.B) {
	net := builtin(b)
	sc, err := scenarios.Load("baseline")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := NewModel(net, Case{Scenario: sc, Routing: route.ViaUS, Share: 0.05}); err != nil {
			b.Fatal(err)
		}
	}
}
