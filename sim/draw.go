package sim

import "math/bits"

// Key names a random draw. Draws depend on their key alone, never on the
// order in which they are made, so that two runs meet the same cargo,
// inspections and storms wherever their events have the same names:
//
//	u = NewKey(seed, replication).With(entity).With(purpose).With(occurrence).Uniform()
//
// Mixing is by 64 x 64 -> 128 bit multiplication folded by exclusive or.
type Key uint64

const (
	mixA = 0x9e3779b97f4a7c15 // 2^64 / golden ratio
	mixB = 0xd6e8feb86659fd93
)

func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// finish is a bijection that lets every input bit reach every output bit
// (the MurmurHash3 finaliser's shape with Stafford's 13th constants).
func finish(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// NewKey is the root of a replication's draws.
func NewKey(seed uint64, replication int) Key {
	return Key(finish(finish(seed+mixA) + uint64(replication)*mixB))
}

// With narrows the key by one more coordinate.
func (k Key) With(x uint64) Key {
	return Key(fold(uint64(k)^mixA, x+mixB) + uint64(k)*mixA)
}

// Named narrows the key by a name: FNV-1a of its bytes.
func (k Key) Named(name string) Key {
	h := uint64(14695981039346656037)
	for i := 0; i < len(name); i++ {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	return k.With(finish(h))
}

// Uniform is in the open interval (0, 1).
func (k Key) Uniform() float64 { return open01(finish(uint64(k))) }

// Source opens the key's own stream, for who needs many draws.
func (k Key) Source() Source { return Source{finish(uint64(k) ^ mixB)} }

// Source is a SplitMix64 stream (Steele, Lea & Flood 2014).
type Source struct{ state uint64 }

// Uint64 is the next word.
func (s *Source) Uint64() uint64 {
	s.state += mixA
	return finish(s.state)
}

// Uniform is in the open interval (0, 1).
func (s *Source) Uniform() float64 { return open01(s.Uint64()) }

func open01(x uint64) float64 { return (float64(int64(x>>12)) + 0.5) * (1.0 / (1 << 52)) }

// Exponential has mean 1.
func (s *Source) Exponential() float64 { return unit.at(s.Uint64()) }

// Exponential has mean 1, by inversion.
func (k Key) Exponential() float64 { return unit.at(finish(uint64(k))) }
