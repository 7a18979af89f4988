package data

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// files is a world of texts by table name.
type files map[string]string

func (f files) fs() fs.FS {
	out := fstest.MapFS{}
	for name, text := range f {
		if !strings.Contains(name, ".") {
			name += ".csv"
		}
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// queue is the smallest world: one queue.
func queue(change files) files {
	w := files{
		"nodes":      "id\noutside\ndesk\n",
		"resources":  "facility,resource,servers\ndesk,clerk,1\n",
		"processes":  "process,order,stage,resource,time\nserve,1,service,clerk,exponential mean=1min\n",
		"facilities": "facility,event,process\ndesk,visit,serve\n",
		"flows":      "id,from,to,rate\nall,outside,desk,45/h\n",
	}
	for name, text := range change {
		if text == "" {
			delete(w, name)
		} else {
			w[name] = text
		}
	}
	return w
}

func problems(t *testing.T, f files) Problems {
	t.Helper()
	set, err := Load(f.fs())
	var ps Problems
	if err == nil || !errors.As(err, &ps) || set != nil {
		t.Fatalf("Load gives %v, %v; want problems", set, err)
	}
	return ps
}

func TestAWorldIsReadWithDefaultsAndWithoutBlanks(t *testing.T) {
	set, err := Load(queue(files{
		"nodes":      "\ufeffid, name ,lat,lon\noutside,,,\ndesk,\"Front desk, left\", 20.5 ,-100\n# a comment\n\nlast,Last,1,2\n",
		"parameters": "name,value\nwindow.length,3d\n",
		"notes.txt":  "not a table",
	}).fs())
	if err != nil {
		t.Fatal(err)
	}
	desk, ok := set.Find("nodes", "desk")
	if !ok || desk.Text("name") != "Front desk, left" || desk.Num("lat") != 20.5 || desk.Num("lon") != -100 || desk.Line != 3 || desk.File() != "nodes.csv" {
		t.Errorf("desk is %+v", desk)
	}
	if last, ok := set.Find("nodes", "last"); !ok || last.Line != 6 {
		t.Errorf("last is in line %d", last.Line)
	}
	if desk.Text("kind") != "station" || desk.Text("tz") != "UTC" || desk.Text("country") != "XX" || desk.Has("port_code") {
		t.Errorf("defaults: %q %q %q", desk.Text("kind"), desk.Text("tz"), desk.Text("country"))
	}
	flow := set.Rows("flows")[0]
	if flow.Key() != "all" || flow.PerSecond("rate") != 45.0/3600 || flow.Int("priority") != 1 || flow.Num("divertible") != 1 || flow.Span("due") != 0 || flow.Text("arrivals") != "poisson" {
		t.Errorf("flow is %+v", flow)
	}
	stage := set.Rows("processes")[0]
	if stage.Key() != "serve/1" || stage.Dist("time").Mean() != 60 || stage.Dist("time").Kind != Exponential {
		t.Errorf("stage is %+v", stage)
	}
	if len(set.Rows("links")) != 0 || len(set.Rows("nodes")) != 3 {
		t.Errorf("%d links, %d nodes", len(set.Rows("links")), len(set.Rows("nodes")))
	}
	if _, ok := set.Find("nodes", "no-such"); ok {
		t.Error("found what is not there")
	}
}

func TestCellsConvert(t *testing.T) {
	set, err := Load(files{
		"nodes":       "id\na\nb\n",
		"seasons":     "id,over,values\nyear,months,1 2 3.5 0 1 1 1 1 1 1 1 1\n",
		"commodities": "id,group,road,shelf_life,season\nmelons,food,no,2d12h,year\n",
		"calendars":   "id,days,from,to,share\nday,Mon-Fri,07:30,24:00,0.5\n",
		"services":    "id,mode,carries,capacity_teu,departs,cutoff\nship,sea,container reefer,10.5,Mon 06:00,1d\n",
		"calls":       "service,order,node,planned,board\nship,1,a,0h,yes\nship,2,b,3d,no\n",
	}.fs())
	if err != nil {
		t.Fatal(err)
	}
	if got := set.Rows("seasons")[0].Numbers("values"); len(got) != 12 || got[2] != 3.5 || got[3] != 0 {
		t.Errorf("numbers %v", got)
	}
	c := set.Rows("commodities")[0]
	if c.Yes("road") || c.Span("shelf_life") != 60*time.Hour || c.Num("tonnes") != 20 {
		t.Errorf("commodity: %v %v", c.Yes("road"), c.Span("shelf_life"))
	}
	day := set.Rows("calendars")[0]
	if day.Clock("from") != 7*time.Hour+30*time.Minute || day.Clock("to") != 24*time.Hour || day.Num("share") != 0.5 {
		t.Errorf("calendar: %v to %v", day.Clock("from"), day.Clock("to"))
	}
	ship := set.Rows("services")[0]
	if !slices.Equal(ship.Words("carries"), []string{"container", "reefer"}) || ship.Num("capacity_teu") != 10.5 || !ship.Yes("open") {
		t.Errorf("service: %v", ship.Words("carries"))
	}
	if call := set.Rows("calls")[1]; call.Yes("board") || !call.Yes("alight") || call.Span("planned") != 72*time.Hour || call.Int("order") != 2 {
		t.Errorf("call: %+v", call)
	}
}

func TestAllFaultsOfAllTablesAreReportedAtOnceWithFileLineAndColumn(t *testing.T) {
	ps := problems(t, queue(files{
		"nodes":     "id,lat,lon,kind\noutside,91,0,station\nDesk,0,0,statoin\n",
		"resources": "facility,servers,resource\ndsk,-1,clerk\noutside,2,clerk,extra\noutside,1.5,booth\n",
		"processes": "process,order,stage,resource,time,sped\nserve,1,service,clerk,20min,1\n",
		"flows":     "id,rate,from,to\nall,45/fortnight,outside,outside\nall,,outside,outside\n",
		"flow":      "x\n",
	}))
	const want = `facilities.csv:2:1: "desk": facility: expected a name from nodes.csv; did you mean "Desk"?
flow.csv: unknown table; did you mean "flows.csv"?
flows.csv:2:2: "45/fortnight": rate: expected a rate per s, min, h, day, week or year
flows.csv:3: "all": expected each row once; line 2 has the same id
nodes.csv:2:2: "91": lat: expected a number from -90 to 90
nodes.csv:3:1: "Desk": id: expected a name of lower-case letters, digits, '-', '.', '_', at most 64
nodes.csv:3:4: "statoin": kind: expected one of zone, port, rail-terminal, crossing, airport, junction, strait, overseas, station; did you mean "station"?
processes.csv:1:6: "sped": unknown column; expected process, order, stage, resource, time, per, chance, when, priority, account, cost_usd, item, source, note; did you mean "per"?
resources.csv:2:1: "dsk": facility: expected a name from nodes.csv; did you mean "Desk"?
resources.csv:2:2: "-1": servers: expected a number from 0 to 100000
resources.csv:3: expected 3 cells as in the header, found 4
resources.csv:4:2: "1.5": servers: expected a whole number`
	if got := ps.Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestEachFaultOfATableIsFound(t *testing.T) {
	long := strings.Repeat("x", 2001)
	for _, tt := range []struct{ name, table, text, want string }{
		{"no nodes", "nodes", "", "nodes.csv: expected this table: Places"},
		{"an empty file", "nodes", "\n", "nodes.csv:1: expected a header row"},
		{"only a comment", "nodes", "# id\n", "nodes.csv:1: expected a header row"},
		{"bytes that are not UTF-8", "nodes", "id\n\xff\n", "nodes.csv: expected UTF-8 text"},
		{"a column twice", "nodes", "id,id\na,b\n", `nodes.csv:1:2: "id": expected each column once`},
		{"a column without a name", "nodes", "id,\na,b\n", `nodes.csv:1:2: unknown column; expected id, name,`},
		{"no key column", "nodes", "name\na\n", `nodes.csv:1: expected a column "id": short name`},
		{"a required cell that is empty", "nodes", "id,name\n,a\n", "nodes.csv:2:1: id: expected a value: short name"},
		{"too few cells", "nodes", "id,name\na\n", "nodes.csv:2: expected 2 cells as in the header, found 1"},
		{"a quote in the middle", "nodes", "id\na\"b\n", `nodes.csv:2: bare " in non-quoted`},
		{"a quote that stays open", "nodes", "id\na\n\"b\nc\n", `nodes.csv:`},
		{"a long text", "nodes", "id,name\na," + long + "\n", "name: expected at most 2,000 characters"},
		{"a row twice", "nodes", "id\noutside\ndesk\ndesk\n", `nodes.csv:4: "desk": expected each row once; line 3 has the same id`},
		{"a key of two columns twice", "resources", "facility,resource,servers\ndesk,clerk,1\ndesk,clerk,2\n", `resources.csv:3: "desk/clerk": expected each row once; line 2 has the same facility, resource`},
		{"a number with a comma", "nodes", "id,lat\na,\"1,5\"\n", `nodes.csv:2:2: "1,5": lat: expected a number`},
		{"a number that is none", "nodes", "id,lat\na,NaN\n", `nodes.csv:2:2: "NaN": lat: expected a number`},
		{"a whole number in exponents", "resources", "facility,resource,servers\ndesk,clerk,1e3\n", "servers: expected a whole number"},
		{"a share above 1", "processes", "process,order,stage,time,chance\nserve,1,a,1s,1.01\n", `processes.csv:2:5: "1.01": chance: expected a number from 0 to 1`},
		{"a wrong choice", "facilities", "facility,event,process\ndesk,visits,serve\n", `facilities.csv:2:2: "visits": event: expected one of visit, load`},
		{"yes in capitals", "links", "id,from,to,mode,country,km,kmh,oneway\na,outside,desk,road,US,1,1,YES\n", `links.csv:2:8: "YES": oneway: expected yes or no`},
		{"a span without a unit", "flows", "id,from,to,due\na,outside,desk,3\n", `flows.csv:2:4: "3": due: expected a unit after 3`},
		{"a distribution with a slip", "processes", "process,order,stage,time\nserve,1,a,exponential mean=1hr\n", "time: mean: expected a time such as 90min"},
		{"names with a slip", "flows", "id,from,to,via\na,outside,desk,b C\n", "via: expected names separated by spaces"},
		{"numbers with a minus", "seasons", "id,over,values\na,weekdays,1 -1\n", "values: expected numbers that are not negative"},
		{"a clock with a slip", "calendars", "id,days,from,to\na,Mon,7:00,12:00\n", `calendars.csv:2:3: "7:00": from: expected a time of day`},
		{"a reference in capitals", "flows", "id,from,to\na,outside,Desk\n", `flows.csv:2:3: "Desk": to: expected a name from nodes.csv`},
		{"a reference to nothing", "flows", "id,from,to\na,outside,desc\n", `flows.csv:2:3: "desc": to: expected a name from nodes.csv; did you mean "desk"?`},
		{"a table that does not exist", "nods", "id\na\n", `nods.csv: unknown table; did you mean "nodes.csv"?`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := problems(t, queue(files{tt.table: tt.text})).Error()
			if !strings.Contains("\n"+got, "\n"+tt.want) && (strings.HasPrefix(tt.want, tt.table) || !strings.Contains(got, tt.want)) {
				t.Errorf("got\n%s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestAKeyThatIsANumberIsOneHoweverItIsWritten(t *testing.T) {
	ps := problems(t, queue(files{"processes": "process,order,stage,time\nserve,1,a,1s\nserve,01,b,1s\nserve,+1,c,1s\n"}))
	if len(ps) != 2 || ps[0].Line != 3 || ps[1].Line != 4 {
		t.Errorf("got %v", ps)
	}
}

func TestTheHashIsOfTheTablesAlone(t *testing.T) {
	hash := func(change files) string {
		set, err := Load(queue(change).fs())
		if err != nil {
			t.Fatal(err)
		}
		return set.Hash
	}
	base := hash(nil)
	if len(base) != 64 || hash(nil) != base || hash(files{"notes.txt": "x"}) != base {
		t.Error("the hash depends on more than the tables")
	}
	if hash(files{"nodes": "id\noutside\ndesk\nthird\n"}) == base || hash(files{"links": "id,from,to,mode,country,km,kmh\n"}) == base {
		t.Error("another table has the same hash")
	}
}

func TestTheBuiltInTablesAreReadWithoutFault(t *testing.T) {
	set, err := Load(Builtin())
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range Schema {
		if len(set.Rows(table.Name)) == 0 {
			t.Errorf("%s.csv has no rows", table.Name)
		}
	}
}

func TestEveryTableAndColumnIsDocumentedAndConsistent(t *testing.T) {
	seen := map[string]bool{}
	for _, table := range Schema {
		if table.Doc == "" || seen[table.Name] || !ValidID(table.Name) {
			t.Errorf("table %q", table.Name)
		}
		for _, key := range table.Key {
			if i := table.column(key); i < 0 || !table.Columns[i].Required {
				t.Errorf("%s: the key %s is no required column", table.Name, key)
			}
		}
		names := map[string]bool{}
		for _, c := range table.Columns {
			at := fmt.Sprintf("%s.%s", table.Name, c.Name)
			if c.Doc == "" || names[c.Name] || !ValidID(c.Name) {
				t.Errorf("%s: documented as %q", at, c.Doc)
			}
			names[c.Name] = true
			if c.Default != "" && check(c, c.Default) != "" {
				t.Errorf("%s: the default %q: %s", at, c.Default, check(c, c.Default))
			}
			if c.Kind == Ref && !seen[c.Ref] {
				t.Errorf("%s names %s, which is not read before", at, c.Ref)
			}
			if (c.Kind == Choice) != (len(c.Options) > 0) || (c.Kind == Ref) != (c.Ref != "") || c.Bounded && c.Min >= c.Max || c.Required && c.Default != "" {
				t.Errorf("%s contradicts itself: %+v", at, c)
			}
		}
		seen[table.Name] = true
	}
}

func TestACellThatTheSchemaLacksIsABug(t *testing.T) {
	set, err := Load(queue(nil).fs())
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]func(){
		"a column": func() { set.Rows("nodes")[0].Text("colour") },
		"a table":  func() { set.Rows("colours") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s that the schema lacks does not panic", name)
				}
			}()
			f()
		}()
	}
}

func TestATableThatIsTooLongIsRefusedBeforeItFillsTheMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 1,000,001 rows")
	}
	var b strings.Builder
	b.WriteString("name,value\n")
	for i := range mostRows + 2 {
		fmt.Fprintf(&b, "n%d,1\n", i)
	}
	ps := problems(t, queue(files{"parameters": b.String()}))
	if len(ps) != 1 || ps[0].Want != "expected at most 1000000 rows" || ps[0].Line != mostRows+2 {
		t.Errorf("got %v", ps)
	}
}
