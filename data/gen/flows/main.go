package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	in := flag.String("in", "data/gen/flows", "folder of goods.csv, shares.csv and fixed.csv")
	tables := flag.String("tables", "data/tables", "folder of the tables: nodes.csv and commodities.csv are read, flows.csv and assumptions.csv written")
	flag.Parse()
	files, err := generate(*in, *tables)
	for _, name := range []string{"flows.csv", "assumptions.csv"} {
		if err == nil {
			err = os.WriteFile(filepath.Join(*tables, name), files[name], 0o644)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "flows:", err)
		os.Exit(1)
	}
}
