package freight

import (
	"math"
	"time"

	"corridor/network"
	"corridor/sim"
)

// Outcome is what one replication counted. Indices are those of the network.
type Outcome struct {
	Flows     []FlowTally
	Places    []PlaceTally    // by node
	Resources []ResourceTally // of the tables, then sections and sidings
	Services  []ServiceTally
	Changes   []ChangeTally

	Events    int64
	Created   int64 // loads, counted or not
	Delivered int64
	Lost      int64 // turned away
	Cancelled int64 // given up because of a change
	Unserved  int64 // had no way
	InTransit int64 // at the end
	Other     int64 // background trucks and trains that came
	// StayedAway are those who did not come because of the wait told of.
	StayedAway    int64
	WentElsewhere int64 // to a neighbour, because of it; they are among Other
	CameLater     int64 // attempts put off because of it

	Days []DayTally // from the begin of the window to the end of the drain, all loads

	Series Series

	Empties EmptyTally // kept apart from loads: none of them is in the numbers above

	Saw      *Sightings // what the case's Watch saw; nil: nothing was watched
	Stuck    []Stuck
	Deadlock []string
}

// DayTally is what was created and delivered on a day of the run, kg (1,000 a load
// in a world without goods).
type DayTally struct{ Created, Delivered int64 }

// today is the tally of the day of the entity in hand, nil before the window.
func (r *run) today() *DayTally {
	now := r.clock()
	if now < r.m.begin {
		return nil
	}
	d := int((now - r.m.begin) / sim.Time(24*time.Hour))
	if d >= len(r.out.Days) {
		return nil
	}
	return &r.out.Days[d]
}

// weight of a load of a flow, tonnes.
func (r *run) weight(flow int32) float64 {
	if c := r.m.Net.Flows[flow].Commodity; c >= 0 {
		return r.m.Net.Commodities[c].Tonnes
	}
	return 1
}

// modes is the number of modes of transport.
const modes = 4

// kg is the weight of a load of a flow, whole kilograms.
func (r *run) kg(flow int32) int64 { return int64(math.Round(1000 * r.weight(flow))) }

// FlowTally is about the counted cohort of one flow.
type FlowTally struct {
	Created   int64 // counted loads, with or without a way
	Delivered int64
	Censored  int64 // not home at the end: their time counts up to then
	Lost      int64
	Cancelled int64 // given up because of a change
	Unserved  int64 // no way under the routing
	OnTime    int64 // within the quoted time
	Due       int64 // loads with a quoted time
	Missed    int64 // left behind at least once
	Replans   int64
	Broken    int64 // bonds broken: longer on US territory than one allows
	Transit   sim.Histogram
	Time      [accounts]float64 // ns, summed over loads
	US        float64           // ns on US territory
	Cost      [network.CostItems]float64
	KG        float64        // CO2e
	KGBy      [modes]float64 // of it, by mode of the haul
	TonneKM   float64
	TonneKMUS float64
	Tonnes    float64
	Ways      []WayCount
}

// WayCount is how many counted loads set out on a way.
type WayCount struct {
	Name  string
	Loads int64
}

func (t *FlowTally) wayTaken(way int, plans []plan) {
	name := "found while something was closed"
	if way >= 0 {
		name = plans[way].name
	}
	for i := range t.Ways {
		if t.Ways[i].Name == name {
			t.Ways[i].Loads++
			return
		}
	}
	t.Ways = append(t.Ways, WayCount{name, 1})
}

// PlaceTally is the time that counted loads spent at a place, ns summed.
type PlaceTally struct {
	Passages int64                     // a load passes a place once for each process: unloading and transfer are two
	Time     [network.Activities]int64 // ns of all loads, by activity; waiting is for a departure
}

// ResourceTally is about one resource over the window, all traffic included.
type ResourceTally struct {
	Served    int64
	Lost      int64
	Most      int32
	MeanQueue float64
	MeanBusy  float64
	Span      time.Duration
	Waits     sim.Histogram
}

// ServiceTally is about one service over the window.
type ServiceTally struct {
	Departures int64 // from calls where cargo may board
	Full       int64 // of them, left cargo behind for want of room; booked: sold out
	Blanked    int64
	Cancelled  int64 // by a change
	Omitted    int64 // calls left out
	Boarded    int64
	LeftBehind int64 // loads left behind, each time; booked: put off by a departure that is sold out
	Rebooked   int64 // places lost: missed, cancelled, left out
	SetOut     int64 // loads set out at borders
	Empties    int64 // empty units that boarded; not among Boarded and TEU
	TEU        float64
	RoomTEU    float64 // room summed over departures
	MostTEU    float64
}

// EmptyTally is about empty units that go back to where they were loaded, over
// the whole run.
type EmptyTally struct {
	Created   int64
	Home      int64
	Lost      int64 // turned away
	Unserved  int64 // had no way back
	InTransit int64 // at the end
}

// ChangeTally is what became of a change.
type ChangeTally struct {
	Name     string
	Took     bool     // whether it took hold in the run
	Spells   int64    // how often
	On, Off  sim.Time // when it first took hold and last let go; Off 0: not in the run
	Bound    int64    // times that it stopped, slowed or changed something
	First    sim.Time
	Last     sim.Time
	Diverted int64

	// Stopped: times that one was kept from entering, leaving or boarding; this
	// world's and other traffic. Loads are this world's, aboard or not.
	Trains, Ships, Aircraft, Trucks, Loads int64

	Postponed int64   // loads held where they are made
	Cancelled int64   // loads
	Forward   int64   // loads brought forward
	Added     int64   // loads that demand adds
	Dropped   int64   // loads that demand takes away
	LoadHours float64 // that loads stood at gates, on links or at home because of it
	USD       float64 // charged: fees, prices, duties
}

// Counts are what a change did, in the order of results.Change.
func (c *ChangeTally) Counts() []float64 {
	return []float64{float64(c.Trains), float64(c.Ships), float64(c.Aircraft), float64(c.Trucks), float64(c.Loads), c.LoadHours,
		float64(c.Diverted), float64(c.Postponed), float64(c.Cancelled), float64(c.Forward), float64(c.Added), float64(c.Dropped), c.USD}
}

// Stuck are loads that had not arrived at the end, by where and why.
type Stuck struct {
	Where string
	Why   string
	Never bool // nothing in the run would ever let them go on
	Loads int64
	First ShipmentID // one of them
}

func newOutcome(m *Model) *Outcome {
	return &Outcome{
		Flows:     make([]FlowTally, m.goods),
		Places:    make([]PlaceTally, len(m.Net.Nodes)),
		Resources: make([]ResourceTally, len(m.res)),
		Services:  make([]ServiceTally, len(m.Net.Services)),
		Days:      make([]DayTally, int((m.stop-m.begin)/sim.Time(24*time.Hour))),
		Series:    newSeries(m),
	}
}

// deliver settles the account of a load at its destination.
func (r *run) deliver(id int32) {
	e := &r.ent[id]
	if e.bits&isEmpty != 0 {
		r.out.Empties.Home++
		return
	}
	r.out.Delivered++
	r.enters(id, r.m.Net.Nodes[r.m.Net.Flows[e.flow].To].Country, true)
	if r.stories != nil {
		defer func() {
			r.relate(id, r.now, r.m.Net.Nodes[r.m.Net.Flows[e.flow].To].ID, "delivered after %s", spanWords(r.now.Sub(r.loads[e.ext].born)))
		}() // with what is settled at the end
	}
	if d := r.today(); d != nil {
		d.Delivered += r.kg(e.flow)
	}
	if e.bits&isCounted == 0 {
		return
	}
	r.counted--
	t := &r.out.Flows[e.flow]
	t.Delivered++
	r.loads[e.ext].cost[network.Duty] += r.m.Net.DutyUSD(&r.m.Net.Flows[e.flow]) + r.loads[e.ext].duty
	r.settle(e, r.now, "delivered")
}

// settle adds a counted load to its flow's tally as of now; state is for its row.
func (r *run) settle(e *entity, now sim.Time, state string) {
	ld := &r.loads[e.ext]
	t := &r.out.Flows[e.flow]
	f := &r.m.Net.Flows[e.flow]
	transit := now.Sub(ld.born)
	t.Transit.Record(transit)
	if f.Due > 0 {
		t.Due++
		if transit <= f.Due {
			t.OnTime++
		}
	}
	for i, d := range ld.time {
		t.Time[i] += float64(d)
	}
	t.US += float64(ld.us)
	t.Replans += int64(ld.replans)
	if ld.missed {
		t.Missed++
	}
	if f.Commodity >= 0 {
		if ld.touched && e.bits&isInBond != 0 && time.Duration(ld.us) > r.m.Net.Params.BondLimit {
			t.Broken++
			ld.cost[network.Duty] += r.m.Net.BrokenBondUSD(&r.m.Net.Commodities[f.Commodity])
		}
		r.settleCosts(ld, &r.m.Net.Commodities[f.Commodity], transit)
		t.Tonnes += r.m.Net.Commodities[f.Commodity].Tonnes
	}
	for i, usd := range ld.cost {
		t.Cost[i] += usd
	}
	t.KG += ld.kg
	for m, kg := range ld.kgBy {
		t.KGBy[m] += kg
	}
	t.TonneKM += ld.tkm
	t.TonneKMUS += ld.tkmUS
	r.tellShipment(e.flow, ld.number, ld, state, now)
}

// settleCosts adds what depends on the whole journey.
func (r *run) settleCosts(ld *load, c *network.Commodity, transit time.Duration) {
	p := &r.m.Net.Params
	ld.cost[network.Inventory] += c.ValueUSD * c.TimeValue * transit.Hours() / 24
	ld.cost[network.Spoilage] += c.ValueUSD * c.Spoiled(transit)
	port := int64(0)
	for a := network.Activity(0); a < network.Activities; a++ {
		port += ld.time[account(atPort, a)]
	}
	if over := time.Duration(port) - p.DemurrageFree; over > 0 && c.Equipment != "hopper" {
		ld.cost[network.Demurrage] += over.Hours() / 24 * p.DemurrageUSD
	}
}
