package scenarios

import "time"

// Scenario is one what-if question, with what it extends already merged in:
// its own settings win, its changes follow those it inherits.
type Scenario struct {
	Name      string
	Title     string
	Question  string
	Mechanism string
	Evidence  []string
	Expected  string
	Extends   string
	Window    Window
	Changes   []Change
	Hash      string // SHA-256 of the resolved content, file names left out
}

// Window is the stretch of time that is simulated: PreRoll before Start fills
// the network, cargo created in [Start, Start+Length) is counted, Drain lets it
// arrive. Zero fields: not said.
type Window struct {
	Start   time.Time // midnight UTC
	PreRoll time.Duration
	Length  time.Duration
	Drain   time.Duration

	NoPreRoll bool // `preroll: 0h` is said, which a zero PreRoll alone does not tell
	NoDrain   bool // `drain: 0h` is said
}

// Cargo says what cargo does that a change stands in the way of.
type Cargo uint8

const (
	Divert Cargo = iota // replan at the next transfer, weighing the announced rest of the change
	Wait                // keep to the plan and wait
)

// Change is one disturbance, policy or investment.
type Change struct {
	Name  string
	Where Where
	Do    Do
	From  time.Time // zero: from the beginning
	To    time.Time // zero: to the end
	Cargo Cargo
	File  string // where it is written, for messages
	Line  int
}

// Where selects what a change applies to. All fields that are set must hold; a
// list holds if one of it does.
type Where struct {
	ID       []string // nodes, links or services
	Kind     []string // kind of node, or `link`, `service`
	Mode     []string
	Country  []string
	Owner    []string // owner of a link, operator of a service
	Event    []string // events of facilities.csv
	Resource []string // resources at the places selected
	Stage    []string // stages of their processes
}

// Do is what a change does. Nil or false fields do nothing.
type Do struct {
	Close       bool     // nothing starts there; what has begun finishes
	Capacity    *float64 // servers, or a service's room, times this; >= 0
	ServiceTime *float64 // stage times, or link running times, times this; > 0
	Chance      *Chance
	Open        bool // a service that is a proposal runs; a resource works round the clock, whatever its calendar
}

// Chance changes the share that goes through the stages selected: to a value,
// or times a factor (capped at 1). Exactly one is set.
type Chance struct {
	To    *float64
	Times *float64
}
