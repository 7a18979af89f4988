package freight

import (
	"corridor/network"
	"corridor/sim"
)

// opcode says what a step of a program does.
type opcode uint8

const (
	opReturn  opcode = iota // end of a program: go to the itinerary's next step
	opStage                 // a row of processes.csv
	opGate                  // entry of a facility: wait while it is closed
	opHere                  // at a node with the way ahead still open: replan if need be
	opDrive                 // a truck over a link
	opRide                  // wait for a service, board, alight
	opEnd                   // delivered
	opMove                  // a vehicle over a link
	opSection               // a train into section `b` of link `a`
	opArrive                // a vehicle arrives at a call
	opAlight                // its cargo for this call gets off
	opDepart                // wait for the planned departure
	opBoard                 // cargo gets on
	opSetOut                // cargo that is checked at a border is set out
	opRetire                // the vehicle's run is over
	opLate                  // a vehicle's delay before its first call
	opAgain                 // other traffic that tries again later
	opHome                  // a load waits where it is made
)

// op is one step of a program. Programs are shared by all entities.
type op struct {
	code   opcode
	class  int8 // priority class, -1: the entity's own
	item   network.CostItem
	queue  uint8 // account of time in the queue
	acct   uint8 // account of time in the stage
	per    network.Per
	inUS   bool
	others bool  // other traffic meets the condition on the flow
	keep   bool  // the next stage is at the same resources
	tail   bool  // no resource follows in this program: other traffic may leave here
	res    int32 // resource, -1: none
	res2   int32 // second resource held together with it, -1: none
	node   int32
	test   int32 // condition on the flow, -1: none
	event  network.Event
	mask   uint16  // of the facts about an entity
	want   uint16  // what they have to be
	chance float64 // 1: always
	usd    float64
	scale  float64 // of the time, by changes
	time   int32   // sampler
	key    uint64  // purpose of its draws
	stage  int32   // row of processes, for changes and tallies
	by     int32   // change + 1 that is in force on it
	adds   int32   // change + 1 that adds this stage
	some   bool    // a change is in force on it for some cargo only
}

// step is one element of an itinerary: a program and what it is about.
type step struct {
	pc   int32
	arg  int32 // link with direction, node, service
	i, j int16 // calls of a ride; i: occurrence of a facility, new driver of a drive
}

// Accounts of time: place group times activity.
const (
	onWay = iota
	atBorder
	atPort
	atTerminal
	elsewhere
	placeGroups
)

const accounts = placeGroups * int(network.Activities)

func account(group int, a network.Activity) uint8 {
	return uint8(group*int(network.Activities) + int(a))
}

// groupOf is the place group of a node.
func groupOf(k network.NodeKind) int {
	switch k {
	case network.Crossing:
		return atBorder
	case network.Port, network.Airport:
		return atPort
	case network.RailTerminal:
		return atTerminal
	}
	return elsewhere
}

// Facts about an entity that conditions ask for, and marks.
const (
	isTrusted = 1 << iota
	isInBond
	isEmpty
	isCohort
	isCounted
	isSetOut
	isOnWay   // its event resumes the op in hand
	isOther   // other traffic
	isPatient // its event ends its patience
	isCalled  // its event begins its service: see reserve
)

// test is a compiled `when`.
type test struct {
	static     []bool // by flow + 1; 0 is other traffic
	mask, want uint16
}

// PlaceGroups are the first coordinate of an account of time.
var PlaceGroups = []string{"way", "border", "port", "terminal", "elsewhere"}

// Border and Port are the groups whose time is shown by itself.
const (
	Border = atBorder
	Port   = atPort
)

// TimeAt is a flow's time in a place group, ns summed over loads.
func (t *FlowTally) TimeAt(group int) (ns float64) {
	for a := network.Activity(0); a < network.Activities; a++ {
		ns += t.Time[account(group, a)]
	}
	return ns
}

// TimeIn is a flow's time in an activity wherever it was, ns summed over loads.
func (t *FlowTally) TimeIn(a network.Activity) (ns float64) {
	for g := 0; g < placeGroups; g++ {
		ns += t.Time[account(g, a)]
	}
	return ns
}

// AccountNames names the elements of FlowTally.Time: `border/queueing`.
func AccountNames() (names []string) {
	for _, g := range PlaceGroups {
		for a := network.Activity(0); a < network.Activities; a++ {
			names = append(names, g+"/"+a.String())
		}
	}
	return names
}

// ResourceNames names the elements of Outcome.Resources: facility and resource.
func (m *Model) ResourceNames() (names [][2]string) {
	for i := range m.res {
		node := ""
		if n := m.res[i].node; n >= 0 {
			node = m.Net.Nodes[n].ID
		}
		names = append(names, [2]string{node, m.res[i].name})
	}
	return names
}

// Servers of a resource when all are at work.
func (m *Model) Servers(resource int) int { return int(m.res[resource].servers) }

// Window returns when counting begins and ends and when the run stops at the
// latest.
func (m *Model) Window() (begin, end, stop sim.Time) { return m.begin, m.close, m.stop }
