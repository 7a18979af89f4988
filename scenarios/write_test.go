package scenarios

import (
	"slices"
	"strings"
	"testing"
	"time"

	"corridor/data"

	"pgregory.net/rapid"
)

func spanOf(text string) *Span {
	d, err := data.ParseDist(text)
	if err != nil {
		panic(err)
	}
	return &Span{Dist: d, Text: text}
}

// anyScenario draws resolved scenarios, as Read could have made them.
func anyScenario(t *rapid.T) *Scenario {
	text := rapid.OneOf(
		rapid.StringOfN(rapid.RuneFrom([]rune("ab é-:#,'\"[]{}&*!|>%@`\\\n\t 0")), 0, 150, -1),
		rapid.SampledFrom([]string{"true", "~", "null", "010", "2024-01-01", "- a", "a: b", "a #b", "a\n\n  b", "\ufffd", "日本 é", "a\u00a0b", "…", "-25%", "a  b", "? x", "--- a", "x\n---\ny", "*a"}),
		rapid.StringMatching(`([a-z]{1,9} ){20,60}[a-z.]+`))
	clean := func(label string, oneLine bool) string {
		r := &reader{}
		s := r.text(scalarNode(text.Draw(t, label)), label, oneLine)
		if len(r.ps) > 0 {
			return ""
		}
		return s
	}
	id := rapid.OneOf(rapid.StringMatching(`[a-z0-9._-]{1,12}`), rapid.SampledFrom([]string{"010", "no", "true", "1e3", "-", ".inf", "0x1f"})).
		Filter(func(s string) bool { return s != "null" })
	ids := rapid.SliceOfNDistinct(id, 0, 3, rapid.ID[string])
	among := func(names []string) *rapid.Generator[[]string] {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 2, rapid.ID[string])
	}
	span := func(label string, lo, hi time.Duration) time.Duration {
		return time.Duration(rapid.Int64Range(int64(lo/time.Second), int64(hi/time.Second)).Draw(t, label)) * time.Second
	}
	s := &Scenario{Name: id.Draw(t, "name"), Title: clean("title", true), Question: clean("question", false),
		Mechanism: clean("mechanism", false), Expected: clean("expected", false)}
	for range rapid.IntRange(0, 3).Draw(t, "evidence") {
		if e := clean("piece", false); e != "" {
			s.Evidence = append(s.Evidence, e)
		}
	}
	s.Window = Window{PreRoll: span("preroll", 0, 3*year), Length: span("length", time.Hour, 30*year)}
	s.Window.NoPreRoll = s.Window.PreRoll == 0
	s.Window.NoDrain = rapid.Bool().Draw(t, "nodrain")
	minute := rapid.Int64Range(time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC).Unix()/60, time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC).Unix()/60)
	for i, name := range rapid.SliceOfNDistinct(id, 0, 6, rapid.ID[string]).Draw(t, "changes") {
		c := Change{Name: name, Cargo: Cargo(i % 3), Do: Do{Close: true}}
		c.Where = Where{ID: append(ids.Draw(t, "id"), "longer-than-drawn"), Kind: among(whereKinds[:len(whereKinds)-1]).Draw(t, "kind"), Mode: among(data.Modes).Draw(t, "mode"), Country: among(data.Countries).Draw(t, "country"),
			Owner: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"CPKC", "A, B", "x: y", "[q", "no"}), 0, 2, rapid.ID[string]).Draw(t, "owner"),
			Event: among(data.Events).Draw(t, "event"), Resource: ids.Draw(t, "resource"), Stage: ids.Draw(t, "stage")}
		if x := rapid.Float64Range(0, mostFactor).Draw(t, "x"); x > 0 {
			c.Do.ServiceTime, c.Do.Capacity, c.Do.Chance = &x, &x, &Chance{Times: &x}
		}
		c.From = time.Unix(60*minute.Draw(t, "from"), 0).UTC()
		c.To = c.From.Add(time.Duration(1+i) * 24 * time.Hour)
		lasts := rapid.SampledFrom([]string{"12h", "lognormal median=2d p95=6d", "uniform min=1h max=2h"})
		odds := rapid.Float64Range(0, 1).Draw(t, "odds")
		switch i {
		case 0:
			c.Investment = anyInvestment(t, clean)
			c.When = When{Every: span("every", time.Hour, 30*year), Lasts: spanOf(lasts.Draw(t, "lasts")), Odds: &odds}
			c.Do.Staffing = &odds
		case 1:
			c.To, c.When = time.Time{}, When{Lasts: spanOf(lasts.Draw(t, "lasts")), By: span("by", 0, year)}
			if rapid.Bool().Draw(t, "late") {
				c.When.By, c.When.Late = 0, spanOf("triangular min=0h mode=2d max=10d")
			}
			two := 2.0
			c.Do = Do{Add: &two, Speed: &two}
			c.When.Recovery = span("recovery", time.Hour, 3*year)
			c.Where.Area = [][2]float64{{-98, 18.5}, {-90, 18}, {-94, 24}}
		case 2:
			c.From, c.To, c.When = time.Time{}, time.Time{}, When{After: s.Changes[0].Name, Lasts: spanOf(lasts.Draw(t, "lasts"))}
			c.Lost, c.Lag, c.Patience = &odds, span("lag", 0, year), spanOf(lasts.Draw(t, "patience"))
		case 3:
			c.When = When{Announced: span("announced", 0, year), Embargo: span("embargo", 0, year), Surge: &Surge{Times: 1 + odds, Over: span("over", time.Hour, year)}}
			c.Do = Do{Close: true, Fee: &Fee{USD: &odds}, Price: &odds}
			c.Where.Commodity, c.Where.Origin, c.Where.Destination = ids.Draw(t, "commodity"), []string{"MX"}, []string{"toronto", "CA"}
		case 4:
			c.Where = Where{Kind: []string{"flow"}, Commodity: ids.Draw(t, "commodity"), Event: among(data.Events).Draw(t, "event")}
			c.Do = Do{Tariff: rapid.SampledFrom([]*Tariff{{Add: &odds}, {To: &odds, Transit: true}, {MFN: true}}).Draw(t, "tariff"), Demand: &odds, Embargo: true}
			c.When = When{Announced: time.Hour, FrontLoad: &odds}
		case 5:
			c.Do = Do{Fee: &Fee{Times: &odds}, Stage: &Stage{Name: "x", Time: spanOf("0h"), Chance: &odds, When: "trusted=no", Servers: 2, USD: 3}}
			c.When = When{Recovery: span("recovery", time.Hour, year), Decay: true}
		}
		s.Changes = append(s.Changes, c)
	}
	return s
}

func anyInvestment(t *rapid.T, clean func(string, bool) string) *Investment {
	ranged := func(label string, lo, hi float64) Range {
		x := rapid.SliceOfN(rapid.Float64Range(lo, hi), 3, 3).Draw(t, label)
		slices.Sort(x)
		return Range{x[0] + 0, x[1] + 0, x[2] + 0}
	}
	v := &Investment{USD: ranged("usd", 0, mostInvested), Years: ranged("years", leastYears, mostYears), Reason: strings.Join(strings.Fields(clean("reason", false)), " ")}
	if v.Reason == "" {
		v.Reason = "x"
	}
	if rapid.Bool().Draw(t, "sourced") {
		v.Source = "a, b: c"
		v.Upkeep = ranged("upkeep", 0, mostUpkeep)
		v.Years = Range{30, 30, 30}
	}
	return v
}

func TestWhatYAMLWritesReadsToTheSameScenario(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyScenario(t)
		if ps := seal(s, "f"); ps != nil {
			t.Fatal(ps)
		}
		checkRoundTrip(t, s)
	})
}

func TestShippedScenariosReadBackToTheSameHash(t *testing.T) {
	all, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		checkRoundTrip(t, s)
	}
}

func TestYAMLOfAScenarioIsReadable(t *testing.T) {
	s, ps := Read("f.yaml", []byte(`{"changes":[{"do":{"chance":{"times":3},"capacity":0.50},"where":{"stage":["a","b"],"id":"010"},"name":"c","cargo":"wait","to":"2024-04-01 08:00"}],
  "window":{"length":"36h","drain":"0d"},"expected":"first\n\n  then - that","title":"Of trucks: and trains","name":"x"}`))
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	const want = `name: x
title: "Of trucks: and trains"
expected: |-
  first

    then - that
window: {length: 1d12h, drain: 0h}
changes:
  - name: c
    where: {id: "010", stage: [a, b]}
    do: {capacity: 0.5, chance: {times: 3}}
    to: 2024-04-01 08:00
    cargo: wait
`
	if got := string(s.YAML()); got != want {
		t.Errorf("got\n%s", got)
	}
}
