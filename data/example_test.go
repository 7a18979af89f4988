package data_test

import (
	"fmt"
	"testing/fstest"

	"corridor/data"
)

func ExampleParseDist() {
	d, err := data.ParseDist("lognormal median=1.2h p95=4h")
	fmt.Println(d.MeanSpan().Round(1e9), err)
	_, err = data.ParseDist("lognromal mean=1h sigma=1")
	fmt.Println(err)
	// Output:
	// 1h34m7s <nil>
	// expected a distribution: constant, exponential, erlang, gamma, weibull, lognormal, triangular, uniform, empirical; did you mean "lognormal"?
}

// All faults of a world are reported at once, with file, line and column.
func ExampleLoad() {
	_, err := data.Load(fstest.MapFS{
		"nodes.csv":     {Data: []byte("id,kind\nhere,zoen\n")},
		"resources.csv": {Data: []byte("facility,resource,servers\nthere,desk,-1\n")},
	})
	fmt.Println(err)
	// Output:
	// nodes.csv:2:2: "zoen": kind: expected one of zone, port, rail-terminal, crossing, airport, junction, strait, overseas, station; did you mean "zone"?
	// resources.csv:2:1: "there": facility: expected a name from nodes.csv; did you mean "here"?
	// resources.csv:2:3: "-1": servers: expected a number from 0 to 100000
}
