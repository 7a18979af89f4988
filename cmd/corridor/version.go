package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is the version in CHANGELOG.md.
const release = "0.1.0"

// version is the release and, where the build knows it, the commit.
func version() string {
	v := release
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				v += "+" + s.Value[:12]
			}
			if s.Key == "vcs.modified" && s.Value == "true" {
				v += "-modified"
			}
		}
	}
	return v
}

func versionCommand(g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of program and data",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			net, err := g.network()
			if err != nil {
				return err
			}
			fmt.Fprintf(g.out, "corridor %s (%s %s/%s)\ndata sha256 %s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, net.Hash)
			return nil
		},
	}
}
