package results

import (
	"bytes"
	"encoding/csv"
	"math"
	"slices"
	"testing"
)

func TestATableIsCSVThatReadsBack(t *testing.T) {
	table := &Table{Name: "x", Columns: []Column{{"a", "", "an a"}, {"b", "h", "a b"}, {"c", "1", "a c"}, {"d", "1", "a d"}}}
	table.Add("plain", 1.5, 2, int64(3))
	table.Add("with, \"quotes\"\nand lines", math.NaN(), -1, int64(math.MaxInt64))
	table.Add("", math.Inf(1), 0, int64(0))
	rows, err := csv.NewReader(bytes.NewReader(table.CSV())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"a", "b", "c", "d"}, {"plain", "1.5", "2", "3"}, {"with, \"quotes\"\nand lines", "", "-1", "9223372036854775807"}, {"", "", "0", "0"}}
	if len(rows) != len(want) {
		t.Fatalf("%d rows", len(rows))
	}
	for i := range want {
		if !slices.Equal(rows[i], want[i]) {
			t.Errorf("row %d: %q, want %q", i, rows[i], want[i])
		}
	}
}

func TestARowThatDoesNotFitIsABug(t *testing.T) {
	for name, cells := range map[string][]any{"too few": {"a"}, "too many": {"a", "b", "c"}, "an unknown type": {"a", true}, "another unknown type": {"a", nil}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			(&Table{Name: "x", Columns: []Column{{"a", "", ""}, {"b", "", ""}}}).Add(cells...)
		}()
	}
}

func TestNumbersInTablesKeepNineDigits(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 1: "1", -1.5: "-1.5", 1.0 / 3: "0.333333333", 123456789: "123456789", 1234567891: "1.23456789e+09", 1e-9: "1e-09"} {
		if got := Number(x); got != want {
			t.Errorf("%v is written %q, want %q", x, got, want)
		}
	}
	if Number(math.NaN())+Number(math.Inf(1))+Number(math.Inf(-1)) != "" {
		t.Error("what is no number is written")
	}
}

func TestFiguresForPeopleAreShort(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 0.05: "0.05", 1: "1.00", 1.234: "1.23", -1.234: "-1.23", 9.87: "9.87", 12.34: "12.3", 99.94: "99.9", 123.4: "123", -123.4: "-123", 1234.4: "1234",
		10000: "10,000", 12345.6: "12,346", -12345.6: "-12,346", 123456: "123,456", -123456: "-123,456", 1234567: "1,234,567", 1e12: "1,000,000,000,000",
	} {
		if got := Short(x); got != want {
			t.Errorf("%v is shown as %q, want %q", x, got, want)
		}
	}
	if Short(math.NaN()) != "–" {
		t.Error("what is no number is shown")
	}
}

func TestFiguresForPeopleAreShortAfterRoundingToo(t *testing.T) {
	for x, want := range map[float64]string{9999.6: "10,000", 99.96: "100", 9.996: "10.0", math.Inf(1): "–"} {
		if got := Short(x); got != want {
			t.Errorf("%v is shown as %q, want %q", x, got, want)
		}
	}
}

func TestWhatJSONCannotHoldBecomesZero(t *testing.T) {
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if Finite(x) != 0 {
			t.Errorf("%v becomes %v", x, Finite(x))
		}
	}
	if Finite(1.5) != 1.5 {
		t.Error("a number changes")
	}
}
