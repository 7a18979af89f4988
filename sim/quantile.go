package sim

import (
	"math"
	"sync"

	"gonum.org/v1/gonum/mathext"
)

// quantiles is the inverse of a continuous CDF of unit scale by table: linear
// between nodes, 128 to each halving of the probability that is left on a side,
// so that a draw is within 1e-4 of the exact one, relative, and mostly within
// 1e-5; the last 1/4096 on either side is worked out exactly. One uniform a draw,
// and a larger one never gives less: cases that draw alike stay coupled where a
// change alters a distribution. Nodes are single precision, half the memory, and
// no last digit of a library's function shows in them.
type quantiles struct {
	node  [2 * (nodes + 1)]float32            // from below, then from above
	exact func(p float64, above bool) float64 // p: probability that is left on that side
}

const (
	fineBits = 7  // cells a halving
	halvings = 11 // from 1/2 down to 1/4096
	nodes    = halvings << fineBits
	firstBit = (1023 - 1 - halvings) << fineBits // of 1/4096
)

// at is the value that a random word stands for.
func (q *quantiles) at(w uint64) float64 {
	above := uint64(int64(w) >> 63)
	p := (float64(int64((w^above)>>11)) + 0.5) * (1.0 / (1 << 53)) // in (0, 1/2)
	b := math.Float64bits(p)
	i := int(b>>(52-fineBits)) - firstBit
	if i < 0 {
		return q.exact(p, above != 0)
	}
	i += int(above & (nodes + 1))
	f := math.Float64frombits(b<<fineBits&(1<<52-1)|1023<<52) - 1
	lo := float64(q.node[i])
	return lo + f*(float64(q.node[i+1])-lo)
}

type shape struct {
	family uint8
	of     float64
}

const (
	gammas = iota
	weibulls
	lognormals
)

var known sync.Map // shape to *quantiles

// quantilesOf makes the table of a shape, once.
func quantilesOf(family uint8, of float64) *quantiles {
	if q, ok := known.Load(shape{family, of}); ok {
		return q.(*quantiles)
	}
	q := &quantiles{}
	switch family {
	case gammas:
		lgamma, _ := math.Lgamma(of)
		q.exact = func(p float64, above bool) float64 {
			if above {
				return mathext.GammaIncRegCompInv(of, p)
			}
			x := mathext.GammaIncRegInv(of, p) // two or three digits where p is small: Newton's step in logarithms
			below, log := mathext.GammaIncReg(of, x), math.Log(x)
			return x * math.Exp(math.Log(p/below)*below/math.Exp(of*log-x-lgamma))
		}
	case weibulls:
		q.exact = func(p float64, above bool) float64 {
			if above {
				return math.Pow(-math.Log(p), 1/of)
			}
			return math.Pow(-math.Log1p(-p), 1/of)
		}
	case lognormals:
		q.exact = func(p float64, above bool) float64 {
			z := math.Sqrt2 * math.Erfcinv(2*p)
			if above {
				return math.Exp(of * z)
			}
			return math.Exp(-of * z)
		}
	}
	for i := 0; i <= nodes; i++ {
		p := math.Float64frombits(uint64(firstBit+i) << (52 - fineBits))
		q.node[i] = float32(q.exact(p, false))
		q.node[nodes+1+i] = float32(q.exact(p, true))
	}
	known.Store(shape{family, of}, q)
	return q
}

// unit has mean 1.
var unit = quantilesOf(gammas, 1)
