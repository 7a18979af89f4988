# Corridor: everything here needs Go, git and make alone.

GO ?= go
BIN := bin/corridor

.PHONY: build demo test bench profile fuzz proof lint clean

build: ## the program, in bin/
	$(GO) build -o $(BIN) ./cmd/corridor

demo: build ## the main job on the built-in data
	$(BIN) compare baseline --routing us,direct,open --reps 3 --out out/demo

test: ## all tests that need Go alone
	$(GO) vet ./...
	$(GO) test ./...

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

lint:
	test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	$(GO) vet ./...

clean:
	rm -rf bin out
