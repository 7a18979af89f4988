//go:build proof

package validate

import (
	"context"
	"os"
	"testing"
	"time"
)

// TestProofEveryTarget runs all targets as `corridor validate` does, prints the
// budget and the verdicts, and holds the shipped document to them.
func TestProofEveryTarget(t *testing.T) {
	net := builtin(t)
	begin := time.Now()
	runs := 0
	list, err := Run(context.Background(), Plan{Net: net, Seed: 1, Reps: 5, Budget: func(targets, worlds, n int) {
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
	t.Logf("proof validate: %d pass, %d weak, %d miss in %s", n[Pass], n[Weak], n[Miss], time.Since(begin).Round(time.Second))
	if time.Since(begin) > 15*time.Minute {
		t.Errorf("took %s, want under 15 minutes", time.Since(begin))
	}
	var b = new(writer)
	Document(b, Head{1, 5, runs}, list)
	if raw, err := os.ReadFile("../../docs/validation.md"); err != nil || string(raw) != string(*b) {
		t.Errorf("docs/validation.md is not what `corridor validate --write docs/validation.md` writes: %v", err)
	}
}

type writer []byte

func (w *writer) Write(p []byte) (int, error) { *w = append(*w, p...); return len(p), nil }

// TestProofTheShippedFitIsReproduced makes calibration.csv again.
func TestProofTheShippedFitIsReproduced(t *testing.T) {
	fits, err := Calibrate(context.Background(), Plan{Net: builtin(t), Seed: 1, Reps: 4})
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
	t.Logf("proof calibrate: %d rates fitted, the shipped table reproduced", len(fits))
}
