package network

import (
	"encoding/json"
	"errors"
	"maps"
	"math"
	"os"
	"path"
	"testing"
	"testing/fstest"
	"time"

	"corridor/data"
)

// valid are tables of a world with all kinds of things in it.
var valid = map[string]string{
	"parameters": "name,value,unit\nwindow.length,7d,span\nwindow.start,2024-01-01,date\nchoice.ways,4,1\n",
	"nodes": `id,name,kind,country,lat,lon,tz
plant,Plant,zone,MX,25.70,-100.30,America/Monterrey
mx-yard,,rail-terminal,MX,25.80,-100.30,America/Monterrey
border,,crossing,US,27.50,-99.50,America/Chicago
ford,,crossing,US,27.60,-99.60,America/Chicago
us-yard,,rail-terminal,US,29.40,-98.50,America/Chicago
store,,zone,US,29.50,-98.50,America/Chicago
quay,,port,MX,22.40,-97.90,America/Monterrey
dock,,port,US,29.70,-95.00,America/Chicago
`,
	"links": `id,from,to,mode,country,km,kmh,tracks,sections,sidings,owner
dray-mx,plant,mx-yard,road,MX,15,40,,,,
line-mx,mx-yard,border,rail,MX,250,50,1,3,2,one
line-us,border,us-yard,rail,US,250,50,2,0,2,two
dray-us,us-yard,store,road,US,15,40,,,,
road-quay,plant,quay,road,MX,500,60,,,,
lane,quay,dock,sea,XX,950,30,,,,
road-dock,dock,store,road,US,350,60,,,,
ford-mx,plant,ford,road,MX,250,60,,,,
ford-us,ford,store,road,US,250,60,,,,
`,
	"calendars":    "id,days,from,to,share\nday,Mon-Fri,07:00,19:00,1\nday,Sat,08:00,12:00,0.5\n",
	"resources":    "facility,resource,servers,calendar,buffer,full,on_drop,mtbf,mttr\nborder,bridge,1,,0,block,finish,,\nborder,inspector,2,day,0,block,hold,,\nquay,crane,2,,9,block,finish,exponential mean=9d,constant 4h\n",
	"processes":    "process,order,stage,resource,time,chance,per,when,priority,cost_usd\ntrain-in,1,scan,bridge,constant 10min,1,km-length,,,0\ncargo-in,1,entry,,constant 1min,1,once,trusted=no & in_bond=no,,35\ncargo-in,2,hold,inspector,exponential mean=6h,0.2,once,commodity!=parts,1,400\nlift,1,lift,crane,lognormal mean=5min cv=1,1,move,,0,0\nford-in,1,entry,,constant 5min,1,once,,,0\n",
	"facilities":   "facility,event,process\nborder,vehicle-enter-us,train-in\nborder,enter-us,cargo-in\nquay,vehicle-call,lift\nford,enter-us,ford-in\n",
	"seasons":      "id,over,values\nyear,months,1 2 3 4 5 6 7 8 9 10 11 12\nweek,weekdays,1 1 1 1 1 0 0\nday,hours,1 1 1 1 1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 2 2 2 2\n",
	"commodities":  "id,group,equipment,tonnes,teu,value_usd,shelf_life,season,trusted\nparts,goods,container,14,2,50000,,year week,0.5\nfruit,food,reefer,18,2,30000,12d,,0\n",
	"services":     "id,mode,operator,rights,carries,capacity_teu,departs,delay,blank\ntrain,rail,one,one two,container reefer,120,Mon-Fri 06:00,exponential mean=1h,0.1\nship,sea,,,container,500,every 7d from 2024-01-03 12:00,constant 0s,0\ntramp,sea,,,container,80,full 30d,constant 0s,0\n",
	"calls":        "service,order,node,planned,stop,board,alight\ntrain,1,mx-yard,0h,0h,yes,yes\ntrain,2,border,6h,30min,yes,no\ntrain,3,us-yard,12h,0h,yes,yes\nship,1,quay,0h,0h,yes,yes\nship,2,dock,2d,0h,yes,yes\ntramp,1,quay,0h,0h,yes,yes\ntramp,2,dock,2d,0h,yes,yes\n",
	"flows":        "id,from,to,commodity,rate,arrivals,priority,divertible,trusted,due\na,plant,store,parts,1200/year,poisson,1,0.9,,8d\nb,plant,store,fruit,,list 0h 1h 2h,0,1,0.3,\nc,store,plant,parts,1/h,even,3,0,,\n",
	"backgrounds":  "facility,event,year,months,season,trusted,empty\nborder,enter-us,2024,1 2 3 4 5 6 7 8 9 10 11 12,week day,0.3,0.1\n",
	"neighbours":   "facility,event,other,detour,share\nborder,enter-us,ford,90min,0.4\n",
	"disturbances": "id,places,months,what\nstorm,border,2024-02,a storm\n",
	"calibration":  "id,places,resource,target,low,high,factor,ensemble\nlane,border,inspector,wait,0.2,2,0.9,0.8 0.9 1\n",
	"targets":      "id,kind,what,measure,at,scenario,from,to,published,tolerance\nwait,prediction,mean wait,wait-mean,border enter-us,baseline,2024-01-01,2024-02-01,5,1\n",
	"equipment":    "id,tare,back_north,back_south\ncontainer,4,0.5,0.2\nreefer,5,0.1,0\n",
	"totals":       "id,what,from,to,commodities,mode,measure,year,value,low,high\nall,all goods,MX,US,parts,rail,share,2024,0.3,0.2,0.4\n",
	"sources":      "id,title,publisher\nmap,A map,A publisher\n",
}

// world replaces one of the valid tables.
func world(table, text string) fstest.MapFS {
	tables := maps.Clone(valid)
	if table != "" {
		tables[table] = text
	}
	fsys := fstest.MapFS{}
	for name, text := range tables {
		fsys[name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestTheWorldOfTheFuzzTestIsValid(t *testing.T) {
	set, err := data.Load(world("", ""))
	if err != nil {
		t.Fatal(err)
	}
	n, err := Build(set)
	if err != nil {
		t.Fatal(err)
	}
	if ps := n.Check(); len(ps) > 0 {
		t.Error(ps)
	}
	for _, table := range data.Schema {
		if len(set.Rows(table.Name)) == 0 && table.Name != "assumptions" {
			t.Errorf("%s has no rows: it is fuzzed alone", table.Name)
		}
	}
	sound(t, n)
}

func TestSeasonsWhoseSumIsNoNumberAreRefused(t *testing.T) {
	for _, values := range []string{"1e308 1e308 1 1 1 1 1", "1e308 1e308 1e308 1e308 1e308 1e308 1e308"} {
		set, err := data.Load(world("seasons", "id,over,values\nyear,months,1 2 3 4 5 6 7 8 9 10 11 12\nweek,weekdays,"+values+"\nday,hours,1 1 1 1 1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 2 2 2 2\n"))
		if err != nil {
			continue
		}
		n, err := Build(set)
		if err != nil {
			continue
		}
		t.Errorf("values %s give the weekdays %v", values, n.Commodities[0].Shape.Weekdays)
	}
}

// FuzzBuild builds the network of a world with one fuzzed table, where it
// loads: never a panic, never long, and the network is sound or the error is a
// list of problems, each with a place.
func FuzzBuild(f *testing.F) {
	for i, table := range data.Schema {
		f.Add(uint8(i), []byte(valid[table.Name]))
		for _, dir := range []string{"tables", "worlds/single-track", "worlds/two-crossings", "worlds/breakdowns", "worlds/jackson"} {
			if raw, err := os.ReadFile(path.Join("../data", dir, table.Name+".csv")); err == nil {
				f.Add(uint8(i), raw[:min(len(raw), 1500)])
			}
		}
	}
	f.Fuzz(func(t *testing.T, table uint8, text []byte) {
		if len(text) > 1<<15 {
			return
		}
		start := time.Now()
		set, err := data.Load(world(data.Schema[int(table)%len(data.Schema)].Name, string(text)+"\n"))
		if err != nil {
			return // what the reader does with it is FuzzLoad's
		}
		n, err := Build(set)
		if err == nil {
			n.Check()
			sound(t, n)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("it took %s", took)
		}
		if err != nil {
			var ps data.Problems
			if !errors.As(err, &ps) || len(ps) == 0 || n != nil {
				t.Fatalf("an error that is no problem: %v", err)
			}
			for _, p := range ps {
				if p.File == "" || p.Want == "" {
					t.Errorf("a problem without a place or an expectation: %+v", p)
				}
			}
		}
	})
}

// sound checks what every user of a network relies on.
func sound(t *testing.T, n *Network) {
	t.Helper()
	node := func(what string, id NodeID) {
		if id < 0 || int(id) >= len(n.Nodes) {
			t.Errorf("%s: node %d of %d", what, id, len(n.Nodes))
		}
	}
	figure := func(what string, x, low, high float64) {
		if !(x >= low && x <= high) {
			t.Errorf("%s is %v, not from %v to %v", what, x, low, high)
		}
	}
	for i := range n.Nodes {
		x := &n.Nodes[i]
		if id, ok := n.Node(x.ID); !ok || int(id) != i || x.TZ == nil || x.Name == "" {
			t.Errorf("node %d %+v", i, x)
		}
		for e, p := range x.Process {
			if p < -1 || int(p) >= len(n.Processes) {
				t.Errorf("%s: process %d on %s", x.ID, p, Event(e))
			}
		}
	}
	for i := range n.Links {
		l := &n.Links[i]
		node(l.ID, l.From)
		node(l.ID, l.To)
		figure(l.ID+" hours", l.Hours(), 0, 4e5)
	}
	for i := range n.Resources {
		r := &n.Resources[i]
		node(r.Name, r.Node)
		if n.ResourceAt(r.Node, r.Name) != ResourceID(i) || r.Servers < 0 || r.Lose && r.Buffer == 0 {
			t.Errorf("resource %+v", r)
		}
		if r.Calendar != nil {
			for h := range 7 * 24 {
				at := time.Date(2024, 1, 1, h, 0, 0, 0, time.UTC)
				if k := r.Calendar.Servers(r.Servers, at); k < 0 || k > r.Servers {
					t.Errorf("%s: %d of %d servers at %s", r.Name, k, r.Servers, at)
				}
			}
		}
	}
	for i := range n.Processes {
		for k := range n.Processes[i].Stages {
			s := &n.Processes[i].Stages[k]
			figure(s.Name+" chance", s.Chance, 0, 1)
			figure(s.Name+" time", s.Time.Mean(), 0, 1e11)
			if k > 0 && n.Processes[i].Stages[k-1].Row.Int("order") >= s.Row.Int("order") {
				t.Errorf("%s: stages are not in order", n.Processes[i].ID)
			}
			if len(s.Need) == 2 && s.Need[0] == s.Need[1] {
				t.Errorf("%s holds %s twice", s.Name, s.Need[0])
			}
		}
	}
	shape := func(what string, s *Shape) {
		for h := 0; h < 366*24; h += 7 {
			figure(what+" shape", s.At(time.Date(2024, 1, 1, h, 0, 0, 0, time.UTC)), 0, 12*7*24)
		}
	}
	for i := range n.Commodities {
		shape(n.Commodities[i].ID, &n.Commodities[i].Shape)
	}
	for i := range n.Services {
		s := &n.Services[i]
		if len(s.Calls) < 2 || s.Mode == Road || s.Departs.Headway() <= 0 {
			t.Errorf("service %+v", s)
		}
		for _, c := range s.Calls {
			node(s.ID, c.Node)
		}
		from := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
		last := from
		for _, at := range s.Departs.Times(from, from.AddDate(0, 0, 14), n.Nodes[s.Calls[0].Node].TZ) {
			if at.Before(last) || !at.Before(from.AddDate(0, 0, 14)) {
				t.Errorf("%s departs at %s after %s", s.ID, at, last)
				break
			}
			last = at
		}
	}
	for i := range n.Flows {
		f := &n.Flows[i]
		node(f.ID, f.From)
		node(f.ID, f.To)
		for _, v := range f.Via {
			node(f.ID, v)
		}
		figure(f.ID+" rate", f.PerSecond, 0, 1e4)
		figure(f.ID+" trusted", f.Trusted, 0, 1)
		figure(f.ID+" divertible", f.Divertible, 0, 1)
		if f.Commodity < -1 || int(f.Commodity) >= len(n.Commodities) || n.Group(f) == "" || f.Priority < 0 || f.Priority > 3 {
			t.Errorf("flow %+v", f)
		}
	}
	for i := range n.Backgrounds {
		b := &n.Backgrounds[i]
		node("background", b.Node)
		shape("background", &b.Shape)
		for _, x := range b.Months {
			figure("background count", x, 0, math.MaxFloat64)
		}
		if n.Nodes[b.Node].Process[b.Event] < 0 {
			t.Errorf("background %+v goes through nothing", b)
		}
	}
	p := &n.Params
	for _, x := range []float64{p.ChoiceScale, p.ReeferFactor, p.TruckMinUSD, p.DemurrageUSD, p.Emissions[0], p.TruckUSDKM[0], p.TruckUSDKM[1], p.TruckUSDKM[2]} {
		figure("a parameter", x, 0, 1e6)
	}
	if p.Start.IsZero() || p.Length < 0 || p.PreRoll < 0 || p.Drain < 0 || math.IsNaN(float64(p.ChoiceWays)) {
		t.Errorf("parameters %+v", p)
	}
	for name, export := range map[string]func() ([]byte, error){"GeoJSON": n.GeoJSON, "JSON": func() ([]byte, error) { return n.JSON() }} {
		raw, err := export()
		if err != nil || !json.Valid(raw) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
