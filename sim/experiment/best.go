package experiment

import (
	"context"
	"fmt"
	"math"
	"slices"

	"corridor/sim/results"
)

// Selection is the answer of Select.
type Selection struct {
	Best  int       // system with the lowest mean among those left
	Left  []int     // systems that could not be told apart when the cap was reached; one: the best is named
	Reps  int       // replications of those left
	Means []float64 // of every system over its own replications
	Taken []int     // replications of every system
}

// Observe returns one replication of some systems, in their order. NaN takes a
// system out: it has no figure.
type Observe func(systems []int, replication int) ([]float64, error)

// Select finds the system with the lowest mean of k by the fully sequential
// procedure KN (Kim & Nelson 2001, ACM TOMACS 11(3)): every system gets first
// replications, then one more is taken of those that are not yet shown to be worse
// than another, until one is left or all have most. If the best is better than every
// other by delta at least, it is named with a probability of 1 - alpha or more,
// for normal observations, also where systems share random numbers (the constant
// is the one by Bonferroni's inequality, with c = 1).
func Select(k, first, most int, delta, alpha float64, observe Observe) (*Selection, error) {
	if k < 1 || first < 2 || most < first || !(delta > 0) || !(alpha > 0 && alpha < 1) {
		return nil, fmt.Errorf("experiment: select %d systems with %d to %d replications, delta %v, alpha %v: expected a system, two replications, a positive delta and alpha in (0, 1)", k, first, most, delta, alpha)
	}
	s := &Selection{Means: make([]float64, k), Taken: make([]int, k)}
	all := make([][]float64, k)
	for i := range k {
		s.Left = append(s.Left, i)
	}
	take := func() error {
		xs, err := observe(slices.Clone(s.Left), s.Reps)
		if err != nil {
			return err
		}
		s.Reps++
		var left []int
		for j, i := range s.Left {
			if finite(xs[j]) {
				all[i] = append(all[i], xs[j])
				left = append(left, i)
			}
		}
		s.Left = left
		return nil
	}
	for range first {
		if err := take(); err != nil {
			return nil, err
		}
	}
	eta := (math.Pow(2*alpha/float64(max(k-1, 1)), -2/float64(first-1)) - 1) / 2
	h2 := 2 * eta * float64(first-1)
	spread := make([][]float64, k) // variance of the difference over the first replications
	for _, i := range s.Left {
		spread[i] = make([]float64, k)
		for _, l := range s.Left {
			spread[i][l] = variance(difference(all[i][:first], all[l][:first]))
		}
	}
	for {
		r := float64(s.Reps)
		worse := func(i int) bool { // than one of those left, by more than its spread explains
			return slices.ContainsFunc(s.Left, func(l int) bool {
				return mean(all[i])-mean(all[l]) > max(0, delta/(2*r)*(h2*spread[i][l]/(delta*delta)-r))
			})
		}
		var left []int
		for _, i := range s.Left {
			if !worse(i) {
				left = append(left, i)
			}
		}
		s.Left = left
		if len(s.Left) <= 1 || s.Reps >= most {
			break
		}
		if err := take(); err != nil {
			return nil, err
		}
	}
	for i := range all {
		s.Means[i], s.Taken[i] = mean(all[i]), len(all[i])
	}
	if len(s.Left) == 0 {
		return nil, fmt.Errorf("experiment: no system has the figure")
	}
	s.Best = slices.MinFunc(s.Left, func(a, b int) int {
		if s.Means[a] < s.Means[b] {
			return -1
		}
		return 1
	})
	return s, nil
}

// mean of numbers; NaN of none.
func mean(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}

// variance of a sample.
func variance(xs []float64) float64 {
	m, ss := mean(xs), 0.0
	for _, x := range xs {
		ss += (x - m) * (x - m)
	}
	return ss / float64(len(xs)-1)
}

func difference(a, b []float64) []float64 {
	d := make([]float64, len(a))
	for i := range a {
		d[i] = a[i] - b[i]
	}
	return d
}

// RunBest runs the cells of a sweep that asks for the best point and routing: all
// get the replications of the experiment, those that may be the best more. Systems
// are points times routings, routings varying fastest. Figures of which more is
// better are turned round, in the means of the answer too.
func (s *Sweep) RunBest(ctx context.Context, dir string) (answer *Selection, failed int, err error) {
	e := s.Experiment
	if failed, err = s.Run(ctx, dir); err != nil {
		return nil, failed, err
	}
	sign := 1.0
	if MoreIsBetter(e.Best.On) {
		sign = -1
	}
	kept := map[int]*models{}
	tally := Progress{Done: s.Total(), Kept: s.Total(), Total: s.Total(), Failed: failed}
	observe := func(systems []int, rep int) ([]float64, error) {
		xs := make([]float64, len(systems))
		var jobs []job
		for j, i := range systems {
			xs[j] = math.NaN()
			if kept[i] == nil {
				kept[i] = s.models(i/len(e.Routings), e.Routings[i%len(e.Routings)])
			}
			jobs = append(jobs, job{kept[i].point, kept[i].routing, rep, rep + 1, kept[i]})
		}
		if rep < e.Reps { // they are there
			for j, i := range systems {
				c, err := results.ReadCell(dir, kept[i].address(rep))
				if err != nil {
					return nil, err
				}
				if x, ok := c.Figures[e.Best.On]; ok {
					xs[j] = sign * x
				}
			}
			return xs, nil
		}
		tally.Total += len(jobs)
		err := s.do(ctx, dir, jobs, &tally, func(c *results.Cell) {
			system := c.Point*len(e.Routings) + slices.Index(e.Routings, c.Routing)
			if x, ok := c.Figures[e.Best.On]; ok {
				xs[slices.Index(systems, system)] = sign * x
			}
		})
		return xs, err
	}
	answer, err = Select(len(s.Points)*len(e.Routings), e.Reps, e.Best.Most, e.Best.Within, 1-e.Best.Confidence, observe)
	return answer, tally.Failed, err
}

// BestTable is best.csv: what became of every system.
func (s *Sweep) BestTable(b *Selection) *results.Table {
	e := s.Experiment
	t := &results.Table{Name: "best", Columns: []results.Column{col("point", "", "point of the design, from 0"), col("routing", "", "rule on US territory"), col("mean", "see sweep", "mean of "+e.Best.On+" over the system's replications"),
		col("replications", "1", "taken; those shown to be worse get no more"), col("left", "", "yes: not shown to be worse than another")}}
	for i, m := range b.Means {
		if MoreIsBetter(e.Best.On) {
			m = -m
		}
		left := "no"
		if slices.Contains(b.Left, i) {
			left = "yes"
		}
		t.Add(i/len(e.Routings), e.Routings[i%len(e.Routings)], m, b.Taken[i], left)
	}
	return t
}

// BestText says which is the best, and with what probability.
func (s *Sweep) BestText(b *Selection) string {
	e := s.Experiment
	name := func(i int) string {
		text := fmt.Sprintf("point %d", i/len(e.Routings))
		for f, v := range s.Points[i/len(e.Routings)] {
			text += fmt.Sprintf(", %s %s", e.Factors[f].Name, v)
		}
		return text + ", " + e.Routings[i%len(e.Routings)]
	}
	total := 0
	for _, n := range b.Taken {
		total += n
	}
	unit := ""
	for _, k := range KPIs {
		if k.Name == e.Best.On {
			unit = " " + k.Unit
		}
	}
	if len(b.Left) > 1 {
		return fmt.Sprintf("Best on %s: not decided: %d systems are left after %d replications each, the lowest so far %s (%d runs in all).", e.Best.On, len(b.Left), b.Reps, name(b.Best), total)
	}
	return fmt.Sprintf("Best on %s: %s. If it is better than all others by %s%s or more, it is named with a probability of at least %g%% (KN; %d runs in all, %d of the best).",
		e.Best.On, name(b.Best), results.Short(e.Best.Within), unit, 100*e.Best.Confidence, total, b.Taken[b.Best])
}
