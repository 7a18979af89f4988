package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"corridor/data"
	"corridor/network"
	"corridor/sim/report/basemap"
)

func TestTheMapDrawsTheWholeNetwork(t *testing.T) {
	t.Parallel()
	set, err := data.Load(data.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	net, err := network.Build(set)
	if err != nil {
		t.Fatal(err)
	}
	svg := mapOf(net).SVG()
	if !bytes.Equal(svg, mapOf(net).SVG()) {
		t.Error("two drawings differ")
	}
	for dec := xml.NewDecoder(bytes.NewReader(svg)); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	text := string(svg)
	for i := range net.Links {
		if !strings.Contains(text, `data-link="`+net.Links[i].ID+`"`) {
			t.Errorf("link %s is not drawn", net.Links[i].ID)
		}
	}
	for i := range net.Nodes {
		if x := &net.Nodes[i]; x.Kind != network.Overseas && !strings.Contains(text, `data-place="`+x.ID+`"`) {
			t.Errorf("%s %s is not drawn", x.Kind, x.ID)
		}
		if x := &net.Nodes[i]; x.Kind == network.Zone && !strings.Contains(text, `data-place="`+x.ID+`"`) {
			t.Errorf("zone %s is not drawn", x.ID)
		}
	}
	for i := range net.Links {
		l := &net.Links[i]
		if l.Mode == network.Sea && len(basemap.Track(net.Nodes[l.From].ID, net.Nodes[l.To].ID)) < 2 {
			t.Errorf("%s has no track: run data/gen/basemap again", l.ID)
		}
	}
	if len(svg) > 2<<20 {
		t.Errorf("the map has %d bytes", len(svg))
	}
}
