package freight

import (
	"math"
	"testing"

	"corridor/network"
)

// passedBy is one-train with a yard in the middle that a share of trains leave
// out, a town there, and a train back to it from the south. A load goes from the
// plant to the town, one from the town to the store.
func passedBy(t *testing.T, omit string, edits ...edit) *network.Network {
	t.Helper()
	return worldOf(t, "one-train", append([]edit{
		{"nodes.csv", "store,zone", "mid-yard,rail-terminal,MX,23,-100.4\ntown,zone,MX,23,-100.5\nstore,zone"},
		{"links.csv", "line,north-yard,south-yard,rail,MX,600,50", "dray-mid,mid-yard,town,road,MX,10,40\nline-1,north-yard,mid-yard,rail,MX,300,50\nline-2,mid-yard,south-yard,rail,MX,300,50"},
		{"services.csv", serviceRow, serviceRow + "\nback,rail,container,4,daily 18:00,0h,0.5,100,0.01"},
		{"calls.csv", "", "service,order,node,planned,omit\ntrain,1,north-yard,0h,0\ntrain,2,mid-yard,6h," + omit + "\ntrain,3,south-yard,18h,0\nback,1,south-yard,0h,0\nback,2,mid-yard,6h,0\n"},
		{"commodities.csv", "", "id,group,tonnes,teu,road\nboxes,goods,20,2,no\n"},
		{"flows.csv", "", "id,from,to,commodity,arrivals\nin,plant,town,boxes,list 0h\nout,town,store,boxes,list 0h\n"},
	}, edits...)...)
}

func TestCargoForACallThatIsLeftOutStaysAboardAndComesBack(t *testing.T) {
	t.Parallel()
	o := outcomeOf(t, modelOf(t, passedBy(t, "0")), 1, 0)
	near(t, "h with the call", hours(o.Flows[0].Transit.Sum), 18+0.25)
	near(t, "h from the town with the call", hours(o.Flows[1].Transit.Sum), 18+6+0.5+0.25)
	net := passedBy(t, "1")
	m := modelOf(t, net)
	o = outcomeOf(t, m, 1, 0)
	// Aboard from the noon of day 1 to 24:00 in the south, lifted off in half an
	// hour, back with the train of 18:00 and at the yard of the town at midnight.
	f := &o.Flows[0]
	near(t, "h over the last call", hours(f.Transit.Sum), 48.25)
	near(t, "tonne-km", f.TonneKM, 20*(3*300+20))
	near(t, "line haul, USD: the carrier pays for the way too far", f.Cost[network.LineHaul], 2*(100+300*0.7)+2*14)
	sum := 0.0
	for i := range f.Time {
		sum += hours(f.Time[i])
	}
	near(t, "sum of the accounts, h", sum, 48.25)
	if s := &o.Services[0]; s.Omitted != 7 || s.Departures != 7 || f.Replans != 1 || o.InTransit != 1 {
		t.Errorf("%+v, %d replans, %d in transit", *s, f.Replans, o.InTransit)
	}
	conserves(t, o)
}

func TestCargoAtACallThatIsLeftOutWaitsForTheNextTrain(t *testing.T) {
	t.Parallel()
	net := passedBy(t, "0.4")
	m := modelOf(t, net)
	left, took := int64(0), 0
	const n = 200
	for seed := range uint64(n) {
		o := outcomeOf(t, m, seed, 0)
		left += o.Services[0].Omitted
		conserves(t, o)
		h := hours(o.Flows[1].Transit.Sum)
		if days := (h - 24.75) / 24; o.Flows[1].Censored == 0 && math.Abs(days-math.Round(days)) > 1e-9 {
			t.Errorf("seed %d: a load took %g h", seed, h)
		}
		if h < 25 {
			took++
		}
		if in := hours(o.Flows[0].Transit.Sum); in != 18.25 && in != 48.25 {
			t.Errorf("seed %d: the load for the town took %g h", seed, in)
		}
	}
	if share := float64(left) / (7 * n); math.Abs(share-0.4) > 0.04 {
		t.Errorf("share left out %g, expected 0.4", share)
	}
	if share := float64(took) / n; math.Abs(share-0.6) > 0.12 {
		t.Errorf("share that took the first train %g, expected 0.6", share)
	}
}

// Cargo that no way leads back for breaks off at the last call: it is lost, and
// said to be.
func TestCargoCarriedTooFarWithNoWayBackIsLost(t *testing.T) {
	t.Parallel()
	o := outcomeOf(t, modelOf(t, passedBy(t, "1", edit{"services.csv", "back,rail,container,4", "back,rail,tank,4"})), 1, 0)
	if o.Lost != 1 || o.Flows[0].Lost != 1 || o.Flows[0].Delivered != 0 {
		t.Errorf("lost %d, of the flow %d", o.Lost, o.Flows[0].Lost)
	}
	conserves(t, o)
}
