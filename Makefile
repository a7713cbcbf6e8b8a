# setup: a virtual environment with everything; test, lint, bench: what they say.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup test lint bench clean

setup:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install '.[test]'

test: setup
	$(BIN)/pytest

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench:
	$(BIN)/pip install '.[bench]'
	for script in benchmarks/*.py; do $(BIN)/python $$script; done

clean:
	rm -rf .venv build dist *.egg-info
