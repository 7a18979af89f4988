package data

import (
	"errors"
	"os"
	"testing"
	"time"
)

// FuzzLoad reads a world of one fuzzed table among valid ones: it never panics,
// never takes long, and gives either a set whose cells all convert, or problems
// with a file and an expectation each.
func FuzzLoad(f *testing.F) {
	for i, table := range Schema {
		for _, dir := range []string{"tables", "worlds/one-train", "worlds/set-out", "worlds/breakdowns"} {
			raw, err := os.ReadFile(dir + "/" + table.Name + ".csv")
			if err == nil {
				f.Add(uint8(i), raw[:min(len(raw), 2000)])
			}
		}
		f.Add(uint8(i), []byte(""))
		f.Add(uint8(i), []byte("\ufeff\"id\",\"id\n"))
	}
	f.Add(uint8(3), []byte("id\n#\n,\n\"\"\n"))
	f.Add(uint8(6), []byte("facility,resource,servers\ndesk,clerk,99999999999999999999\n"))
	f.Add(uint8(7), []byte("process,order,stage,resource,time\nserve,1,a,clerk,empirical 1h*1e9 2h*0x1p-5\n"))
	f.Fuzz(func(t *testing.T, table uint8, text []byte) {
		if len(text) > 1<<16 {
			return
		}
		start := time.Now()
		set, err := Load(queue(files{Schema[int(table)%len(Schema)].Name: string(text) + "\n"}).fs())
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("it took %s", took)
		}
		if err != nil {
			var ps Problems
			if !errors.As(err, &ps) || len(ps) == 0 || set != nil {
				t.Fatalf("an error that is no problem: %v", err)
			}
			for _, p := range ps {
				if p.File == "" || p.Want == "" || p.Line < 0 || p.Column < 0 {
					t.Errorf("a problem without a place or an expectation: %+v", p)
				}
			}
			return
		}
		for _, table := range Schema {
			for _, row := range set.Rows(table.Name) {
				convert(t, table, row)
				if found, ok := set.Find(table.Name, row.Key()); !ok || found.Line != row.Line {
					t.Errorf("%s:%d is not found by its key %q", row.File(), row.Line, row.Key())
				}
			}
		}
	})
}

// convert reads every cell in its kind, which must not panic and stay in
// bounds.
func convert(t *testing.T, table Table, row Row) {
	for _, c := range table.Columns {
		text := row.Text(c.Name)
		if c.Required && text == "" {
			t.Errorf("%s:%d: %s is empty", row.File(), row.Line, c.Name)
		}
		switch c.Kind {
		case Number, Whole, Share:
			x := row.Num(c.Name)
			if c.Bounded && text != "" && !(x >= c.Min && x <= c.Max) || c.Kind == Share && !(x >= 0 && x <= 1) {
				t.Errorf("%s is %v", c.Name, x)
			}
			if c.Kind == Whole && text != "" && float64(row.Int(c.Name)) != x {
				t.Errorf("%s is %d and %v", c.Name, row.Int(c.Name), x)
			}
		case Span:
			if d := row.Span(c.Name); d < 0 || d > Horizon {
				t.Errorf("%s is %s", c.Name, d)
			}
		case DistCell:
			if m := row.Dist(c.Name).Mean(); !(m >= 0 && m < 1e18) {
				t.Errorf("the mean of %q is %v", text, m)
			}
		case Numbers:
			for _, x := range row.Numbers(c.Name) {
				if !(x >= 0) {
					t.Errorf("%s has %v", c.Name, x)
				}
			}
		case Words, Text:
			row.Words(c.Name)
		case Rate:
			if x := row.PerSecond(c.Name); !(x >= 0 && x <= 1e4) {
				t.Errorf("%s is %v", c.Name, x)
			}
		case Clock:
			if d := row.Clock(c.Name); d < 0 || d > 24*time.Hour {
				t.Errorf("%s is %s", c.Name, d)
			}
		}
	}
}
