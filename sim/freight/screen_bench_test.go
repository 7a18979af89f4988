package freight

import (
	"context"
	"testing"

	"corridor/network/route"
	"corridor/scenarios"
)

// BenchmarkBaselineScreen is one replication of the built-in world at screen
// fidelity, its waits learned before: seconds of CPU.
func BenchmarkBaselineScreen(b *testing.B) {
	sc, err := scenarios.Load("baseline")
	if err != nil {
		b.Fatal(err)
	}
	m, err := NewModel(builtin(b), Case{Scenario: sc, Routing: route.ViaUS, Share: 0.05, Fidelity: Screen})
	if err != nil {
		b.Fatal(err)
	}
	t := cpuNow()
	if err := new(Waits).Hold(context.Background(), m, nil, 2); err != nil {
		b.Fatal(err)
	}
	learn := cpuNow() - t
	b.ResetTimer()
	var events int64
	t = cpuNow()
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
	b.ReportMetric(learn, "cpu-s/learning")
	b.ReportMetric(0, "ns/op")
}
