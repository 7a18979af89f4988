package sim

import "math"

// Standard normal variates by the ziggurat of Marsaglia & Tsang (2000) in
// Doornik's (2005) form: 128 layers of equal area, the tables computed here.
const (
	layers   = 128
	zigStart = 3.442619855899      // right edge of the base layer
	zigArea  = 9.91256303526217e-3 // area of each layer
)

var zigX, zigRatio = makeZiggurat()

func makeZiggurat() (x [layers + 1]float64, ratio [layers]float64) {
	f := math.Exp(-0.5 * zigStart * zigStart)
	x[0] = zigArea / f
	x[1] = zigStart
	for i := 2; i < layers; i++ {
		x[i] = math.Sqrt(-2 * math.Log(zigArea/x[i-1]+f))
		f = math.Exp(-0.5 * x[i] * x[i])
	}
	for i := range ratio {
		ratio[i] = x[i+1] / x[i]
	}
	return x, ratio
}

// Normal is a standard normal variate.
func (s *Source) Normal() float64 {
	for {
		w := s.Uint64()
		i := w & (layers - 1)
		u := 2*open01(w) - 1
		if math.Abs(u) < zigRatio[i] {
			return u * zigX[i]
		}
		if i == 0 {
			return s.tail(u < 0)
		}
		x := u * zigX[i]
		f0 := math.Exp(-0.5 * (zigX[i]*zigX[i] - x*x))
		f1 := math.Exp(-0.5 * (zigX[i+1]*zigX[i+1] - x*x))
		if f1+s.Uniform()*(f0-f1) < 1 {
			return x
		}
	}
}

// tail is |z| > zigStart by Marsaglia (1964).
func (s *Source) tail(negative bool) float64 {
	for {
		x := math.Log(s.Uniform()) / zigStart
		y := math.Log(s.Uniform())
		if -2*y >= x*x {
			if negative {
				return x - zigStart
			}
			return zigStart - x
		}
	}
}
