# Two commands do everything a newcomer needs: `make demo` and `make test`.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Python's own pip, lent to the environment: one less to unpack. A Python that came without takes the one that venv brings.
LENT_PIP = $(shell $(PYTHON) -m pip --version >/dev/null 2>&1 && echo yes)
PIP = $(if $(LENT_PIP),$(PYTHON) -m pip --python $(BIN)/python,$(BIN)/python -m pip)
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python
ARGS ?=

.PHONY: help setup demo test quick future check fix pictures tour bench bench-setup bench-england bench-recheck bench-streets load lock clean

help: ## say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: $(READY) ## make the virtual environment from the lock file, build the pages' styles and scripts

PAGES := scripts/build_pages.py $(wildcard app/web/front_end/*.*)

# pip installs the installer by its hash, and the installer the rest: a third of the time. Where it cannot reach an index that
# pip can (it does not read pip's settings), pip installs all of it, from the same file and by the same hashes.
$(READY): requirements.lock pyproject.toml docker/locked_requirements.py $(PAGES)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(if $(LENT_PIP),--without-pip) $(VENV)
	$(BIN)/python docker/locked_requirements.py uv < requirements.lock > $(VENV)/installer.txt
	$(PIP) install --quiet --require-hashes --requirement $(VENV)/installer.txt
	$(INSTALL) --require-hashes --requirement requirements.lock || $(PIP) install --quiet --require-hashes --requirement requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	$(BIN)/python scripts/build_pages.py
	@touch $(READY)

demo: $(READY) ## build the made-up town, run two applications, leave the server running (ARGS=--once to stop after)
	$(BIN)/pharmacy-assessor demo $(ARGS)

test: $(READY) ## run every test on every core, those of one file together, and say which took longest (ARGS are handed to pytest)
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --durations=10 $(ARGS)

JOURNEYS := tests/functional/test_api_line.py tests/generative/test_application_round_trip.py tests/real/test_seed_cases.py \
	"tests/browser/test_desk.py::test_a_consolidation_from_the_text_of_its_notice[desktop-scripts-chromium]"

quick: $(READY) ## the tests to run while working: unit, spec, and one journey of each other kind, on SQLite (a minute on two cores)
	$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder --durations=10 -k "not postgresql" $(JOURNEYS) tests/unit tests/spec $(ARGS)

# A day on which the law should have been looked for again, one beyond what was once refused, one beyond the list of bank holidays.
DAYS ?= 2027-03-01 2028-07-01 2031-01-01

future: $(READY) ## the law, the demo, the tour, the guides and all that asks for the date, with the clock at later days (DAYS, ARGS)
	@for day in $(DAYS); do echo "With the clock at $$day:"; \
	$(BIN)/python scripts/in_the_future.py $$day $(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder \
	$(or $(ARGS),$$($(BIN)/python scripts/in_the_future.py --tests)) || exit 1; done

check: $(READY) ## format, lint, types, import contracts, dead code, links, licences, vulnerabilities, the Dockerfile
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_dead_code.py
	$(BIN)/python scripts/check_links.py
	$(BIN)/python scripts/check_licences.py
	$(BIN)/python scripts/check_vulnerabilities.py
	@if [ -x $(BIN)/hadolint ]; then $(BIN)/hadolint docker/Dockerfile; \
	else echo "There is no hadolint for this system: docker/Dockerfile was not linted."; fi

fix: $(READY) ## format and mend what lint can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pictures: $(READY) ## renew the README's pictures from the browser tests' screenshots (needs chromium)
	$(BIN)/python -m pytest -q tests/browser -k "its_evidence or map_of_a_case or the_list_a_case or whole_journey"
	$(BIN)/python scripts/make_pictures.py

tour: ## go through the README in a clean clone, as CI does (a minute or two)
	scripts/tour_in_clean_clone.sh

bench: $(READY) ## speed and size beside other engines, as ratios (about 2 minutes); writes build/bench/access.json
	@$(INSTALL) --require-hashes --requirement requirements-bench.lock || echo "pandana and igraph do not install here: measured without them"
	$(BIN)/python -m bench.access

bench-setup: ## setting up a fresh clone beside the way it was before, as a ratio (a few minutes); writes build/bench/setup.json
	$(PYTHON) bench/setup.py $(ARGS)

bench-england: $(READY) ## prepare 20 million generated nodes (a few minutes, 5 GB of memory, 4 GB of disk)
	$(BIN)/python -m bench.england

bench-recheck: $(READY) ## 10,000 re-checks on 200,000 nodes, one core, two processes and Dask (2 minutes); writes build/bench/recheck.json
	$(BIN)/python -m bench.recheck

bench-streets: $(READY) ## read a county's streets and ten times as much, beside the commit before, osmium and osmnx (some 10 minutes the first time, then 3); writes build/bench/streets.json
	$(BIN)/python -m bench.streets

load: $(READY) ## serve with two workers and ask a lot (about a minute); writes build/bench/load.json
	$(BIN)/python -m bench.load $(ARGS)

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-header

lock: $(READY) ## renew requirements.lock and requirements-bench.lock from pyproject.toml
	$(LOCK) --extra postcodes --group dev pyproject.toml --output-file requirements.lock
	$(LOCK) --extra bench --constraint requirements.lock pyproject.toml --output-file requirements-bench.lock

clean: ## remove what was built
	rm -rf $(VENV) build app/web/static app/web/front_end/node_modules .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
