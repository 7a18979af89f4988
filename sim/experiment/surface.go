package experiment

import (
	"context"

	"corridor/scenarios"
	"corridor/sim/results"
)

// Surface asks for the break-even of one value at each of some values of a
// second: where over two parameters the ranking flips. All points share the same
// random numbers.
type Surface struct {
	BreakEven
	OverPath string   // second value
	Over     []string // as they would be written
}

// Solve returns an answer for each of the second values.
func (s *Surface) Solve(ctx context.Context) (answers []*BreakAnswer, err error) {
	base := s.Base
	for _, v := range s.Over {
		b := s.BreakEven
		sc, ps := base.With([]scenarios.Setting{{Path: s.OverPath, Value: v}})
		if err := ps.Err(); err != nil {
			return nil, err
		}
		b.Base = sc
		a, err := b.Solve(ctx)
		if err != nil {
			return nil, err
		}
		answers = append(answers, a)
	}
	return answers, nil
}

// SurfaceTable has a row for every point simulated: the difference of the two
// routings there, and where the ranking flips at its second value. over is one
// empty text where there is no second value.
func (b *BreakEven) SurfaceTable(over []string, answers []*BreakAnswer) *results.Table {
	t := &results.Table{Name: "breakeven", Columns: []results.Column{col("over", "", "second value; empty: none"), col("x", "see command", "value that varies"),
		col("difference", "see kpi", b.KPI+", "+b.Between[1].String()+" minus "+b.Between[0].String()+", over the loads that both can carry"), col("lo", "see kpi", "lower end of the 95% interval"), col("hi", "see kpi", "upper end"),
		col("flips_at", "see x", "where the ranking flips; empty: not in the range"), col("flips_lo", "see x", "lower end of the 95% interval over replications"), col("flips_hi", "see x", "upper end"), col("flips_of", "1", "replications of which that is, those with a break-even of their own in the range")}}
	for i, a := range answers {
		at := []any{"", "", "", 0}
		if a.Flips {
			at = []any{a.At.Mean, a.At.Lo, a.At.Hi, a.Of}
		}
		for _, p := range a.Points {
			t.Add(append([]any{over[i], p.X, p.Difference.Mean, p.Difference.Lo, p.Difference.Hi}, at...)...)
		}
	}
	return t
}

// Tables are those of the result folder: the points, what was asked, and the
// sources of the figures.
func (s *Surface) Tables(answers []*BreakAnswer) []*results.Table {
	unit := ""
	for _, k := range KPIs {
		if k.Name == s.KPI {
			unit = k.Unit
		}
	}
	q := &results.Table{Name: "question", Columns: []results.Column{col("scenario", "", "scenario whose value varies"), col("path", "", "value that varies"), col("path_unit", "", "its unit; empty: a number"), col("over", "", "second value; empty: none"),
		col("first", "", "routing"), col("second", "", "routing; differences are second minus first"), col("kpi", "", "figure compared"), col("unit", "", "its unit")}}
	q.Add(s.Base.Name, s.Path, s.Unit, s.OverPath, s.Between[0].String(), s.Between[1].String(), s.KPI, unit)
	return []*results.Table{s.SurfaceTable(s.Over, answers), q, sourceTable(s.Plan.Net)}
}
