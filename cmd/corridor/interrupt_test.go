//go:build unix

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"corridor/sim/results"
)

// program builds the real binary.
func program(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "corridor")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return bin
}

// started is a corridor process that can be interrupted.
type started struct {
	t      *testing.T
	cmd    *exec.Cmd
	out    bytes.Buffer
	lines  chan string // of stderr
	stderr []string
}

func start(t *testing.T, bin string, args ...string) *started {
	t.Helper()
	s := &started{t: t, cmd: exec.Command(bin, args...), lines: make(chan string, 1000)}
	s.cmd.Stdout = &s.out
	pipe, err := s.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill() })
	go func() {
		for sc := bufio.NewScanner(pipe); sc.Scan(); {
			s.lines <- sc.Text()
		}
		close(s.lines)
	}()
	return s
}

// await reads stderr up to a line that holds some text.
func (s *started) await(text string) {
	s.t.Helper()
	late := time.After(40 * time.Second)
	for {
		select {
		case line, ok := <-s.lines:
			if !ok {
				s.t.Fatalf("the program ended before it said %q: %q", text, s.stderr)
			}
			s.stderr = append(s.stderr, line)
			if strings.Contains(line, text) {
				return
			}
		case <-late:
			s.t.Fatalf("the program did not say %q in time: %q", text, s.stderr)
		}
	}
}

// interrupt sends the signal and waits: the program must end at once.
func (s *started) interrupt(sig os.Signal) {
	s.t.Helper()
	sent := time.Now()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.t.Fatal(err)
	}
	late := time.AfterFunc(20*time.Second, func() { s.cmd.Process.Kill() })
	for line := range s.lines {
		s.stderr = append(s.stderr, line)
	}
	err := s.cmd.Wait()
	late.Stop()
	took := time.Since(sent)
	if code := s.cmd.ProcessState.ExitCode(); code != exitInterrupted {
		s.t.Errorf("exit code %d after %v (%v), want %d: %q", code, sig, err, exitInterrupted, s.stderr)
	}
	// The promise is a second (0.1 to 0.4 s here when nothing else runs); a test
	// on a busy machine only guards against waiting for the run to end.
	if took > 5*time.Second {
		s.t.Errorf("it took %s to end after %v", took, sig)
	}
	if last := s.stderr[len(s.stderr)-1]; !strings.Contains(last, "interrupted") {
		s.t.Errorf("it ended with %q and not with a word about the interruption", last)
	}
}

// These two measure time: they are not parallel.

func TestAnInterruptionKeepsTheReplicationsThatAreFinishedAndSaysSo(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates the built-in world")
	}
	scenario := scenarioFile(t, "short", "extends: baseline\nwindow: {start: 2024-03-01, preroll: 2d, length: 7d, drain: 20d}\n")
	dir := filepath.Join(t.TempDir(), "out")
	s := start(t, program(t), "compare", scenario, "--routing", "us,direct", "--reps", "500", "--out", dir)
	for done := 0; done < 8; { // so many runs are some whole replications
		s.await(" of 1000 runs done after ")
		if _, err := fmt.Sscanf(s.stderr[len(s.stderr)-1], "%d of", &done); err != nil {
			t.Fatal(err)
		}
	}
	s.interrupt(os.Interrupt)
	m, err := results.ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	if m.Complete || m.Replications != 500 || m.Finished < 1 || m.Finished >= 500 {
		t.Errorf("manifest: complete %v, %d of %d", m.Complete, m.Finished, m.Replications)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "summary.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := summaryHolds(raw, "due", []string{"short/us", "short/direct"}); err != nil {
		t.Error(err)
	}
	for _, name := range m.Files {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !strings.Contains(strings.Join(s.stderr, "\n"), "of 500 replications were finished") || !strings.Contains(s.out.String(), "short: loads created") {
		t.Errorf("stderr %q, stdout %q", s.stderr, s.out.String())
	}
	nothingHalfWritten(t, filepath.Dir(dir), "out")

	// The finished replications are those of a run that asks for no more: not
	// one of them is half done.
	want := resultFiles(t, "compare", scenario, "--routing", "us,direct", "--reps", "1")
	if m.Finished == 1 && want["summary.json"] != string(raw) {
		t.Error("one finished replication is not the run of one replication")
	}
	created := func(s string) string { return s[:strings.Index(s, "\n")] }
	if created(want["groups.csv"]) != created(readFile(t, filepath.Join(dir, "groups.csv"))) {
		t.Error("the tables of an interrupted run have another header")
	}
}

func TestAnInterruptionBeforeTheFirstReplicationLeavesNoFolder(t *testing.T) {
	bin := program(t)
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		dir := filepath.Join(t.TempDir(), "out")
		s := start(t, bin, "compare", "baseline", "--reps", "50", "--out", dir)
		time.Sleep(400 * time.Millisecond)
		s.interrupt(sig)
		if s.out.Len() > 0 {
			t.Errorf("figures of no replication: %s", s.out.String())
		}
		nothingHalfWritten(t, filepath.Dir(dir))
	}
}

// nothingHalfWritten says what a folder has beside the names given.
func nothingHalfWritten(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range entries {
		if i >= len(names) || e.Name() != names[i] {
			t.Errorf("%s was left over", e.Name())
		}
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
