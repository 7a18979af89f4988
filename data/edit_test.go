package data

import "testing"

func TestKeepAndEditChangeOneTableAndLeaveTheSetAsItWas(t *testing.T) {
	set := builtin(t)
	all := len(set.Rows("backgrounds"))
	kept := set.Keep("backgrounds", func(r Row) bool { return r.Text("facility") == "pharr" })
	if n := len(kept.Rows("backgrounds")); n == 0 || n >= all || len(set.Rows("backgrounds")) != all {
		t.Errorf("%d of %d rows kept, %d in the set", n, all, len(set.Rows("backgrounds")))
	}
	if _, ok := kept.Find("backgrounds", "pharr/enter-us/2022"); !ok {
		t.Error("a row kept is not found")
	}
	if _, ok := kept.Find("backgrounds", "laredo-wtb/enter-us/2022"); ok {
		t.Error("a row dropped is found")
	}
	edited := set.Edit("calibration", "factor", func(Row) string { return "0.7" })
	bad := set.Edit("calibration", "factor", func(Row) string { return "much" })
	for i, r := range set.Rows("calibration") {
		if edited.Rows("calibration")[i].Text("factor") != "0.7" || bad.Rows("calibration")[i].Text("factor") != r.Text("factor") {
			t.Errorf("%s: edited %s, with a bad cell %s", r.Key(), edited.Rows("calibration")[i].Text("factor"), bad.Rows("calibration")[i].Text("factor"))
		}
	}
}

func TestTheEnsembleOfTheFitIsDrawnAsOne(t *testing.T) {
	set := builtin(t)
	us := set.Unknowns()
	last := us[len(us)-1]
	if last.Table != "calibration" {
		t.Fatalf("the last unknown is of %s", last.Table)
	}
	at := make([]float64, len(us))
	for i := range at {
		at[i] = -1
	}
	for _, u := range []float64{0, 0.5, 0.999, 1} {
		at[len(at)-1] = u
		drawn := set.Draw(us, at, 1)
		for i, r := range set.Rows("calibration") {
			members := r.Numbers("ensemble")
			want := members[min(int(u*float64(len(members))), len(members)-1)]
			if got := drawn.Rows("calibration")[i].Num("factor"); got != want {
				t.Errorf("%s at %g: drew %g, want %g", r.Key(), u, got, want)
			}
		}
	}
}
