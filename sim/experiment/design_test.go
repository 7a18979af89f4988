package experiment

import (
	"math"
	"reflect"
	"testing"

	"corridor/scenarios"
)

func TestAGridHasEveryCombinationOnce(t *testing.T) {
	got, err := Layout(&scenarios.Experiment{Design: "grid", Factors: []scenarios.Factor{{Values: []string{"a", "b"}}, {Values: []string{"1", "2", "3"}}}})
	want := [][]string{{"a", "1"}, {"a", "2"}, {"a", "3"}, {"b", "1"}, {"b", "2"}, {"b", "3"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v %v", got, err)
	}
}

// Every one of n slices of every dimension has one point.
func stratified(t *testing.T, what string, points [][]float64) {
	t.Helper()
	n := len(points)
	for d := range points[0] {
		seen := make([]bool, n)
		for _, p := range points {
			if p[d] < 0 || p[d] >= 1 {
				t.Fatalf("%s: %g", what, p[d])
			}
			i := int(p[d] * float64(n))
			if seen[i] {
				t.Fatalf("%s: two points in slice %d of dimension %d", what, i, d)
			}
			seen[i] = true
		}
	}
}

func TestDesignsFillEverySliceOfEveryDimension(t *testing.T) {
	stratified(t, "Latin", Latin(7, 37, 5))
	for _, n := range []int{1, 2, 16, 256, 1024} {
		stratified(t, "Sobol", Sobol(n, 21))
	}
	if reflect.DeepEqual(Latin(7, 37, 5), Latin(8, 37, 5)) || !reflect.DeepEqual(Latin(7, 37, 5), Latin(7, 37, 5)) {
		t.Error("a Latin hypercube belongs to its seed")
	}
}

// The first points as published, and the integral of a product (each factor of
// mean 1) with an error far under that of 4,096 random points (about 0.02).
func TestTheSobolSequenceIsTheKnownOne(t *testing.T) {
	want := [][]float64{{0, 0, 0}, {0.5, 0.5, 0.5}, {0.75, 0.25, 0.25}, {0.25, 0.75, 0.75}, {0.375, 0.375, 0.625}, {0.875, 0.875, 0.125}}
	if got := Sobol(6, 3); !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	for dims := 2; dims <= 21; dims++ {
		sum := 0.0
		points := Sobol(4096, dims)
		for _, p := range points {
			f := 1.0
			for d, x := range p {
				f *= 1 + (x-0.5)/float64(d+1)
			}
			sum += f
		}
		if mean := sum / 4096; math.Abs(mean-1) > 1e-3 {
			t.Errorf("%d dimensions: %g", dims, mean)
		}
	}
}
