package sim

import (
	"math"
	"testing"
)

func TestExpAndLogAgreeWithTheStandardLibrary(t *testing.T) {
	src := NewKey(3, 0).Source()
	worstExp, worstLog := 0.0, 0.0
	for range 2_000_000 {
		x := 120*src.Uniform() - 60
		worstExp = max(worstExp, math.Abs(fastExp(x)/math.Exp(x)-1))
		u := src.Uniform()
		want := math.Log(u)
		worstLog = max(worstLog, math.Abs(fastLog(u)-want)/max(math.Abs(want), 1))
		y := math.Exp(x)
		worstLog = max(worstLog, math.Abs(fastLog(y)-math.Log(y))/max(math.Abs(x), 1))
	}
	if worstExp > 1e-14 || worstLog > 1e-14 {
		t.Errorf("exp off by %g, log by %g (relative, log absolute near 1)", worstExp, worstLog)
	}
	if fastLog(1) != 0 || fastExp(0) != 1 {
		t.Errorf("log 1 = %g, exp 0 = %g", fastLog(1), fastExp(0))
	}
}

var sink float64

func BenchmarkExp(b *testing.B) {
	for i := range b.N {
		sink += fastExp(float64(i&63) * 0.3)
	}
}

func BenchmarkStandardExp(b *testing.B) {
	for i := range b.N {
		sink += math.Exp(float64(i&63) * 0.3)
	}
}

func BenchmarkLog(b *testing.B) {
	for i := range b.N {
		sink += fastLog(float64(i&63) + 0.3)
	}
}

func BenchmarkStandardLog(b *testing.B) {
	for i := range b.N {
		sink += math.Log(float64(i&63) + 0.3)
	}
}
