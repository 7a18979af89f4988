package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/sim/results"
)

func routesCommand(g *global) *cobra.Command {
	var commodity, routing string
	var ways int
	var all bool
	cmd := &cobra.Command{
		Use:   "routes FROM TO",
		Short: "Show the ways between two places, leg by leg, and why there is none where there is none",
		Long: `Shows the alternatives between two places under every rule on US territory: legs,
km, hours, cost, emissions, borders, contact with US territory and chokepoints.
Hours are means without queues and full services; compare and run add those.`,
		Example: "  corridor routes Monterrey Toronto --commodity auto-parts\n  corridor routes Calgary \"Mexico City\" --commodity canola --routing direct",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usage("expected FROM and TO, two places; names of two words in quotes")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			net, err := g.network()
			if err != nil {
				return err
			}
			return showRoutes(g, net, args[0], args[1], commodity, routing, ways, all)
		},
	}
	cmd.Flags().StringVar(&commodity, "commodity", "", "goods; default the first of the world")
	cmd.Flags().StringVar(&routing, "routing", "us,direct,direct-strict", "rules on US territory, separated by commas: open, us, direct, direct-strict")
	cmd.Flags().IntVar(&ways, "ways", 3, "most ways to show under each rule")
	cmd.Flags().BoolVar(&all, "proposals", false, "also with services that are proposals")
	return cmd
}

func showRoutes(g *global, net *network.Network, fromName, toName, commodity, routing string, most int, proposals bool) error {
	from, err := findPlace(net, fromName)
	if err != nil {
		return err
	}
	to, err := findPlace(net, toName)
	if err != nil {
		return err
	}
	if from == to {
		return usage("expected two places, not %s twice", net.Nodes[from].Name)
	}
	if most < 1 || most > 10 {
		return usage("--ways %d: expected 1 to 10", most)
	}
	c, err := findCommodity(net, commodity)
	if err != nil {
		return err
	}
	flow := &network.Flow{ID: "query", From: from, To: to, Commodity: c, Trusted: net.Commodities[c].Trusted, Stop: -1}
	for i := range net.Flows {
		if f := &net.Flows[i]; f.From == from && f.To == to && f.Commodity == c {
			flow = f
		}
	}
	runs, ps := route.Runs(net)
	if err := ps.Err(); err != nil {
		return err
	}
	finder := &route.Finder{Net: net, Runs: runs, Open: make([]bool, len(net.Services))}
	for i := range net.Services {
		finder.Open[i] = net.Services[i].Open || proposals
	}
	routings, err := (&simulation{reps: 1, share: 1, routing: routing}).check()
	if err != nil {
		return err
	}
	com := &net.Commodities[c]
	fmt.Fprintf(g.out, "%s to %s, one load of %s (%s t, %s): hours are means without queues and full services\n",
		net.Nodes[from].Name, net.Nodes[to].Name, com.Name, results.Short(com.Tonnes), com.Equipment)
	last := ""
	for _, r := range routings {
		found, why := finder.Find(route.Query{From: from, To: to, Flow: flow, Routing: r, Most: most})
		fmt.Fprintf(g.out, "\n%s\n", r)
		if same := wayNames(net, runs, found); same == last && same != "" {
			fmt.Fprintln(g.out, "  the same ways")
			continue
		} else {
			last = same
		}
		if len(found) == 0 {
			fmt.Fprintf(g.out, "  none: %s\n", why)
			continue
		}
		for i := range found {
			printWay(g, net, runs, i+1, &found[i], com)
		}
	}
	return nil
}

func wayNames(net *network.Network, runs []route.Run, ways []route.Way) string {
	var names []string
	for i := range ways {
		names = append(names, ways[i].Name(net, runs))
	}
	return strings.Join(names, "; ")
}

func printWay(g *global, net *network.Network, runs []route.Run, number int, w *route.Way, c *network.Commodity) {
	choke := strings.Join(w.Chokepoints(net, runs), ", ")
	if choke == "" {
		choke = "none"
	}
	fmt.Fprintf(g.out, "  %d. %s km, %s h (%.1f d), USD %s (%s a tonne), %s kg CO2e a tonne; borders %d; US touch: %s (%s km); chokepoints: %s\n",
		number, results.Short(w.KM), results.Short(w.Hours), w.Hours/24, results.Short(w.USD), results.Short(w.USD/c.Tonnes), results.Short(w.KG/c.Tonnes), w.Borders(net, runs), w.Touch, results.Short(w.KMUS), choke)
	for _, l := range mergeDrives(net, w.Legs) {
		fmt.Fprintf(g.out, "       %-8s %s %7s km %7s h  USD %7s\n", l.kind, pad(l.text, 58), results.Short(l.km), results.Short(l.hours), results.Short(l.usd))
	}
}

func pad(s string, n int) string {
	if k := utf8.RuneCountInString(s); k < n {
		return s + strings.Repeat(" ", n-k)
	}
	return s
}

type shownLeg struct {
	kind, text     string
	km, hours, usd float64
}

// mergeDrives joins road links in a row into one line.
func mergeDrives(net *network.Network, legs []route.Leg) (out []shownLeg) {
	for i := 0; i < len(legs); i++ {
		l := &legs[i]
		s := shownLeg{kind: l.Kind.String(), km: l.KM, hours: l.Hours, usd: l.USD}
		switch l.Kind {
		case route.Drive:
			from, to := l.Link.Ends(net)
			for i+1 < len(legs) && legs[i+1].Kind == route.Drive {
				i++
				_, to = legs[i].Link.Ends(net)
				s.km, s.hours, s.usd = s.km+legs[i].KM, s.hours+legs[i].Hours, s.usd+legs[i].USD
			}
			s.text = net.Nodes[from].Name + " – " + net.Nodes[to].Name
		case route.Ride:
			sv := &net.Services[l.Service]
			s.text = sv.Name + ": " + net.Nodes[sv.Calls[l.From].Node].Name + " – " + net.Nodes[sv.Calls[l.To].Node].Name
		case route.Cross:
			s.text = net.Nodes[l.Node].Name + " (" + l.Event.String() + ")"
		default:
			s.text = net.Nodes[l.Node].Name
		}
		out = append(out, s)
	}
	return out
}

// findPlace finds a node by id or name, zones first, upper and lower case
// alike.
func findPlace(net *network.Network, name string) (network.NodeID, error) {
	best := network.NodeID(-1)
	var names []string
	for i := range net.Nodes {
		n := &net.Nodes[i]
		if strings.EqualFold(n.ID, name) || strings.EqualFold(n.Name, name) {
			if best < 0 || n.Kind == network.Zone && net.Nodes[best].Kind != network.Zone {
				best = network.NodeID(i)
			}
		}
		if n.Kind == network.Zone {
			names = append(names, n.ID)
		}
	}
	if best < 0 {
		return -1, inputError{fmt.Errorf("%q: expected a place of this world: %s%s", name, strings.Join(names, ", "), data.DidYouMean(strings.ToLower(name), net.NodeIDs()))}
	}
	return best, nil
}

func findCommodity(net *network.Network, id string) (network.CommodityID, error) {
	if len(net.Commodities) == 0 {
		return 0, inputError{fmt.Errorf("this world has no commodities.csv: routes need goods")}
	}
	if id == "" {
		return 0, nil
	}
	var names []string
	for i := range net.Commodities {
		if c := &net.Commodities[i]; strings.EqualFold(c.ID, id) || strings.EqualFold(c.Name, id) {
			return network.CommodityID(i), nil
		}
		names = append(names, net.Commodities[i].ID)
	}
	return 0, inputError{fmt.Errorf("--commodity %q: expected one of %s%s", id, strings.Join(names, ", "), data.DidYouMean(id, names))}
}
