package network

import (
	"time"

	"github.com/paulmach/orb"

	"corridor/data"
)

// Ids are indices into the slices of a Network; -1 is none.
type (
	NodeID      int32
	LinkID      int32
	ServiceID   int32
	CommodityID int32
	FlowID      int32
	ResourceID  int32
	ProcessID   int32
)

// Mode of transport.
type Mode uint8

const (
	Road Mode = iota
	Rail
	Sea
	Air
)

func (m Mode) String() string { return data.Modes[m] }

// Country of a node or link.
type Country uint8

const (
	CA Country = iota
	US
	MX
	XX // none: at sea, or not said
)

func (c Country) String() string { return data.Countries[c] }

// NodeKind says what a place is.
type NodeKind uint8

const (
	Zone NodeKind = iota
	Port
	RailTerminal
	Crossing
	Airport
	Junction
	Strait
	Overseas
	Station
)

func (k NodeKind) String() string { return data.NodeKinds[k] }

// Event of facilities.csv.
type Event uint8

const (
	Visit Event = iota
	LoadOn
	Unload
	Transfer
	EnterUS
	EnterMX
	EnterCA
	VehicleCall
	VehicleEnterUS
	VehicleEnterMX
	VehicleEnterCA
	VehiclePass
	Events
)

func (e Event) String() string { return data.Events[e] }

// Enter is the event of cargo (or its truck) that crosses into a country.
func Enter(c Country) Event {
	switch c {
	case US:
		return EnterUS
	case MX:
		return EnterMX
	}
	return EnterCA
}

// VehicleEnter is the event of a train that crosses into a country.
func VehicleEnter(c Country) Event { return Enter(c) + VehicleEnterUS - EnterUS }

// Touch is the kind of contact with US territory, from none to land.
type Touch uint8

const (
	TouchNone Touch = iota
	TouchOverflight
	TouchWaters
	TouchLock
	TouchCall
	TouchLand
)

func (t Touch) String() string { return data.Touches[t] }

// Activity says which account a stage's time goes to.
type Activity uint8

const (
	Handling Activity = iota
	Queueing
	Inspected
	Documents
	Dwell
	Moving
	Waiting
	Held
	Activities
)

func (a Activity) String() string { return data.Activities[a] }

// CostItem of an account.
type CostItem uint8

const (
	LineHaul CostItem = iota
	HandlingCost
	Border
	Broker
	Bond
	Duty
	Demurrage
	Inventory
	Spoilage
	Empties
	CostItems
)

func (c CostItem) String() string { return data.CostItems[c] }

// Node is a place.
type Node struct {
	ID       string
	Name     string
	Kind     NodeKind
	Country  Country
	At       orb.Point // longitude, latitude
	TZ       *time.Location
	PortCode string
	Process  [Events]ProcessID // -1: nothing happens on that event
}

// Link is a road, line, sea or air link in one country.
type Link struct {
	ID       string
	From, To NodeID
	Mode     Mode
	Country  Country
	KM       float64
	KMH      float64
	Spread   float64 // sigma of the lognormal running time
	Owner    string
	Tracks   int
	Sections int // 0: not controlled
	Sidings  int
	OneWay   bool
	Touch    Touch
	TollUSD  float64
	Open     bool // false: a proposal, which a scenario may open
}

// Hours is the mean running time.
func (l *Link) Hours() float64 { return l.KM / l.KMH }

// Resource of a facility.
type Resource struct {
	Name     string
	Node     NodeID
	Servers  int
	Calendar *Calendar // nil: always open
	Buffer   int
	Lose     bool // turned away when full, instead of blocking
	Hold     bool // service is held when servers are taken away
	MTBF     data.Dist
	MTTR     data.Dist
	Breaks   bool
	Fitted   float64 // factor of calibration.csv on the servers at work, 0: none
	FitYear  int     // whose traffic it was fitted to, 0: not known
}

// Stage of a process.
type Stage struct {
	Name     string
	Need     []string // names of the resources held together
	Time     data.Dist
	Per      Per
	Chance   float64
	When     []Condition
	Priority int // -1: the flow's own
	Activity Activity
	USD      float64
	Item     CostItem
	Row      data.Row
}

// Per says what a vehicle's stage time is multiplied by.
type Per uint8

const (
	Once Per = iota
	PerMove
	PerKMLength
)

// Process is a sequence of stages.
type Process struct {
	ID     string
	Stages []Stage
}

// Equipment is a kind of load unit: a container, a railcar.
type Equipment struct {
	ID   string
	Name string
	Tare float64 // tonnes empty
	// Share of units that go back empty after a load out of Mexico (north) or
	// out of Canada (south) by train or ship.
	BackNorth, BackSouth float64
}

// Commodity per load unit.
type Commodity struct {
	ID        string
	Name      string
	Group     string
	Equipment string
	Road      bool
	Tonnes    float64
	TEU       float64
	ValueUSD  float64
	TimeValue float64 // share of value a day
	ShelfLife time.Duration
	Trusted   float64
	Shape     Shape
	MFN       [3]float64 // duty outside the treaty by Country, share of value
	USMCA     float64    // share that enters free under the treaty
}

// Call of a service.
type Call struct {
	Node    NodeID
	Planned time.Duration // departure after the run's own; at the last call arrival
	Stop    time.Duration
	Board   bool
	Alight  bool
	Omit    float64 // share of runs that leave it out
}

// Service runs to a timetable or when full.
type Service struct {
	ID         string
	Name       string
	Mode       Mode
	Operator   string
	Rights     []string
	Open       bool
	Carries    []string
	Capacity   float64 // TEU
	Departs    Departs
	Cutoff     time.Duration
	Delay      data.Dist
	Blank      float64
	Season     Season // part of the year in which it departs
	Book       bool   // cargo books a place when it sets out
	LengthKM   float64
	USDKM      float64
	USDLoad    float64
	USDTonneKM float64
	Calls      []Call
}

// MayUse says whether the service has rights on the link.
func (s *Service) MayUse(l *Link) bool {
	if l.Mode != s.Mode {
		return false
	}
	if len(s.Rights) == 0 || l.Owner == "" {
		return true
	}
	for _, r := range s.Rights {
		if r == l.Owner {
			return true
		}
	}
	return false
}

// Takes says whether the service carries that equipment.
func (s *Service) Takes(equipment string) bool {
	for _, c := range s.Carries {
		if c == equipment {
			return true
		}
	}
	return false
}

// Flow of loads from one zone to another.
type Flow struct {
	ID         string
	From, To   NodeID
	Commodity  CommodityID // -1 in worlds of plain queues
	PerSecond  float64
	Arrivals   Arrivals
	List       []time.Duration
	Via        []NodeID
	Fixed      bool // Via was given (or there are no links): the way is not chosen
	Priority   int
	Divertible float64
	Trusted    float64
	Due        time.Duration // 0: none quoted
	Stop       NodeID        // place of processing on the way, -1: none
	Back       float64       // chance that the unit goes back empty after a ride
	Empty      bool          // empty units on their way back
}

// Arrivals is the kind of a flow's arrival process.
type Arrivals uint8

const (
	Poisson Arrivals = iota
	Even
	Listed
)

// Background is other traffic through a facility.
type Background struct {
	Node     NodeID
	Event    Event
	Year     int
	Months   [12]float64 // counts
	Usual    [12]float64 // counts without the disturbances of disturbances.csv
	Shape    Shape
	Trusted  float64
	Empty    float64
	LengthKM float64
	Patience data.Dist
	Leaves   bool    // has a patience
	Phases   int     // of the Erlang gaps between arrivals, 1: Poisson
	Moves    float64 // load units put off and taken on
	Other    []Neighbour
}

// Neighbour is where other traffic may go instead.
type Neighbour struct {
	Node   NodeID
	Detour time.Duration
	Share  float64 // of those who would not wait, who may go there
}

// Network is a whole world. Slices are in table order.
type Network struct {
	Nodes       []Node
	Links       []Link
	Resources   []Resource
	Processes   []Process
	Equipment   []Equipment
	Commodities []Commodity
	Services    []Service
	Flows       []Flow
	Backgrounds []Background
	Params      Params
	Hash        string // of the tables

	byNode map[string]NodeID
	Set    *data.Set
}

// Node finds a node by its id.
func (n *Network) Node(id string) (NodeID, bool) {
	i, ok := n.byNode[id]
	return i, ok
}

// NodeIDs lists the ids of all nodes in table order.
func (n *Network) NodeIDs() []string {
	ids := make([]string, len(n.Nodes))
	for i := range n.Nodes {
		ids[i] = n.Nodes[i].ID
	}
	return ids
}

// ResourceAt finds a facility's resource by name, -1 where it has none.
func (n *Network) ResourceAt(node NodeID, name string) ResourceID {
	for i := range n.Resources {
		if n.Resources[i].Node == node && n.Resources[i].Name == name {
			return ResourceID(i)
		}
	}
	return -1
}

// Group of a flow's goods, "all" in worlds of plain queues.
func (n *Network) Group(f *Flow) string {
	if f.Commodity < 0 {
		return "all"
	}
	return n.Commodities[f.Commodity].Group
}
