package scenarios

import (
	"math/rand/v2"
	"path"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

func scalarNode(s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Value: s, Style: yaml.DoubleQuotedStyle}
}

// checkRoundTrip checks that s, written and read, is s.
func checkRoundTrip(t interface {
	Fatalf(string, ...any)
	Helper()
}, s *Scenario) {
	t.Helper()
	raw := s.YAML()
	back, ps := Read("back.yaml", raw)
	if len(ps) > 0 {
		t.Fatalf("refused: %v\n%s", ps, raw)
	}
	if back.Hash != s.Hash || string(back.YAML()) != string(raw) {
		t.Fatalf("hash or text differs; wrote\n%s\nthen\n%s", raw, back.YAML())
	}
	a, b := *s, *back
	a.Extends = ""
	places := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".File" || p.Last().String() == ".Line" }, cmp.Ignore())
	empty := cmp.FilterValues(func(x, y []string) bool { return len(x)+len(y) == 0 }, cmp.Ignore())
	if diff := cmp.Diff(a, b, places, empty); diff != "" {
		t.Fatalf("%s\n%s", diff, raw)
	}
}

// checkRead holds for any bytes.
func checkRead(t testing.TB, raw []byte) {
	t.Helper()
	s, ps := Read("f.yaml", raw)
	if (s == nil) != (len(ps) > 0) {
		t.Fatalf("scenario %v with faults %v", s, ps)
	}
	for i, p := range ps {
		if p.File != "f.yaml" || p.Line < 0 || p.Column < 0 || p.Want == "" || i > 0 && p.Line < ps[i-1].Line {
			t.Fatalf("fault %+v", p)
		}
	}
	if s != nil && s.Extends == "" {
		checkRoundTrip(t, s)
	}
}

// seeds are the bad files, the shipped ones and a few with all keys.
func seeds() [][]byte {
	all := [][]byte{
		[]byte("name: x\nwindow: {start: 2024-01-01, preroll: 0h, length: 1h, drain: 1s}\nchanges:\n  - name: a\n    where: {id: [a, b], kind: link, mode: rail, country: US, owner: UP, event: load, resource: r, stage: s}\n" +
			"    do: {capacity: 0.5, service_time: 2, chance: {times: 3}, open: true}\n    from: 2024-04-01 08:00\n    to: 2024-04-15\n    cargo: wait\n"),
		[]byte("name: x\nchanges:\n  - name: a\n    where: {id: a, commodity: [b, c], origin: MX, destination: toronto}\n    do: {close: true, fee: {usd: 5}, price: {times: 1.5}, embargo: true}\n" +
			"    from: 2024-04-01\n    lasts: 3d\n    announced: 14d\n    embargo: 3d\n    front_load: 0.3\n    surge: {times: 1.3, over: 5d}\n    cargo: {answer: postpone, patience: 5d, lag: 6h, lost: 0.3}\n" +
			"  - {name: b, where: {kind: flow, country: US}, do: {tariff: {to: mfn, transit: true}, demand: 0.5}}\n" +
			"  - {name: c, where: {kind: port}, do: {stage: {name: s, time: 1h, chance: 0.5, when: trusted=no, servers: 2, usd: 9}, fee: {times: 2}}, recovery: {over: 2d, shape: exponential}}\n"),
		[]byte("name: x\nquestion: |\n  a\n\n    b\n  c\nevidence: [\"a\\tb\", 'c', >-\n  d\n]\n"),
	}
	for _, b := range badFiles {
		if len(b.in) < 1000 {
			all = append(all, []byte(b.in))
		}
	}
	for _, name := range Names() {
		raw, _ := library.ReadFile(path.Join("library", name+".yaml"))
		all = append(all, raw)
	}
	return all
}

func FuzzRead(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw []byte) { checkRead(t, raw) })
}

func TestDamagedFilesNeverPanicAndWhatIsReadRoundTrips(t *testing.T) {
	rnd, all := rand.New(rand.NewPCG(1, 2)), seeds()
	const signs = "\n\t -:,[]{}\"'#&*!|>%@`?0aé\x00\xff"
	for range 20_000 {
		raw := append([]byte{}, all[rnd.IntN(len(all))]...)
		for range 1 + rnd.IntN(4) {
			if len(raw) == 0 {
				break
			}
			i := rnd.IntN(len(raw))
			switch rnd.IntN(4) {
			case 0:
				raw[i] = signs[rnd.IntN(len(signs))]
			case 1:
				raw = append(raw[:i], raw[min(len(raw), i+1+rnd.IntN(20)):]...)
			case 2:
				raw = append(raw[:i:i], append([]byte{signs[rnd.IntN(len(signs))]}, raw[i:]...)...)
			default:
				other := all[rnd.IntN(len(all))]
				raw = append(raw[:i:i], other[rnd.IntN(len(other)+1):]...)
			}
		}
		checkRead(t, raw)
	}
}

func TestHostileFilesAreRefusedInBoundedTimeAndMemory(t *testing.T) {
	fill := func(head, unit string, n int) []byte { return []byte(head + strings.Repeat(unit, n/len(unit))) }
	const mb = 1<<20 - 16
	for name, raw := range map[string][]byte{
		"items of nothing": fill("[", ":,", 2*mostCommas),
		"brackets":         fill("[", "[]", mostBrackets-2),
		"quotes":           fill("[", `""`, mb),
		"one long line":    fill("[", "a ", mb),
		"questions":        fill("", "? \n", mb),
		"dashes":           fill("", "- \n", mb),
		"unknown keys":     fill("", "a:\n", mb),
		"documents":        fill("a: 1\n", "---\n", mb),
		"anchors":          fill("", "- &a a\n", mb),
		"laughs":           []byte("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n"),
		"comments":         fill("a: 1\n", "#\n", mb),
		"blank lines":      fill("a: \"", "\n", mb),
		"backslashes":      fill("a: \"", "\\", mb),
		"percent signs":    fill("", "%a\n", mb),
		"long title":       fill("name: x\ntitle: ", "é", mb),
		"large number":     fill("name: x\nwindow: {length: ", "9", mb),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		begun := time.Now()
		s, ps := Read("f.yaml", raw)
		took := time.Since(begun)
		runtime.ReadMemStats(&after)
		if s != nil || len(ps) == 0 || len(ps) > mostFaults {
			t.Errorf("%s: %d faults", name, len(ps))
		}
		if mem := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 20*time.Second || mem > 1000 {
			t.Errorf("%s: %v, %d MB", name, took, mem)
		} else {
			t.Logf("%s: %v, %d MB, %d faults", name, took.Round(time.Millisecond), mem, len(ps))
		}
	}
}
