package freight

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"corridor/network"
	"corridor/scenarios"
)

// allWorlds lists the folders of data/worlds.
func allWorlds(t *testing.T) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(worlds)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	if len(names) < 15 {
		t.Fatalf("only %d worlds", len(names))
	}
	return names
}

func TestEveryWorldConservesItsLoadsAndKeepsLittlesLaw(t *testing.T) {
	t.Parallel()
	for _, name := range allWorlds(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := modelOf(t, worldOf(t, name))
			for rep := range 3 {
				o := outcomeOf(t, m, 11, rep)
				conserves(t, o)
				if o.Created == 0 {
					t.Error("no load was created")
				}
				if name == "single-track-deadlock" {
					continue // its queue only grows
				}
				little(t, m, o, 1)
				if len(o.Deadlock) > 0 || o.Delivered == 0 {
					t.Errorf("%d delivered, deadlock %v", o.Delivered, o.Deadlock)
				}
			}
		})
	}
}

func TestTheSameSeedGivesTheSameOutcomeInEveryWorldAndAnotherSeedOrReplicationDiffers(t *testing.T) {
	t.Parallel()
	fixed := map[string]bool{"deterministic": true, "listed": true, "one-train": true, "single-track": true, "single-track-deadlock": true}
	for _, name := range allWorlds(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := modelOf(t, worldOf(t, name))
			a := outcomeOf(t, m, 3, 4)
			if b := outcomeOf(t, m, 3, 4); !reflect.DeepEqual(a, b) {
				t.Error("one model run twice gave two outcomes")
			}
			if b := outcomeOf(t, modelOf(t, worldOf(t, name)), 3, 4); !reflect.DeepEqual(a, b) {
				t.Error("the world loaded again gave another outcome")
			}
			for _, x := range []struct {
				seed uint64
				rep  int
			}{{4, 4}, {3, 5}} {
				if same := reflect.DeepEqual(a, outcomeOf(t, m, x.seed, x.rep)); same != fixed[name] {
					t.Errorf("seed %d, replication %d: same outcome as seed 3, replication 4: %v", x.seed, x.rep, same)
				}
			}
		})
	}
}

func TestTheFilesOfTheWorldsAreTidy(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(worlds, "*", "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		raw, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n") {
			if line == "" || strings.TrimSpace(line) != line || strings.Contains(line, "\t") {
				t.Errorf("%s:%d: %q", p, i+1, line)
			}
		}
	}
}

func TestEvenArrivalsComeAtEqualGaps(t *testing.T) {
	t.Parallel()
	o := outcomeOf(t, modelOf(t, worldOf(t, "deterministic")), 1, 0)
	// One a minute from the first minute on; the one at 24:00 is not counted.
	if f := &o.Flows[0]; f.Created != 1439 || f.Delivered != 1439 || f.Transit.Sum != 1439*50e9 {
		t.Errorf("created %d, delivered %d, mean time %v", f.Created, f.Delivered, f.Transit.Mean())
	}
	if r := &o.Resources[0]; r.MeanQueue != 0 || r.Most != 0 {
		t.Errorf("mean queue %g, longest %d", r.MeanQueue, r.Most)
	}
}

func TestListedArrivalsComeWhenTheListSays(t *testing.T) {
	t.Parallel()
	o := outcomeOf(t, modelOf(t, worldOf(t, "listed")), 1, 0)
	// Served from 0:00, 0:10, 0:20 and 2:00: 10, 15, 24 and 10 minutes.
	if f := &o.Flows[0]; f.Created != 4 || f.Transit.Sum != float64(59*time.Minute) {
		t.Errorf("created %d, sum of times %v", f.Created, time.Duration(f.Transit.Sum))
	}
	if r := &o.Resources[0]; r.Waits.Sum != float64(19*time.Minute) || r.Most != 2 {
		t.Errorf("sum of waits %v, longest queue %d", time.Duration(r.Waits.Sum), r.Most)
	}
}

func TestBreakdownsHoldOrFinishWhatIsServed(t *testing.T) {
	t.Parallel()
	// The only server works from 0:00 to 0:05, 0:35 to 0:40, 1:10 to 1:15 and
	// so on. Loads that need 10 min come at 0:00, 0:05 and 0:06.
	for drop, want := range map[string]time.Duration{
		"hold":   (40 + 105 + 174) * time.Minute, // end at 0:40, 1:50 and 3:00
		"finish": (10 + 40 + 74) * time.Minute,   // end at 0:10, 0:45 and 1:20
	} {
		o := outcomeOf(t, modelOf(t, worldOf(t, "listed",
			edit{"resources.csv", "", "facility,resource,servers,on_drop,mtbf,mttr\ndesk,clerk,1," + drop + ",constant 5min,constant 30min\n"},
			edit{"flows.csv", " 2h", ""})), 1, 0)
		if got := time.Duration(o.Flows[0].Transit.Sum); got != want {
			t.Errorf("%s: the three took %v together, expected %v", drop, got, want)
		}
	}
}

func TestOpeningHoursAreInTheZoneOfTheFacility(t *testing.T) {
	t.Parallel()
	// Open from 07:00 in Chicago, 13:00 UTC in winter. Four loads come before,
	// one at 14:00.
	o := outcomeOf(t, modelOf(t, worldOf(t, "listed",
		edit{"nodes.csv", "", "id,tz\noutside,UTC\ndesk,America/Chicago\n"},
		edit{"resources.csv", "", "facility,resource,servers,calendar\ndesk,clerk,1,day\n"},
		edit{"calendars.csv", "", "id,days,from,to\nday,Mon-Sun,07:00,17:00\n"},
		edit{"flows.csv", "list 0h 5min 6min 2h", "list 0h 1h 14h 22h55min 23h30min"})), 1, 0)
	// 13:10, 13:20 and 14:10; at 22:55 served to 23:05 past closing time; the
	// last is there when the run ends at 25:00.
	f := &o.Flows[0]
	done := 13*time.Hour + 10*time.Minute + 12*time.Hour + 20*time.Minute + 10*time.Minute + 10*time.Minute
	if f.Delivered != 4 || f.Censored != 1 || f.Transit.Sum < float64(done) || f.Transit.Sum > float64(done+91*time.Minute) {
		t.Errorf("delivered %d, censored %d, sum of times %v, of those delivered %v", f.Delivered, f.Censored, time.Duration(f.Transit.Sum), done)
	}
	if len(o.Stuck) != 1 || o.Stuck[0].Where != "desk" || o.Stuck[0].Why != "service" {
		t.Errorf("stuck: %+v", o.Stuck)
	}
}

// A load that is not home when the run ends counts with its time up to then.
func TestWhatIsNotHomeCountsUpToTheEndOfTheDrain(t *testing.T) {
	t.Parallel()
	o := outcomeOf(t, modelOf(t, worldOf(t, "listed", edit{"processes.csv", "10min", "3d"}, edit{"flows.csv", "list 0h 5min 6min 2h", "list 2h"},
		edit{"parameters.csv", "drain,1h", "drain,20h"})), 1, 0)
	if f := &o.Flows[0]; f.Censored != 1 || f.Transit.Mean() != 42*time.Hour {
		t.Errorf("censored %d, time %v, expected 42h", f.Censored, f.Transit.Mean())
	}
}

func TestAccountsOfTimeSumToTheTimeInTransit(t *testing.T) {
	t.Parallel()
	for _, name := range allWorlds(t) {
		o := outcomeOf(t, modelOf(t, worldOf(t, name)), 6, 0)
		for i := range o.Flows {
			f := &o.Flows[i]
			if f.Censored > 0 {
				if name != "single-track-deadlock" {
					t.Errorf("%s: %d not home", name, f.Censored)
				}
				continue
			}
			sum := 0.0
			for _, x := range f.Time {
				sum += x
			}
			if d := sum - f.Transit.Sum; d > 1+1e-12*sum || d < -1-1e-12*sum {
				t.Errorf("%s, flow %d: accounts sum to %v, transit times to %v", name, i, time.Duration(sum), time.Duration(f.Transit.Sum))
			}
		}
	}
}

func TestAHeldServiceGoesToTheAccountOfQueueing(t *testing.T) {
	t.Parallel()
	o := outcomeOf(t, modelOf(t, worldOf(t, "breakdowns")), 6, 0)
	f, n := &o.Flows[0], float64(o.Flows[0].Delivered)*float64(time.Minute)
	served := f.Time[account(elsewhere, network.Handling)] / n
	if served < 0.98 || served > 1.02 {
		t.Errorf("mean time served %g min, expected 1", served)
	}
	if q := f.Time[account(elsewhere, network.Queueing)] / n; q < 3.3 || q > 3.7 {
		t.Errorf("mean time queueing %g min, expected 3.51", q)
	}
}

func TestTheDocumentationOfWorldsTellsTheTruth(t *testing.T) {
	raw, err := os.ReadFile("../../docs/worlds.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	for _, p := range network.KnownParams {
		if row := fmt.Sprintf("| `%s` | %s | %s | %s |\n", p.Name, p.Unit, p.Default, p.Doc); !strings.Contains(text, row) {
			t.Errorf("the table of parameters lacks %s", row)
		}
	}
	for _, name := range allWorlds(t) {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("the world %s is not mentioned", name)
		}
	}
	lane, officer := 0.7/0.3, erlangC(2, 1.4)/0.3
	w0 := erlangC(2, 1.5) / 2
	for _, x := range []float64{erlangC(3, 2.25) / (2 - 1.5), lane, officer, lane + 1 + officer + 2, w0 / 0.7, w0 / 0.7 / 0.25} {
		if !strings.Contains(text, fmt.Sprintf("%.3f", x)) {
			t.Errorf("the figure %.3f is not there", x)
		}
	}
	_, example, ok := strings.Cut(text, "```yaml\n")
	example, _, end := strings.Cut(example, "```")
	if !ok || !end {
		t.Fatal("no scenario shown")
	}
	file := filepath.Join(t.TempDir(), "fourth-booth.yaml")
	if err := os.WriteFile(file, []byte(example), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := scenarios.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	s.Window = scenarios.Window{Length: 30 * 24 * time.Hour}
	m, err := NewModel(worldOf(t, "mmc"), Case{Scenario: s, Share: 1})
	if err != nil {
		t.Fatal(err)
	}
	base := worldOf(t, "mmc", edit{"resources.csv", "booth,3", "booth,4"}, edit{"parameters.csv", "length,120d", "length,30d"})
	if a, b := outcomeOf(t, m, 1, 0), outcomeOf(t, modelOf(t, base), 1, 0); a.Flows[0].Transit.Sum != b.Flows[0].Transit.Sum {
		t.Errorf("the scenario's fourth booth gives %v, four booths in the table %v", a.Flows[0].Transit.Mean(), b.Flows[0].Transit.Mean())
	}
}
