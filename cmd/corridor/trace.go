package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"corridor/data"
	"corridor/network"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// traceFlags are those of `trace`.
type traceFlags struct {
	simulation
	rep      int
	shipment []string
	where    []string
	slowest  int
	most     int
}

// traceKeys are what --where may ask for.
var traceKeys = []string{"flow", "commodity", "from", "to", "via", "state"}

func traceCommand(g *global) *cobra.Command {
	var f traceFlags
	cmd := &cobra.Command{
		Use:   "trace SCENARIO",
		Short: "Tell the story of single shipments line by line",
		Long: `Simulates one replication and tells what became of some loads: time, place, event,
what they waited for, and what it cost. A load keeps its name, FLOW:NUMBER, in all
scenarios and routings. --where and --slowest choose among the loads that are
counted: all conditions must hold; a condition holds with any of its values.`,
		Example: `  corridor trace baseline --routing us --slowest 10
  corridor trace laredo-rail-closure --where commodity=auto-parts --where via=laredo-rail --slowest 3
  corridor trace baseline --routing direct --shipment auto-parts-bajio-toronto:120`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, g, args[0]) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.routing, "routing", "open", "rule on US territory: open, us, direct, direct-strict")
	fl.Uint64Var(&f.seed, "seed", 1, "seed of the random numbers")
	fl.IntVar(&f.rep, "rep", 1, "replication, the first is 1")
	fl.Float64Var(&f.share, "share", 0.05, "share of the divertible loads that obey the routing, 0 to 1")
	fl.StringVar(&f.fidelity, "fidelity", "full", "full or screen; at screen fidelity all facilities keep their other traffic")
	fl.StringArrayVar(&f.shipment, "shipment", nil, "`FLOW:NUMBER` of a load")
	fl.StringArrayVar(&f.where, "where", nil, "`KEY=VALUE|VALUE` with a key among "+strings.Join(traceKeys, ", ")+"; via is a place of the way; state delivered, censored, cancelled or lost")
	fl.IntVar(&f.slowest, "slowest", 0, "so many of the slowest")
	fl.IntVar(&f.most, "most", 10, "most stories told of --where")
	fl.BoolVar(&f.json, "json", false, "print JSON")
	return cmd
}

func (f *traceFlags) run(cmd *cobra.Command, g *global, arg string) error {
	f.reps = 1
	routings, err := f.check()
	switch {
	case err != nil:
		return err
	case len(routings) != 1:
		return usage("--routing %q: expected one", f.routing)
	case f.rep < 1 || f.rep > 1_000_000:
		return usage("--rep %d: expected 1 to 1,000,000", f.rep)
	case f.slowest < 0 || f.slowest > 1000 || f.most < 1 || f.most > 1000:
		return usage("expected 1 to 1,000 stories")
	case len(f.shipment) == 0 && len(f.where) == 0 && f.slowest == 0:
		return usage("expected --shipment, --where or --slowest: which loads to trace")
	case len(f.shipment) > 0 && (len(f.where) > 0 || f.slowest > 0):
		return usage("expected either --shipment, or --where and --slowest")
	}
	net, err := g.network()
	if err != nil {
		return err
	}
	sc, err := loadScenario(arg)
	if err != nil {
		return err
	}
	m, err := freight.NewModel(net, freight.Case{Scenario: sc, Routing: routings[0], Share: f.share, Fidelity: f.fidelityOf()})
	if err != nil {
		return g.where(err)
	}
	ids, err := f.loads(cmd, net, m)
	if err != nil {
		return err
	}
	stories, out, err := m.RunStories(cmd.Context(), f.seed, f.rep-1, ids)
	if err != nil {
		return g.where(err)
	}
	if f.json {
		return f.printJSON(g, m, stories)
	}
	for i := range stories {
		f.print(g, m, &stories[i])
	}
	for i := range out.Stuck {
		if s := &out.Stuck[i]; s.Never {
			fmt.Fprintf(g.out, "can never move: %d counted loads at %s: %s, among them %s\n", s.Loads, s.Where, s.Why, s.First)
		}
	}
	return nil
}

// loads are those that are asked for; --where and --slowest take a run of their
// own to find them.
func (f *traceFlags) loads(cmd *cobra.Command, net *network.Network, m *freight.Model) (ids []freight.ShipmentID, err error) {
	for _, s := range f.shipment {
		flow, number, ok := strings.Cut(s, ":")
		n, err := strconv.ParseInt(number, 10, 64)
		if !ok || err != nil || n < 0 {
			return nil, usage("--shipment %q: expected FLOW:NUMBER, such as %s:0", s, net.Flows[0].ID)
		}
		if err := knownFlow(net, flow); err != nil {
			return nil, err
		}
		ids = append(ids, freight.ShipmentID{Flow: flow, Number: n})
	}
	if len(ids) > 0 {
		return ids, nil
	}
	keep, err := f.filter(net)
	if err != nil {
		return nil, err
	}
	var found []results.Shipment
	if _, err := m.RunRows(cmd.Context(), f.seed, f.rep-1, freight.Rows{Shipment: func(s *results.Shipment) {
		if keep(s) {
			found = append(found, *s)
		}
	}}); err != nil {
		return nil, err
	}
	most := f.most
	if f.slowest > 0 {
		most = f.slowest
		sort.SliceStable(found, func(i, j int) bool { return found[i].Hours > found[j].Hours })
	} else {
		sort.SliceStable(found, func(i, j int) bool { return found[i].Created < found[j].Created })
	}
	for _, s := range found[:min(most, len(found))] {
		ids = append(ids, freight.ShipmentID{Flow: s.Flow, Number: s.Number})
	}
	if len(ids) == 0 {
		return nil, usage("no counted load fits")
	}
	return ids, nil
}

// filter compiles --where.
func (f *traceFlags) filter(net *network.Network) (func(*results.Shipment) bool, error) {
	flows := map[string]*network.Flow{}
	for i := range net.Flows {
		flows[net.Flows[i].ID] = &net.Flows[i]
	}
	var tests []func(*results.Shipment) bool
	for _, w := range f.where {
		key, text, ok := strings.Cut(w, "=")
		if !ok || !slices.Contains(traceKeys, key) {
			return nil, usage("--where %q: expected KEY=VALUE with a key among %s%s", w, strings.Join(traceKeys, ", "), data.DidYouMean(key, traceKeys))
		}
		values := strings.Split(text, "|")
		for _, v := range values {
			if err := f.known(net, key, v); err != nil {
				return nil, err
			}
		}
		tests = append(tests, func(s *results.Shipment) bool {
			fl := flows[s.Flow]
			switch key {
			case "flow":
				return slices.Contains(values, s.Flow)
			case "commodity":
				return slices.Contains(values, s.Commodity)
			case "from":
				return slices.Contains(values, net.Nodes[fl.From].ID)
			case "to":
				return slices.Contains(values, net.Nodes[fl.To].ID)
			case "via":
				return slices.ContainsFunc(strings.Fields(s.Way), func(w string) bool { return slices.Contains(values, w) })
			}
			return slices.Contains(values, s.State)
		})
	}
	return func(s *results.Shipment) bool {
		return s.State != "unserved" && !slices.ContainsFunc(tests, func(t func(*results.Shipment) bool) bool { return !t(s) })
	}, nil
}

// known refuses names that do not exist.
func (f *traceFlags) known(net *network.Network, key, value string) error {
	var names []string
	switch key {
	case "flow":
		return knownFlow(net, value)
	case "commodity":
		for i := range net.Commodities {
			names = append(names, net.Commodities[i].ID)
		}
	case "state":
		names = []string{"delivered", "censored", "cancelled", "lost"}
	default:
		names = net.NodeIDs()
	}
	if !slices.Contains(names, value) {
		return usage("--where %s=%s: no such name%s", key, value, data.DidYouMean(value, names))
	}
	return nil
}

func knownFlow(net *network.Network, flow string) error {
	var names []string
	for i := range net.Flows {
		names = append(names, net.Flows[i].ID)
	}
	if !slices.Contains(names, flow) {
		return usage("no flow is called %q%s", flow, data.DidYouMean(flow, names))
	}
	return nil
}

func (f *traceFlags) print(g *global, m *freight.Model, s *freight.Story) {
	fmt.Fprintln(g.out, s.ID)
	if len(s.Lines) == 0 {
		fmt.Fprintln(g.out, "  no load of this number is made in this replication")
	}
	width := 0
	for _, l := range s.Lines {
		width = max(width, len([]rune(l.Where)))
	}
	for _, l := range s.Lines {
		usd := ""
		if l.USD >= 0.5 || l.USD <= -0.5 {
			usd = fmt.Sprintf("  %+.0f USD", l.USD)
		}
		fmt.Fprintf(g.out, "  %s  %-*s  %s%s\n", m.Date(l.At).Format("2006-01-02 15:04"), width, l.Where, l.What, usd)
	}
	fmt.Fprintln(g.out)
}

func (f *traceFlags) printJSON(g *global, m *freight.Model, stories []freight.Story) error {
	type line struct {
		At    string  `json:"at"`
		Where string  `json:"where"`
		What  string  `json:"what"`
		USD   float64 `json:"usd"`
	}
	type story struct {
		Shipment string `json:"shipment"`
		Lines    []line `json:"lines"`
	}
	list := []story{}
	for _, s := range stories {
		x := story{Shipment: s.ID.String(), Lines: []line{}}
		for _, l := range s.Lines {
			x.Lines = append(x.Lines, line{m.Date(l.At).Format("2006-01-02T15:04:05Z"), l.Where, l.What, l.USD})
		}
		list = append(list, x)
	}
	raw, err := json.MarshalIndent(list, "", "  ")
	fmt.Fprintln(g.out, string(raw))
	return err
}
