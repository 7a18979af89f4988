package experiment

import (
	"context"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"corridor/sim"
	"corridor/sim/results"
)

// normal is the standard normal variate of a uniform one.
func normal(u float64) float64 { return math.Sqrt2 * math.Erfinv(2*u-1) }

// normals gives systems with means apart and a part of their noise in common.
func normals(seed uint64, means []float64, shared float64) Observe {
	return func(systems []int, rep int) ([]float64, error) {
		key := sim.NewKey(seed, rep)
		c := normal(key.Named("common").Uniform())
		xs := make([]float64, len(systems))
		for j, i := range systems {
			xs[j] = means[i] + math.Sqrt(shared)*c + math.Sqrt(1-shared)*normal(key.With(uint64(i)+1).Uniform())
		}
		return xs, nil
	}
}

func TestSelectNamesTheBestAndSpendsLittleOnTheOthers(t *testing.T) {
	t.Parallel()
	means := []float64{0.5, 0, 0.5, 3, 3, 3}
	right := 0
	for seed := range uint64(200) {
		s, err := Select(len(means), 10, 10_000, 0.5, 0.05, normals(seed, means, 0.5))
		if err != nil {
			t.Fatal(err)
		}
		if s.Best == 1 && len(s.Left) == 1 {
			right++
		}
		if s.Taken[3] > s.Taken[1] {
			t.Errorf("seed %d: %v replications", seed, s.Taken)
		}
	}
	if right < 190 {
		t.Errorf("the best is named in %d of 200", right)
	}
}

func TestSelectSaysWhatItCannotTellApart(t *testing.T) {
	t.Parallel()
	s, err := Select(3, 5, 20, 0.3, 0.05, normals(1, []float64{0, 0, 90}, 0))
	if err != nil || len(s.Left) != 2 || s.Reps != 20 {
		t.Errorf("%+v %v", s, err)
	}
	// A system without the figure is out, whatever else it has.
	s, err = Select(2, 5, 20, 1, 0.05, func(systems []int, rep int) ([]float64, error) {
		xs := make([]float64, len(systems))
		for j, i := range systems {
			xs[j] = float64(rep)
			if i == 0 {
				xs[j] = math.NaN()
			}
		}
		return xs, nil
	})
	if err != nil || s.Best != 1 || len(s.Left) != 1 {
		t.Errorf("%+v %v", s, err)
	}
	if _, err := Select(2, 1, 20, 1, 0.05, nil); err == nil {
		t.Error("one replication was enough")
	}
}

func TestASweepThatAsksForTheBestGivesItTheReplicationsItNeeds(t *testing.T) {
	t.Parallel()
	text := strings.Replace(strings.Replace(sweepText, "reps: 2", "reps: 5", 1), "routing: [us, direct]", "routing: [us]", 1) + "best: {on: time, within: 0.2, most: 30}\n"
	s := sweepOf(t, text)
	dir := filepath.Join(t.TempDir(), "out")
	b, failed, err := s.RunBest(context.Background(), dir)
	if err != nil || failed > 0 {
		t.Fatal(failed, err)
	}
	// Points are staff 1 or 2 times closure yes or no: twice the staff and no closure.
	if b.Best != 3 || !strings.Contains(s.BestText(b), "point 3, staff 2, closure no, us") {
		t.Errorf("%+v: %s", b, s.BestText(b))
	}
	plan, _ := results.ReadSweep(dir)
	cells, _, _ := results.SweepCells(dir, &plan)
	want := 0
	for _, n := range b.Taken {
		want += n
	}
	if len(cells) != want {
		t.Errorf("%d cells of %d", len(cells), want)
	}
	// Taken up again nothing is run and the answer is the same.
	ran := 0
	s.Progress = func(p Progress) {
		if p.Kept < p.Done {
			ran++
		}
	}
	again, _, err := s.RunBest(context.Background(), dir)
	if err != nil || again.Best != b.Best || again.Reps != b.Reps || ran > 0 {
		t.Errorf("%+v %v, %d cells run again", again, err, ran)
	}
}
