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
	benchmarkRuns(b, m)
	b.ReportMetric(learn, "cpu-s/learning")
}
