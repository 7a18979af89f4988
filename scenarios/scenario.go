package scenarios

import (
	"time"

	"corridor/data"
)

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
	When  When
	Cargo Cargo
	File  string // where it is written, for messages
	Line  int
}

// When says how often a change holds between From and To, and for how long. The
// zero When is once, all that time. Random times are drawn anew in every
// replication and alike in all cases.
type When struct {
	Every    time.Duration // a spell begins every so often from From on; 0: not
	Between  *Span         // spells begin at random: time from From, or from a spell's end, to the next
	After    string        // a spell begins when each spell of that change ends
	With     string        // a spell begins when each spell of that change begins
	By       time.Duration // later than After, With or From by this
	Lasts    *Span         // how long a spell holds; nil: to To
	Odds     *float64      // share of spells that come to pass; nil: all
	Recovery time.Duration // afterwards factors come back to normal in equal steps over this time
}

// Span is a distribution of times as it was written.
type Span struct {
	Dist data.Dist
	Text string
}

// Where selects what a change applies to. All fields that are set must hold; a
// list holds if one of it does.
type Where struct {
	ID       []string // nodes, links or services
	Kind     []string // kind of node, or `link`, `service`
	Mode     []string
	Country  []string
	Owner    []string     // owner of a link, operator of a service
	Area     [][2]float64 // corners of a polygon, longitude and latitude: nodes in it, links that touch it, services that call in it
	Event    []string     // events of facilities.csv
	Resource []string     // resources at the places selected
	Stage    []string     // stages of their processes
}

// Do is what a change does. Nil or false fields do nothing.
type Do struct {
	Close       bool     // nothing starts there; what has begun finishes
	Capacity    *float64 // servers, or a service's room, times this; >= 0
	Staffing    *float64 // servers at work times this; >= 0
	Add         *float64 // so many more (or, negative, fewer) servers: booths, berths, tracks; whole
	Speed       *float64 // speed on links times this; > 0
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
