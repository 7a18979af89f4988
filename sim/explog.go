package sim

import "math"

// exp and log for samplers: by table and a short polynomial, about twice
// as fast as the standard library's on amd64 and within 1e-14 of it, relative
// (log: or absolute near 1). Special values are left out: exp takes
// |x| < 700, log takes normal positive numbers.
const (
	elBits = 7
	elSize = 1 << elBits
)

var (
	expTable = makeExpTable() // 2^(i/128)
	logTable = makeLogTable() // by the top mantissa bits: 1/c and log c
)

func makeExpTable() (t [elSize]float64) {
	for i := range t {
		t[i] = math.Exp2(float64(i) / elSize)
	}
	return t
}

func makeLogTable() (t [elSize][2]float64) {
	for i := range t {
		c := 1 + (float64(i)+0.5)/elSize
		t[i] = [2]float64{1 / c, math.Log(c)}
	}
	// The ends are exact at 1: the first cell is expanded about 1 itself.
	t[0] = [2]float64{1, 0}
	return t
}

const (
	ln2Hi = 6.93147180369123816490e-01
	ln2Lo = 1.90821492927058770002e-10
)

// fastExp is e^x: x = (k + i/128) ln 2 + r with |r| < ln 2 / 256.
func fastExp(x float64) float64 {
	n := math.Floor(x*(elSize*math.Log2E) + 0.5)
	r := x - n*(ln2Hi/elSize) - n*(ln2Lo/elSize)
	k := int64(n)
	r2 := r * r // pairs of terms, so that they need not wait for each other
	p := (1 + r) + r2*((0.5+r*(1.0/6))+r2*(1.0/24+r*(1.0/120)))
	t := expTable[k&(elSize-1)] * p
	return t * math.Float64frombits(uint64(1023+k>>elBits)<<52)
}

// fastLog is the natural logarithm: x = 2^k c (1 + z) with |z| < 1/128.
func fastLog(x float64) float64 {
	b := math.Float64bits(x)
	k := int64(b>>52) - 1023
	cell := &logTable[b>>(52-elBits)&(elSize-1)]
	m := math.Float64frombits(b&(1<<52-1) | 1023<<52)
	z := m*cell[0] - 1
	z2 := z * z
	z4 := z2 * z2
	p := z - z2*((0.5-z*(1.0/3))+(z2*(0.25-z*0.2)+z4*(1.0/6-z*(1.0/7)+z2*0.125)))
	return float64(k)*math.Ln2 + (cell[1] + p)
}
