//go:build proof

package validate

import (
	"context"
	"os"
	"testing"
	"time"
)

// budget is how long all proofs of this package together may take on two
// processors.
const budget = 15 * time.Minute

var begun = time.Now()

// spent tells the time since the package's tests began, and of the processors.
func spent() (wall, cpu time.Duration) {
	return time.Since(begun).Round(time.Second), time.Duration(cpuNow() * 1e9).Round(time.Second)
}

// TestProofEveryTarget runs all targets as `corridor validate` does, prints the
// budget and the verdicts, and holds the shipped document to them.
func TestProofEveryTarget(t *testing.T) {
	net := builtin(t)
	runs := 0
	list, err := Run(context.Background(), Plan{Net: net, Seed: 1, Reps: 20, Budget: func(targets, worlds, n int) {
		runs = n
		t.Logf("proof validate: %d targets on %d worlds, %d runs", targets, worlds, n)
	}})
	if err != nil {
		t.Fatal(err)
	}
	n := map[Verdict]int{}
	for i := range list {
		r := &list[i]
		n[r.Verdict]++
		t.Logf("proof validate: %-28s %-11s published %s, tolerance %s, simulated %s: %s", r.Target.ID, r.Target.Kind, r.PublishedText(), Number(r.Target.Tolerance), r.Text(), r.Verdict)
		if r.Verdict == Miss && r.Target.Explanation == "" {
			t.Errorf("%s misses without an explanation", r.Target.ID)
		}
	}
	wall, cpu := spent()
	t.Logf("proof validate: %d pass, %d weak, %d miss after %s, %s of processors", n[Pass], n[Weak], n[Miss], wall, cpu)
	var b = new(writer)
	Document(b, Head{1, 20, runs}, list)
	if raw, err := os.ReadFile("../../docs/validation.md"); err != nil || string(raw) != string(*b) {
		t.Errorf("docs/validation.md is not what `corridor validate --write docs/validation.md` writes: %v", err)
	}
}

type writer []byte

func (w *writer) Write(p []byte) (int, error) { *w = append(*w, p...); return len(p), nil }

// TestProofTheShippedFitIsReproduced makes calibration.csv again.
func TestProofTheShippedFitIsReproduced(t *testing.T) {
	const reps = 12
	fits, err := Calibrate(context.Background(), Plan{Net: builtin(t), Seed: 1, Reps: reps})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("../../data/tables/calibration.csv")
	if err != nil {
		t.Fatal(err)
	}
	if got := CalibrationCSV(fits); got != string(raw) {
		t.Errorf("calibration.csv is not what `corridor calibrate` writes:\n%s", got)
	}
	runs := 0
	for i := range fits {
		f := &fits[i]
		t.Logf("proof calibrate: %-16s factor %-5s gives %s for the published %s %s, tolerance %s; %d factors tried", f.ID, Number(f.Factor), Number(f.Value), Number(f.Target.Published), f.Target.Unit, Number(f.Target.Tolerance), f.Tried)
		runs += f.Tried * reps
		if f.Target.paired() {
			runs += f.Tried * reps
		}
	}
	wall, cpu := spent()
	t.Logf("proof calibrate: %d rates fitted in %d runs, the shipped table reproduced; after %s, %s of processors", len(fits), runs, wall, cpu)
	if wall > budget && cpu > budget {
		t.Errorf("the proofs took %s, %s of processors; want %s on two", wall, cpu, budget)
	}
}
