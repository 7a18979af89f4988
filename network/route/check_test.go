package route

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"corridor/data"
	"corridor/network"
)

// farm --road-- mx-yard ==train== border ==train== us-yard --road-- town
//
//	\--road------------------- bridge -------road------/
var small = map[string]string{
	"nodes": `id,kind,country,lat,lon,tz
farm,zone,MX,25.70,-100.30,America/Monterrey
mx-yard,rail-terminal,MX,25.80,-100.30,America/Monterrey
border,crossing,US,27.50,-99.50,America/Chicago
bridge,crossing,US,27.52,-99.52,America/Chicago
us-yard,rail-terminal,US,29.40,-98.50,America/Chicago
town,zone,US,29.50,-98.50,America/Chicago
`,
	"links": `id,from,to,mode,country,km,kmh
dray-mx,farm,mx-yard,road,MX,15,40
line-mx,mx-yard,border,rail,MX,250,50
line-us,border,us-yard,rail,US,250,50
dray-us,us-yard,town,road,US,15,40
road-mx,farm,bridge,road,MX,240,60
road-us,bridge,town,road,US,250,80
`,
	"processes":   "process,order,stage,time\nscan,1,scan,constant 10min\nentry,1,entry,constant 1h\n",
	"facilities":  "facility,event,process\nborder,vehicle-enter-us,scan\nborder,enter-us,entry\nbridge,enter-us,entry\n",
	"commodities": "id,group,equipment,tonnes,value_usd\nfruit,food,reefer,20,30000\n",
	"services":    "id,mode,open,carries,capacity_teu,departs,usd_tonne_km\ntrain,rail,yes,reefer,120,daily 06:00,0.03\n",
	"calls":       "service,order,node,planned,stop,board,alight\ntrain,1,mx-yard,0h,0h,yes,no\ntrain,2,us-yard,12h,0h,no,yes\n",
	"flows":       "id,from,to,commodity,rate,due\nfruit,farm,town,fruit,1200/year,8d\n",
	"backgrounds": "facility,event,year,months\nborder,vehicle-enter-us,2024,90 90 90 90 90 90 90 90 90 90 90 90\n",
}

func smallWorld(t *testing.T, table, old, text string) *network.Network {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, rows := range small {
		if name == table {
			if !strings.Contains(rows, old) {
				t.Fatalf("%s has no %q", table, old)
			}
			rows = strings.Replace(rows, old, text, 1)
		}
		fsys[name+".csv"] = &fstest.MapFile{Data: []byte(rows)}
	}
	set, err := data.Load(fsys)
	if err != nil {
		t.Fatalf("%s with %q: %v", table, text, err)
	}
	n, err := network.Build(set)
	if err != nil {
		t.Fatalf("%s with %q: %v", table, text, err)
	}
	return n
}

func TestASmallWorldWithoutFaultsHasNone(t *testing.T) {
	n := smallWorld(t, "", "", "")
	reach, ps := CheckFlows(n, nil)
	if len(ps) > 0 || n.Check() != nil {
		t.Error(ps, n.Check())
	}
	for r, want := range []int{1, 1, 0, 0} {
		if reach[r].Flows != want || len(reach[r].Why) != 1-want {
			t.Errorf("%s: %d flows have a way, want %d: %v", Routing(r), reach[r].Flows, want, reach[r].Why)
		}
	}
}

// One fault each, in a world that has none.
func TestEachFaultThatWaysShowIsFoundWhereItStands(t *testing.T) {
	for _, c := range []struct{ table, old, text, file, want string }{
		{"commodities", "id,group,equipment,tonnes,value_usd\nfruit,food,reefer,20,30000", "id,group,equipment,tonnes,value_usd,road\nfruit,food,tank,20,30000,no", "flows.csv:2", "expected a way: no links or services join farm with town for tank"},
		{"flows", "8d", "8h", "flows.csv:2", "of the fastest way without queues"},
		{"calls", "us-yard,12h", "us-yard,9h", "calls.csv:3", "at least 10h0m0s after the call before it"},
		{"calls", "us-yard,12h", "us-yard,20d", "calls.csv:3", "three times the running time"},
		{"services", "0.03", "0.9", "services.csv:2", "0.005 to 0.3 USD per tonne-km by rail"},
		{"services", "0.03", "0.0001", "services.csv:2", "fruit pay 0.0001"},
		{"services", "train,rail,yes,reefer", "train,rail,yes,hopper", "services.csv:2", "no way of any flow rides it"},
		{"facilities", "border,vehicle-enter-us", "town,visit,entry\nborder,vehicle-enter-us", "facilities.csv:2", "no way of any flow comes through here"},
		{"processes", "scan,1", "sort,1,sort,constant 1h\nscan,1", "processes.csv:2", "facilities.csv"},
		{"backgrounds", "90 90 90 90 90 90 90 90 90 90 90 90", "9 9 9 9 9 9 9 9 9 9 9 9", "backgrounds.csv:2", "expected at least the 365 departures a year"},
	} {
		n := smallWorld(t, c.table, c.old, c.text)
		_, ps := CheckFlows(n, nil)
		ps = append(ps, n.Check()...)
		if !slices.ContainsFunc(ps, func(p data.Problem) bool {
			return strings.HasPrefix(p.Error(), c.file+":") && strings.Contains(p.Want, c.want)
		}) {
			t.Errorf("%s with %q: no fault at %s with %q, found: %v", c.table, c.text, c.file, c.want, ps)
		}
	}
}

// A proposal is asked about only where the caller says which are opened.
func TestAProposalMustBeOpenedByAScenarioAndThenBeOfUse(t *testing.T) {
	small["calls"] += "idle,1,mx-yard,0h,0h,yes,no\nidle,2,us-yard,12h,0h,no,yes\n"
	defer func() { small["calls"] = strings.Split(small["calls"], "idle")[0] }()
	for _, c := range []struct {
		carries   string
		proposals []bool
		want      string
	}{
		{"reefer", nil, ""},
		{"reefer", []bool{false, false}, "expected a shipped scenario that opens this proposal"},
		{"reefer", []bool{false, true}, ""},
		{"hopper", []bool{false, true}, "expected a proposal that some flow can use"},
	} {
		n := smallWorld(t, "services", "0.03\n", "0.03\nidle,rail,no,"+c.carries+",120,daily 06:00,0.02\n")
		_, ps := CheckFlows(n, c.proposals)
		switch {
		case c.want == "" && len(ps) > 0:
			t.Errorf("%s, opened %v: %v", c.carries, c.proposals, ps)
		case c.want != "" && (len(ps) != 1 || !strings.Contains(ps[0].Want, c.want)):
			t.Errorf("%s, opened %v: want %q, found %v", c.carries, c.proposals, c.want, ps)
		}
	}
}

// Under us the country of destination is entered from the United States and is
// not left again; the last leg over water or in the air does not go past them.
func TestUnderUSADetourOverTheBorderIsNoWay(t *testing.T) {
	net, f := builtin(t)
	found := 0
	for i := range net.Flows {
		flow := &net.Flows[i]
		from, to := net.Nodes[flow.From].Country, net.Nodes[flow.To].Country
		if from == to || to == network.XX || to == network.US || from == network.US {
			continue
		}
		ways, _ := f.Find(Query{From: flow.From, To: flow.To, Flow: flow, Routing: ViaUS, Most: 6})
		for k := range ways {
			found++
			at, entered := from, 0
			for _, l := range ways[k].Legs {
				next := at
				switch l.Kind {
				case Drive:
					next = net.Links[l.Link.Link].Country
				case Ride:
					s := &net.Services[l.Service]
					next = net.Nodes[s.Calls[l.To].Node].Country
					if to != network.XX && next == to && at != to && at != network.US && l.Touch != network.TouchLand {
						t.Errorf("%s: %q goes past the United States aboard %s", flow.ID, ways[k].Name(net, f.Runs), s.ID)
					}
				}
				if at == to && next != to {
					t.Errorf("%s: %q leaves %s again", flow.ID, ways[k].Name(net, f.Runs), to)
				}
				if next == to && at != to {
					entered++
				}
				if to == network.XX && next == from && at != from {
					t.Errorf("%s: %q comes back to %s", flow.ID, ways[k].Name(net, f.Runs), from)
				}
				at = next
			}
			if entered != 1 {
				t.Errorf("%s: %q enters %s %d times", flow.ID, ways[k].Name(net, f.Runs), to, entered)
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d ways", found)
	}
}

func BenchmarkCheckFlows(b *testing.B) {
	net, _ := builtin(b)
	for b.Loop() {
		CheckFlows(net, make([]bool, len(net.Services)))
	}
}
