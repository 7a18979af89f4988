package freight

import (
	"testing"

	"corridor/network"
)

// across is set-out with its store in Canada: 10 h on US rails, and a hold at the
// border that each load draws.
func across(t *testing.T, limit, hold string) *Outcome {
	t.Helper()
	return outcomeOf(t, modelOf(t, worldOf(t, "set-out",
		edit{"nodes.csv", "store,zone,US", "store,zone,CA"},
		edit{"links.csv", "dray-us,us-yard,store,road,US", "dray-us,us-yard,store,road,CA"},
		edit{"commodities.csv", "id,group,tonnes,teu\nboxes,goods,20,2", "id,group,tonnes,teu,value_usd,mfn_ca,mfn_us,mfn_mx,usmca\nboxes,goods,20,2,10000,0.08,0.025,0.15,0.75"},
		edit{"processes.csv", "exponential mean=6h,0.2", "constant " + hold + ",1"},
		edit{"resources.csv", "border,inspector,2", "border,inspector,1000"},
		edit{"flows.csv", "rate\nboxes,plant,store,boxes,20/d", "arrivals\nboxes,plant,store,boxes,list 0h 24h 48h"},
		edit{"parameters.csv", "", "name,value\nwindow.preroll,0h\nwindow.length,7d\nwindow.drain,30d\nbond.limit," + limit + "\nbond.entry_usd,300\n"},
	)), 1, 0)
}

func TestDutyIsOnWhatTheTreatyDoesNotFreeAndABrokenBondPaysTheUSDuty(t *testing.T) {
	t.Parallel()
	// The crossing counts as the United States: a hold of 30 h, and the rest of
	// the day until the next train; then 5 h by rail.
	o := across(t, "10d", "30h")
	near(t, "duty of three loads", o.Flows[0].Cost[network.Duty], 3*10000*0.08*0.25)
	if o.Flows[0].Delivered != 3 || o.Flows[0].Broken != 0 {
		t.Fatalf("%d delivered, %d bonds broken", o.Flows[0].Delivered, o.Flows[0].Broken)
	}
	us := hours(o.Flows[0].US) / 3
	if us < 35 || us > 60 {
		t.Fatalf("%g h in the United States", us)
	}
	o = across(t, "34h", "30h")
	near(t, "duty with broken bonds", o.Flows[0].Cost[network.Duty], 3*(10000*0.08*0.25+10000*0.025+300))
	if o.Flows[0].Broken != 3 {
		t.Errorf("%d bonds broken", o.Flows[0].Broken)
	}
}
