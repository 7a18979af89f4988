package scenarios

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestADifferenceShowsWhatWasTakenAndWhatWasAdded(t *testing.T) {
	got := Diff([]byte("a\nb\nc\nd\n"), []byte("a\nx\nc\ny\nd\n"))
	if want := []string{"  a", "- b", "+ x", "  c", "+ y", "  d"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if got := Diff([]byte("a\n"), []byte("a\n")); got != nil {
		t.Errorf("equal texts differ: %q", got)
	}
}

// Whatever the texts, the lines after "  " and "- " are the first, those after
// "  " and "+ " the second.
func TestADifferenceHasBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", ""}), 1, 12)
		x, y := lines.Draw(t, "x"), lines.Draw(t, "y")
		a, b := strings.Join(x, "\n")+"\n", strings.Join(y, "\n")+"\n"
		d := Diff([]byte(a), []byte(b))
		if a == b {
			return
		}
		var gotX, gotY []string
		for _, l := range d {
			if l[0] != '+' {
				gotX = append(gotX, l[2:])
			}
			if l[0] != '-' {
				gotY = append(gotY, l[2:])
			}
		}
		if !slices.Equal(gotX, x) || !slices.Equal(gotY, y) {
			t.Fatalf("%q gives %q and %q", d, gotX, gotY)
		}
	})
}
