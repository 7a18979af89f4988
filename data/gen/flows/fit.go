package main

import (
	"math"
	"sort"
)

// fit spreads a total over pairs so that rows and columns keep their shares
// (iterative proportional fitting from the product of the shares). Pairs below
// the cut, loads a year, are left out, the smallest first, and the others make
// up for them; the largest pair of each row and column stays. The total holds.
func fit(rows, columns []float64, total, cut float64) [][]float64 {
	cells := make([][]float64, len(rows))
	for i, r := range rows {
		cells[i] = make([]float64, len(columns))
		for j, c := range columns {
			if x := total * r * c; x >= cut || r == largest(rows) || c == largest(columns) {
				cells[i][j] = x
			}
		}
	}
	for range 200 {
		for i, r := range rows {
			scale(total*r, func(f func(*float64)) {
				for j := range columns {
					f(&cells[i][j])
				}
			})
		}
		for j, c := range columns {
			scale(total*c, func(f func(*float64)) {
				for i := range rows {
					f(&cells[i][j])
				}
			})
		}
	}
	return cells
}

// large spreads a total by the product of the shares over the pairs that are not
// below the cut, or not below a third of the largest where that is less.
func large(rows, columns []float64, total, cut float64) [][]float64 {
	cells := make([][]float64, len(rows))
	cut = min(cut, total*largest(rows)*largest(columns)/3)
	for i, r := range rows {
		cells[i] = make([]float64, len(columns))
		for j, c := range columns {
			if x := total * r * c; x >= cut {
				cells[i][j] = x
			}
		}
	}
	scale(total, func(f func(*float64)) {
		for i := range cells {
			for j := range cells[i] {
				f(&cells[i][j])
			}
		}
	})
	return cells
}

// scale multiplies cells so that they sum to want.
func scale(want float64, each func(func(*float64))) {
	sum := 0.0
	each(func(x *float64) { sum += *x })
	if sum > 0 {
		each(func(x *float64) { *x *= want / sum })
	}
}

func largest(xs []float64) float64 {
	m := math.Inf(-1)
	for _, x := range xs {
		m = max(m, x)
	}
	return m
}

// whole rounds cells to whole loads that sum to total: down first, then one
// more for the largest remainders, earlier cells first among equals.
func whole(cells [][]float64, total int) [][]int {
	type rest struct {
		i, j int
		r    float64
	}
	var rests []rest
	out := make([][]int, len(cells))
	for i := range cells {
		out[i] = make([]int, len(cells[i]))
		for j, x := range cells[i] {
			out[i][j] = int(x)
			total -= int(x)
			if x > 0 {
				rests = append(rests, rest{i, j, x - math.Floor(x)})
			}
		}
	}
	sort.SliceStable(rests, func(a, b int) bool { return rests[a].r > rests[b].r+1e-9 })
	for k := 0; k < total && k < len(rests); k++ {
		out[rests[k].i][rests[k].j]++
	}
	return out
}
