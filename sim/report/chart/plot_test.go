package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
)

func TestAPlotIsWellFormedAndHoldsWhatItIsGiven(t *testing.T) {
	t.Parallel()
	p := &Plot{Title: "A < B", Sub: "of & two", X: Axis{Label: "runs", Log: true}, Y: Axis{Label: "h", From0: true},
		Curves: []Curve{
			{Name: "line", X: []float64{1, 10, 100}, Y: []float64{3, 2, 1}, Lo: []float64{2, 1.5, 0.9}, Hi: []float64{4, 2.5, 1.1}},
			{Name: "dots", X: []float64{-1, 0, 10, math.NaN()}, Y: []float64{1, 1, 2, 3}, Dots: true},
		}, Marks: []Mark{{"here", 20}}}
	svg := p.SVG()
	if !bytes.Equal(svg, p.SVG()) {
		t.Error("other bytes")
	}
	dec := xml.NewDecoder(bytes.NewReader(svg))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	text := string(svg)
	for _, want := range []string{"A &lt; B", "of &amp; two", ">runs<", ">line<", ">here<", ">100<"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	if n := strings.Count(text, "<circle"); n != 2 { // what has a place on the axis, and the legend
		t.Errorf("%d dots", n)
	}
	if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
		t.Error("what is no number is drawn")
	}
}

// The legend hides no curve where there is a place that is free.
func TestTheLegendLiesWhereNothingIsDrawn(t *testing.T) {
	t.Parallel()
	curve := func(ys ...float64) Curve {
		return Curve{Name: "a curve of some length", X: []float64{0, 1, 2, 3, 4}, Y: ys}
	}
	for _, c := range []struct {
		want   string
		curves []Curve
	}{
		{"right top", []Curve{curve(0, 0, 0, 0, 0), curve(10, 8, 2, 1, 0)}},
		{"right bottom", []Curve{curve(0, 0, 8, 9, 10), curve(0, 10, 10, 10, 10)}},
		{"left top", []Curve{curve(0, 0, 0, 10, 10), curve(1, 1, 1, 1, 1)}},
		{"right middle", []Curve{curve(9, 9, 9, 9, 9), curve(1, 1, 1, 1, 1)}},
	} {
		p := &Plot{Curves: c.curves, Y: Axis{From0: true}}
		x, y := p.X.reachOf([][]float64{{0, 4}}, plotLeft, plotWidth-plotRight), p.Y.reachOf([][]float64{{0, 10}}, plotHeight-plotBottom, plotTop)
		left, top := p.room(190, 46, x, y)
		got := "left"
		if left > plotWidth/2 {
			got = "right"
		}
		switch middle := (plotTop + plotHeight - plotBottom) / 2; {
		case top+46 < middle:
			got += " top"
		case top > middle:
			got += " bottom"
		default:
			got += " middle"
		}
		if got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

func TestTicksAreRoundAndSpanTheRange(t *testing.T) {
	t.Parallel()
	s := (&Axis{}).reachOf([][]float64{{0.13, 7.9}}, 0, 100)
	if s.ticks[0] > 0.13 || s.ticks[len(s.ticks)-1] < 7.9 || len(s.ticks) > 9 || s.ticks[1]-s.ticks[0] != 2 {
		t.Errorf("%v", s.ticks)
	}
	s = (&Axis{Log: true}).reachOf([][]float64{{3, 300}}, 0, 100)
	if tick(s.ticks[0]) != "5" || s.at(3) < 0 || s.at(300) > 100 || s.at(30) < 49 || s.at(30) > 51 {
		t.Errorf("%v %v %v", s.ticks, s.at(3), s.at(300))
	}
	for _, xs := range [][]float64{nil, {5}, {0}, {math.NaN()}} {
		if s := (&Axis{}).reachOf([][]float64{xs}, 0, 100); !(s.hi > s.lo) || len(s.ticks) < 2 {
			t.Errorf("%v: %+v", xs, s)
		}
	}
}
