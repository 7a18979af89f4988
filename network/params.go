package network

import (
	"fmt"
	"strconv"
	"time"

	"corridor/data"
)

// Param documents one single figure of parameters.csv.
type Param struct {
	Name, Unit, Default, Doc string
}

// KnownParams lists the names that parameters.csv may set.
var KnownParams = []Param{
	{"window.start", "date", "2024-01-01", "first day whose cargo is counted"},
	{"window.preroll", "span", "90d", "time simulated before, to fill the network"},
	{"window.length", "span", "366d", "time whose cargo is counted"},
	{"window.drain", "span", "60d", "time after it, for cargo to arrive; then it counts as not delivered"},
	{"background.lead", "span", "14d", "other traffic starts so long before the window"},
	{"background.again", "1", "0", "chance that other traffic that would not wait and goes nowhere else tries again later, each time"},
	{"background.again_after", "span", "1d", "after so long"},
	{"background.under_way", "span", "2d", "how long a train of others is on its way to a border that none of this world's services passes"},
	{"truck.mx.usd_km", "USD/km", "1.40", "truck with driver per loaded km in Mexico"},
	{"truck.us.usd_km", "USD/km", "1.40", "truck with driver per loaded km in the United States"},
	{"truck.ca.usd_km", "USD/km", "1.40", "truck with driver per loaded km in Canada"},
	{"truck.min_usd", "USD", "0", "least price of a truck leg, drayage included"},
	{"truck.reefer_factor", "1", "1", "price of a refrigerated truck over a dry one"},
	{"truck.payload", "t", "25", "tonnes a truck carries: heavier load units take several"},
	{"emissions.road", "g/tkm", "0", "CO2e of trucks per tonne-km, as the source counts it"},
	{"emissions.rail", "g/tkm", "0", "of trains"},
	{"emissions.sea", "g/tkm", "0", "of ships"},
	{"emissions.air", "g/tkm", "0", "of aircraft"},
	{"hos.us.drive", "span", "11h", "driving before a long rest, United States"},
	{"hos.us.rest", "span", "10h", "long rest"},
	{"hos.us.break_after", "span", "8h", "driving before a short break"},
	{"hos.us.break", "span", "30min", "short break"},
	{"hos.ca.drive", "span", "13h", "driving before a long rest, Canada"},
	{"hos.ca.rest", "span", "10h", "long rest"},
	{"hos.ca.break_after", "span", "0s", "driving before a short break; 0s: none"},
	{"hos.ca.break", "span", "0s", "short break"},
	{"hos.mx.drive", "span", "14h", "driving before a long rest, Mexico"},
	{"hos.mx.rest", "span", "8h", "long rest"},
	{"hos.mx.break_after", "span", "5h", "driving before a short break"},
	{"hos.mx.break", "span", "30min", "short break"},
	{"choice.scale", "1", "0.05", "logit scale: share of the cheapest way's generalised cost; 0: always the cheapest"},
	{"choice.late", "1", "0", "in choice, what an hour beyond the quoted time weighs, in hours in transit, on top of the hour itself"},
	{"choice.ways", "1", "6", "most alternatives a flow chooses from"},
	{"demurrage.free", "span", "5d", "free time of a container at a port"},
	{"demurrage.usd_day", "USD/day", "0", "charge a day after the free time"},
	{"empties.rate", "1", "0", "price of an empty unit's ride back as a share of the laden ride's, where that has a price per km or load: a load bears it times the chance of an empty return"},
	{"empties.usd_day", "USD/day", "0", "hire of an empty unit: what a day on its way back is worth in its choice"},
	{"bond.limit", "span", "30d", "longest time that goods in transit may be on US territory under their bond"},
	{"discount.rate", "1", "0.08", "interest a year, without inflation, at which what is invested is turned into a cost a year"},
	{"bond.entry_usd", "USD", "0", "entry of goods whose bond is broken, on top of the US duty on them"},
}

// Hours-of-service rule of a country.
type HoursOfService struct {
	Drive, Rest       time.Duration
	BreakAfter, Break time.Duration
}

// Params are the single figures in use.
type Params struct {
	Start          time.Time
	PreRoll        time.Duration
	Length         time.Duration
	Drain          time.Duration
	BackgroundLead time.Duration
	Again          float64 // chance that other traffic that would not wait tries again
	AgainAfter     time.Duration
	UnderWay       time.Duration
	TruckUSDKM     [4]float64 // by Country
	TruckMinUSD    float64
	ReeferFactor   float64
	Payload        float64    // tonnes a truck carries
	Emissions      [4]float64 // by Mode, kg CO2e per tonne-km
	HOS            [4]HoursOfService
	ChoiceScale    float64
	ChoiceLate     float64
	ChoiceWays     int
	DemurrageFree  time.Duration
	DemurrageUSD   float64 // a day
	EmptiesRate    float64
	EmptiesUSDDay  float64
	BondLimit      time.Duration
	BondEntryUSD   float64
	Discount       float64 // a year
}

// params reads parameters.csv over the defaults.
func params(set *data.Set, ps *data.Problems) Params {
	value := map[string]string{}
	var names []string
	for _, p := range KnownParams {
		value[p.Name] = p.Default
		names = append(names, p.Name)
	}
	for _, row := range set.Rows("parameters") {
		name := row.Text("name")
		var known *Param
		for i := range KnownParams {
			if KnownParams[i].Name == name {
				known = &KnownParams[i]
			}
		}
		if known == nil {
			*ps = append(*ps, row.Problem("name", "unknown parameter"+data.DidYouMean(name, names)))
			continue
		}
		if u := row.Text("unit"); u != "" && u != known.Unit {
			*ps = append(*ps, row.Problem("unit", "expected "+known.Unit))
			continue
		}
		if err := checkParam(*known, row.Text("value")); err != nil {
			*ps = append(*ps, row.Problem("value", err.Error()))
			continue
		}
		value[name] = row.Text("value")
	}
	num := func(name string) float64 { x, _ := strconv.ParseFloat(value[name], 64); return x }
	span := func(name string) time.Duration { x, _ := data.ParseSpan(value[name]); return x }
	var p Params
	p.Start, _ = data.ParseDay(value["window.start"])
	p.PreRoll, p.Length, p.Drain = span("window.preroll"), span("window.length"), span("window.drain")
	p.BackgroundLead = span("background.lead")
	p.Again, p.AgainAfter = min(num("background.again"), 1), max(span("background.again_after"), time.Minute)
	p.UnderWay = span("background.under_way")
	for c, name := range []string{"ca", "us", "mx"} {
		p.TruckUSDKM[c] = num("truck." + name + ".usd_km")
		p.HOS[c] = HoursOfService{span("hos." + name + ".drive"), span("hos." + name + ".rest"), span("hos." + name + ".break_after"), span("hos." + name + ".break")}
	}
	p.TruckMinUSD, p.ReeferFactor = num("truck.min_usd"), num("truck.reefer_factor")
	p.Payload = max(num("truck.payload"), 0.01)
	for m, name := range data.Modes {
		p.Emissions[m] = num("emissions."+name) / 1000
	}
	p.ChoiceScale, p.ChoiceLate, p.ChoiceWays = num("choice.scale"), num("choice.late"), int(num("choice.ways"))
	p.DemurrageFree, p.DemurrageUSD = span("demurrage.free"), num("demurrage.usd_day")
	p.EmptiesRate, p.EmptiesUSDDay = num("empties.rate"), num("empties.usd_day")
	p.BondLimit, p.BondEntryUSD = span("bond.limit"), num("bond.entry_usd")
	p.Discount = min(num("discount.rate"), 1)
	return p
}

func checkParam(p Param, v string) error {
	switch p.Unit {
	case "span":
		_, err := data.ParseSpan(v)
		return err
	case "date":
		_, err := data.ParseDay(v)
		return err
	}
	x, err := strconv.ParseFloat(v, 64)
	if err != nil || !(x >= 0 && x <= 1e6) {
		return fmt.Errorf("expected a number from 0 to 1,000,000 (%s)", p.Unit)
	}
	return nil
}
