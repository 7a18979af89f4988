package freight

import (
	"strings"
	"testing"

	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
)

// smelted is ore that is smelted on its way: from the mine to the smelter by
// truck, then by truck through the United States or by ship.
func smelted(t *testing.T, edits ...edit) *network.Network {
	t.Helper()
	return worldOf(t, "one-train", append([]edit{
		{"nodes.csv", "", "id,kind,country\nmine,zone,CA\nsmelter,zone,CA\nshop,zone,MX\nnorth-port,port,CA\nsouth-port,port,MX\nnorth-bridge,crossing,US\nsouth-bridge,crossing,US\n"},
		{"links.csv", "", "id,from,to,mode,country,km,kmh\nore,mine,smelter,road,CA,80,80\nca,smelter,north-bridge,road,CA,80,80\nus,north-bridge,south-bridge,road,US,400,80\nmx,south-bridge,shop,road,MX,80,80\n" +
			"d1,smelter,north-port,road,CA,10,40\nsea,north-port,south-port,sea,XX,1000,20\nd2,south-port,shop,road,MX,10,40\n"},
		{"facilities.csv", "", "facility,event,process\nsmelter,visit,smelt\nnorth-bridge,enter-us,cross\nsouth-bridge,enter-mx,cross\n"},
		{"processes.csv", "", "process,order,stage,time,account,cost_usd\nsmelt,1,smelt,constant 6h,dwell,70\ncross,1,papers,constant 1h,documents,0\n"},
		{"services.csv", "", "id,mode,carries,capacity_teu,departs,usd_load\nship,sea,container,100,daily 12:00,100\n"},
		{"calls.csv", "", "service,order,node,planned\nship,1,north-port,0h\nship,2,south-port,50h\n"},
		{"commodities.csv", "", "id,group,tonnes,teu,value_usd,time_value\nboxes,goods,20,2,1000,0.001\n"},
		{"flows.csv", "", "id,from,to,commodity,arrivals,stop\nore,mine,shop,boxes,list 0h,smelter\n"},
		{"parameters.csv", "", "name,value\nwindow.preroll,0h\nwindow.length,7d\nwindow.drain,7d\nchoice.scale,0\n"},
	}, edits...)...)
}

func under(t *testing.T, net *network.Network, r route.Routing) *Model {
	t.Helper()
	m, err := NewModel(net, Case{Scenario: &scenarios.Scenario{Name: "test"}, Routing: r, Share: 1})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestGoodsAreProcessedAtTheStopAndGoOnUnderTheRuleOfTheWholeTrip(t *testing.T) {
	t.Parallel()
	net := smelted(t)
	land, sea := 1+6+1+1+5+1+1.0, 12+50+0.25 // smelted at 7:00, at the port at 7:15
	for r, want := range map[route.Routing]float64{route.Open: sea, route.ViaUS: land, route.Direct: sea} {
		o := outcomeOf(t, under(t, net, r), 1, 0)
		f := &o.Flows[0]
		near(t, r.String()+", h", hours(f.Transit.Sum), want)
		near(t, r.String()+", at the smelter, h", hours(f.Time[account(elsewhere, network.Dwell)]), 6)
		near(t, r.String()+", fee of the smelter", f.Cost[network.HandlingCost], 70)
		conserves(t, o)
	}
	m := under(t, net, route.ViaUS)
	if name := m.Ways(0)[0].Name(net, m.Finder.Runs); !strings.Contains(name, "smelter north-bridge south-bridge") {
		t.Errorf("the way is %q", name)
	}
}

// Where US land was touched before the stop, a way on that does not is enough.
func TestTheUnitedStatesMayBeCrossedBeforeTheStop(t *testing.T) {
	t.Parallel()
	net := smelted(t,
		edit{"nodes.csv", "mine,zone,CA", "mine,zone,CA\nwest-bridge,crossing,US\neast-bridge,crossing,US"},
		edit{"links.csv", "ore,mine,smelter,road,CA,80,80\nca,smelter,north-bridge,road,CA,80,80", "ore,mine,west-bridge,road,CA,80,80\nloop,west-bridge,east-bridge,road,US,80,80\nin,east-bridge,smelter,road,CA,80,80\nca,smelter,north-bridge,road,CA,8000,80"},
		edit{"facilities.csv", "north-bridge,enter-us", "west-bridge,enter-us,cross\neast-bridge,enter-ca,cross\nnorth-bridge,enter-us"})
	o := outcomeOf(t, under(t, net, route.ViaUS), 1, 0)
	// At the smelter at 5:00, ready at 11:00, aboard the ship of noon.
	near(t, "h", hours(o.Flows[0].Transit.Sum), 12+50+0.25)
	m := under(t, net, route.Direct)
	if m.Feasible(0) || !strings.Contains(m.Why(0), "US soil") {
		t.Errorf("direct: %q", m.Why(0))
	}
	net = smelted(t, edit{"nodes.csv", "smelter,zone,CA", "smelter,zone,US"})
	if m := under(t, net, route.Direct); m.Feasible(0) || m.Why(0) != "the goods stop at smelter, which is on US soil" {
		t.Errorf("smelted in the United States: %q", m.Why(0))
	}
}

// A load that has been smelted is not smelted again where it looks for another
// way behind the smelter; one that has not still is.
func TestALoadThatChangesItsWayIsProcessedOnce(t *testing.T) {
	t.Parallel()
	net := smelted(t, edit{"services.csv", "daily 12:00,100", "daily 12:00,1000"}, edit{"nodes.csv", "id,kind,country\n", "id,kind,country\nyard,junction,CA\n"},
		edit{"links.csv", "ca,smelter,north-bridge,road,CA,80,80", "ca,smelter,yard,road,CA,40,80\nca2,yard,north-bridge,road,CA,40,80"},
		edit{"links.csv", "ore,mine,smelter,road,CA,80,80", "ore,mine,gate,road,CA,40,80\nore2,gate,smelter,road,CA,40,80"}, edit{"nodes.csv", "yard,junction,CA", "yard,junction,CA\ngate,junction,CA"})
	m := under(t, net, route.Open)
	near(t, "by land, h", hours(outcomeOf(t, m, 1, 0).Flows[0].Transit.Sum), 16)
	for _, from := range []float64{0.25, 7.25} {
		shut := changeOf("south-bridge", closed, from, 1000)
		shut.Cargo = scenarios.Divert
		o := outcomeOf(t, modelOf(t, net, shut), 1, 0)
		f := &o.Flows[0]
		near(t, "by the ship of noon, h", hours(f.Transit.Sum), 12+50+0.25)
		near(t, "smelted, h", hours(f.Time[account(elsewhere, network.Dwell)]), 6)
		if f.Replans != 1 {
			t.Errorf("%d replans", f.Replans)
		}
	}
}
