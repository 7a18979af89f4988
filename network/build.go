package network

import (
	"fmt"
	"strings"
	"time"

	_ "time/tzdata" // time zones of the program, not of the machine

	"github.com/paulmach/orb"

	"corridor/data"
)

// Build makes a Network of a world's tables. It reports all faults at once, as
// data.Problems.
func Build(set *data.Set) (*Network, error) {
	b := &builder{set: set, net: &Network{Set: set, Hash: set.Hash, byNode: map[string]NodeID{}}}
	b.net.Params = params(set, &b.ps)
	b.nodes()
	b.links()
	b.resources()
	b.calibration()
	b.processes()
	b.equipment()
	b.commodities()
	b.services()
	b.flows()
	b.backgrounds()
	b.disturbances()
	b.neighbours()
	if err := b.ps.Err(); err != nil {
		return nil, err
	}
	b.ps = b.net.checkWhole()
	if err := b.ps.Err(); err != nil {
		return nil, err
	}
	return b.net, nil
}

type builder struct {
	set  *data.Set
	net  *Network
	ps   data.Problems
	proc map[string]ProcessID
}

func (b *builder) bad(row data.Row, column, format string, args ...any) {
	b.ps = append(b.ps, row.Problem(column, fmt.Sprintf(format, args...)))
}

func choice[T ~uint8](options []string, v string) T {
	for i, o := range options {
		if o == v {
			return T(i)
		}
	}
	return 0
}

func (b *builder) node(row data.Row, column string) NodeID {
	id, ok := b.net.byNode[row.Text(column)]
	if !ok {
		return -1
	}
	return id
}

func (b *builder) nodes() {
	for _, row := range b.set.Rows("nodes") {
		n := Node{
			ID: row.Text("id"), Name: row.Text("name"),
			Kind:     choice[NodeKind](data.NodeKinds, row.Text("kind")),
			Country:  choice[Country](data.Countries, row.Text("country")),
			At:       orb.Point{row.Num("lon"), row.Num("lat")},
			PortCode: row.Text("port_code"),
		}
		if n.Name == "" {
			n.Name = n.ID
		}
		tz, err := time.LoadLocation(row.Text("tz"))
		if err != nil || row.Text("tz") == "Local" {
			b.bad(row, "tz", "expected an IANA time zone such as America/Mexico_City")
			tz = time.UTC
		}
		n.TZ = tz
		for e := range n.Process {
			n.Process[e] = -1
		}
		b.net.byNode[n.ID] = NodeID(len(b.net.Nodes))
		b.net.Nodes = append(b.net.Nodes, n)
	}
}

func (b *builder) links() {
	for _, row := range b.set.Rows("links") {
		l := Link{
			ID: row.Text("id"), From: b.node(row, "from"), To: b.node(row, "to"),
			Mode:    choice[Mode](data.Modes, row.Text("mode")),
			Country: choice[Country](data.Countries, row.Text("country")),
			KM:      row.Num("km"), KMH: row.Num("kmh"), Spread: row.Num("spread"),
			Owner: row.Text("owner"), Tracks: row.Int("tracks"), Sections: row.Int("sections"),
			Sidings: row.Int("sidings"), OneWay: row.Yes("oneway"),
			Touch: choice[Touch](data.Touches, row.Text("touch")), TollUSD: row.Num("toll_usd"), Open: row.Yes("open"),
		}
		if l.From == l.To {
			b.bad(row, "to", "expected another node than `from`")
		}
		if l.Country == US && (l.Mode == Road || l.Mode == Rail) {
			l.Touch = TouchLand
		}
		if l.Sections > 0 && l.Mode != Rail {
			b.bad(row, "sections", "expected only on rail links")
		}
		b.net.Links = append(b.net.Links, l)
	}
}

func (b *builder) resources() {
	cals := calendars(b.set, &b.ps)
	for _, row := range b.set.Rows("resources") {
		r := Resource{
			Name: row.Text("resource"), Node: b.node(row, "facility"), Servers: row.Int("servers"),
			Buffer: row.Int("buffer"), Lose: row.Text("full") == "lose", Hold: row.Text("on_drop") == "hold",
			MTBF: row.Dist("mtbf"), MTTR: row.Dist("mttr"), Breaks: row.Has("mtbf"),
		}
		if row.Has("calendar") {
			r.Calendar = cals[row.Text("calendar")]
		}
		if row.Has("mtbf") != row.Has("mttr") {
			b.bad(row, "mtbf", "expected mtbf and mttr together")
		} else if r.Breaks && (r.MTBF.Mean() < 1 || r.MTTR.Mean() < 1) {
			b.bad(row, "mtbf", "expected mtbf and mttr of at least a second on average")
		}
		if r.Lose && r.Buffer == 0 {
			b.bad(row, "full", "expected a buffer with `lose`")
		}
		if r.Buffer > 0 && r.Buffer < r.Servers {
			b.bad(row, "buffer", "expected at least as many places as servers (%d)", r.Servers)
		}
		b.net.Resources = append(b.net.Resources, r)
	}
}

func (b *builder) processes() {
	b.proc = map[string]ProcessID{}
	for _, row := range b.set.Rows("processes") {
		id := row.Text("process")
		p, ok := b.proc[id]
		if !ok {
			p = ProcessID(len(b.net.Processes))
			b.proc[id] = p
			b.net.Processes = append(b.net.Processes, Process{ID: id})
		}
		b.stage(&b.net.Processes[p], row)
	}
	for _, row := range b.set.Rows("facilities") {
		p, ok := b.proc[row.Text("process")]
		if !ok {
			var names []string
			for _, q := range b.net.Processes {
				names = append(names, q.ID)
			}
			b.bad(row, "process", "expected a name from processes.csv%s", data.DidYouMean(row.Text("process"), names))
			continue
		}
		node, event := b.node(row, "facility"), choice[Event](data.Events, row.Text("event"))
		if node < 0 {
			continue
		}
		b.net.Nodes[node].Process[event] = p
		for _, s := range b.net.Processes[p].Stages {
			for _, name := range s.Need {
				if at := b.net.ResourceAt(node, name); at >= 0 && b.net.Resources[at].Lose && event >= VehicleCall {
					b.bad(row, "process", "expected no resource with `full` = lose: a vehicle and its cargo cannot be turned away (%q of stage %q)", name, s.Name)
				}
				if b.net.ResourceAt(node, name) < 0 {
					b.bad(row, "process", "expected %s to have the resource %q in resources.csv, which stage %q needs (%s:%d)", row.Text("facility"), name, s.Name, s.Row.File(), s.Row.Line)
				}
			}
		}
	}
}

func (b *builder) stage(p *Process, row data.Row) {
	s := Stage{
		Name: row.Text("stage"), Time: row.Dist("time"), Chance: row.Num("chance"), Priority: -1,
		Per:      choice[Per]([]string{"once", "move", "km-length"}, row.Text("per")),
		Activity: choice[Activity](data.Activities, row.Text("account")),
		USD:      row.Num("cost_usd"), Item: choice[CostItem](data.CostItems, row.Text("item")), Row: row,
	}
	if row.Has("resource") {
		s.Need = strings.Split(strings.ReplaceAll(row.Text("resource"), " ", ""), "+")
		if len(s.Need) > 2 || len(s.Need) == 2 && s.Need[0] == s.Need[1] || !data.ValidID(s.Need[0]) || !data.ValidID(s.Need[len(s.Need)-1]) {
			b.bad(row, "resource", "expected a resource, or two different ones joined by `+`")
			s.Need = nil
		}
	}
	if row.Has("priority") {
		switch v := row.Text("priority"); v {
		case "0", "1", "2", "3":
			s.Priority = int(v[0] - '0')
		default:
			b.bad(row, "priority", "expected 0, 1, 2 or 3, 0 is served first")
		}
	}
	var err error
	if s.When, err = ParseConditions(row.Text("when")); err != nil {
		b.bad(row, "when", "%s", err)
	}
	for i := range p.Stages {
		if p.Stages[i].Name == s.Name {
			b.bad(row, "stage", "expected each stage of a process once: line %d has it too, and draws are named by stage", p.Stages[i].Row.Line)
		}
	}
	at := len(p.Stages) // rows may stand in any order; `order` decides
	for at > 0 && p.Stages[at-1].Row.Int("order") > row.Int("order") {
		at--
	}
	p.Stages = append(p.Stages, Stage{})
	copy(p.Stages[at+1:], p.Stages[at:])
	p.Stages[at] = s
}

// equipment reads the kinds of load units.
func (b *builder) equipment() {
	for _, row := range b.set.Rows("equipment") {
		e := Equipment{ID: row.Text("id"), Name: row.Text("name"), Tare: row.Num("tare"), BackNorth: row.Num("back_north"), BackSouth: row.Num("back_south")}
		if e.Name == "" {
			e.Name = e.ID
		}
		b.net.Equipment = append(b.net.Equipment, e)
	}
}

// back is the chance that a flow's load unit goes back empty.
func (n *Network) back(f *Flow) float64 {
	if f.Commodity < 0 || f.From < 0 {
		return 0
	}
	for i := range n.Equipment {
		if e := &n.Equipment[i]; e.ID == n.Commodities[f.Commodity].Equipment {
			switch n.Nodes[f.From].Country {
			case MX:
				return e.BackNorth
			case CA:
				return e.BackSouth
			}
		}
	}
	return 0
}

// equipped checks a kind of equipment against equipment.csv, where there is one.
func (b *builder) equipped(row data.Row, column, id string) {
	if len(b.net.Equipment) == 0 {
		return
	}
	var ids []string
	for i := range b.net.Equipment {
		if b.net.Equipment[i].ID == id {
			return
		}
		ids = append(ids, b.net.Equipment[i].ID)
	}
	b.bad(row, column, "expected names from equipment.csv, found %q%s", id, data.DidYouMean(id, ids))
}

func (b *builder) commodities() {
	for _, row := range b.set.Rows("commodities") {
		c := Commodity{
			ID: row.Text("id"), Name: row.Text("name"), Group: row.Text("group"), Equipment: row.Text("equipment"),
			Road: row.Yes("road"), Tonnes: row.Num("tonnes"), TEU: row.Num("teu"), ValueUSD: row.Num("value_usd"),
			TimeValue: row.Num("time_value"), ShelfLife: row.Span("shelf_life"), Trusted: row.Num("trusted"),
			MFN: [3]float64{CA: row.Num("mfn_ca"), US: row.Num("mfn_us"), MX: row.Num("mfn_mx")}, USMCA: row.Num("usmca"),
			Shape: shapeOf(b.set, row, "season", &b.ps),
		}
		if c.Name == "" {
			c.Name = c.ID
		}
		b.equipped(row, "equipment", c.Equipment)
		b.net.Commodities = append(b.net.Commodities, c)
	}
}

func (b *builder) services() {
	index := map[string]ServiceID{}
	for _, row := range b.set.Rows("services") {
		s := Service{
			ID: row.Text("id"), Name: row.Text("name"), Mode: choice[Mode](data.Modes, row.Text("mode")),
			Operator: row.Text("operator"), Rights: row.Words("rights"), Open: row.Yes("open"),
			Carries: row.Words("carries"), Capacity: row.Num("capacity_teu"), Cutoff: row.Span("cutoff"),
			Delay: row.Dist("delay"), Blank: row.Num("blank"), Book: row.Yes("book"), LengthKM: row.Num("length_km"),
			USDKM: row.Num("usd_km"), USDLoad: row.Num("usd_load"), USDTonneKM: row.Num("usd_tonne_km"),
		}
		if s.Name == "" {
			s.Name = s.ID
		}
		if s.Mode == Road {
			b.bad(row, "mode", "expected rail, sea or air; trucks go at once and need no service")
		}
		var err error
		if s.Season, err = ParseSeason(row.Text("season")); err != nil {
			b.bad(row, "season", "%s", err)
		}
		for _, e := range s.Carries {
			b.equipped(row, "carries", e)
		}
		if s.Departs, err = ParseDeparts(row.Text("departs")); err != nil {
			b.bad(row, "departs", "%s", err)
		}
		if s.Book && s.Departs.Full {
			b.bad(row, "book", "expected no: only departures of a timetable can be booked ahead")
		}
		index[s.ID] = ServiceID(len(b.net.Services))
		b.net.Services = append(b.net.Services, s)
	}
	for _, row := range b.set.Rows("calls") {
		i, ok := index[row.Text("service")]
		if !ok {
			continue
		}
		s := &b.net.Services[i]
		c := Call{Node: b.node(row, "node"), Planned: row.Span("planned"), Stop: row.Span("stop"), Board: row.Yes("board"), Alight: row.Yes("alight"), Omit: row.Num("omit")}
		if n := len(s.Calls); n > 0 {
			if prev := s.Calls[n-1]; c.Planned < prev.Planned {
				b.bad(row, "planned", "expected not before the call before it; calls of a service stand in order")
			} else if prev.Node == c.Node {
				b.bad(row, "node", "expected another node than the call before it")
			}
		}
		s.Calls = append(s.Calls, c)
	}
	for i, row := range b.set.Rows("services") {
		if len(b.net.Services[i].Calls) < 2 {
			b.bad(row, "id", "expected at least two rows in calls.csv")
		}
	}
	at := map[ServiceID]int{} // calls of a service so far
	for _, row := range b.set.Rows("calls") {
		i, ok := index[row.Text("service")]
		if !ok {
			continue
		}
		c := at[i]
		at[i]++
		s := &b.net.Services[i]
		if inner := c > 0 && c+1 < len(s.Calls); s.Calls[c].Omit > 0 && (!inner || s.Calls[c].Node < 0 || b.net.Nodes[s.Calls[c].Node].Kind == Crossing) {
			b.bad(row, "omit", "expected 0 at the first and last call and at a crossing: a run cannot leave them out")
		}
	}
}

func (b *builder) flows() {
	commodity := map[string]CommodityID{}
	for i := range b.net.Commodities {
		commodity[b.net.Commodities[i].ID] = CommodityID(i)
	}
	rows := b.set.Rows("flows")
	for _, row := range rows {
		f := Flow{
			ID: row.Text("id"), From: b.node(row, "from"), To: b.node(row, "to"), Commodity: -1,
			PerSecond: row.PerSecond("rate"), Priority: row.Int("priority"), Divertible: row.Num("divertible"), Due: row.Span("due"), Stop: -1,
		}
		if row.Has("stop") {
			f.Stop = b.node(row, "stop")
		}
		if row.Has("commodity") {
			f.Commodity = commodity[row.Text("commodity")]
			f.Trusted = b.net.Commodities[f.Commodity].Trusted
		} else if len(b.net.Links) > 0 && !row.Has("via") {
			b.bad(row, "commodity", "expected goods where the way is chosen")
		}
		if row.Has("trusted") {
			f.Trusted = row.Num("trusted")
		}
		b.arrivals(row, &f)
		f.Fixed = row.Has("via") || len(b.net.Links) == 0
		if f.Stop >= 0 {
			switch {
			case f.Fixed:
				b.bad(row, "stop", "expected none where the way is fixed: name the place in `via`")
			case f.Stop == f.From || f.Stop == f.To:
				b.bad(row, "stop", "expected another place than `from` and `to`")
			case b.net.Nodes[f.Stop].Process[Visit] < 0:
				b.bad(row, "stop", "expected a row of facilities.csv for %s on visit: what is done there", row.Text("stop"))
			}
		}
		for _, id := range row.Words("via") {
			n, ok := b.net.byNode[id]
			if !ok {
				b.bad(row, "via", "expected names from nodes.csv, found %q%s", id, data.DidYouMean(id, b.net.NodeIDs()))
				continue
			}
			f.Via = append(f.Via, n)
		}
		if f.From == f.To && len(f.Via) == 0 {
			b.bad(row, "to", "expected another node than `from`")
		}
		f.Back = b.net.back(&f)
		b.net.Flows = append(b.net.Flows, f)
	}
	if len(rows) == 0 {
		b.ps = append(b.ps, data.Problem{File: "flows.csv", Want: "expected at least one flow: nothing would move"})
	}
}

func (b *builder) arrivals(row data.Row, f *Flow) {
	words := row.Words("arrivals")
	switch {
	case words[0] == "poisson" && len(words) == 1:
		f.Arrivals = Poisson
	case words[0] == "even" && len(words) == 1:
		f.Arrivals = Even
	case words[0] == "list" && len(words) > 1:
		f.Arrivals = Listed
		for _, w := range words[1:] {
			at, err := data.ParseSpan(w)
			if n := len(f.List); err != nil || n > 0 && at < f.List[n-1] {
				b.bad(row, "arrivals", "expected times in ascending order after `list`, found %q", w)
				return
			}
			f.List = append(f.List, at)
		}
		if row.Has("rate") {
			b.bad(row, "rate", "expected none with `list`")
		}
		return
	default:
		b.bad(row, "arrivals", "expected poisson, even, or `list 0h 1h …`")
		return
	}
	if !row.Has("rate") {
		b.bad(row, "rate", "expected a rate such as 1200/year or 0.8/h")
	}
}

func (b *builder) backgrounds() {
	for _, row := range b.set.Rows("backgrounds") {
		g := Background{
			Node: b.node(row, "facility"), Event: choice[Event](data.Events, row.Text("event")), Year: row.Int("year"),
			Shape: shapeOf(b.set, row, "season", &b.ps), Trusted: row.Num("trusted"), Empty: row.Num("empty"), LengthKM: row.Num("length_km"), Patience: row.Dist("patience"), Leaves: row.Has("patience"),
			Phases: row.Int("phases"), Moves: row.Num("moves"),
		}
		xs := row.Numbers("months")
		if len(xs) != 12 {
			b.bad(row, "months", "expected 12 numbers, found %d", len(xs))
		}
		copy(g.Months[:], xs)
		g.Usual = g.Months
		if g.Node >= 0 && b.net.Nodes[g.Node].Process[g.Event] < 0 {
			b.bad(row, "event", "expected a row of facilities.csv for %s on %s", row.Text("facility"), row.Text("event"))
		}
		b.net.Backgrounds = append(b.net.Backgrounds, g)
	}
}
