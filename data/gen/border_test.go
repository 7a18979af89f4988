package main

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"testing"
)

// made runs the program on the raw files and tables of testdata and returns the
// rows by facility and event.
func made(t *testing.T, args ...string) (rows map[string][]string, all [][]string) {
	t.Helper()
	var out, errs bytes.Buffer
	args = append([]string{"-raw", "testdata/raw", "-world", "testdata/world", "-from", "2024", "-to", "2024"}, args...)
	if code := run(append(args, "border"), &out, &errs); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	all, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows = map[string][]string{}
	for _, row := range all[1:] {
		rows[row[0]+" "+row[1]] = row
	}
	return rows, all
}

// monthly reads the counts of a row.
func monthly(t *testing.T, row []string) (m months) {
	t.Helper()
	if len(row) < 4 {
		t.Fatalf("no such row: %q", row)
	}
	for i, w := range strings.Fields(row[3]) {
		n, err := strconv.Atoi(w)
		if err != nil {
			t.Fatal(err)
		}
		m[i] = n
	}
	return m
}

func TestTheBridgesOfAPortAddUpToItByTheCountsOfTheBridges(t *testing.T) {
	rows, _ := made(t)
	wtb, colombia := monthly(t, rows["laredo-wtb enter-us"]), monthly(t, rows["laredo-colombia enter-us"])
	for i := range wtb {
		total := 1001 + i // testdata: 1000 and the month
		if wtb[i]+colombia[i] != total {
			t.Errorf("month %d: %d + %d, the port has %d", i+1, wtb[i], colombia[i], total)
		}
		if d := 3*wtb[i] - 2*total; d < -3 || d > 3 {
			t.Errorf("month %d: %d of %d, expected two thirds", i+1, wtb[i], total)
		}
	}
}

func TestTrainsAreCountedAsTrains(t *testing.T) {
	rows, _ := made(t)
	for i, n := range monthly(t, rows["laredo-rail vehicle-enter-us"]) {
		if n != 50 {
			t.Errorf("month %d: %d trains, expected 50", i+1, n)
		}
	}
}

func TestYsletaIsTakenFromElPasoAsLongAsItWasCountedThere(t *testing.T) {
	rows, _ := made(t)
	ysleta, bota := monthly(t, rows["el-paso-ysleta enter-us"]), monthly(t, rows["el-paso-bota enter-us"])
	for i := range ysleta {
		if i < 3 { // no count of Ysleta: three quarters of El Paso by the bridges
			if ysleta[i]+bota[i] != 901+i || ysleta[i] < 670 || ysleta[i] > 680 {
				t.Errorf("month %d: %d and %d", i+1, ysleta[i], bota[i])
			}
		} else if ysleta[i] != 700 || bota[i] != 100 {
			t.Errorf("month %d: %d and %d, expected 700 and 100", i+1, ysleta[i], bota[i])
		}
	}
}

func TestAPortWithoutCountsOfItsBridgesIsSplitAsInTheBaseYearAndAHoleIsFilled(t *testing.T) {
	rows, _ := made(t)
	a, b := monthly(t, rows["detroit-ambassador enter-us"]), monthly(t, rows["detroit-old enter-us"])
	for i := range a {
		total := 301 + i
		if a[i]+b[i] != total || 4*a[i]-3*total > 4 || 4*a[i]-3*total < -4 {
			t.Errorf("month %d: %d + %d, expected three quarters and a quarter of %d", i+1, a[i], b[i], total)
		}
	}
	if note := rows["detroit-old enter-us"][12]; !strings.Contains(note, "2024-06 was not counted") {
		t.Errorf("the note is %q", note)
	}
}

func TestWhatIsNoCountIsTakenFromTheBaseYear(t *testing.T) {
	rows, all := made(t)
	row := rows["laredo-wtb enter-us"]
	if got := strings.Join(row[4:], "|"); got != "week||.2|||||x|pattern" {
		t.Errorf("got %q", got)
	}
	if len(all) != 8 {
		t.Errorf("%d rows, expected a header and one for each of seven rows of the base year", len(all))
	}
}

func TestTheRangesOfAssumptionsMoveWithTheCounts(t *testing.T) {
	_, all := made(t, "-assumptions")
	if len(all) != 3 {
		t.Fatalf("%d rows", len(all))
	}
	low, central, high := strings.Fields(all[1][3]), strings.Fields(all[1][4]), strings.Fields(all[1][5])
	if central[0] != "667" || low[0] != "600" || high[0] != "800" { // x 0.9 and 1.2
		t.Errorf("January: %s, %s, %s", low[0], central[0], high[0])
	}
	if got := strings.Join(all[2][2:6], " "); got != "trusted .1 .2 .3" {
		t.Errorf("got %q", got)
	}
}

func TestAllMonthsWithoutACountAreReportedAndNothingIsPrinted(t *testing.T) {
	var out, errs bytes.Buffer
	code := run([]string{"-raw", "testdata/raw", "-world", "testdata/world", "-from", "2023", "border"}, &out, &errs)
	if code != 1 || out.Len() > 0 {
		t.Errorf("exit code %d, printed %q", code, out.String())
	}
	for _, want := range []string{"laredo-wtb 2023-01: no count of trucks at port 2304", "laredo-rail 2023-01: no count of trains at port 2304"} {
		if !strings.Contains(errs.String(), want) {
			t.Errorf("expected %q among\n%s", want, errs.String())
		}
	}
}

func TestWrongUseIsRefused(t *testing.T) {
	for _, args := range [][]string{{}, {"border"}, {"-raw", "testdata/raw"}, {"-raw", "testdata/raw", "coffee"}, {"-what"}} {
		var out, errs bytes.Buffer
		if code := run(args, &out, &errs); code != 2 {
			t.Errorf("%q: exit code %d, expected 2", args, code)
		}
	}
	var out, errs bytes.Buffer
	if code := run([]string{"-raw", "testdata/nowhere", "border"}, &out, &errs); code != 1 {
		t.Errorf("exit code %d, expected 1", code)
	}
}
