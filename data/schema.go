package data

// Kind says how a cell is read. Quantities carry their unit in the cell
// ("90min", "3d") or in the column name ("km", "kmh"); see Cell parsing.
type Kind uint8

const (
	Text     Kind = iota // free text
	ID                   // lower-case name: letters, digits, '-', '.'
	Number               // decimal number
	Whole                // integer
	Share                // number in [0, 1]
	Span                 // duration: 30s, 90min, 4h, 3d, 1d12h
	DistCell             // distribution, see ParseDist
	Choice               // one of Column.Options
	YesNo                // yes or no
	Ref                  // key of another table
	Numbers              // numbers separated by spaces
	Words                // ids separated by spaces
	Rate                 // number per time: 0.8/h, 1200/year
	Day                  // 2024-03-01
	Clock                // 07:00 to 24:00
)

// Column describes one column of a table. Doc is shown to users, in
// docs/worlds.md and by `corridor data columns`.
type Column struct {
	Name     string
	Kind     Kind
	Required bool
	Default  string // used where the cell or the column is empty
	Options  []string
	Ref      string // table that a Ref cell names
	Min, Max float64
	Bounded  bool // Min and Max hold
	Doc      string
}

// Table describes one CSV file of a world.
type Table struct {
	Name     string
	Key      []string // columns that together name a row
	Required bool     // the world must have it
	Columns  []Column
	Doc      string
}

// provenance ends every table: where the row's figures come from.
var provenance = []Column{
	{Name: "source", Kind: Text, Doc: "ids of sources.csv separated by spaces, or `assumption` (then assumptions.csv has the range and the reason); may be empty in a world of your own"},
	{Name: "note", Kind: Text, Doc: "how a derived figure was derived, or anything a reader should know"},
}

func table(name string, key []string, required bool, doc string, cols ...Column) Table {
	switch name {
	case "sources", "assumptions":
	default:
		cols = append(cols, provenance...)
	}
	return Table{Name: name, Key: key, Required: required, Columns: cols, Doc: doc}
}

func pos(name, doc string) Column { // number > 0 handled by Min
	return Column{Name: name, Kind: Number, Min: 0, Max: 1e9, Bounded: true, Doc: doc}
}

// Modes of transport and node kinds, in the order in which they are shown.
var (
	Modes     = []string{"road", "rail", "sea", "air"}
	Countries = []string{"CA", "US", "MX", "XX"}
	NodeKinds = []string{"zone", "port", "rail-terminal", "crossing", "airport", "junction", "strait", "overseas", "station"}
	Events    = []string{"visit", "load", "unload", "transfer", "enter-us", "enter-mx", "enter-ca",
		"vehicle-call", "vehicle-enter-us", "vehicle-enter-mx", "vehicle-enter-ca", "vehicle-pass"}
	Activities  = []string{"handling", "queueing", "inspected", "documents", "dwell", "moving", "waiting", "held"}
	CostItems   = []string{"line-haul", "handling", "border", "broker", "bond", "duty", "demurrage", "inventory", "spoilage", "empties"}
	TargetKinds = []string{"input-check", "fitted", "prediction"}
	Measures    = []string{"ride-hours", "ride-on-time", "box-hours", "import-hours", "vehicles-a-day", "saturation", "saturation-ratio", "wait-mean", "wait-peak", "wait-within", "time-mean", "count",
		"time-p95-over-mean", "count-effect", "month-effect", "held", "held-moves", "held-coming", "days-to-clear", "dwell-days", "hhi"}
	Touches = []string{"none", "overflight", "waters", "lock", "call", "land"}
)

// Schema is the full set of tables, in reading order: a table's references
// point to tables before it.
var Schema = []Table{
	table("sources", []string{"id"}, false,
		"Where figures come from. One row a document or dataset.",
		Column{Name: "id", Kind: ID, Required: true, Doc: "short name used in the source column of other tables"},
		Column{Name: "title", Kind: Text, Required: true, Doc: "title of the document, dataset or page"},
		Column{Name: "publisher", Kind: Text, Required: true, Doc: "who published it"},
		Column{Name: "year", Kind: Text, Doc: "year of publication or of the data"},
		Column{Name: "address", Kind: Text, Doc: "where it can be found"},
		Column{Name: "confidence", Kind: Choice, Options: []string{"high", "medium", "low"}, Default: "medium", Doc: "high: read at the publisher; medium: secondary or old; low: derived or a vendor's claim"}),
	table("assumptions", []string{"table", "row", "column"}, false,
		"Every figure without a source, with its range and the reason. `central` must equal what the table holds.",
		Column{Name: "table", Kind: ID, Required: true, Doc: "table that holds the figure"},
		Column{Name: "row", Kind: Text, Required: true, Doc: "key of the row; several key columns are joined by `/`"},
		Column{Name: "column", Kind: ID, Required: true, Doc: "column that holds the figure; for a distribution the range is of its mean"},
		Column{Name: "low", Kind: Text, Required: true, Doc: "low value, in the column's own notation"},
		Column{Name: "central", Kind: Text, Required: true, Doc: "the value used"},
		Column{Name: "high", Kind: Text, Required: true, Doc: "high value"},
		Column{Name: "reason", Kind: Text, Required: true, Doc: "why this value and this range"}),
	table("parameters", []string{"name"}, false,
		"Single figures: cost rates, emission factors, drivers' hours, the time window. A world needs only those it changes.",
		Column{Name: "name", Kind: ID, Required: true, Doc: "name of the figure; `corridor data parameters` lists the names known, their unit and default"},
		Column{Name: "value", Kind: Text, Required: true, Doc: "value in the unit that belongs to the name"},
		Column{Name: "unit", Kind: Text, Doc: "unit, for the reader; must be the unit that belongs to the name"}),
	table("nodes", []string{"id"}, true,
		"Places: zones where cargo begins and ends, ports, rail terminals, crossings (one per bridge or track and mode), airports, junctions; `station` for a plain queue.",
		Column{Name: "id", Kind: ID, Required: true, Doc: "short name"},
		Column{Name: "name", Kind: Text, Doc: "name shown to people; default the id"},
		Column{Name: "kind", Kind: Choice, Options: NodeKinds, Default: "station", Doc: "what the place is"},
		Column{Name: "country", Kind: Choice, Options: Countries, Default: "XX", Doc: "country; of a crossing, the side whose inspection station is named"},
		Column{Name: "lat", Kind: Number, Min: -90, Max: 90, Bounded: true, Default: "0", Doc: "latitude, degrees north"},
		Column{Name: "lon", Kind: Number, Min: -180, Max: 180, Bounded: true, Default: "0", Doc: "longitude, degrees east (negative in the Americas)"},
		Column{Name: "tz", Kind: Text, Default: "UTC", Doc: "IANA time zone: opening hours and daily shapes are in it"},
		Column{Name: "port_code", Kind: Text, Doc: "US BTS/CBP port-of-entry code of a crossing, UN/LOCODE of a port"}),
	table("links", []string{"id"}, false,
		"Roads, rail lines, sea and air links. A link lies in one country; it is split at a border. A world without this table is a pure queueing network: moving between the places of a fixed route takes no time.",
		Column{Name: "id", Kind: ID, Required: true, Doc: "short name"},
		Column{Name: "from", Kind: Ref, Ref: "nodes", Required: true, Doc: "one end"},
		Column{Name: "to", Kind: Ref, Ref: "nodes", Required: true, Doc: "other end; links run both ways unless `oneway`"},
		Column{Name: "mode", Kind: Choice, Options: Modes, Required: true, Doc: "road, rail, sea or air"},
		Column{Name: "country", Kind: Choice, Options: Countries, Required: true, Doc: "country it lies in; XX at sea and in the air between countries"},
		Column{Name: "km", Kind: Number, Min: 0, Max: 40000, Bounded: true, Required: true, Doc: "length, km"},
		Column{Name: "kmh", Kind: Number, Min: 0.1, Max: 1200, Bounded: true, Required: true, Doc: "mean running speed, km/h, stops for queues and rests not included"},
		Column{Name: "spread", Kind: Number, Min: 0, Max: 2, Bounded: true, Default: "0", Doc: "sigma of the lognormal running time around its mean; 0 means always the same"},
		Column{Name: "owner", Kind: Text, Doc: "owner of the rail line, for rights"},
		Column{Name: "tracks", Kind: Whole, Min: 1, Max: 8, Bounded: true, Default: "1", Doc: "rail: tracks; with `sections`"},
		Column{Name: "sections", Kind: Whole, Min: 0, Max: 200, Bounded: true, Default: "0", Doc: "rail: number of sections a train must hold one by one, each with `tracks` places in both directions together and a passing place of `sidings` trains at its end; 0: the speed already includes meets"},
		Column{Name: "sidings", Kind: Whole, Min: 1, Max: 8, Bounded: true, Default: "2", Doc: "rail: trains that can stand at the passing place between two sections"},
		Column{Name: "oneway", Kind: YesNo, Default: "no", Doc: "yes: only from `from` to `to`"},
		Column{Name: "touch", Kind: Choice, Options: Touches, Default: "none", Doc: "contact with US territory of a sea or air link: waters, lock, overflight; rail and road links in the US touch land"},
		Column{Name: "toll_usd", Kind: Number, Min: 0, Max: 100000, Bounded: true, Default: "0", Doc: "toll a truck pays, USD"},
		Column{Name: "open", Kind: YesNo, Default: "yes", Doc: "no: a proposal, which a scenario may open"}),
	table("calendars", []string{"id", "days", "from", "to"}, false,
		"Opening hours and staffing by hour of week, in the local time of the facility that uses them. Hours that no row names are closed.",
		Column{Name: "id", Kind: ID, Required: true, Doc: "name; several rows make one calendar"},
		Column{Name: "days", Kind: Text, Required: true, Doc: "Mon-Fri, Sat, Sat-Sun, Mon-Sun"},
		Column{Name: "from", Kind: Clock, Required: true, Doc: "opening, 00:00 to 24:00"},
		Column{Name: "to", Kind: Clock, Required: true, Doc: "closing, 00:00 to 24:00"},
		Column{Name: "share", Kind: Share, Default: "1", Doc: "share of the servers at work in these hours; the product is rounded, at least 1 where the share is positive"}),
	table("resources", []string{"facility", "resource"}, false,
		"What a facility has: booths, lanes, cranes, tracks, officers. c servers, queue in order of priority class, first come first served in a class.",
		Column{Name: "facility", Kind: Ref, Ref: "nodes", Required: true, Doc: "node that has it"},
		Column{Name: "resource", Kind: ID, Required: true, Doc: "name within the facility"},
		Column{Name: "servers", Kind: Whole, Min: 0, Max: 100000, Bounded: true, Required: true, Doc: "how many can be served at once"},
		Column{Name: "calendar", Kind: Ref, Ref: "calendars", Doc: "hours and staffing; empty: always open with all servers"},
		Column{Name: "buffer", Kind: Whole, Min: 0, Max: 1000000, Bounded: true, Default: "0", Doc: "places, those being served included; 0: no limit"},
		Column{Name: "full", Kind: Choice, Options: []string{"block", "lose"}, Default: "block", Doc: "when all places are taken: block (what comes waits where it is and holds what it holds) or lose (it is turned away)"},
		Column{Name: "on_drop", Kind: Choice, Options: []string{"finish", "hold"}, Default: "finish", Doc: "when servers are taken away: what is being served finishes, or is held and resumes later"},
		Column{Name: "mtbf", Kind: DistCell, Doc: "time from a repair to the next breakdown of one server, running or idle"},
		Column{Name: "mttr", Kind: DistCell, Doc: "time to repair"}),
	table("processes", []string{"process", "order"}, false,
		"Stages that cargo, trucks, trains or ships go through, in order. A stage uses a resource of the facility or is a pure delay.",
		Column{Name: "process", Kind: ID, Required: true, Doc: "name; several rows make one process"},
		Column{Name: "order", Kind: Whole, Min: 1, Max: 999, Bounded: true, Required: true, Doc: "place in the process"},
		Column{Name: "stage", Kind: ID, Required: true, Doc: "name of the stage"},
		Column{Name: "resource", Kind: Text, Doc: "resource that is held during the stage, by its name at the facility; `a+b` holds both, taken together; empty: pure delay"},
		Column{Name: "time", Kind: DistCell, Required: true, Doc: "how long it takes, once begun"},
		Column{Name: "per", Kind: Choice, Options: []string{"once", "move", "km-length"}, Default: "once", Doc: "vehicles: `move` multiplies the time by the load units put off and taken on, `km-length` by the length of the train in km"},
		Column{Name: "chance", Kind: Share, Default: "1", Doc: "share of those that meet the condition who go through the stage"},
		Column{Name: "when", Kind: Text, Doc: "condition: `key=value` or `key!=value`, values separated by `|`, several joined by `&`; keys: commodity, group, equipment, flow, and with yes or no trusted, in_bond, empty, other (not of this world's own: the ship, truck or train of backgrounds.csv)"},
		Column{Name: "priority", Kind: Text, Doc: "priority class in the queue, 0 first; empty: the flow's own"},
		Column{Name: "account", Kind: Choice, Options: Activities, Default: "handling", Doc: "account that the stage's time goes to; time in the queue before it goes to queueing"},
		Column{Name: "cost_usd", Kind: Number, Min: 0, Max: 1e6, Bounded: true, Default: "0", Doc: "fee for going through the stage, USD a load"},
		Column{Name: "item", Kind: Choice, Options: CostItems, Default: "handling", Doc: "cost item that the fee goes to"}),
	table("facilities", []string{"facility", "event"}, false,
		"Which process runs at which facility, on which event.",
		Column{Name: "facility", Kind: Ref, Ref: "nodes", Required: true, Doc: "node"},
		Column{Name: "event", Kind: Choice, Options: Events, Required: true, Doc: "visit: a fixed route passes, or goods are processed or stored at their `stop`; load, unload: cargo is put on or taken off a train, ship or aircraft; transfer: from one such vehicle to another; enter-us, enter-mx, enter-ca: cargo crosses into that country (by road: all of it, in the truck; by rail: what is checked of the cargo, and set out if held); vehicle-…: the train or ship itself; vehicle-pass: a ship or train that goes through a strait, canal or lock without stopping for cargo"},
		Column{Name: "process", Kind: ID, Required: true, Doc: "process of processes.csv"}),
	table("equipment", []string{"id"}, false,
		"Kinds of load unit: what services carry. A world without this table may use any names, and nothing goes back empty.",
		Column{Name: "id", Kind: ID, Required: true, Doc: "short name"},
		Column{Name: "name", Kind: Text, Doc: "name shown to people"},
		Column{Name: "tare", Kind: Number, Min: 0, Max: 1000, Bounded: true, Default: "0", Doc: "tonnes of an empty unit"},
		Column{Name: "back_north", Kind: Share, Default: "0", Doc: "share of units that, after a load out of Mexico by train or ship, go back empty to where they were loaded"},
		Column{Name: "back_south", Kind: Share, Default: "0", Doc: "the same after a load out of Canada"}),
	table("commodities", []string{"id"}, false,
		"Goods, per load unit (a truckload, a container, a railcar).",
		Column{Name: "id", Kind: ID, Required: true, Doc: "short name"},
		Column{Name: "name", Kind: Text, Doc: "name shown to people"},
		Column{Name: "group", Kind: ID, Required: true, Doc: "group of goods in tables of results"},
		Column{Name: "hs", Kind: Text, Doc: "tariff headings (HS)"},
		Column{Name: "equipment", Kind: ID, Default: "container", Doc: "container, reefer, autorack, hopper: services say what they carry"},
		Column{Name: "road", Kind: YesNo, Default: "yes", Doc: "whether trucks carry it over long distances"},
		Column{Name: "tonnes", Kind: Number, Min: 0.01, Max: 100000, Bounded: true, Default: "20", Doc: "tonnes a load unit"},
		Column{Name: "teu", Kind: Number, Min: 0, Max: 10000, Bounded: true, Default: "2", Doc: "TEU a load unit takes of a train's or ship's capacity"},
		Column{Name: "value_usd", Kind: Number, Min: 0, Max: 1e9, Bounded: true, Default: "0", Doc: "value of a load unit, USD of 2025"},
		Column{Name: "time_value", Kind: Number, Min: 0, Max: 1, Bounded: true, Default: "0", Doc: "share of its value that a day in transit costs (inventory, obsolescence)"},
		Column{Name: "shelf_life", Kind: Span, Doc: "time after which it is worth nothing; its value falls over the last half of it"},
		Column{Name: "trusted", Kind: Share, Default: "0", Doc: "share of loads of trusted traders (FAST, C-TPAT, OEA, CSA)"},
		Column{Name: "season", Kind: Text, Doc: "ids of seasons.csv separated by spaces"},
		Column{Name: "mfn_us", Kind: Share, Default: "0", Doc: "duty of the United States outside the treaty, share of value: due if a transit bond is broken"},
		Column{Name: "mfn_ca", Kind: Share, Default: "0", Doc: "duty of Canada outside the treaty, share of value"},
		Column{Name: "mfn_mx", Kind: Share, Default: "0", Doc: "duty of Mexico outside the treaty, share of value"},
		Column{Name: "usmca", Kind: Share, Default: "1", Doc: "share of the goods that enters free of duty under the treaty"}),
	table("seasons", []string{"id"}, false,
		"Shapes of demand and traffic over the year, the week and the day. Numbers are relative; they are scaled to a mean of 1.",
		Column{Name: "id", Kind: ID, Required: true, Doc: "short name"},
		Column{Name: "over", Kind: Choice, Options: []string{"months", "weekdays", "hours"}, Required: true, Doc: "12 months from January, 7 weekdays from Monday, or 24 hours from midnight, local time"},
		Column{Name: "values", Kind: Numbers, Required: true, Doc: "the numbers, separated by spaces"}),
	table("services", []string{"id"}, false,
		"Trains, ships and flights that run to a timetable or when full.",
		Column{Name: "id", Kind: ID, Required: true, Doc: "short name"},
		Column{Name: "name", Kind: Text, Doc: "name shown to people"},
		Column{Name: "mode", Kind: Choice, Options: Modes, Required: true, Doc: "rail, sea or air"},
		Column{Name: "operator", Kind: Text, Doc: "carrier; a rail line's owner must be among `rights`"},
		Column{Name: "rights", Kind: Text, Doc: "owners whose lines it may use, separated by spaces; empty: any"},
		Column{Name: "open", Kind: YesNo, Default: "yes", Doc: "no: a proposal, which a scenario may open"},
		Column{Name: "carries", Kind: Words, Required: true, Doc: "kinds of equipment it takes"},
		Column{Name: "capacity_teu", Kind: Number, Min: 0, Max: 1e6, Bounded: true, Required: true, Doc: "room for this corridor's cargo on one departure, TEU"},
		Column{Name: "departs", Kind: Text, Required: true, Doc: "timetable: `Mon Thu 06:00` in local time of the first call, `every 7d from 2024-01-03 12:00`, or `full 30d`: when full, or 30 days after the first load"},
		Column{Name: "cutoff", Kind: Span, Default: "0h", Doc: "cargo must be ready so long before departure"},
		Column{Name: "delay", Kind: DistCell, Default: "constant 0s", Doc: "delay of each departure from the first call"},
		Column{Name: "blank", Kind: Share, Default: "0", Doc: "share of departures that are cancelled (blanked sailings)"},
		Column{Name: "season", Kind: Text, Doc: "part of the year in which it departs, `04-01..12-20` (over the turn of the year too: `11-15..03-10`); empty: all year"},
		Column{Name: "book", Kind: YesNo, Default: "no", Doc: "yes: cargo books a place on a departure when it sets out, and later bookings take what is left; no: who comes first boards first"},
		Column{Name: "length_km", Kind: Number, Min: 0, Max: 10, Bounded: true, Default: "0", Doc: "length of the train, km"},
		Column{Name: "usd_km", Kind: Number, Min: 0, Max: 1e6, Bounded: true, Default: "0", Doc: "price per load unit and km; on top of usd_load"},
		Column{Name: "usd_load", Kind: Number, Min: 0, Max: 1e7, Bounded: true, Default: "0", Doc: "price per load unit and ride"},
		Column{Name: "usd_tonne_km", Kind: Number, Min: 0, Max: 1000, Bounded: true, Default: "0", Doc: "price per tonne-km"}),
	table("calls", []string{"service", "order"}, false,
		"Stops of a service in order. Between two calls it takes the shortest way over links of its mode that it has rights on.",
		Column{Name: "service", Kind: Ref, Ref: "services", Required: true, Doc: "service"},
		Column{Name: "order", Kind: Whole, Min: 1, Max: 999, Bounded: true, Required: true, Doc: "place in the run"},
		Column{Name: "node", Kind: Ref, Ref: "nodes", Required: true, Doc: "port, terminal or airport; a crossing may be named so that cargo set out there can board again"},
		Column{Name: "planned", Kind: Span, Required: true, Doc: "planned departure (at the last call: arrival) after the run's own departure; it never leaves a call before that"},
		Column{Name: "stop", Kind: Span, Default: "0h", Doc: "shortest stop"},
		Column{Name: "board", Kind: YesNo, Default: "yes", Doc: "whether cargo may board here"},
		Column{Name: "alight", Kind: YesNo, Default: "yes", Doc: "whether cargo may alight here"},
		Column{Name: "omit", Kind: Share, Default: "0", Doc: "share of runs that leave this call out; its cargo stays aboard to the next call and goes on from there"}),
	table("flows", []string{"id"}, false,
		"Demand: loads from one zone to another.",
		Column{Name: "id", Kind: ID, Required: true, Doc: "short name"},
		Column{Name: "from", Kind: Ref, Ref: "nodes", Required: true, Doc: "origin"},
		Column{Name: "to", Kind: Ref, Ref: "nodes", Required: true, Doc: "destination"},
		Column{Name: "commodity", Kind: Ref, Ref: "commodities", Doc: "goods; empty in a world of plain queues"},
		Column{Name: "rate", Kind: Rate, Doc: "loads per time: 1200/year, 0.8/h; not with `list`"},
		Column{Name: "arrivals", Kind: Text, Default: "poisson", Doc: "poisson, even (equal gaps), or `list 0h 1h 90min`: times after the start"},
		Column{Name: "via", Kind: Words, Doc: "fixed route: the places between origin and destination, in order; empty: the way is chosen"},
		Column{Name: "priority", Kind: Whole, Min: 0, Max: 3, Bounded: true, Default: "1", Doc: "priority class in queues, 0 first"},
		Column{Name: "divertible", Kind: Share, Default: "1", Doc: "share of loads that could go another way (goods distributed from US hubs cannot go direct)"},
		Column{Name: "trusted", Kind: Share, Doc: "share of loads of trusted traders, where it differs from the commodity's"},
		Column{Name: "due", Kind: Span, Doc: "door-to-door time that is quoted: later is late"},
		Column{Name: "stop", Kind: Ref, Ref: "nodes", Doc: "place on the way where the goods are processed or stored: they go through its `visit` process there, then on"}),
	table("totals", []string{"id"}, false,
		"Published totals that the flows are built to meet. `corridor data residuals` compares.",
		Column{Name: "id", Kind: ID, Required: true, Doc: "short name"},
		Column{Name: "what", Kind: Text, Required: true, Doc: "what was measured, in words"},
		Column{Name: "from", Kind: Choice, Options: Countries, Required: true, Doc: "country of origin; XX: overseas"},
		Column{Name: "to", Kind: Choice, Options: Countries, Required: true, Doc: "country of destination"},
		Column{Name: "commodities", Kind: Words, Doc: "goods it covers; empty: all"},
		Column{Name: "mode", Kind: Choice, Options: append([]string{""}, Modes...), Doc: "main mode it covers, measured in a run of `open`; empty: all"},
		Column{Name: "measure", Kind: Choice, Options: []string{"usd", "tonnes", "loads", "share"}, Required: true, Doc: "US dollars, tonnes or load units a year; share: of the tonnes of the same goods and direction over all modes"},
		Column{Name: "year", Kind: Whole, Min: 1990, Max: 2100, Bounded: true, Required: true, Doc: "year of the figure"},
		Column{Name: "value", Kind: Number, Min: 0, Max: 1e12, Bounded: true, Required: true, Doc: "the published value"},
		Column{Name: "low", Kind: Number, Min: 0, Max: 1e12, Bounded: true, Required: true, Doc: "the model should not be below"},
		Column{Name: "high", Kind: Number, Min: 0, Max: 1e12, Bounded: true, Required: true, Doc: "nor above"}),
	table("backgrounds", []string{"facility", "event", "year"}, false,
		"Other traffic through the same facility, counted: trucks or trains per month. What this world's own flows send the same way is part of the count and is taken off.",
		Column{Name: "facility", Kind: Ref, Ref: "nodes", Required: true, Doc: "node"},
		Column{Name: "event", Kind: Choice, Options: Events, Required: true, Doc: "event of facilities.csv that the traffic goes through"},
		Column{Name: "year", Kind: Whole, Min: 1990, Max: 2100, Bounded: true, Required: true, Doc: "year of the counts"},
		Column{Name: "months", Kind: Numbers, Required: true, Doc: "12 monthly counts, January first"},
		Column{Name: "season", Kind: Text, Doc: "ids of weekday and hour shapes in seasons.csv, separated by spaces"},
		Column{Name: "patience", Kind: DistCell, Doc: "longest wait that they accept, told every quarter of an hour: those who are told of a longer one do not come; empty: all come"},
		Column{Name: "trusted", Kind: Share, Default: "0", Doc: "share with trusted-trader status"},
		Column{Name: "empty", Kind: Share, Default: "0", Doc: "share that is empty"},
		Column{Name: "length_km", Kind: Number, Min: 0, Max: 10, Bounded: true, Default: "0", Doc: "length of a train, km"},
		Column{Name: "phases", Kind: Whole, Min: 1, Max: 100, Bounded: true, Default: "1", Doc: "how regular they come: gaps are Erlang with so many phases; 1: at random (Poisson)"},
		Column{Name: "moves", Kind: Number, Min: 0, Max: 1e6, Bounded: true, Default: "0", Doc: "ships and trains: load units put off and taken on at the call, for stages with `per` = move"}),
	table("neighbours", []string{"facility", "event", "other"}, false,
		"Where other traffic may go instead: who is told of a longer wait than accepted weighs these.",
		Column{Name: "facility", Kind: Ref, Ref: "nodes", Required: true, Doc: "node that is avoided"},
		Column{Name: "event", Kind: Choice, Options: Events, Required: true, Doc: "event of backgrounds.csv"},
		Column{Name: "other", Kind: Ref, Ref: "nodes", Required: true, Doc: "node that is taken instead"},
		Column{Name: "detour", Kind: Span, Required: true, Doc: "time that the detour takes, before the other node is reached"},
		Column{Name: "share", Kind: Share, Default: "1", Doc: "share of those who would not wait that may go there (papers, drivers and customers allow it)"}),
	table("disturbances", []string{"id"}, false,
		"Months whose counts a disturbance bent. There other traffic takes what the months around and the usual shape of the year lead to expect, so that a replay of the disturbance does not begin from its outcome.",
		Column{Name: "id", Kind: ID, Required: true, Doc: "short name"},
		Column{Name: "places", Kind: Words, Required: true, Doc: "facilities whose counts were bent"},
		Column{Name: "months", Kind: Text, Required: true, Doc: "months, `2022-02 2022-03`"},
		Column{Name: "what", Kind: Text, Required: true, Doc: "what happened, in words"}),
	table("calibration", []string{"id"}, false,
		"Rates that no source gives, fitted to targets of kind `fitted` by `corridor calibrate`, which writes this table. Not one best value but the values that fit within the noise of the measurement; `--inputs sampled` draws from them.",
		Column{Name: "id", Kind: ID, Required: true, Doc: "short name"},
		Column{Name: "places", Kind: Words, Required: true, Doc: "facilities"},
		Column{Name: "resource", Kind: ID, Required: true, Doc: "resource at them whose servers at work are multiplied"},
		Column{Name: "target", Kind: ID, Required: true, Doc: "target that it is fitted to"},
		Column{Name: "low", Kind: Number, Min: 0.01, Max: 100, Bounded: true, Required: true, Doc: "least factor that is tried"},
		Column{Name: "high", Kind: Number, Min: 0.01, Max: 100, Bounded: true, Required: true, Doc: "greatest factor that is tried"},
		Column{Name: "factor", Kind: Number, Min: 0.01, Max: 100, Bounded: true, Required: true, Doc: "factor in use, the best fit"},
		Column{Name: "ensemble", Kind: Numbers, Required: true, Doc: "factors that fit, each as likely as another"}),
	table("targets", []string{"id"}, false,
		"Published figures that the model is held to by `corridor validate`. Tolerances are fixed before any simulated value is looked at, and never widened afterwards.",
		Column{Name: "id", Kind: ID, Required: true, Doc: "short name"},
		Column{Name: "kind", Kind: Choice, Options: TargetKinds, Required: true, Doc: "input-check: the model was given it, in part or whole; fitted: a rate was fitted to it; prediction: neither"},
		Column{Name: "what", Kind: Text, Required: true, Doc: "what was measured, in words"},
		Column{Name: "measure", Kind: Choice, Options: Measures, Required: true, Doc: "how it is measured in a run, see docs/validation.md"},
		Column{Name: "at", Kind: Text, Required: true, Doc: "where: facilities and events, or a service and two of its calls, separated by spaces"},
		Column{Name: "scenario", Kind: ID, Required: true, Doc: "shipped scenario or replay that is run"},
		Column{Name: "from", Kind: Day, Required: true, Doc: "measured from this day on, local time"},
		Column{Name: "to", Kind: Day, Required: true, Doc: "up to the beginning of this day"},
		Column{Name: "published", Kind: Number, Min: -1e12, Max: 1e12, Bounded: true, Required: true, Doc: "the published value"},
		Column{Name: "unit", Kind: Text, Doc: "its unit"},
		Column{Name: "bound", Kind: Choice, Options: []string{"within", "at-least"}, Default: "within", Doc: "within: the simulated value must not be farther off than the tolerance; at-least: not below the published value by more"},
		Column{Name: "tolerance", Kind: Number, Min: 0, Max: 1e12, Bounded: true, Required: true, Doc: "stated tolerance, in the unit; what holds is the larger of it and two standard deviations of the measurement"},
		Column{Name: "sd", Kind: Number, Min: 0, Max: 1e12, Bounded: true, Default: "0", Doc: "standard deviation of the measurement, in the unit; 0: not known"},
		Column{Name: "par", Kind: Text, Doc: "what the measure needs besides: minutes, hours or days of a limit, hours of the day from Monday to Friday (`8-18`), or the scenario it is compared with; empty: the same scenario without its changes"},
		Column{Name: "fast", Kind: YesNo, Default: "no", Doc: "yes: in the fast subset"},
		Column{Name: "explanation", Kind: Text, Doc: "why the model misses, written when it does"}),
}
