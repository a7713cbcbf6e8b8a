# setup: a virtual environment with everything; test, lint, bench: what they say; backgrounds: the shipped counts,
# from texts that lie beside the checkout.
PYTHON ?= python3
BIN := .venv/bin
CORPORA ?= ../shared/corpora

.PHONY: setup test lint bench backgrounds clean

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

backgrounds:
	for name in zh en; do \
	  $(BIN)/textmine count $(CORPORA)/$${name}_encyclopedia.txt --min-count 2 --max-length 4 --pack \
	    --output textmine/backgrounds/$$name.ngrams || exit 1; \
	done

clean:
	rm -rf .venv build dist *.egg-info
