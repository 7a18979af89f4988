package network

import (
	"slices"

	"corridor/data"
)

// checkUse finds rows that no other row names: goods without a flow, processes
// without a facility, servers without a stage, calendars, seasons and equipment
// without anything that has them.
func (n *Network) checkUse() (ps data.Problems) {
	used := map[string]map[string]bool{"commodities": {}, "processes": {}, "resources": {}, "calendars": {}, "seasons": {}, "equipment": {}}
	need := map[string][]string{} // resources by process
	for i := range n.Processes {
		for _, s := range n.Processes[i].Stages {
			need[n.Processes[i].ID] = append(need[n.Processes[i].ID], s.Need...)
		}
	}
	for _, row := range n.Set.Rows("flows") {
		used["commodities"][row.Text("commodity")] = true
	}
	for _, row := range n.Set.Rows("facilities") {
		used["processes"][row.Text("process")] = true
		for _, r := range need[row.Text("process")] {
			used["resources"][row.Text("facility")+"/"+r] = true
		}
	}
	for _, row := range n.Set.Rows("resources") {
		used["calendars"][row.Text("calendar")] = true
	}
	for _, table := range []string{"commodities", "backgrounds"} {
		for _, row := range n.Set.Rows(table) {
			for _, id := range row.Words("season") {
				used["seasons"][id] = true
			}
		}
	}
	for _, row := range n.Set.Rows("commodities") {
		used["equipment"][row.Text("equipment")] = true
	}
	for _, c := range []struct{ table, column, want string }{
		{"commodities", "id", "expected at least one flow of these goods"},
		{"processes", "process", "expected a row of facilities.csv that runs this process"},
		{"resources", "resource", "expected a stage that needs it, in a process of this facility"},
		{"calendars", "id", "expected a resource that keeps these hours"},
		{"seasons", "id", "expected goods or other traffic of this shape"},
		{"equipment", "id", "expected goods that travel in it"},
	} {
		var said []string
		for _, row := range n.Set.Rows(c.table) {
			key := row.Text(c.column)
			if c.table == "resources" {
				key = row.Key()
			}
			if used[c.table][key] || slices.Contains(said, key) {
				continue
			}
			said = append(said, key)
			ps = append(ps, row.Problem(c.column, c.want))
		}
	}
	return ps
}
