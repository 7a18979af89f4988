package sim

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// Keys in these tests are fixed, so that they never fail by chance: the bounds
// are those that a good generator passes for all but about one choice of keys
// in a million.
const sigmas = 5

// chiSquareZ is the Wilson–Hilferty normal score of a chi-square statistic.
func chiSquareZ(stat float64, df int) float64 {
	v := 2 / (9 * float64(df))
	return (math.Cbrt(stat/float64(df)) - (1 - v)) / math.Sqrt(v)
}

// evenness is the normal score of counts that should be equal: high where
// they differ too much, low where they are too regular.
func evenness(counts []int) float64 {
	n := 0
	for _, c := range counts {
		n += c
	}
	want := float64(n) / float64(len(counts))
	stat := 0.0
	for _, c := range counts {
		stat += (float64(c) - want) * (float64(c) - want) / want
	}
	return chiSquareZ(stat, len(counts)-1)
}

// correlation of two uniform samples times the root of their size: a standard
// normal score where they are independent.
func correlation(n int, pair func(i int) (x, y float64)) float64 {
	sum := 0.0
	for i := range n {
		x, y := pair(i)
		sum += (x - 0.5) * (y - 0.5)
	}
	return 12 * sum / math.Sqrt(float64(n))
}

// walks are the ways in which neighbouring draws of a run are named.
var walks = []struct {
	name string
	key  func(i int) Key
}{
	{"entity", func(i int) Key { return NewKey(1, 0).With(uint64(i)).With(3).With(0) }},
	{"purpose", func(i int) Key { return NewKey(1, 0).With(17).With(uint64(i)).With(0) }},
	{"occurrence", func(i int) Key { return NewKey(1, 0).With(17).With(3).With(uint64(i)) }},
	{"replication", func(i int) Key { return NewKey(1, i).With(17).With(3).With(0) }},
	{"seed", func(i int) Key { return NewKey(uint64(i), 0).With(17).With(3).With(0) }},
	{"entity and purpose", func(i int) Key {
		return NewKey(7, 2).With(uint64(i / 8)).With(uint64(i % 8)).With(0)
	}},
	{"entity, purpose and occurrence", func(i int) Key {
		return NewKey(7, 2).With(uint64(i / 32)).With(uint64(i / 4 % 8)).With(uint64(i % 4))
	}},
	{"all three alike", func(i int) Key {
		return NewKey(7, 2).With(uint64(i)).With(uint64(i)).With(uint64(i))
	}},
	{"every 4096th entity", func(i int) Key { return NewKey(1, 0).With(uint64(i) << 12).With(3).With(0) }},
	{"entity in the high half", func(i int) Key { return NewKey(1, 0).With(uint64(i) << 32).With(3).With(0) }},
	{"name", func(i int) Key { return NewKey(1, 0).Named(fmt.Sprint("truck ", i)).With(3).With(0) }},
	{"stream of one key", func(i int) Key { return streamKey(NewKey(1, 0).With(uint64(i/100)), i%100) }},
}

// streamKey is a key whose Uniform is the n-th draw of k's Source.
func streamKey(k Key, n int) Key {
	s := k.Source()
	return Key(s.state + uint64(n+1)*mixA)
}

func TestStreamKeyGivesTheStreamsDraws(t *testing.T) {
	k := NewKey(3, 4).With(5)
	s := k.Source()
	for n := range 10 {
		if got, want := streamKey(k, n).Uniform(), s.Uniform(); got != want {
			t.Errorf("draw %d is %g, want %g", n, got, want)
		}
	}
}

func TestDrawsDoNotDependOnTheOrderInWhichTheyAreMade(t *testing.T) {
	const n = 3000
	families := []Sampler{
		Exponential(1), Erlang(3, 1), Gamma(0.5, 1), Weibull(0.7, 1), Lognormal(1, 1),
		Triangular(1, 2, 4), UniformBetween(1, 2), Empirical([]float64{1, 2, 3}, []float64{1, 2, 3}),
	}
	draw := func(i int) (float64, int64) {
		k := NewKey(1, 2).With(uint64(i / 10)).With(uint64(i % 10))
		return k.Uniform(), int64(families[i%len(families)].Sample(k.With(1)))
	}
	var uniforms [n]float64
	var spans [n]int64
	for i := range n {
		uniforms[i], spans[i] = draw(i)
	}
	for _, i := range rand.New(rand.NewPCG(1, 1)).Perm(n) {
		if u, s := draw(i); u != uniforms[i] || s != spans[i] {
			t.Fatalf("draw %d is %g, %d in order and %g, %d out of order", i, uniforms[i], spans[i], u, s)
		}
	}
}

func TestNeighbouringKeysDifferAndNoneMeetsAnother(t *testing.T) {
	seen := make(map[Key]string)
	meet := func(k Key, name string) {
		if other, ok := seen[k]; ok {
			t.Fatalf("%s has the key of %s", name, other)
		}
		seen[k] = name
	}
	for rep := range 8 {
		for entity := range uint64(300) {
			for purpose := range uint64(10) {
				for occurrence := range uint64(8) {
					meet(NewKey(1, rep).With(entity).With(purpose).With(occurrence),
						fmt.Sprint(rep, entity, purpose, occurrence))
				}
			}
		}
	}
}

func TestOrderAndDepthOfCoordinatesMatter(t *testing.T) {
	k := NewKey(1, 0)
	keys := map[Key]string{
		k:                           "root",
		k.With(0):                   "0",
		k.With(0).With(0):           "0 0",
		k.With(1).With(2):           "1 2",
		k.With(2).With(1):           "2 1",
		k.With(3):                   "3",
		k.Named(""):                 "no name",
		k.Named("a"):                "a",
		k.Named("b"):                "b",
		k.Named("ab"):               "ab",
		k.Named("ba"):               "ba",
		k.Named("a").Named("b"):     "a b",
		NewKey(0, 1):                "seed 0, replication 1",
		NewKey(2, 0):                "seed 2",
		NewKey(1, 1):                "replication 1",
		NewKey(1, -1):               "replication -1",
		k.With(math.MaxUint64):      "the last",
		k.With(1 << 63):             "the middle",
		k.With(math.MaxUint64 >> 1): "before the middle",
	}
	uniforms := make(map[float64]string)
	for key, name := range keys {
		if other, ok := uniforms[key.Uniform()]; ok {
			t.Errorf("%s draws as %s does", name, other)
		}
		uniforms[key.Uniform()] = name
	}
	if len(uniforms) != 19 {
		t.Errorf("%d different draws of 19 names", len(uniforms))
	}
}

func TestUniformLiesStrictlyBetween0And1(t *testing.T) {
	for _, x := range []uint64{0, 1, 1<<12 - 1, 1 << 12, 1 << 63, math.MaxUint64 - 1, math.MaxUint64} {
		u := open01(x)
		if !(u > 0 && u < 1) {
			t.Errorf("open01(%#x) = %g", x, u)
		}
		// Exact: the middle of one of 2^52 equal cells.
		if cell := math.Floor(u * (1 << 52)); cell != float64(x>>12) {
			t.Errorf("open01(%#x) lies in cell %g, want %d", x, cell, x>>12)
		}
		if mirror := open01(^x); u+mirror != 1 {
			t.Errorf("open01(%#x) + open01(%#x) = %g", x, ^x, u+mirror)
		}
	}
}

func TestConsecutiveKeysAreUniform(t *testing.T) {
	const n = 1 << 17
	for _, w := range walks {
		// Eight bits at a time from the first to the last of the draw.
		var counts [6][256]int
		for i := range n {
			cell := uint64(w.key(i).Uniform() * (1 << 52))
			for b := range counts {
				counts[b][cell>>(44-8*b)&255]++
			}
		}
		for b := range counts {
			if z := evenness(counts[b][:]); math.Abs(z) > sigmas {
				t.Errorf("%s: bits from %d are uneven, %+.1f sigma", w.name, 8*b, z)
			}
		}
	}
}

func TestNeighbouringKeysAreNotCorrelated(t *testing.T) {
	const n = 1 << 16
	for _, w := range walks {
		for _, lag := range []int{1, 2, 3, 4, 8, 10, 16, 32, 64, 100, 128, 256, 1000, 1024} {
			z := correlation(n, func(i int) (float64, float64) {
				return w.key(i).Uniform(), w.key(i + lag).Uniform()
			})
			if math.Abs(z) > sigmas {
				t.Errorf("%s: draws %d apart correlate, %+.1f sigma", w.name, lag, z)
			}
		}
	}
}

func TestSerialPairsAndTriplesFillTheirCellsEvenly(t *testing.T) {
	const n = 1 << 17
	for _, w := range walks {
		pairs, triples := make([]int, 64*64), make([]int, 16*16*16)
		for i := 0; i < n; i++ {
			u, v, x := w.key(3*i).Uniform(), w.key(3*i+1).Uniform(), w.key(3*i+2).Uniform()
			pairs[int(u*64)<<6|int(v*64)]++
			triples[int(u*16)<<8|int(v*16)<<4|int(x*16)]++
		}
		if z := evenness(pairs); math.Abs(z) > sigmas {
			t.Errorf("%s: pairs are uneven, %+.1f sigma", w.name, z)
		}
		if z := evenness(triples); math.Abs(z) > sigmas {
			t.Errorf("%s: triples are uneven, %+.1f sigma", w.name, z)
		}
	}
}

func TestEveryBitOfACoordinateMovesHalfTheBitsOfTheDraw(t *testing.T) {
	const n = 4096
	change := map[string]func(i int, bit uint64) (Key, Key){
		"entity": func(i int, bit uint64) (Key, Key) {
			k := NewKey(1, 0)
			return k.With(uint64(i)).With(1), k.With(uint64(i) ^ bit).With(1)
		},
		"occurrence": func(i int, bit uint64) (Key, Key) {
			k := NewKey(1, 0).With(uint64(i)).With(1)
			return k.With(9), k.With(9 ^ bit)
		},
		"seed": func(i int, bit uint64) (Key, Key) {
			return NewKey(uint64(i), 0).With(1), NewKey(uint64(i)^bit, 0).With(1)
		},
	}
	for name, keys := range change {
		for b := range 64 {
			var flipped [64]int
			for i := range n {
				k, l := keys(i, 1<<b)
				for d := finish(uint64(k)) ^ finish(uint64(l)); d != 0; d &= d - 1 {
					flipped[bits.TrailingZeros64(d)]++
				}
			}
			for out, c := range flipped {
				// 12,288 cells of a binomial(n, 1/2): six sigma for all.
				if z := (float64(c) - n/2) / math.Sqrt(n/4); math.Abs(z) > 6 {
					t.Errorf("%s: bit %d flips bit %d of the draw %d times in %d", name, b, out, c, n)
				}
			}
		}
	}
}

func TestSourcesOfNeighbouringKeysAreNotCorrelated(t *testing.T) {
	const streams, length = 1000, 64
	for _, w := range walks[:len(walks)-1] {
		var draws [streams][length]float64
		for i := range draws {
			s := w.key(i).Source()
			for j := range draws[i] {
				draws[i][j] = s.Uniform()
			}
		}
		for _, apart := range []int{1, 2, 8, 64} {
			for _, lag := range []int{0, 1, 2} {
				rows, columns := streams-apart, length-lag
				z := correlation(rows*columns, func(i int) (float64, float64) {
					return draws[i/columns][i%columns], draws[i/columns+apart][i%columns+lag]
				})
				if math.Abs(z) > sigmas {
					t.Errorf("%s: streams %d apart correlate at lag %d, %+.1f sigma", w.name, apart, lag, z)
				}
			}
		}
		var cells [1024]int
		for i := 0; i < streams; i += 2 {
			for j := range length {
				cells[int(draws[i][j]*32)<<5|int(draws[i+1][j]*32)]++
			}
		}
		if z := evenness(cells[:]); math.Abs(z) > sigmas {
			t.Errorf("%s: pairs across streams are uneven, %+.1f sigma", w.name, z)
		}
	}
}

func TestSourcesDoNotOverlap(t *testing.T) {
	seen := make(map[uint64]int)
	for i := range 4000 {
		s := NewKey(1, 0).With(uint64(i)).Source()
		for j := range 64 {
			x := s.Uint64()
			if other, ok := seen[x]; ok {
				t.Fatalf("word %d of stream %d is in stream %d also", j, i, other)
			}
			seen[x] = i
		}
	}
}

func TestUniformAndSourceOfOneKeyAreNotCorrelated(t *testing.T) {
	for _, w := range walks {
		z := correlation(1<<16, func(i int) (float64, float64) {
			k := w.key(i)
			s := k.Source()
			return k.Uniform(), s.Uniform()
		})
		if math.Abs(z) > sigmas {
			t.Errorf("%s: Uniform and the first of Source correlate, %+.1f sigma", w.name, z)
		}
	}
}

func TestKeysAndTheirChildrenAreNotCorrelated(t *testing.T) {
	for child := range uint64(8) {
		z := correlation(1<<16, func(i int) (float64, float64) {
			k := NewKey(1, 0).With(uint64(i))
			return k.Uniform(), k.With(child).Uniform()
		})
		if math.Abs(z) > sigmas {
			t.Errorf("keys and their child %d correlate, %+.1f sigma", child, z)
		}
	}
}

func TestFinishIsABijectionOnWords(t *testing.T) {
	// Its inverse, step by step: multiplication by an odd number and x ^ x>>s
	// can both be undone.
	inverse := func(m uint64) uint64 {
		x := m // Newton: each step doubles the correct bits
		for range 6 {
			x *= 2 - m*x
		}
		return x
	}
	unshift := func(z uint64, s uint) uint64 {
		x := z
		for range 64/s + 1 {
			x = z ^ x>>s
		}
		return x
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for range 10_000 {
		z := rng.Uint64()
		x := unshift(finish(z), 31) * inverse(0x94d049bb133111eb)
		x = unshift(x, 27) * inverse(0xbf58476d1ce4e5b9)
		if x = unshift(x, 30); x != z {
			t.Fatalf("finish(%#x) cannot be undone: %#x", z, x)
		}
	}
}

func TestSourceIsSplitMix64(t *testing.T) {
	// The first words of state 1234567 as published with the reference
	// implementation (Vigna) and on Rosetta Code.
	s := Source{1234567}
	for i, want := range []uint64{
		6457827717110365317, 3203168211198807973, 9817491932198370423,
		4593380528125082431, 16408922859458223821,
	} {
		if got := s.Uint64(); got != want {
			t.Errorf("word %d is %d, want %d", i, got, want)
		}
	}
}
