package data

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestDistributionsAreReadWithTheirMeans(t *testing.T) {
	const h = 3600.0
	for _, tt := range []struct {
		in   string
		want Dist
		mean float64
	}{
		{"20min", Dist{A: 1200}, 1200},
		{"constant 20min", Dist{A: 1200}, 1200},
		{"constant 0s", Dist{}, 0},
		{"exponential mean=1h", Dist{Kind: Exponential, A: h}, h},
		{"erlang k=3 mean=90s", Dist{Kind: Erlang, A: 90, K: 3}, 90},
		{"erlang mean=90s k=1000", Dist{Kind: Erlang, A: 90, K: 1000}, 90},
		{"gamma shape=2 mean=1h", Dist{Kind: Gamma, A: h, B: 2}, h},
		{"weibull shape=1.5 mean=1h", Dist{Kind: Weibull, A: h, B: 1.5}, h},
		{"lognormal mean=20min sigma=0.76", Dist{Kind: Lognormal, A: 1200, B: 0.76}, 1200},
		{"lognormal mean=20min sigma=0", Dist{Kind: Lognormal, A: 1200}, 1200},
		{"lognormal mean=20min cv=1", Dist{Kind: Lognormal, A: 1200, B: math.Sqrt(math.Ln2)}, 1200},
		{"triangular min=1h mode=2h max=6h", Dist{Kind: Triangular, A: h, B: 2 * h, C: 6 * h}, 3 * h},
		{"triangular max=1h min=1h mode=1h", Dist{Kind: Triangular, A: h, B: h, C: h}, h},
		{"uniform min=1h max=2h", Dist{Kind: Uniform, A: h, B: 2 * h}, 1.5 * h},
		{"empirical 1h 2h*3 5h", Dist{Kind: Empirical}, (1 + 6 + 5) * h / 5},
		{"empirical 4h", Dist{Kind: Empirical}, 4 * h},
		{"  exponential   mean=1d12h ", Dist{Kind: Exponential, A: 36 * h}, 36 * h},
	} {
		got, err := ParseDist(tt.in)
		if err != nil {
			t.Errorf("ParseDist(%q): %v", tt.in, err)
			continue
		}
		if m := got.Mean(); math.Abs(m-tt.mean) > 1e-9*(1+tt.mean) {
			t.Errorf("mean of %q is %v, want %v", tt.in, m, tt.mean)
		}
		if d := got.MeanSpan(); d != time.Duration(tt.mean*1e9) {
			t.Errorf("mean of %q is %s", tt.in, d)
		}
		if got.Kind != tt.want.Kind || tt.want.Kind != Empirical && (got.A != tt.want.A || math.Abs(got.B-tt.want.B) > 1e-12 || got.C != tt.want.C || got.K != tt.want.K) {
			t.Errorf("ParseDist(%q) = %+v, want %+v", tt.in, got, tt.want)
		}
	}
}

func TestALognormalByMedianAndTailHasThem(t *testing.T) {
	d, err := ParseDist("lognormal median=2h p95=8h")
	if err != nil {
		t.Fatal(err)
	}
	// The median of a lognormal is mean / exp(sigma²/2); its 95th percentile
	// exp(1.6449 sigma) times that.
	median := d.A / math.Exp(d.B*d.B/2)
	if p95 := median * math.Exp(1.6448536269514722*d.B); math.Abs(median-7200) > 1e-6 || math.Abs(p95-28800) > 1e-6 {
		t.Errorf("median %v s, 95th percentile %v s", median, p95)
	}
	if _, err := ParseDist("lognormal median=2h p95=2h"); err != nil {
		t.Errorf("no spread at all: %v", err)
	}
}

func TestBadDistributionsAreRefusedWithWhatWasExpected(t *testing.T) {
	for in, want := range map[string]string{
		"": "expected a distribution such as", "normal mean=1h": "expected a distribution: constant", "exponentail mean=1h": `did you mean "exponential"?`,
		"20": "expected a distribution: constant", "constant": "expected `constant 20min`", "constant 1h 2h": "expected `constant 20min`", "constant mean=1h": "expected a time", "constant -1h": "expected a time",
		"exponential": "expected `exponential mean=…`", "exponential 1h": `expected name=value instead of "1h"`, "exponential mean=1": "mean: expected a unit", "exponential mean=": "mean: expected a time",
		"exponential mean=-1h": "mean: expected a time", "exponential mean=1h mean=2h": "expected mean only once", "exponential mean=1h sigma=1": "expected `exponential mean=…`", "exponential rate=1": `unknown argument "rate"`,
		"erlang mean=1h": "k, a whole number", "erlang k=2.5 mean=1h": "k, a whole number", "erlang k=0 mean=1h": "k, a whole number", "erlang k=1001 mean=1h": "k, a whole number", "erlang k=-1 mean=1h": "expected k=number", "erlang k=2": "expected `erlang k=… mean=…`",
		"gamma mean=1h": "shape from 0.05 to 1000", "gamma shape=0 mean=1h": "shape from 0.05", "gamma shape=NaN mean=1h": "expected shape=number", "weibull shape=2000 mean=1h": "shape from 0.05",
		"lognormal mean=1h": "expected `lognormal mean=… sigma=…`", "lognormal mean=1h sigma=3.1": "sigma from 0 to 3", "lognormal mean=1h sigma=-1": "expected sigma=number", "lognormal mean=1h cv=1e9": "sigma from 0 to 3",
		"lognormal median=4h p95=2h": "0 < median <= p95", "lognormal median=0h p95=2h": "0 < median <= p95", "lognormal median=1s p95=36600d": "sigma from 0 to 3", "lognormal mean=1h sigma=1 cv=1": "expected `lognormal",
		"lognormal median=1h p95=2h sigma=1": "expected `lognormal median=… p95=…`",
		"triangular min=2h mode=1h max=3h":   "min <= mode <= max", "triangular min=1h mode=4h max=3h": "min <= mode <= max", "triangular min=1h max=3h": "mode",
		"uniform min=2h max=1h": "min <= max", "uniform max=1h": "expected `uniform min=… max=…`",
		"empirical": "1 to 10,000 values", "empirical 1h*0": "expected a positive weight", "empirical 1h*-1": "expected a positive weight", "empirical 1h*NaN": "expected a positive weight", "empirical 1h*Inf": "expected a positive weight",
		"empirical 1h*": "expected a positive weight", "empirical 1h*2*3": "expected a positive weight", "empirical *2": "expected a time", "empirical 1": "expected a unit",
		"empirical 1h*1e10": "expected a positive weight", "exponential mean=3660000000d": "at most 100 years", "constant 36601d": "at most 100 years",
		"empirical 1h*0x1p4": "expected a positive weight",
	} {
		if got, err := ParseDist(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseDist(%q) = %+v, %v, want an error with %q", in, got, err, want)
		}
	}
	if _, err := ParseDist("empirical" + strings.Repeat(" 1h", 10_001)); err == nil {
		t.Error("10,001 values are taken")
	}
	if _, err := ParseDist("normal" + strings.Repeat("x", 1_000_000)); err == nil || len(err.Error()) > 300 {
		t.Errorf("an error of %d bytes", len(err.Error()))
	}
}
