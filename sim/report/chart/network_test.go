package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"

	"corridor/sim/report/basemap"
)

// small is a network with a link of each mode and a place of each kind.
func small() *Network {
	return &Network{
		Title: "A & B <test>", Subtitle: "small",
		Places: []Place{
			{ID: "toronto", Name: "Toronto and more", Kind: "zone", At: basemap.Point{-79.7, 43.6}},
			{ID: "mexico-city", Name: "Mexico City", Kind: "zone", At: basemap.Point{-99.2, 19.6}},
			{ID: "port-veracruz", Name: "Port of Veracruz", Kind: "port", At: basemap.Point{-96.133, 19.2}},
			{ID: "port-halifax", Name: "Port of Halifax", Kind: "port", At: basemap.Point{-63.583, 44.65}},
			{ID: "europe-north", Name: "Northern Europe (Rotterdam)", Kind: "overseas", At: basemap.Point{4.1, 51.95}},
			{ID: "bridge", Name: `Bridge "One" (Laredo)`, Kind: "crossing", Code: "2304", At: basemap.Point{-99.5, 27.5}},
			{ID: "bridge-2", Name: "Bridge Two", Kind: "crossing", Code: "2304", At: basemap.Point{-99.6, 27.6}},
			{ID: "j", Name: "J", Kind: "junction", At: basemap.Point{-90, 35}},
			{ID: "yard", Name: "Yard", Kind: "rail-terminal", At: basemap.Point{-87.9, 41.9}},
			{ID: "air", Name: "Airport", Kind: "airport", Code: "YYZ", At: basemap.Point{-79.63, 43.68}},
			{ID: "air-2", Name: "Airport", Kind: "airport", Code: "NLU", At: basemap.Point{-99, 19.75}},
			{ID: "panama", Name: "Panama Canal", Kind: "strait", At: basemap.Point{-79.68, 9.08}},
		},
		Links: []Link{
			{ID: "road.a", From: 1, To: 5, Mode: "road"},
			{ID: "rail.a", From: 5, To: 8, Mode: "rail", Owner: "CPKC"},
			{ID: "rail.b", From: 8, To: 5, Mode: "rail", Owner: "UP"},
			{ID: "rail.c", From: 8, To: 7, Mode: "rail", Owner: "a railway nobody knows"},
			{ID: "sea.a", From: 2, To: 3, Mode: "sea"},
			{ID: "sea.a.roro", From: 2, To: 3, Mode: "sea"},
			{ID: "sea.b", From: 3, To: 4, Mode: "sea"},
			{ID: "air.a", From: 9, To: 10, Mode: "air"},
		},
	}
}

func TestThePictureIsValidXMLAndTheSameEachTime(t *testing.T) {
	t.Parallel()
	svg := small().SVG()
	if !bytes.Equal(svg, small().SVG()) {
		t.Error("two drawings differ")
	}
	for dec := xml.NewDecoder(bytes.NewReader(svg)); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) {
		t.Error("a coordinate is no number")
	}
}

func TestEveryLinkAndEveryPlaceIsDrawn(t *testing.T) {
	t.Parallel()
	n := small()
	svg := string(n.SVG())
	for _, l := range n.Links {
		if !strings.Contains(svg, `data-link="`+l.ID+`"`) {
			t.Errorf("%s is not drawn", l.ID)
		}
	}
	for _, p := range n.Places {
		drawn := strings.Contains(svg, `data-place="`+p.ID+`"`)
		if p.Kind == "overseas" { // off the map: its name stands at the frame
			drawn = strings.Contains(svg, "to Northern Europe")
		}
		if !drawn {
			t.Errorf("%s is not drawn", p.ID)
		}
	}
	for _, want := range []string{">Toronto<", ">Laredo<", ">Veracruz<", ">YYZ<", ">Panama Canal<", ">CPKC<", ">other railways<", "A &amp; B &lt;test&gt;"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the picture lacks %s", want)
		}
	}
	if strings.Contains(svg, ">Bridge Two</text>") {
		t.Error("two names for one port of entry")
	}
}

func TestAnEmptyNetworkIsStillAMap(t *testing.T) {
	t.Parallel()
	if svg := string((&Network{Title: "nothing"}).SVG()); !strings.Contains(svg, `class="land"`) || strings.Contains(svg, ">CPKC<") {
		t.Error("no land, or a legend of what is not there")
	}
}

// The map keeps shapes: a step north and a step east of the same length are
// equally long on it, and at right angles (Lambert's is conformal).
func TestTheProjectionKeepsAngles(t *testing.T) {
	t.Parallel()
	for lat := 10.0; lat <= 60; lat += 10 {
		for lon := -130.0; lon <= -60; lon += 35 {
			const d = 1e-4
			x, y := project(basemap.Point{lon, lat})
			nx, ny := project(basemap.Point{lon, lat + d})
			ex, ey := project(basemap.Point{lon + d/math.Cos(lat*math.Pi/180), lat})
			nx, ny, ex, ey = nx-x, ny-y, ex-x, ey-y
			north, east := math.Hypot(nx, ny), math.Hypot(ex, ey)
			if math.Abs(north/east-1) > 1e-3 || math.Abs(nx*ex+ny*ey) > 1e-3*north*east {
				t.Errorf("%g %g: north %g, east %g, product %g", lat, lon, north, east, nx*ex+ny*ey)
			}
			if stretch := north / (d * math.Pi / 180); stretch < 0.94 || stretch > 1.13 {
				t.Errorf("%g %g: stretched %.3f", lat, lon, stretch)
			}
		}
	}
	x, _ := project(basemap.Point{meridian, 40})
	if math.Abs(x) > 1e-12 {
		t.Error("the central meridian is not upright")
	}
}

func TestLabelsDoNotOverlap(t *testing.T) {
	t.Parallel()
	v := view{w: 300, h: 300, clip: "x"}
	p := &placer{view: &v}
	var taken []box
	placed := 0
	for i := 0; i < 60; i++ { // sixty places in a small square
		at := xy{110 + float64(i%8)*11, 110 + float64(i/8)*11}
		before := len(p.taken)
		if _, ok := p.place(at, 3, "Label", 10, false); ok {
			placed++
			taken = append(taken, p.taken[before:]...)
		}
	}
	if placed < 10 || placed == 60 {
		t.Errorf("%d of 60 labels placed", placed)
	}
	for i, a := range taken {
		for _, b := range taken[:i] {
			if (box{a.x0 + 1, a.y0 + 1, a.x1 - 1, a.y1 - 1}).meets(b) {
				t.Fatalf("labels overlap: %v %v", a, b)
			}
		}
	}
}

func TestColoursOfOwnersDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]string{otherRail: "others"}
	for _, o := range owners {
		if !regexp.MustCompile(`^#[0-9a-f]{6}$`).MatchString(o.colour) || seen[o.colour] != "" {
			t.Errorf("%s has the colour %s of %s", o.id, o.colour, seen[o.colour])
		}
		seen[o.colour] = o.id
	}
	for from, to := range alike {
		if _, i := railColour(from); i < 0 || owners[i].id != to {
			t.Errorf("%s is not drawn as %s", from, to)
		}
	}
}

func TestGreatCirclesDoNotJump(t *testing.T) {
	t.Parallel()
	line := greatCircle(basemap.Point{-123, 49}, basemap.Point{-238.4, 31.2})
	for i := 1; i < len(line); i++ {
		if math.Abs(line[i][0]-line[i-1][0]) > 10 {
			t.Fatalf("from %v to %v", line[i-1], line[i])
		}
	}
}
