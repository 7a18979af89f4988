package network

import (
	"fmt"
	"time"

	"corridor/data"
)

// Shape is how demand or traffic varies: factors with mean 1 over the months,
// the weekdays (Monday first) and the hours of the day. A zero table is flat.
type Shape struct {
	Months   [12]float64
	Weekdays [7]float64
	Hours    [24]float64
}

// Flat is the shape that never varies.
func Flat() (s Shape) {
	for i := range s.Months {
		s.Months[i] = 1
	}
	for i := range s.Weekdays {
		s.Weekdays[i] = 1
	}
	for i := range s.Hours {
		s.Hours[i] = 1
	}
	return s
}

// At is the factor at a local time.
func (s *Shape) At(t time.Time) float64 {
	return s.Months[t.Month()-1] * s.Weekdays[(int(t.Weekday())+6)%7] * s.Hours[t.Hour()]
}

// IsFlat says whether the shape never varies.
func (s *Shape) IsFlat() bool { return *s == Flat() }

// shapeOf combines the seasons named in a row's column.
func shapeOf(set *data.Set, row data.Row, column string, ps *data.Problems) Shape {
	s := Flat()
	for _, id := range row.Words(column) {
		season, ok := set.Find("seasons", id)
		if !ok {
			var names []string
			for _, r := range set.Rows("seasons") {
				names = append(names, r.Key())
			}
			*ps = append(*ps, row.Problem(column, "expected names from seasons.csv"+data.DidYouMean(id, names)))
			continue
		}
		xs := season.Numbers("values")
		var into []float64
		switch season.Text("over") {
		case "months":
			into = s.Months[:]
		case "weekdays":
			into = s.Weekdays[:]
		case "hours":
			into = s.Hours[:]
		}
		sum := 0.0
		for _, x := range xs {
			sum += x
		}
		if len(xs) != len(into) || sum <= 0 {
			*ps = append(*ps, season.Problem("values", fmt.Sprintf("expected %d numbers, not all zero", len(into))))
			continue
		}
		for i, x := range xs {
			into[i] = x * float64(len(xs)) / sum
		}
	}
	return s
}
