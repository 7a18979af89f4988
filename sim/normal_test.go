package sim

import (
	"math"
	"slices"
	"testing"
)

func normalCDF(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// kolmogorov is the distance of a sample from a continuous CDF times the root
// of its size; it exceeds 2.5 for one sample in 130,000. It sorts the sample.
func kolmogorov(sample []float64, cdf func(float64) float64) float64 {
	slices.Sort(sample)
	n, most := float64(len(sample)), 0.0
	for i, x := range sample {
		f := cdf(x)
		most = max(most, f-float64(i)/n, float64(i+1)/n-f)
	}
	return most * math.Sqrt(n)
}

const kolmogorovBound = 2.5

// misfit is the normal score of the chi-square distance of n draws from a
// continuous CDF, in cells of 1/16 standard deviation. For the same time it
// sees finer faults than Kolmogorov's distance: no draw is kept or sorted.
func misfit(n int, draw func(i int) float64, mean, deviation float64, cdf func(float64) float64) float64 {
	const below, above, fine = 6, 10, 16 // deviations from the mean, cells a deviation
	var counts [(below + above) * fine]int
	for i := range n {
		cell := int(((draw(i)-mean)/deviation + below) * fine)
		counts[min(max(cell, 0), len(counts)-1)]++
	}
	stat, df, got, last := 0.0, -1, 0, 0.0
	for i, c := range counts {
		got += c
		upTo := cdf(mean + (float64(i+1)/fine-below)*deviation)
		if i == len(counts)-1 {
			upTo = 1
		}
		// Cells that expect few go with their neighbours.
		if want := float64(n) * (upTo - last); want > 50 && float64(n)*(1-upTo) > 50 || upTo == 1 {
			if want > 0 {
				stat += (float64(got) - want) * (float64(got) - want) / want
				df++
			} else if got > 0 {
				return math.Inf(1)
			}
			got, last = 0, upTo
		}
	}
	return chiSquareZ(stat, df)
}

// normals are drawn both ways in which samplers draw them: the first of many
// keys and many of one key.
var normals = []struct {
	name string
	draw func(n int) []float64
}{
	{"first of each key", func(n int) []float64 {
		xs := make([]float64, n)
		for i := range xs {
			s := NewKey(11, 0).With(uint64(i)).Source()
			xs[i] = s.Normal()
		}
		return xs
	}},
	{"all of one key", func(n int) []float64 {
		xs := make([]float64, n)
		s := NewKey(12, 0).Source()
		for i := range xs {
			xs[i] = s.Normal()
		}
		return xs
	}},
}

func TestNormalHasTheMomentsOfTheStandardNormal(t *testing.T) {
	const n = 1_000_000
	for _, way := range normals {
		var sum [9]float64
		for _, x := range way.draw(n) {
			p := 1.0
			for m := range sum {
				sum[m] += p
				p *= x
			}
		}
		// E x^m is 0 for odd m and (m-1)!! for even; its error has variance
		// (E x^2m - (E x^m)^2)/n.
		double := func(m int) float64 {
			if m%2 == 1 {
				return 0
			}
			f := 1.0
			for k := m - 1; k > 1; k -= 2 {
				f *= float64(k)
			}
			return f
		}
		for m := 1; m < len(sum); m++ {
			sigma := math.Sqrt((double(2*m) - double(m)*double(m)) / n)
			if z := (sum[m]/n - double(m)) / sigma; math.Abs(z) > sigmas {
				t.Errorf("%s: moment %d is %g, want %g (%+.1f sigma)", way.name, m, sum[m]/n, double(m), z)
			}
		}
	}
}

func TestNormalFollowsItsDistribution(t *testing.T) {
	for _, way := range normals {
		xs := way.draw(500_000)
		// Cells of equal probability show what a layer does wrong.
		cells := make([]int, 512)
		for _, x := range xs {
			cells[min(int(normalCDF(x)*512), 511)]++
		}
		if z := evenness(cells); math.Abs(z) > sigmas {
			t.Errorf("%s: cells are uneven, %+.1f sigma", way.name, z)
		}
		if d := kolmogorov(xs, normalCDF); d > kolmogorovBound {
			t.Errorf("%s: Kolmogorov distance %.2f", way.name, d)
		}
	}
}

func TestNormalFillsItsCellsEvenlyInManyDraws(t *testing.T) {
	if testing.Short() {
		t.Skip("twenty million draws")
	}
	s := NewKey(15, 0).Source()
	z := misfit(20_000_000, func(int) float64 { return s.Normal() }, 0, 1, normalCDF)
	if math.Abs(z) > sigmas {
		t.Errorf("cells are off by %+.1f sigma", z)
	}
}

func TestNormalsTailsHaveTheirShareAndShape(t *testing.T) {
	const n = 5_000_000
	s := NewKey(13, 0).Source()
	const edge = zigStart // 3.4427, where the method of drawing changes
	var low, high []float64
	for range n {
		switch x := s.Normal(); {
		case x < -edge:
			low = append(low, -x)
		case x > edge:
			high = append(high, x)
		}
	}
	p := normalCDF(-edge)
	for side, xs := range map[string][]float64{"low": low, "high": high} {
		want := n * p
		if z := (float64(len(xs)) - want) / math.Sqrt(want*(1-p)); math.Abs(z) > sigmas {
			t.Errorf("%s tail: %d beyond %.4f in %d, want %.0f (%+.1f sigma)", side, len(xs), edge, n, want, z)
		}
		if d := kolmogorov(xs, func(x float64) float64 { return 1 - normalCDF(-x)/p }); d > kolmogorovBound {
			t.Errorf("%s tail: Kolmogorov distance %.2f", side, d)
		}
	}
}

func TestTailFollowsTheNormalBeyondItsEdge(t *testing.T) {
	s := NewKey(14, 0).Source()
	p := normalCDF(-zigStart)
	for _, negative := range []bool{false, true} {
		xs := make([]float64, 200_000)
		for i := range xs {
			xs[i] = s.tail(negative)
			if negative {
				xs[i] = -xs[i]
			}
			if xs[i] < zigStart {
				t.Fatalf("tail gave %g", xs[i])
			}
		}
		if d := kolmogorov(xs, func(x float64) float64 { return 1 - normalCDF(-x)/p }); d > kolmogorovBound {
			t.Errorf("negative %v: Kolmogorov distance %.2f", negative, d)
		}
	}
}

func TestZigguratsLayersHaveEqualAreas(t *testing.T) {
	f := func(x float64) float64 { return math.Exp(-x * x / 2) }
	for i := 1; i < layers; i++ {
		if zigX[i+1] >= zigX[i] {
			t.Errorf("layer %d is not narrower than %d", i+1, i)
		}
		// The last closes at the top of the curve: that is what makes the
		// constants right, as far as their digits go.
		if a := zigX[i] * (f(zigX[i+1]) - f(zigX[i])); math.Abs(a/zigArea-1) > 1e-8 {
			t.Errorf("layer %d has area %g, want %g", i, a, zigArea)
		}
	}
	base := zigStart*f(zigStart) + math.Sqrt(2*math.Pi)*normalCDF(-zigStart)
	if math.Abs(base/zigArea-1) > 1e-8 {
		t.Errorf("the base layer has area %g, want %g", base, zigArea)
	}
	if zigX[layers] != 0 {
		t.Errorf("the top layer ends at %g", zigX[layers])
	}
}
