# SPDX-License-Identifier: Apache-2.0

# A front for CMake's presets and the scripts; `make help` lists the commands.

SHELL = /bin/bash
MAKEFLAGS += --no-print-directory
A53 = build/virt-a53
.DEFAULT_GOAL = help

# Any other word is no command, even if there is a folder of that name, such as tests.
.PHONY: .always
%: .always
	@echo "There is no command \"make $@\"; \"make help\" lists the commands." >&2; exit 2
Makefile: ;

.PHONY: run
run: ## Boot the Cortex-A53 in QEMU: the scenario in C, then C with a driver in Rust
	@scripts/install-deps.sh run
	@scripts/build.sh virt-a53 scenario mixed blobs
	@for image in scenario/scenario.bin mixed/mixed.bin; do \
		boards/virt-a53/run.sh $(A53)/apps/$$image \
			--dtb $(A53)/boards/virt-a53/three.dtb || exit 1; \
	done

.PHONY: test
test: ## Run every test of C and Rust: host, sanitizers, boards, packages, build matrix
	@scripts/install-deps.sh test
	@scripts/test.sh

.PHONY: test-host
test-host: ## Run the host tests alone (also test-asan, test-tsan, test-host32)
test-host test-asan test-tsan test-host32 test-virt-a53 test-mps2-an385 test-mps2-an386 \
test-mps2-an505: test-%:
	@scripts/install-deps.sh test
	@scripts/test.sh $*

.PHONY: damage
damage: ## Run the damage fuzzer with every set of options: TRIALS=10000000 of each kind
	@scripts/install-deps.sh test
	@tests/damage/run.sh . build/damage $(or $(TRIALS),10000000)

.PHONY: test-boards
test-boards: ## Run the tests of the boards alone (also test-BOARD, as in test-mps2-an505)
	@scripts/install-deps.sh test
	@scripts/test.sh virt-a53 mps2-an385 mps2-an386 mps2-an505

.PHONY: test-rust
test-rust: ## Run the tests of the Rust crates alone (also test-rust-STEP, as in test-rust-asan)
	@scripts/install-deps.sh test
	@scripts/test.sh rust

# The steps are those of scripts/test-rust.sh --list.
test-rust-%:
	@scripts/test-rust.sh --list | grep -qxF -e "$*" || \
		{ echo "There is no step \"$*\" in scripts/test-rust.sh --list." >&2; exit 2; }
	@scripts/install-deps.sh test
	@scripts/test.sh rust-$*

.PHONY: lint
lint: ## Check formatting, static analysis, shell scripts, rules of the source tree, benchmark pages
	@scripts/install-deps.sh lint
	@scripts/lint.sh

.PHONY: format
format: ## Format all C, C++ and Rust files
	@scripts/install-deps.sh lint
	@scripts/format.sh

.PHONY: verify
verify: ## Search tiny heaps exhaustively: 10^9 operations; all 2^32 inputs of the arithmetic (15 minutes)
	@scripts/install-deps.sh test
	@scripts/verify.sh

.PHONY: bindings
bindings: ## Write anew what bindgen and cbindgen make of the headers and of the driver crate
	@scripts/install-deps.sh test
	@source scripts/rust-env.sh && \
		cargo run -q --locked --manifest-path rust/xtask/Cargo.toml -- generate

.PHONY: bench
bench: ## Run all benchmarks, or those of ALLOC=..., TARGET=..., WORKLOAD=... (build/bench/*.csv)
	@scripts/install-deps.sh bench
	@scripts/bench.sh $(WORKLOAD)

.PHONY: bench-policies
bench-policies: ## Compare the region policies (Cortex-M3, Cortex-A53, host)
	@scripts/install-deps.sh bench
	@benches/policies/run.sh

.PHONY: bench-report
bench-report: ## Make BENCHMARKS.md, WORST-CASE.md, tables and charts from benches/results
	@scripts/install-deps.sh bench
	@benches/charts/sizes.sh
	@benches/charts/rust-sizes.sh
	@benches/charts/report.sh

.PHONY: size
size: ## Measure the code of the core on the Cortex-M3, by object, symbol and use
	@scripts/install-deps.sh test
	@benches/size.sh

.PHONY: deps
deps: ## Install everything that the other commands need
	@scripts/install-deps.sh all

.PHONY: clean
clean: ## Remove what was built (downloads in build/deps stay)
	@find build -mindepth 1 -maxdepth 1 ! -name deps -exec rm -rf {} + 2>/dev/null || true

.PHONY: help
help: ## List the commands
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/make \1@\2/p' $(MAKEFILE_LIST) | \
		awk -F@ '{ name[NR] = $$1; text[NR] = $$2; if (length($$1) > width) width = length($$1) } \
			END { for (i = 1; i <= NR; i++) printf "    %-*s  %s\n", width, name[i], text[i] }'
