package experiment

import (
	"context"
	"testing"
	"testing/fstest"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim/freight"
)

// straits is a small world: from a plant in Mexico to a mill in Canada by road
// over two borders or by ship, in US waters. Cars have no ship, grain no truck.
var straits = map[string]string{
	"parameters":  "name,value\nwindow.preroll,4d\nwindow.length,14d\nwindow.drain,40d\nemissions.road,60\nemissions.sea,8\n",
	"nodes":       "id,kind,country\nplant,zone,MX\nbridge,crossing,US\nnorth,crossing,CA\nmill,zone,CA\nquay,port,MX\ndock,port,CA\n",
	"links":       "id,from,to,mode,country,km,kmh,spread,touch\nr1,plant,bridge,road,MX,250,70,0.1,none\nr2,bridge,north,road,US,2400,85,0.1,none\nr3,north,mill,road,CA,300,85,0.1,none\nd1,plant,quay,road,MX,140,60,0.1,none\nd2,dock,mill,road,CA,100,60,0.1,none\nlane,quay,dock,sea,XX,5200,30,0.1,waters\n",
	"resources":   "facility,resource,servers\nbridge,booth,1\nnorth,booth,1\n",
	"processes":   "process,order,stage,resource,time,chance,cost_usd,item\nin,1,primary,booth,exponential mean=20min,1,10,border\nin,2,secondary,,lognormal mean=4h cv=1,0.2,100,border\nstevedore,1,lift,,uniform min=2h max=10h,1,80,handling\n",
	"facilities":  "facility,event,process\nbridge,enter-us,in\nnorth,enter-ca,in\nquay,load,stevedore\ndock,unload,stevedore\n",
	"commodities": "id,group,equipment,road,tonnes,teu,value_usd,time_value\nparts,automotive,container,yes,14,2,60000,0.001\ntyres,automotive,container,yes,10,2,20000,0.001\ncars,autos,autorack,yes,18,2,200000,0.001\ngrain,bulk,hopper,no,80,2,20000,0.0005\n",
	"services":    "id,mode,carries,capacity_teu,departs,usd_load\nship,sea,container hopper,60,every 3d from 2024-01-02 12:00,1500\n",
	"calls":       "service,order,node,planned\nship,1,quay,0h\nship,2,dock,8d\n",
	"flows":       "id,from,to,commodity,rate,due\nparts,plant,mill,parts,4/d,6d\ntyres,plant,mill,tyres,2/d,20d\ncars,plant,mill,cars,3/d,6d\ngrain,plant,mill,grain,2/d,\n",
}

func netOf(t testing.TB, tables map[string]string) *network.Network {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range tables {
		fsys[name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := data.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	net, err := network.Build(set)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

func scenarioOf(t testing.TB, text string) *scenarios.Scenario {
	t.Helper()
	s, ps := scenarios.Read("test.yaml", []byte(text))
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	return s
}

// planOf compares routings of one plain scenario.
func planOf(t testing.TB, reps int, routings ...route.Routing) Plan {
	t.Helper()
	p := Plan{Net: netOf(t, straits), Seed: 5, Reps: reps, Workers: 2}
	s := scenarioOf(t, "name: plain\n")
	for _, r := range routings {
		p.Cases = append(p.Cases, freight.Case{Scenario: s, Routing: r, Share: 1})
	}
	return p
}

func study(t testing.TB, p Plan) *Study {
	t.Helper()
	s, err := Run(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var plainScenario = &scenarios.Scenario{Name: "plain"}

// with is a world with one table replaced.
func with(world map[string]string, table, text string) map[string]string {
	w := map[string]string{}
	for k, v := range world {
		w[k] = v
	}
	w[table] = text
	return w
}
