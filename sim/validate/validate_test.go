package validate

import (
	"bytes"
	"context"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"corridor/data"
	"corridor/network"
	"corridor/scenarios"
	"corridor/sim"
)

func builtin(t *testing.T) *network.Network {
	t.Helper()
	set, err := data.Load(data.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	net, err := network.Build(set)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

func TestEveryTargetHasASourceAToleranceAndAReason(t *testing.T) {
	t.Parallel()
	net := builtin(t)
	targets, err := Targets(net)
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for i := range targets {
		x := &targets[i]
		used[x.Scenario], used[x.Compared] = true, true
		if len(x.Source) == 0 || slices.Contains(x.Source, "assumption") || len(x.Reason) < 10 || x.Tolerance < x.Stated || x.Tolerance < 2*x.SD {
			t.Errorf("%s: source %v, reason %q, tolerance %g of %g and %g", x.ID, x.Source, x.Reason, x.Tolerance, x.Stated, x.SD)
		}
	}
	for _, name := range scenarios.Replays() {
		if !used[name] {
			t.Errorf("no target looks at the replay %s", name)
		}
	}
}

func TestEveryFaultOfATargetIsSaid(t *testing.T) {
	t.Parallel()
	set, err := data.Load(data.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	for column, bad := range map[string]string{"scenario": "baselin", "at": "pharr enter-uss", "to": "2001-01-01", "par": "tomorrow"} {
		net, err := network.Build(set.Edit("targets", column, func(r data.Row) string {
			if r.Key() == "texas-2022-pharr" {
				return bad
			}
			return r.Text(column)
		}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err = Targets(net); err == nil || !strings.Contains(err.Error(), "targets.csv") || !strings.Contains(err.Error(), "expected") {
			t.Errorf("%s %q: %v", column, bad, err)
		}
	}
}

func TestTheVerdictIsPassWeakOrMissByTheLargerTolerance(t *testing.T) {
	t.Parallel()
	two := Target{Published: 10, Stated: 1, SD: 2, Tolerance: 4}
	least := Target{Published: 10, Stated: 1, Tolerance: 1, AtLeast: true}
	for _, tt := range []struct {
		t    *Target
		x    float64
		want Verdict
	}{{&two, 10.9, Pass}, {&two, 6.1, Weak}, {&two, 14.1, Miss}, {&two, math.NaN(), Miss}, {&least, 1000, Pass}, {&least, 9, Pass}, {&least, 8.9, Miss}} {
		if got := judge(tt.t, []float64{tt.x}, nil).Verdict; got != tt.want {
			t.Errorf("%g against %g: %s, want %s", tt.x, tt.t.Published, got, tt.want)
		}
	}
	r := judge(&two, []float64{9, 11}, nil)
	if r.Simulated != 10 || math.Abs(r.High-10-12.706) > 0.01 || r.Low >= r.High {
		t.Errorf("interval %+v", r)
	}
}

// A target's value does not depend on which others are asked for, nor on the
// number of workers.
func TestATargetsValueIsItsOwn(t *testing.T) {
	t.Parallel()
	net := builtin(t)
	run := func(workers int, ids ...string) float64 {
		list, err := Run(context.Background(), Plan{Net: net, IDs: ids, Seed: 4, Reps: 2, Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			if r.Target.ID == "eagle-pass-2023-held" {
				return r.Simulated
			}
		}
		t.Fatal("not measured")
		return 0
	}
	alone, both := run(1, "eagle-pass-2023-held"), run(3, "eagle-pass-2023-held", "eagle-pass-2023-laredo", "mmx-monterrey")
	if alone != both || !(alone > 20) {
		t.Errorf("alone %g, with others %g", alone, both)
	}
}

// The fast subset runs in CI: whatever is measured must be a number, and the
// document must tell all of it.
func TestTheFastSubsetIsMeasured(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("simulates a month of trucks")
	}
	list, err := Run(context.Background(), Plan{Net: builtin(t), Fast: true, Seed: 1, Reps: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 8 {
		t.Errorf("only %d targets", len(list))
	}
	var b bytes.Buffer
	Document(&b, Head{1, 1, 1}, list)
	for i := range list {
		r := &list[i]
		if math.IsNaN(r.Simulated) {
			t.Errorf("%s is not measured", r.Target.ID)
		}
		if !strings.Contains(b.String(), "`"+r.Target.ID+"`") {
			t.Errorf("the document lacks %s", r.Target.ID)
		}
	}
}

// One replication misses by chance; the committed page has enough of them.
func TestEveryMissOfThePageIsExplained(t *testing.T) {
	page, err := os.ReadFile("../../docs/validation.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(page, []byte(" targets: ")) || bytes.Contains(page, []byte("Not explained yet")) {
		t.Error("docs/validation.md has a miss without an explanation")
	}
}

func TestTheFitTakesTheBestAndKeepsWhatIsWithinTheNoise(t *testing.T) {
	t.Parallel()
	f := Fit{Target: &Target{Published: 10, Tolerance: 4}}
	// 0.7 gives the published value, but a twentieth of the traffic stays away
	f.choose(map[float64]trial{0.5: {40, 1}, 0.7: {10, 0.95}, 0.8: {11.5, 1}, 0.9: {9, 0.99}, 1: {7, 1}}, sim.NewKey(1, 0))
	if f.Factor != 0.9 || f.Value != 9 || len(f.Ensemble) != members {
		t.Errorf("%+v", f)
	}
	for _, x := range f.Ensemble {
		if x != 0.8 && x != 0.9 {
			t.Errorf("%g is in the ensemble", x)
		}
	}
	if !slices.Contains(f.Ensemble, 0.8) || !slices.Contains(f.Ensemble, 0.9) {
		t.Errorf("ensemble %v", f.Ensemble)
	}
}
