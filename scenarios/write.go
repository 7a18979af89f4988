package scenarios

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"corridor/data"
)

// YAML writes the resolved scenario in the form that Read reads: same
// scenario, same bytes. Extends and the files and lines of the changes are
// left out. Hash is the SHA-256 of these bytes, so that it depends on no YAML
// package. Spans are written to the second, instants to the minute.
func (s *Scenario) YAML() []byte {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			b.WriteString(key + ": " + value + "\n")
		}
	}
	line("name", scalar(s.Name, false))
	line("title", scalar(s.Title, false))
	line("theme", s.Theme)
	line("question", block(s.Question, "  "))
	line("mechanism", block(s.Mechanism, "  "))
	if len(s.Evidence) > 0 {
		b.WriteString("evidence:\n")
		for _, e := range s.Evidence {
			b.WriteString("  - " + block(e, "    ") + "\n")
		}
	}
	line("expected", block(s.Expected, "  "))
	line("effect", s.Effect.flow())
	line("window", s.Window.flow())
	if len(s.Changes) > 0 {
		b.WriteString("changes:\n")
	}
	for i := range s.Changes {
		c := &s.Changes[i]
		b.WriteString("  - name: " + scalar(c.Name, false) + "\n")
		line("    where", c.Where.flow())
		line("    do", c.Do.flow())
		line("    from", instantText(c.From))
		line("    to", instantText(c.To))
		c.When.write(line)
		line("    cargo", c.cargo())
		c.Investment.write(&b)
	}
	return []byte(b.String())
}

// seal computes the hash. A scenario that Read would refuse for its size, once
// merged and written out, is a fault of file.
func seal(s *Scenario, file string) data.Problems {
	raw := s.YAML()
	if len(raw) > mostBytes {
		return data.Problems{{File: file, Want: "expected at most 1 MB, written out with what it extends"}}
	}
	sum := sha256.Sum256(raw)
	s.Hash = hex.EncodeToString(sum[:])
	return nil
}

// pairs joins `key, value, key, value, ...` in one line, leaving out empty values.
func pairs(kv ...string) string {
	var parts []string
	for i := 0; i+1 < len(kv); i += 2 {
		if kv[i+1] != "" {
			parts = append(parts, kv[i]+": "+kv[i+1])
		}
	}
	if parts == nil {
		return ""
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func (w Window) flow() string {
	span := func(d time.Duration, zero bool) string {
		if d == 0 && !zero {
			return ""
		}
		return spanText(d)
	}
	return pairs("start", instantText(w.Start), "preroll", span(w.PreRoll, w.NoPreRoll),
		"length", span(w.Length, false), "drain", span(w.Drain, w.NoDrain))
}

func (w Where) flow() string {
	var kv []string
	for _, s := range selectors(&w) {
		var names []string
		for _, n := range *s.names {
			names = append(names, scalar(n, true))
		}
		value := strings.Join(names, ", ")
		if len(names) > 1 {
			value = "[" + value + "]"
		}
		kv = append(kv, s.key, value)
	}
	corners := ""
	for i, p := range w.Area {
		if i > 0 {
			corners += ", "
		}
		corners += "[" + plainNumber(p[0]) + ", " + plainNumber(p[1]) + "]"
	}
	if corners != "" {
		kv = append(kv, "area", "["+corners+"]")
	}
	return pairs(kv...)
}

func (w When) write(line func(key, value string)) {
	span := func(d time.Duration) string {
		if d == 0 {
			return ""
		}
		return spanText(d)
	}
	dist := func(s *Span) string {
		if s == nil {
			return ""
		}
		return scalar(s.Text, false)
	}
	line("    every", span(w.Every))
	line("    between", dist(w.Between))
	line("    after", scalar(w.After, false))
	line("    with", scalar(w.With, false))
	line("    by", span(w.By)+dist(w.Late))
	line("    lasts", dist(w.Lasts))
	if w.Odds != nil {
		line("    odds", plainNumber(*w.Odds))
	}
	line("    announced", span(w.Announced))
	line("    embargo", span(w.Embargo))
	if w.FrontLoad != nil {
		line("    front_load", plainNumber(*w.FrontLoad))
	}
	if w.Decay {
		line("    recovery", pairs("over", span(w.Recovery), "shape", shapes[1]))
	} else {
		line("    recovery", span(w.Recovery))
	}
	if w.Surge != nil {
		line("    surge", pairs("times", plainNumber(w.Surge.Times), "over", span(w.Surge.Over)))
	}
}

// cargo writes the answer of cargo, in the long form where more is said.
func (c *Change) cargo() string {
	answer := cargoNames[c.Cargo]
	if c.Patience == nil && c.Lag == 0 && c.Lost == nil {
		if c.Cargo == Divert {
			return ""
		}
		return answer
	}
	kv := []string{"answer", answer}
	if c.Patience != nil {
		kv = append(kv, "patience", scalar(c.Patience.Text, true))
	}
	if c.Lag > 0 {
		kv = append(kv, "lag", spanText(c.Lag))
	}
	if c.Lost != nil {
		kv = append(kv, "lost", plainNumber(*c.Lost))
	}
	return pairs(kv...)
}

func (d Do) flow() string {
	yes := map[bool]string{true: "true"}
	number := func(x *float64) string {
		if x == nil {
			return ""
		}
		return plainNumber(*x)
	}
	chance, fee, tariff := "", "", ""
	if d.Chance != nil {
		chance = pairs("to", number(d.Chance.To), "times", number(d.Chance.Times))
	}
	if d.Fee != nil {
		fee = pairs("usd", number(d.Fee.USD), "times", number(d.Fee.Times))
	}
	if t := d.Tariff; t != nil {
		to := number(t.To)
		if t.MFN {
			to = "mfn"
		}
		tariff = pairs("add", number(t.Add), "to", to, "transit", yes[t.Transit])
	}
	return pairs("close", yes[d.Close], "capacity", number(d.Capacity),
		"staffing", number(d.Staffing), "add", number(d.Add), "speed", number(d.Speed),
		"service_time", number(d.ServiceTime), "chance", chance, "open", yes[d.Open],
		"fee", fee, "price", pairs("times", number(d.Price)), "tariff", tariff,
		"embargo", yes[d.Embargo], "demand", number(d.Demand), "stage", d.Stage.flow())
}

func (s *Stage) flow() string {
	if s == nil {
		return ""
	}
	kv := []string{"name", scalar(s.Name, true), "time", scalar(s.Time.Text, true)}
	if s.Chance != nil {
		kv = append(kv, "chance", plainNumber(*s.Chance))
	}
	kv = append(kv, "when", scalar(s.When, true), "resource", scalar(s.Resource, true))
	if s.Servers > 0 {
		kv = append(kv, "servers", strconv.Itoa(s.Servers))
	}
	if s.USD > 0 {
		kv = append(kv, "usd", plainNumber(s.USD))
	}
	return pairs(kv...)
}

func instantText(t time.Time) string {
	t = t.UTC()
	switch {
	case t.IsZero():
		return ""
	case t.Equal(t.Truncate(24 * time.Hour)):
		return t.Format(dayLayout)
	}
	return t.Format(minuteLayout)
}

// spanText writes 366d, 1d12h or 0h, to the second.
func spanText(d time.Duration) string {
	text := ""
	for _, u := range []struct {
		name string
		span time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"min", time.Minute}, {"s", time.Second}} {
		if n := d / u.span; n > 0 {
			text += strconv.FormatInt(int64(n), 10) + u.name
			d -= n * u.span
		}
	}
	if text == "" {
		return "0h"
	}
	return text
}
