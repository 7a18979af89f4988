package results

import (
	"encoding/json"
	"math"
)

// Summary is summary.json: the answer of a comparison or run.
type Summary struct {
	Seed         uint64       `json:"seed"`
	Replications int          `json:"replications"`
	Share        float64      `json:"share"`
	Fidelity     string       `json:"fidelity"` // full or screen
	Inputs       string       `json:"inputs"`   // central or sampled
	Notes        []string     `json:"notes"`    // what fidelity and inputs mean for the figures
	Window       Window       `json:"window"`
	Cases        []CaseResult `json:"cases"`
	Differences  []Difference `json:"differences"`
	Winners      []Winner     `json:"winners"`
	Places       []Place      `json:"places"`
	Resources    []Resource   `json:"resources"`
	FullServices []FullOne    `json:"full_services"`
	Modes        []ModeShare  `json:"modes"`
	Totals       []Total      `json:"totals"`
	Resilience   []Resilience `json:"resilience"`
	Investments  []Investment `json:"investments,omitempty"`
	Unserved     []Unserved   `json:"unserved"`
	Undelivered  []Stuck      `json:"undelivered"`

	// What became of the changes, and warnings, are of the run, not of the
	// answer: they go to manifest.json and changes.csv, so that a change without
	// effect leaves summary.json as it is.
	Changes  []Change `json:"-"`
	Warnings []string `json:"-"`
}

// Total is a published share of a mode beside the one of a run under open.
type Total struct {
	Case      string   `json:"case"`
	ID        string   `json:"id"` // row of totals.csv
	What      string   `json:"what"`
	Year      int      `json:"year"`
	Published float64  `json:"published"`
	Low       float64  `json:"low"` // the stated range
	High      float64  `json:"high"`
	Measured  Estimate `json:"measured"` // share of the tonnes
	Within    bool     `json:"within"`
}

// Resilience is what a disturbance did to the service level of a case against
// the undisturbed one, times in days.
type Resilience struct {
	Case        string   `json:"case"`
	Base        string   `json:"base"`
	LossDays    Estimate `json:"loss_days"`    // days of full service lost
	Worst       Estimate `json:"worst"`        // lowest level of a week
	WorstWeeks  Estimate `json:"worst_weeks"`  // mean level of the four worst weeks
	SurviveDays Estimate `json:"survive_days"` // until the level fell under 0.95, where it did
	RecoverDays Estimate `json:"recover_days"` // until it was 0.95 for seven days
	ClearDays   Estimate `json:"clear_days"`   // from the last change's end until then
	Fell        int      `json:"fell"`         // replications in which it fell
	Recovered   int      `json:"recovered"`    // in which it came back in the window, or never fell
}

// ModeShare is the share of a mode in what goes from one country to another.
type ModeShare struct {
	Case   string   `json:"case"`
	From   string   `json:"from"` // country; XX: overseas
	To     string   `json:"to"`
	Group  string   `json:"group"` // of goods; empty: all
	Mode   string   `json:"mode"`
	Tonnes Estimate `json:"tonnes"` // share of the tonnes
	Value  Estimate `json:"value"`  // share of the value
}

// Window is the time whose cargo is counted.
type Window struct {
	From  string `json:"from"` // day, UTC
	To    string `json:"to"`   // day, exclusive
	Until string `json:"until"`
}

// Estimate is a mean over replications with its 95% interval by Student's t.
// With one replication there is no interval: Lo and Hi equal Mean.
type Estimate struct {
	Mean float64 `json:"mean"`
	Lo   float64 `json:"lo"`
	Hi   float64 `json:"hi"`
	Unit string  `json:"unit"`
}

// Excludes says whether the interval excludes x.
func (e Estimate) Excludes(x float64) bool { return e.Lo > x || e.Hi < x }

// KPIs by name.
type KPIs map[string]Estimate

// CaseResult is one case: all goods, then by group.
type CaseResult struct {
	Name     string        `json:"name"`
	Scenario string        `json:"scenario"`
	Routing  string        `json:"routing"`
	KPI      KPIs          `json:"kpi"`
	Groups   []GroupResult `json:"groups"`
}

// GroupResult is one group of goods.
type GroupResult struct {
	Group string `json:"group"`
	KPI   KPIs   `json:"kpi"`
}

// Difference is case minus base over the loads that both can carry. Group is
// empty for all goods. Reduction is by how many times common random numbers make
// the variance of the difference smaller than that of two independent runs; it
// needs three replications.
type Difference struct {
	Case      string             `json:"case"`
	Base      string             `json:"base"`
	Group     string             `json:"group,omitempty"`
	KPI       KPIs               `json:"kpi"`
	Reduction map[string]float64 `json:"variance_reduction,omitempty"`
}

// Winner is who is best at one thing, over loads that all cases compared can
// carry.
type Winner struct {
	Group   string   `json:"group"`
	On      string   `json:"on"` // time, cost, emissions, reliability
	Case    string   `json:"case,omitempty"`
	Verdict string   `json:"verdict"` // `wins`, `too close to call`, `only one can`, `none can`
	Values  []string `json:"values"`  // one a case, in the order of cases
}

// Place is a facility and what it cost the counted loads.
type Place struct {
	Case       string             `json:"case"`
	Node       string             `json:"node"`
	Name       string             `json:"name"`
	Kind       string             `json:"kind"`
	Passages   float64            `json:"passages"`        // of counted loads, a replication; unloading and transfer are two
	HoursEach  float64            `json:"hours_a_passage"` // mean
	Shares     map[string]float64 `json:"shares"`          // of the hours, by activity
	TotalHours float64            `json:"total_hours"`     // a replication
}

// Resource is one resource of a facility over the window, all traffic
// included.
type Resource struct {
	Case      string  `json:"case"`
	Facility  string  `json:"facility"` // empty: a section or passing place of a rail line
	Resource  string  `json:"resource"`
	Servers   int     `json:"servers"`
	Served    float64 `json:"served"` // a replication
	Lost      float64 `json:"lost"`
	MeanWait  float64 `json:"mean_wait_min"`
	P95Wait   float64 `json:"p95_wait_min"`
	MeanQueue float64 `json:"mean_queue"`
	MostQueue float64 `json:"most_queue"`
	MeanBusy  float64 `json:"mean_busy"`
}

// FullOne is a service that left cargo behind.
type FullOne struct {
	Case        string  `json:"case"`
	Service     string  `json:"service"`
	Name        string  `json:"name"`
	FullShare   float64 `json:"full_share"`    // of departures
	LeftPerFull float64 `json:"left_per_full"` // loads left behind by a full departure, mean
}

// Unserved are flows without a way under a routing.
type Unserved struct {
	Case  string  `json:"case"`
	Flow  string  `json:"flow"`
	Loads float64 `json:"loads"` // a replication
	Why   string  `json:"why"`
}

// Stuck are counted loads that had not arrived when the run ended.
type Stuck struct {
	Case  string  `json:"case"`
	Where string  `json:"where"`
	Why   string  `json:"why"`
	Loads float64 `json:"loads"` // a replication
	// Never says that nothing in the run would ever let them go on. Shipment is one
	// of them, for corridor trace.
	Never    bool   `json:"never"`
	Shipment string `json:"shipment"`
}

// Change is what became of a change, over all replications.
type Change struct {
	Case  string  `json:"case"`
	Name  string  `json:"name"`
	On    string  `json:"on,omitempty"`
	Off   string  `json:"off,omitempty"`
	Bound float64 `json:"bound"` // times a replication

	Trains    float64 `json:"trains"` // times that one was stopped; this world's and others
	Ships     float64 `json:"ships"`
	Aircraft  float64 `json:"aircraft"`
	Trucks    float64 `json:"trucks"`
	Loads     float64 `json:"loads"`      // times that a load was stopped, by truck, aboard or waiting
	LoadHours float64 `json:"load_hours"` // that loads stood at gates, on links or at home
	Diverted  float64 `json:"diverted"`   // loads, each time
	Postponed float64 `json:"postponed"`
	Cancelled float64 `json:"cancelled"`
	Forward   float64 `json:"forward"` // brought forward
	Added     float64 `json:"added"`   // by demand
	Dropped   float64 `json:"dropped"`
	USD       float64 `json:"usd"` // charged
}

// Counts are the figures of what a change did, for filling and listing.
func (c *Change) Counts() []*float64 {
	return []*float64{&c.Trains, &c.Ships, &c.Aircraft, &c.Trucks, &c.Loads, &c.LoadHours, &c.Diverted, &c.Postponed, &c.Cancelled, &c.Forward, &c.Added, &c.Dropped, &c.USD}
}

// JSON is the file's text: indented, keys in order, the same bytes for the
// same values.
func (s *Summary) JSON() ([]byte, error) {
	raw, err := json.MarshalIndent(s, "", "  ")
	return append(raw, '\n'), err
}

// Finite replaces what JSON cannot hold.
func Finite(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0
	}
	return x
}
