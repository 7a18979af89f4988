package scenarios

import (
	"math"
	"time"

	"corridor/data"
)

// Scenario is one what-if question, with what it extends already merged in:
// its own settings win, its changes follow those it inherits.
type Scenario struct {
	Name      string
	Title     string
	Theme     string // one of Themes, or empty
	Question  string
	Mechanism string
	Evidence  []string
	Expected  string
	Effect    *Effect // what is claimed, for a test; nil: nothing
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
	Divert   Cargo = iota // replan at the next transfer, weighing the announced rest of the change
	Wait                  // keep to the plan and wait
	Postpone              // what has not set out stays where it is made until the way is free; what is under way waits
	Cancel                // what has not set out never does; what is under way waits
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
	// Patience is the time after which cargo changes its answer: who waits looks
	// for another way; who finds none, or is postponed, cancels. Nil: no end.
	Patience *Span
	Lag      time.Duration // cargo learns so much later that a spell has begun or ended
	Lost     *float64      // share of the loads postponed that never come back; nil: none

	Investment *Investment // what it costs; nil: nothing, or not said
	File       string      // where it is written, for messages
	Line       int
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
	Late     *Span         // later by a time that is drawn; nil: not. By or Late is set
	Lasts    *Span         // how long a spell holds; nil: to To
	Odds     *float64      // share of spells that come to pass; nil: all
	Recovery time.Duration // afterwards factors come back to normal over this time
	Decay    bool          // the recovery is exponential, three time constants long; false: in equal steps

	Announced time.Duration // cargo that plans its way knows of a spell so long before it begins
	Embargo   time.Duration // so long before a closure begins no new cargo is taken
	FrontLoad *float64      // share of the loads of the first Announced of a spell that set out Announced earlier; nil: none
	Surge     *Surge        // afterwards more than normal; nil: not
}

// Left is how much of a change is left after k of n steps of its recovery.
func (w *When) Left(k, n int) float64 {
	x := float64(k) / float64(n)
	if w.Decay && k < n {
		return math.Exp(-3 * x)
	}
	return 1 - x
}

// Surge is a factor on capacity for a time after a spell.
type Surge struct {
	Times float64
	Over  time.Duration
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
	Kind     []string // kind of node, or `link`, `service`, `flow`
	Mode     []string
	Country  []string
	Owner    []string     // owner of a link, operator of a service
	Area     [][2]float64 // corners of a polygon, longitude and latitude: nodes in it, links that touch it, services that call in it
	Event    []string     // events of facilities.csv
	Resource []string     // resources at the places selected
	Stage    []string     // stages of their processes

	// With a place, link or service: only cargo of these flows there. With kind
	// `flow`, or without any of them: the flows themselves.
	Commodity   []string
	Origin      []string // zones, or countries by their code
	Destination []string
}

// OfFlows says whether flows are what is selected.
func (w *Where) OfFlows() bool {
	if len(w.Kind) > 0 {
		return len(w.Kind) == 1 && w.Kind[0] == "flow"
	}
	return len(w.ID)+len(w.Area) == 0 && w.ofCargo()
}

func (w *Where) ofCargo() bool { return len(w.Commodity)+len(w.Origin)+len(w.Destination) > 0 }

// Do is what a change does. Nil or false fields do nothing.
type Do struct {
	Close       bool     // nothing starts there; what has begun finishes
	Capacity    *float64 // servers, or a service's room, times this; >= 0
	Staffing    *float64 // servers at work times this; >= 0
	Add         *float64 // so many more (or, negative, fewer) servers: booths, berths, tracks; whole
	Speed       *float64 // speed on links times this; > 0
	ServiceTime *float64 // stage times, or link running times, times this; > 0
	Chance      *Chance
	Open        bool // a service or link that is a proposal is there; a resource works round the clock, whatever its calendar
	Fee         *Fee
	Price       *float64 // freight rates of services and links times this; >= 0
	Tariff      *Tariff
	Embargo     bool     // no new cargo: what is not aboard or inside stays out, what is under way goes on
	Demand      *float64 // loads of flows times this; >= 0
	Stage       *Stage
}

// Fee changes what a load pays: USD more at each place, stage or ride, or the
// fees of stages times a factor. Exactly one is set.
type Fee struct {
	USD   *float64
	Times *float64
}

// Tariff changes the duty on goods that enter a country, as a share of their
// value. Exactly one of Add, To and MFN is set.
type Tariff struct {
	Add     *float64 // percentage points on top, 0.25 is 25
	To      *float64 // the duty is this
	MFN     bool     // the duty is the country's general rate: no treaty
	Transit bool     // goods in transit pay it too
}

// Stage is a stage added to processes, behind their own.
type Stage struct {
	Name     string
	Time     *Span
	Chance   *float64 // nil: always
	When     string   // condition as in processes.csv; empty: always
	Resource string   // of the place; empty: none, or a new one of so many servers
	Servers  int      // 0: no new resource
	USD      float64
}

// Chance changes the share that goes through the stages selected: to a value,
// or times a factor (capped at 1). Exactly one is set.
type Chance struct {
	To    *float64
	Times *float64
}
