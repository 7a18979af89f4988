package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
)

func networkCommand(g *global) *cobra.Command {
	cmd := &cobra.Command{Use: "network", Short: "Check the network, or export it", Args: onlyCommands, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	cmd.AddCommand(&cobra.Command{
		Use:   "check",
		Short: "Check the whole network: links, services, speeds, distances, a way for every flow",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			net, err := g.network()
			if err != nil {
				return err
			}
			return checkNetwork(g, net)
		},
	})
	var format string
	export := &cobra.Command{
		Use:   "export",
		Short: "Print the network as GeoJSON (for maps), JSON, or a drawn map (SVG)",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			net, err := g.network()
			if err != nil {
				return err
			}
			var raw []byte
			switch format {
			case "geojson":
				raw, err = net.GeoJSON()
			case "json":
				raw, err = net.JSON()
			case "svg":
				raw = mapOf(net).SVG()
			default:
				return usage("--format %q: expected geojson, json or svg", format)
			}
			if err != nil {
				return err
			}
			_, err = g.out.Write(raw)
			return err
		},
	}
	export.Flags().StringVar(&format, "format", "geojson", "geojson, json or svg")
	cmd.AddCommand(export)
	return cmd
}

func checkNetwork(g *global, net *network.Network) error {
	ps := net.Check()
	var proposals []bool
	if g.world == "" { // shipped scenarios are about the built-in world
		var err error
		if proposals, err = opened(net); err != nil {
			return err
		}
	}
	ways, none := route.CheckFlows(net, proposals)
	ps = append(ps, none...)
	if err := ps.Err(); err != nil {
		return allFaults{g.where(err)}
	}
	fmt.Fprintf(g.out, "%d nodes, %d links, %d services, %d processes, %d flows: no faults\n", len(net.Nodes), len(net.Links), len(net.Services), len(net.Processes), len(net.Flows))
	for r, n := range ways {
		fmt.Fprintf(g.out, "%-14s %d of %d flows have a way\n", route.Routing(r), n.Flows, len(net.Flows))
		for _, why := range n.Why {
			if r > 0 && slices.Contains(ways[r-1].Why, why) {
				continue // said under the rule above
			}
			fmt.Fprintf(g.out, "    %s\n", why)
		}
	}
	return nil
}

// allFaults shows every fault of a world, however many.
type allFaults struct{ error }

func (a allFaults) Unwrap() error { return a.error }

func (a allFaults) Error() string {
	var ps data.Problems
	if !errors.As(a.error, &ps) {
		return a.error.Error()
	}
	var lines []string
	for _, p := range ps {
		lines = append(lines, p.Error())
	}
	return strings.Join(lines, "\n")
}

// opened are the services that a shipped scenario opens, by id.
func opened(net *network.Network) ([]bool, error) {
	open := make([]bool, len(net.Services))
	all, err := scenarios.Shipped()
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		for i := range s.Changes {
			if !s.Changes[i].Do.Open {
				continue
			}
			for k := range net.Services {
				open[k] = open[k] || slices.Contains(s.Changes[i].Where.ID, net.Services[k].ID)
			}
		}
	}
	return open, nil
}
