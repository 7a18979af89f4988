package validate

import (
	"strings"

	"corridor/network"
	"corridor/sim/results"
)

// Tables are the targets as tables of a result folder: what was published, what
// was simulated, how far off it may be and the verdict; and their sources.
func Tables(net *network.Network, list []Result) []*results.Table {
	col := func(name, unit, doc string) results.Column { return results.Column{Name: name, Unit: unit, Doc: doc} }
	t := &results.Table{Name: "targets", Columns: []results.Column{col("target", "", "target of targets.csv"), col("kind", "", "input-check, fitted or prediction"), col("what", "", "what is measured"), col("unit", "", "unit of the values"),
		col("at_least", "", "yes: the published value is a lower bound"), col("published", "see unit", "published value"), col("tolerance", "see unit", "how far off a value may be"),
		col("simulated", "see unit", "simulated value"), col("lo", "see unit", "lower end of its 95% interval"), col("hi", "see unit", "upper end"),
		col("verdict", "", "pass; weak: only within the noise of the measurement; miss"), col("scenario", "", "scenario that was run"), col("source", "", "sources of the published value"), col("reason", "", "why the tolerance is what it is"), col("explanation", "", "of a miss, where one is known")}}
	used := map[string]int{}
	for i := range list {
		r, x := &list[i], list[i].Target
		least := "no"
		if x.AtLeast {
			least = "yes"
		}
		t.Add(x.ID, x.Kind, x.What, x.Unit, least, x.Published, x.Tolerance, r.Simulated, r.Low, r.High, string(r.Verdict), x.Scenario, strings.Join(x.Source, " "), x.Reason, x.Explanation)
		for _, s := range x.Source {
			used[s]++
		}
	}
	sources := &results.Table{Name: "sources", Columns: []results.Column{col("source", "", "id"), col("title", "", "title"), col("publisher", "", "publisher"), col("year", "", "year"), col("address", "", "address"), col("rows", "1", "targets that name it")}}
	for _, row := range net.Set.Rows("sources") {
		if n := used[row.Text("id")]; n > 0 {
			sources.Add(row.Text("id"), row.Text("title"), row.Text("publisher"), row.Text("year"), row.Text("address"), n)
		}
	}
	return []*results.Table{t, sources}
}
