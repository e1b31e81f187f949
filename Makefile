# Everything lives in .venv and is made when it is missing: a machine with make and Python 3.11 needs nothing else.
# "make demo" installs what the program runs with; the other targets also install what tests and checks need.

PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUN := .venv/ready-to-run
TEST := .venv/ready-to-test
# Tests make and drop hundreds of databases: in memory, where the machine has such a place.
MEMORY := $(firstword $(wildcard /dev/shm) /tmp)
# A process that compiles a module keeps it for the next, whatever the shell says: tests start dozens of them.
unexport PYTHONDONTWRITEBYTECODE
LOCK := pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet --python-version 3.11

.PHONY: demo test check bench screenshots wheel lock format clean

demo: $(RUN)
	@$(BIN)/python -m bot demo $(ARGS)

# Three processes for two cores: now and then one waits for a browser or for Slack's pace.
test: $(TEST)
	TMPDIR=$(MEMORY) $(BIN)/python -m pytest --numprocesses=3 --dist=worksteal $(ARGS)

check: $(TEST)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(TEST)
	$(BIN)/python -m tests.benchmarks $(ARGS)

screenshots: $(TEST)
	$(BIN)/python -m tests.screenshots docs

wheel: $(TEST)
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

format: $(TEST)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Writes both lock files anew after a change of pyproject.toml; versions that still fit stay as they are.
lock: $(TEST)
	$(PIP) install uv
	$(BIN)/uv $(LOCK) pyproject.toml --output-file requirements.lock
	$(BIN)/uv $(LOCK) --extra dev pyproject.toml --constraints requirements.lock --output-file tests/requirements.lock

clean:
	rm -rf .venv dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache interview-tracks-demo
	find bot storage tracks tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN): requirements.lock | .venv/bin/python
	@echo "Installing what the program runs with ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(TEST): tests/requirements.lock requirements.lock | .venv/bin/python
	@echo "Installing what the program, its tests and its checks need ..."
	@$(PIP) install --require-hashes -r tests/requirements.lock
	@touch $@ $(RUN)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "This needs Python 3.11 or newer, and there is none under the name python3." >&2; exit 1; }
	@$(PYTHON) -m venv .venv
