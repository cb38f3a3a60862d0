# Two commands do everything on a fresh Debian with python3, python3-venv and make: `make demo` and `make test`.
PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
PACKS := $(notdir $(wildcard src/peiyu/packs/cn-*)) baotou-2015 tianjin-hitech-2012
DRAFTS := model-zone-2026

.PHONY: setup demo test test-all test-postgres check bench bench-web bench-full lock golden reference bundle clean help

help:            ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: .venv/run.stamp   ## .venv with the library and .venv/bin/peiyu

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/run.txt pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements/run.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

.venv/all.stamp: requirements/all.txt .venv/dev.stamp
	$(PIP) --require-hashes -r requirements/all.txt
	@touch $@

.venv/bench.stamp: requirements/bench.txt .venv/all.stamp
	$(PIP) --require-hashes -r requirements/bench.txt
	@touch $@

demo: setup      ## the check-up of an ugly made-up ledger, both made-up territories and their briefs; then both in a browser, a month worked through
	.venv/bin/peiyu demo -o demo-out --overwrite --serve

test: .venv/dev.stamp   ## the tests (at most 15 minutes on 2 cores)
	$(PY) -m pytest -n 2 --dist worksteal -m "not slow and not spark" --durations-min=5 --durations=10

test-all: .venv/all.stamp $(if $(SKIP_TEST),,test)   ## the rest: Spark, long properties, big ledgers, broken worlds, journeys in English (at most 60 more minutes)
	$(PY) -m pytest -m "slow or spark" --durations=10

test-postgres: .venv/all.stamp   ## the application's tests on a PostgreSQL of their own
	$(PY) -W ignore -m tests.postgres $(PY) -m pytest tests/web -n 2 --dist worksteal -m "not slow and not browser"

check: .venv/dev.stamp  ## format, lint, types, walls, packs and their cases
	$(PY) -m ruff format --check src tests bench tools
	$(PY) -m ruff check src tests bench tools
	$(PY) -m mypy
	.venv/bin/lint-imports
	.venv/bin/peiyu check --strict $(PACKS)
	.venv/bin/peiyu check $(DRAFTS)
	.venv/bin/peiyu cases $(PACKS) $(DRAFTS)

bench: .venv/bench.stamp       ## the goals at 1 million companies (20 minutes); MET or MISSED each
	$(PY) -m bench --companies 1000000

bench-web: .venv/bench.stamp   ## the application at 1 million enterprises, on SQLite and on a PostgreSQL of its own
	$(PY) -m bench --companies 1000000 --application
	$(PY) -m bench --companies 1000000 --postgres

bench-full: .venv/bench.stamp  ## the goals at 10 million companies, Spark included
	$(PY) -m bench --companies 10000000 --spark

golden: .venv/dev.stamp        ## rewrite the golden files; read the difference before you commit it
	$(PY) -m pytest -m "not slow and not spark" --rewrite-golden

screenshots: .venv/dev.stamp   ## take the pictures of README anew, of the made-up place, in Chromium
	$(PY) -m tools.screenshots

reference: setup               ## rewrite docs/reference from the code
	$(PY) -m peiyu.cli.reference docs/reference
	$(PY) -m peiyu.web.site.openapi docs/reference/openapi.json

bundle: .venv/dev.stamp        ## the offline bundles of every platform, in dist/bundle
	$(PY) -m tools.bundle -o dist/bundle

lock: .venv/bin/python         ## resolve the locks again: hashes, no registry's address
	$(PIP) uv
	for set in "run --extra build --extra web" "dev --extra build --extra web --extra dev" "all --extra build --extra web --extra dev --extra spark" "bench --extra build --extra web --extra dev --extra spark --extra bench"; do \
	  name=$${set%% *}; extras=$${set#* }; \
	  .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q $$extras -o requirements/$$name.txt || exit 1; \
	done

clean:           ## remove what the commands above made
	rm -rf .venv demo-out bench/out dist
