package freight

import (
	"time"

	"corridor/network"
	"corridor/sim"
)

type kind uint8

const (
	aLoad kind = iota
	aVehicle
	other  // background: one truck or train that only passes one facility
	nobody // a free slot
)

// otherClass is the priority class of other trucks.
const otherClass = 1

// entity is what every load, vehicle and background truck has: small, in flat
// reused slots. Loads and vehicles have more in slots of their own (ext).
type entity struct {
	pc    int32 // op in hand, within the step
	at    int32 // step in hand, index into run.steps
	ext   int32
	flow  int32 // -1: none
	kind  kind
	class uint8
	bits  uint16
	await uint32   // the event word that is valid for it
	since sim.Time // when the present wait began; in held service, when it ends
	key   sim.Key
	hold  int32 // op whose resource is still held after service (blocking), -1
	gen   int32 // background generator
}

// load is the account of one shipment, in whole cache lines: what most events
// touch, what a drive or ride adds, each place group of times, the rest.
type load struct {
	until   sim.Time        // end of what is booked in time
	born    sim.Time        //
	us      int64           // time in the United States
	node    int32           // last place
	way     int32           // index of the way chosen, for tallies
	vehicle int32           // aboard; -1
	by      int32           // change + 1 that it waits for
	epoch   int32           // changes known when the way was last weighed
	number  uint32          // of its stream
	from    int16           // call where it boards, if set out; -1
	replans uint16          //
	last    uint8           // account that was booked last
	stream  uint8           // of its flow: 0, more where demand is above normal
	routing uint8           //
	in      network.Country // the country that it is in, by law
	touched bool            // US land, by road or rail
	missed  bool            // left behind at least once
	passed  bool            // the flow's stop lies behind
	rode    bool            // a train or ship

	driven   time.Duration
	unbroken time.Duration // driven since the last break
	tkm      float64
	tkmUS    float64
	kgBy     [modes]float64 // of kg, by mode

	time  [accounts]int64
	cost  [network.CostItems]float64
	kg    float64
	duty  float64 // that changes add at the destination, USD
	seats [mostSeats]seat
	_     [8]byte // to whole cache lines
}

// vehicle is a train, ship or aircraft on one run.
type vehicle struct {
	service   int32
	departure int32
	due       sim.Time // planned departure of the run
	call      int16
	moves     int32
	counted   int32 // counted loads aboard
	kg        int64 // their weight
	teu       float64
	lengthKM  float64
	aboard    [][]int32 // by call where they get off
	section   int32     // resource held, -1
	siding    int32     // resource held, -1
	waiting   bool      // for a section
	omits     bool      // leaves the present call out
	until     sim.Time  // end of what is booked in time
	last      uint8     // account that was booked last
	time      [accounts]int64
	used      uint64 // accounts that hold something, a bit each
	us        int64
}

// slots hand out indices of a growing slice and reuse freed ones, last freed
// first.
type slots struct{ free []int32 }

func (s *slots) take(n int) (i int32, fresh bool) {
	if k := len(s.free); k > 0 {
		i = s.free[k-1]
		s.free = s.free[:k-1]
		return i, false
	}
	return int32(n), true
}

func (s *slots) give(i int32) { s.free = append(s.free, i) }

// Purposes of draws that belong to no stage. The numbers are names: they must
// not change, or every result does.
const (
	drawGap uint64 = 0xc0_0001 + iota
	drawDivertible
	drawCohort
	drawTrusted
	drawEmpty
	drawWay
	drawPatience
	drawPhase
	drawHeld
	drawBack
	drawElsewhere
	drawAgain
	drawDemand
	drawUnderWay
)
