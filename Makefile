# One command a job: `make help` lists them. Each step prints its name and its seconds, and its own output only when it
# fails (`make V=1 …` shows everything).
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export PATH := $(HOME)/.cargo/bin:$(PATH)
# The build cache lies outside the checkout, so that a fresh clone builds quickly the second time.
CHUNGTAY_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)
CARGO_TARGET_DIR ?= $(CHUNGTAY_CACHE)/chungtay-target
CHUNGTAY_TOOLS ?= $(CHUNGTAY_CACHE)/chungtay-tools
export CARGO_TARGET_DIR CHUNGTAY_TOOLS V
# One compilation for build, test, demo and documents; the dependencies are unpacked once.
export CARGO_TERM_COLOR ?= auto

STEP := scripts/step

# Where `make demo` listens, and in which PostgreSQL database it lives; without one it is a SQLite file that is gone afterwards.
LISTEN ?= 127.0.0.1:8080
DATABASE ?=

CHECKED := $(addprefix check-,format text edges law docs checks types notices licences lints)
.PHONY: help ui demo example tour test check deb $(CHECKED) format notices sessions pictures bench fuzz clean need need-tests build

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

ui: need ## bundle the styles, scripts and fonts of the pages
	@$(STEP) "styles and scripts of the pages" scripts/ui

demo: need ui ## build, invent the city of Bảo Lộc and serve it (DATABASE=postgres://…, LISTEN=127.0.0.1:8080)
	@$(STEP) -s "build (the first time takes some minutes)" cargo build --locked --bin chungtay
	@exec "$(CARGO_TARGET_DIR)/debug/chungtay" demo --listen "$(LISTEN)" $(if $(DATABASE),--database "$(DATABASE)")

example: need ui ## build, invent a commune, classify its files, print the summary and one explanation
	@$(STEP) -s "build (the first time takes some minutes)" cargo build --locked --bin chungtay
	@scripts/example "$(CARGO_TARGET_DIR)/debug/chungtay"

tour: need-tests ui ## take the pictures of the README anew (docs/tour)
	@$(STEP) -s "build" cargo build --locked --bin chungtay
	@scripts/npm_ci e2e
	@$(STEP) -s "tour" env CHUNGTAY="$(CARGO_TARGET_DIR)/debug/chungtay" node e2e/tour.mjs docs/tour

test: need-tests ui ## everything: checks, build, tests, worked law cases, documents
	@$(MAKE) check
	@$(STEP) -s "build" cargo build --workspace --all-targets --locked
	@$(STEP) -p "tests" scripts/run_tests
	@$(STEP) -p "law packs and their worked cases" scripts/check_packs "$(CARGO_TARGET_DIR)/debug/chungtay"
	@$(STEP) -p "terminal sessions in the documents" \
	  python3 scripts/check_sessions.py --binary "$(CARGO_TARGET_DIR)/debug/chungtay"
	@$(STEP) -p "browser journeys, accessibility" scripts/journeys "$(CARGO_TARGET_DIR)/debug/chungtay"
	@$(STEP) -p "forms in xforms-engine and JavaRosa" scripts/forms "$(CARGO_TARGET_DIR)/debug/chungtay"
	@$(STEP) "the package for Debian" scripts/check_deb "$(CARGO_TARGET_DIR)/debug/chungtay"
	@$(STEP) "example" scripts/example "$(CARGO_TARGET_DIR)/debug/chungtay"
	@echo "All checks and tests passed."

# Each check is a target of its own, so that one failure does not hide the next.
check: need-tests ui ## format, lints, text, crate edges, licences, notices, documents
	@$(MAKE) -k $(CHECKED)

check-format:
	@$(STEP) "format (make format mends it)" cargo fmt --all -- --check -l
check-text:
	@$(STEP) "text is UTF-8, NFC, LF" python3 scripts/check_text.py
check-edges:
	@$(STEP) "crate edges as in ARCHITECTURE.md" python3 scripts/check_edges.py
check-law:
	@$(STEP) "no law in the Rust sources" python3 scripts/check_law.py
check-docs:
	@$(STEP) "documents cite what exists" python3 scripts/check_docs.py
check-checks:
	@$(STEP) "the checks themselves" python3 scripts/test_checks.py
check-types:
	@$(STEP) "types of the surveyors' app" scripts/types
check-notices:
	@$(STEP) "third-party notices are current" python3 scripts/notices.py --check
check-licences:
	@$(STEP) "licences, bans, sources" scripts/deny
check-lints:
	@$(STEP) -s "lints" scripts/lints

format: ## rewrite the Rust sources in the house format
	@cargo fmt --all

notices: ## rewrite THIRD-PARTY.md after a change of dependencies
	@python3 scripts/notices.py

sessions: ui ## rewrite the terminal sessions in the documents with what the program prints now
	@$(STEP) -s "build" cargo build --locked --bin chungtay
	@python3 scripts/check_sessions.py --write --binary "$(CARGO_TARGET_DIR)/debug/chungtay"

pictures: need-tests ui ## pictures of every page into tmp/pictures, to look at
	@$(STEP) -s "build" cargo build --locked --bin chungtay
	@scripts/npm_ci e2e
	@$(STEP) -s "pictures" env CHUNGTAY="$(CARGO_TARGET_DIR)/debug/chungtay" node e2e/pictures.mjs tmp/pictures

bench: need ui ## the benchmarks against other tools (bench/)
	@if [ -x bench/run ]; then bench/run $(BENCH); else echo "There is no bench/run in this checkout."; exit 1; fi

fuzz: need ## the fuzz targets, a short while each (fuzz/)
	@if [ -x fuzz/run ]; then fuzz/run; else echo "There is no fuzz/run in this checkout."; exit 1; fi

deb: need ui ## build the package for Debian and Ubuntu into tmp/
	@$(STEP) -s "release build (takes some minutes)" cargo build --release --locked --bin chungtay
	@packaging/deb/build "$(CARGO_TARGET_DIR)/release/chungtay" tmp

clean: ## delete the build cache and the demo's files
	@rm -rf "$(CARGO_TARGET_DIR)" "$(CHUNGTAY_TOOLS)" tmp apps/ui/dist

need:
	@scripts/need build

need-tests:
	@scripts/need test
