// Command corridor simulates freight corridors between Canada and Mexico and
// compares going through the United States with going direct.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(Main()) }

// Main runs the command line and returns its exit code: 0 ok, 1 failed, 2
// usage, 3 bad input, 4 a threshold missed, 130 interrupted.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return execute(ctx, os.Args[1:], os.Stdout, os.Stderr)
}
