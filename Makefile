# clustergraph: every task by one word. `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
HOME_DIR ?= .clustergraph
HOST ?= 127.0.0.1
PORT ?= 8000
SIZE ?= 100000
BIN := $(VENV)/bin
.DEFAULT_GOAL := help

$(VENV)/.run: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "clustergraph needs Python 3.11 or newer; set PYTHON=python3.12, say")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

# clients of others for the tests; without npm, or with a Node.js that is too old for them, those tests are skipped
NODE := tests/node/node_modules/.package-lock.json
$(NODE): tests/node/package-lock.json
	@if npm --version >/dev/null 2>&1; then npm ci --prefix tests/node --engine-strict --silent || echo "No clients from npm: see above"; else echo "No npm: its clients are not tested"; fi

.PHONY: help serve build test test-long check bench bench-beside docs wheel clean

help: ## List the tasks
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

serve: $(VENV)/.run ## Set up, build the release where it is absent or stale, and serve it (HOST, PORT, HOME_DIR)
	$(BIN)/clustergraph --home $(HOME_DIR) serve --host $(HOST) --port $(PORT)

build: $(VENV)/.run ## Set up and build the release
	$(BIN)/clustergraph --home $(HOME_DIR) build

check: $(VENV)/.dev ## Lint, types, import contracts, and the curator's checks on the repository
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/clustergraph check

test: check $(NODE) ## Set up and test
	$(BIN)/python -m pytest -n 2

test-long: $(VENV)/.dev $(NODE) ## The full figures: many kills, many cases, long soaks
	$(BIN)/python -m pytest -m long -o faulthandler_timeout=3600

# in an environment of its own: what a peer brings along, another event loop say, must not change what is measured here
PEERS := $(VENV)/peers/bin
$(PEERS)/rdflib-endpoint: $(VENV)/.dev
	$(PYTHON) -m venv $(VENV)/peers
	$(PEERS)/python -m pip install --quiet --disable-pip-version-check 'rdflib-endpoint[cli,web]>=0.6.3,<0.7'

# a validator of others; without npm it is left out
VALIDATOR := benchmarks/node/node_modules/.package-lock.json
$(VALIDATOR): benchmarks/node/package-lock.json
	@if npm --version >/dev/null 2>&1; then npm ci --prefix benchmarks/node --engine-strict --silent || echo "No shacl-engine from npm: see above"; else echo "No npm: shacl-engine is not measured"; fi

bench: $(PEERS)/rdflib-endpoint $(VALIDATOR) ## Measure, as ratios against peers in the same run (SIZE, in triples)
	$(BIN)/python benchmarks/run.py $(SIZE)

bench-beside: $(VENV)/.dev ## Measure beside an earlier build in the same run (OTHER, a checkout set up by `make build`; SIZE)
	$(BIN)/python benchmarks/beside.py $(OTHER) $(SIZE)

docs: $(VENV)/.dev ## Write the generated pages of docs/ again
	$(BIN)/python docs/generate.py

wheel: $(VENV)/.dev ## Build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean: ## Remove the environment, the home and the caches
	rm -rf $(VENV) $(HOME_DIR) tests/node/node_modules benchmarks/node/node_modules dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
