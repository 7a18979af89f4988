# Corridor: everything here needs Go, git and make alone.

GO ?= go
BIN := bin/corridor

# Pages need nothing but Go to be written; only to change them are Node and npm needed.
WEB := sim/report/web
PICTURES := docs/pictures

.PHONY: assets pictures pages build demo test bench profile fuzz proof proof-validation plots lint clean

build: ## the program, in bin/
	$(GO) build -o $(BIN) ./cmd/corridor

demo: build ## the main job on the built-in data
	$(BIN) compare baseline --routing us,direct,open --reps 5 --fidelity screen --out out/demo

test: ## all tests that need Go alone
	$(GO) vet ./...
	$(GO) test -timeout 30m ./...

assets: ## what pages are made with, from sim/report/web (needs Node and npm)
	cd $(WEB) && npm install --no-save --no-audit --no-fund && npm run build # not `npm ci`: it wants an optional Windows package that the lock cannot name

pages: build ## reports held to what a page must be, in Chromium (needs Node, npm and Chromium)
	rm -rf out/pages
	$(BIN) data assumptions --impact --world $(WEB)/world --share 1 --reps 3 --quiet --out out/pages/impact --report >/dev/null
	$(BIN) compare baseline ./$(WEB)/scanner.yaml ./$(WEB)/booths.yaml --world $(WEB)/world --routing us,direct --share 1 --reps 3 --quiet --out out/pages/small >/dev/null
	$(BIN) report out/pages/small --impact out/pages/impact
	$(BIN) breakeven ./$(WEB)/base.yaml --world $(WEB)/world --vary changes.slow.do.service_time=1..200 --on time --share 1 --quiet --out out/pages/curve --report >/dev/null
	$(BIN) breakeven ./$(WEB)/base.yaml --world $(WEB)/world --vary changes.slow.do.service_time=1..200 --vary changes.slow.lasts=2..14d --on time --share 1 --quiet --out out/pages/surface --report >/dev/null
	$(BIN) sweep $(WEB)/sweep.yaml --world $(WEB)/world --quiet --out out/pages/sweep --report >/dev/null
	$(BIN) sweep $(WEB)/tornado.yaml --world $(WEB)/world --quiet --out out/pages/tornado --report >/dev/null
	$(BIN) compare ./$(WEB)/spring.yaml ./$(WEB)/closure.yaml --routing us,direct --reps 2 --fidelity screen --quiet --out out/pages/closure --report >/dev/null
	$(BIN) validate --fast --reps 2 --quiet --out out/pages/validation --report >/dev/null || test $$? = 4
	$(BIN) report out/demo
	node $(WEB)/check.mjs comparison=out/demo/report.html disruption=out/pages/closure/report.html assumptions=out/pages/small/report.html impact=out/pages/impact/report.html \
		breakeven=out/pages/curve/report.html breakeven=out/pages/surface/report.html sweep=out/pages/sweep/report.html tornado=out/pages/tornado/report.html validation=out/pages/validation/report.html

pictures: demo ## the pictures of README.md, from the demo's run
	mkdir -p $(PICTURES)
	$(BIN) plot out/demo --kind map --case baseline/us --out $(PICTURES)/map-us.svg
	$(BIN) plot out/demo --kind map --case baseline/direct --out $(PICTURES)/map-direct.svg
	$(BIN) plot out/demo --kind stages --out $(PICTURES)/stages.svg

bench: ## speed as ratios against the reference loop, in one run
	$(GO) test -run '^$$' -bench . -benchtime 3x -count 3 ./sim/freight
	$(GO) test -run '^$$' -bench . ./sim

profile: ## CPU profile of a baseline year: bin/cpu.prof
	mkdir -p bin
	$(GO) test -run '^$$' -bench BaselineYear -benchtime 1x -cpuprofile bin/cpu.prof -o bin/freight.test ./sim/freight
	$(GO) tool pprof -top -nodecount 30 bin/freight.test bin/cpu.prof

fuzz: ## a minute each on the readers of tables and scenarios
	$(GO) test -run '^$$' -fuzz FuzzRead -fuzztime 60s ./scenarios
	$(GO) test -run '^$$' -fuzz FuzzLoad -fuzztime 60s ./data

proof: ## hours of proof; the dated results go to docs/proofs/
	mkdir -p docs/proofs
	$(GO) test -tags proof -run Proof -v -timeout 10h ./... | grep -E '^(proof|ok|FAIL|---)' | tee docs/proofs/$$(date +%F).txt

proof-validation: ## of these the validation: all targets and the fit again, 1,772 runs, under 15 minutes on two processors
	mkdir -p docs/proofs
	$(GO) test -tags proof -run Proof -v -timeout 1h ./sim/validate | sed -E 's/^ +[a-z_]+\.go:[0-9]+: //' | grep -E '^(proof|ok|FAIL|---)' | tee docs/proofs/$$(date +%F)-validation.txt

plots: ## the pictures of docs/experiments.md, from simulations
	$(GO) run ./sim/experiment/examples/plots docs/plots

lint:
	test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	$(GO) vet ./...

clean:
	rm -rf bin out
