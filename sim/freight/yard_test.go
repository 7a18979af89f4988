package freight

import "testing"

// A ship of others keeps its berth until the yard has a place for its boxes. 24
// ships a day come to a berth that each of them needs for half an hour. Two places
// in the yard, taken for 8 h each, let six ships a day go on; ten minutes let all.
// The ship of this world puts nothing in the yard, but waits in the same line.
func TestAFullYardKeepsShipsAtTheirBerth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		stay        string
		least, most int64 // ships at the berth in five days
		busy        float64
	}{{"8h", 29, 33, 1.98}, {"10min", 95, 145, 0}} {
		m := strait(t, "dock,vehicle-call,2024,744 696 744 720 744 720 744 744 720 744 720 744,3\n",
			edit{"resources.csv", "", "facility,resource,servers,buffer\ncanal,slot,1,0\ndock,berth,1,0\ndock,yard,2,2\n"},
			edit{"processes.csv", "", "process,order,stage,resource,time,per,when\npass,1,transit,slot,constant 3h,once,\n" +
				"call,1,work,berth,constant 10min,move,\ncall,2,stay,yard,constant " + c.stay + ",once,other=yes\n"})
		o := outcomeOf(t, m, 1, 0)
		for i, name := range m.ResourceNames() {
			switch r := &o.Resources[i]; {
			case name == [2]string{"dock", "berth"} && (r.Served < c.least || r.Served > c.most):
				t.Errorf("boxes stay %s: %d ships came to the berth, expected %d to %d", c.stay, r.Served, c.least, c.most)
			case name == [2]string{"dock", "yard"} && r.MeanBusy < c.busy*0.95:
				t.Errorf("boxes stay %s: %.2f of two places in the yard taken, expected about %g", c.stay, r.MeanBusy, c.busy)
			}
		}
	}
}

func TestBoxesOfThisWorldNeedNoPlaceInTheYard(t *testing.T) {
	t.Parallel()
	m := strait(t, "",
		edit{"resources.csv", "", "facility,resource,servers,buffer\ncanal,slot,1,0\ndock,berth,1,0\ndock,yard,2,2\n"},
		edit{"processes.csv", "", "process,order,stage,resource,time,per,when\npass,1,transit,slot,constant 3h,once,\n" +
			"call,1,work,berth,constant 10min,move,\ncall,2,stay,yard,constant 8h,once,other=yes\n"})
	o := outcomeOf(t, m, 1, 0)
	if got, want := o.Flows[0].Transit.Mean(), outcomeOf(t, strait(t, ""), 1, 0).Flows[0].Transit.Mean(); got != want {
		t.Errorf("took %v, expected %v as without a yard", got, want)
	}
}
