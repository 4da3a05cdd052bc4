# Every command a person needs. `make` alone lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
BENCH  ?= build/bench-venv
DEMO   ?= demo
PERSONS ?= 40000
SERVE_DEMO = $(BIN)/footpath serve --store $(DEMO)/store --data $(DEMO)/data --map $(DEMO)/map.map.yaml
DEEP   ?=

.PHONY: help demo ui test chromium node pages kernels compiled lint types docs bench lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | sed 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-8s %s\n", $$1, $$2}'

$(VENV)/.run: requirements-install.txt requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-install.txt
	@bash tools/install.sh $(BIN)/python requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@bash tools/install.sh $(BIN)/python requirements-dev.txt
	@touch $@

demo: $(VENV)/.run ui ## Make a demo shop's raw exports, draw its journey map and open the app with it
	$(BIN)/footpath demo-data $(DEMO) --persons $(PERSONS)
	$(BIN)/footpath map $(DEMO)/exports --store $(DEMO)/store --template ecommerce \
	  --title "I order a lamp and live with it" \
	  -o $(DEMO)/map.html -o $(DEMO)/map.map.yaml -o $(DEMO)/map.pdf
	@$(BIN)/python tools/open_page.py $(DEMO)/map.html
	@echo; echo "The app, with the shop loaded: $(SERVE_DEMO)"
	@if [ -t 1 ] && [ -z "$$CI" ]; then exec $(SERVE_DEMO); fi

ui: $(VENV)/.run ## Build the pages of the product
	@bash tools/build_ui.sh $(BIN)/python

test: export PYTHONDONTWRITEBYTECODE := # hundreds of processes are started: none is to compile all modules again
test: $(VENV)/.dev ## Check style, types, layers and docs, then run the tests (DEEP=1: an evening's worth of them)
	@$(MAKE) --no-print-directory -j 3 chromium node ui lint types pages kernels compiled
	FOOTPATH_DEEP=$(DEEP) $(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

chromium:
	@bash tools/get_chromium.sh

node: $(VENV)/.dev
	@bash tools/get_node_packages.sh $(BIN)/python tracker tests/sdks

pages: $(VENV)/.dev
	$(BIN)/cog -I . --check $$(git ls-files 'README.md' 'docs/*.md')
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict --site-dir build/site

kernels: $(VENV)/.dev
	$(BIN)/python -m tests.warm

compiled: $(VENV)/.dev
	@$(BIN)/python -m pytest --collect-only -qq >/dev/null || $(BIN)/python -m pytest --collect-only -qq

lint: $(VENV)/.dev ## Check style, formatting and layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: $(VENV)/.dev ## Check types
	$(BIN)/mypy

docs: $(VENV)/.dev ## Refresh the generated parts of the docs and build the site in build/site
	$(BIN)/cog -I . -r $$(git ls-files 'README.md' 'docs/*.md')
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --site-dir build/site

$(BENCH)/.done: requirements-bench.txt pyproject.toml
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

bench: $(BENCH)/.done ## Measure beside the peers (SIZE=10M ONLY=funnel RESUME=1) into benchmarks/results.json
	RETENTIONEERING_NO_TRACK=1 $(BENCH)/bin/python -m benchmarks \
	  $(if $(SIZE),--size $(SIZE)) $(if $(ONLY),--only $(ONLY)) $(if $(RESUME),--resume)

lock: ## Resolve the dependencies anew into the hash-locked requirements
	$(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --group install -o requirements-install.txt
	$(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --group build pyproject.toml -o requirements.txt
	$(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --group build --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --group build --group bench -c requirements.txt pyproject.toml -o requirements-bench.txt

clean: ## Remove what the targets made
	rm -rf $(VENV) build $(DEMO)
