package route

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"corridor/data"
	"corridor/network"
)

var runningTime = regexp.MustCompile(`derived: km / kmh of the links? x ([0-9.]+)`)
var besides = regexp.MustCompile(`([0-9.]+) (h|days) (?:of it for the border|for the call|for locks and canals|for the way)`)

// Timetables that nobody publishes are made of the running times of the links: the
// note of a call says how, and the table must agree with it.
func TestPlannedTimesThatAreDerivedAreWhatTheirNotesMake(t *testing.T) {
	n, _ := builtin(t)
	runs, ps := Runs(n)
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	rounded := map[network.Mode]float64{network.Rail: 1, network.Sea: 6, network.Air: 0.5} // h; sailings are planned by the quarter of a day
	held := 0
	of := map[string][]data.Row{}
	for _, row := range n.Set.Rows("calls") {
		of[row.Text("service")] = append(of[row.Text("service")], row)
	}
	for _, list := range of {
		slices.SortFunc(list, func(a, b data.Row) int { return a.Int("order") - b.Int("order") })
	}
	for i := range n.Services {
		s := &n.Services[i]
		for c := range s.Calls {
			row := of[s.ID][c]
			m := runningTime.FindStringSubmatch(row.Text("note"))
			if m == nil || c == 0 {
				continue
			}
			factor, _ := strconv.ParseFloat(m[1], 64)
			want := runs[i].Parts[c-1].Hours * factor
			if c+1 < len(s.Calls) {
				want += s.Calls[c].Stop.Hours()
			}
			for _, b := range besides.FindAllStringSubmatch(row.Text("note"), -1) {
				h, _ := strconv.ParseFloat(b[1], 64)
				if b[2] == "days" {
					h *= 24
				}
				want += h
			}
			held++
			if got := (s.Calls[c].Planned - s.Calls[c-1].Planned).Hours(); math.Abs(got-want) > rounded[s.Mode]+0.03*want {
				t.Errorf("%s: %.1f h after the call before it, expected %.1f: %s", row.Key(), got, want, row.Text("note"))
			}
		}
	}
	if held < 450 {
		t.Errorf("%d planned times say how they are made, expected at least 450", held)
	}
}
