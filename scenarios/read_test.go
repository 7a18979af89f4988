package scenarios

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestBadFilesAreRefusedWithPlaceValueAndWhatWasExpected(t *testing.T) {
	for _, tt := range badFiles {
		t.Run(tt.name, func(t *testing.T) {
			s, ps := Read("f.yaml", []byte(tt.in))
			if s != nil || ps.Error() != tt.want {
				t.Errorf("got scenario %v and\n%s\nwant\n%s", s, ps.Error(), tt.want)
			}
		})
	}
}

func TestAllFaultsAreReportedAtOnceInOrder(t *testing.T) {
	var in, want strings.Builder
	for _, key := range []string{"b", "a"} {
		fmt.Fprintf(&in, "%s:\n", key)
	}
	in.WriteString(change1("where: {}, do: {capacity: -1}, to: soon"))
	_, ps := Read("f.yaml", []byte(in.String()))
	for _, p := range ps {
		fmt.Fprintf(&want, "%d:%d ", p.Line, p.Column)
	}
	if got := want.String(); got != "1:1 2:1 5:22 5:41 5:50 " {
		t.Errorf("faults at %s", got)
	}
}

func TestTextStaysAsWritten(t *testing.T) {
	s, ps := Read("f.yaml", []byte("name: 010\ntitle: 1e3\nchanges:\n  - {name: no, where: {id: [010, 0x1f], owner: CPKC}, do: {close: true}}\n"))
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	c := s.Changes[0]
	if s.Name != "010" || s.Title != "1e3" || c.Name != "no" || c.Where.ID[0] != "010" || c.Where.ID[1] != "0x1f" || c.Line != 4 || c.File != "f.yaml" {
		t.Errorf("got %+v", s)
	}
}

func TestInstantsAreUTCAndCargoDivertsByDefault(t *testing.T) {
	s, ps := Read("f.yaml", []byte(change1("where: {id: b}, do: {close: true}, from: 2024-04-01 08:00, to: 2024-04-02")))
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	c := s.Changes[0]
	if !c.From.Equal(time.Date(2024, 4, 1, 8, 0, 0, 0, time.UTC)) || !c.To.Equal(time.Date(2024, 4, 2, 0, 0, 0, 0, time.UTC)) || c.Cargo != Divert {
		t.Errorf("got %+v", c)
	}
}
