# setup: a virtual environment with everything; test, lint, bench: what they say; docs: the page of the library,
# docs/api.md; backgrounds: the shipped counts, from texts that lie beside the checkout; fuzz: every reader and the search, for SECONDS in all; sanitize: the tests of
# the kernels with checked indices under AddressSanitizer (gcc); load: 50 maps, eight at a time.
PYTHON ?= python3
BIN := .venv/bin
CORPORA ?= ../shared/corpora
SECONDS ?= 1200
CHECKED := $(CURDIR)/build/sanitized
# What calls the kernels; tests that start processes would start them without the runtime of the sanitizer.
KERNEL_TESTS ?= tests/text tests/pairs tests/mapequation tests/ngrams tests/segment tests/terms tests/concordance \
  tests/topics tests/communities tests/graph tests/vectors tests/senses tests/test_fuzzing.py

.PHONY: setup test lint docs bench fuzz sanitize load backgrounds clean

setup:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install '.[test]'

test: setup
	$(BIN)/pytest -n auto --dist loadscope

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs:
	$(BIN)/python docs/make_api.py

bench:
	$(BIN)/pip install '.[bench]'
	for script in benchmarks/*.py; do $(BIN)/python $$script; done

fuzz: setup
	$(BIN)/pip install '.[fuzz]'
	$(BIN)/python -P fuzz/run.py --seconds $(SECONDS)

sanitize:
	@command -v gcc > /dev/null || { echo "make sanitize needs gcc, whose sanitizers it loads" >&2; exit 1; }
	rm -rf build
	CC=gcc TEXTMINE_SANITIZE=1 $(BIN)/pip install --no-deps --target $(CHECKED) .
	LD_PRELOAD="$$(gcc -print-file-name=libasan.so):$$(gcc -print-file-name=libubsan.so)" \
	  ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1 PYTHONMALLOC=malloc PYTHONPATH=$(CHECKED) \
	  $(BIN)/pytest -q -p no:cacheprovider $(KERNEL_TESTS)
	rm -rf build

load:
	$(BIN)/python -P benchmarks/load.py

backgrounds:
	for name in zh en; do \
	  $(BIN)/textmine count $(CORPORA)/$${name}_encyclopedia.txt --min-count 2 --max-length 4 --pack \
	    --output textmine/backgrounds/$$name.ngrams || exit 1; \
	done

clean:
	rm -rf .venv build dist *.egg-info
