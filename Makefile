# What can be done with this project. `make` alone prints the list.
#
# `make demo` and `make test` need Python >= 3.11 and nothing else: what they need beyond is installed by pip into
# .venv, once. Stamp files say what .venv holds; they are renewed when pyproject.toml or constraints.txt changes.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test bench evaluate fuzz docs messages dist clean distclean

# A Python that is new enough and can make virtual environments. A name on the path may be a shim that fails: run it.
PYTHON ?= $(shell for name in python3.11 python3 python3.12 python3.13; do \
    "$$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
    && { echo "$$name"; break; }; done)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
NEEDS := pyproject.toml constraints.txt

help: ## print this list
	@echo "duikou: make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)$$/  \1|\2/p' Makefile | while IFS='|' read -r name what; do \
	    printf '  %-10s %s\n' $$name "$$what"; done

demo: $(VENV)/.run ## clean, compare and extract the documents of corpus/ into out/
	@$(BIN)/python tools/demo.py

test: $(VENV)/.dev ## check style and types, and run the tests
	@echo "==> ruff check"; $(BIN)/ruff check --quiet .
	@echo "==> ruff format --check"; $(BIN)/ruff format --check --quiet .
	@echo "==> mypy"; $(BIN)/mypy
	@echo "==> pytest"; $(BIN)/python -m pytest

# Which parts to measure, as ONLY="clean pdf"; the others stay on the page as they were. `bench.py --list` names them.
ONLY ?=

bench: $(VENV)/.bench ## measure beside what people use today and write docs/benchmarks.md (about 10 minutes)
	@$(BIN)/python benchmarks/bench.py $(if $(ONLY),--only $(ONLY))

evaluate: $(VENV)/.bench ## hold what comes out against truth and write docs/evaluation.md (about 10 minutes)
	@$(BIN)/python evaluation/evaluate.py $(if $(ONLY),--only $(ONLY))

# How long each reader and the grammar are fuzzed.
SECONDS_EACH ?= 60

fuzz: $(VENV)/.fuzz ## look for inputs that break a promise, a minute for each reader (SECONDS_EACH=60)
	@$(BIN)/python fuzz/run.py $(SECONDS_EACH)

docs: $(VENV)/.run ## write the generated pages of docs/ anew
	@$(BIN)/python tools/reference.py

messages: $(VENV)/.dev ## take new messages into the catalogue of translations, and compile it
	@$(BIN)/python tools/messages.py

dist: $(VENV)/.dev ## build the source distribution and the wheel into dist/, and check what is in them
	@$(BIN)/python tools/dist.py

clean: ## remove what was made: out/, dist/ and caches
	@rm -rf out dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +

distclean: clean ## remove .venv too
	@rm -rf $(VENV)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No Python >= 3.11 with the module venv was found." \
	    "Install one (Debian: apt-get install python3 python3-venv), or say which: make PYTHON=/path/to/python3" >&2; exit 2; }
	@echo "==> making $(VENV) with $(PYTHON)"
	@"$(PYTHON)" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 2; }

$(VENV)/.run: $(NEEDS) | $(BIN)/python
	@echo "==> installing duikou and what it runs on into $(VENV)"
	@$(PIP) install -c constraints.txt -e .
	@$(BIN)/python -m compileall -q src/duikou
	@touch $@

$(VENV)/.bench: $(NEEDS) | $(BIN)/python
	@echo "==> installing duikou and what it is measured beside into $(VENV)"
	@$(PIP) install -c constraints.txt -e '.[bench]'
	@$(BIN)/python -m compileall -q src/duikou
	@touch $(VENV)/.run $@

$(VENV)/.fuzz: $(NEEDS) | $(BIN)/python
	@echo "==> installing duikou and what it is fuzzed with into $(VENV)"
	@$(PIP) install -c constraints.txt -e '.[fuzz]' || { echo "What make fuzz needs could not be installed:" \
	    "atheris has wheels for CPython on Linux only. Without it, make test tries readers and texts with hypothesis." >&2; exit 2; }
	@touch $(VENV)/.run $(VENV)/.dev $@

$(VENV)/.dev: $(NEEDS) | $(BIN)/python
	@echo "==> installing duikou and its development tools into $(VENV)"
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@$(BIN)/python -m compileall -q src/duikou
	@touch $(VENV)/.run $@
