# The one task runner. `make` alone lists the targets.

PYTHON ?= python3
PORT ?= 8000

BIN := .venv/bin
INSTALLED := .venv/installed
BENCHED := .venv/benched
MUTATED := .venv/mutated
EXERCISES := _build/exercises.made
SITE := _build/html/intro.html
GRADES := _build/class/grades.txt

# Processes take the cores, which threads of BLAS would only wait for. How many there are, and that
# what shares fixtures stays together: tests/conftest.py.
PYTEST = OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n logical --no-loadscope-reorder

# nbgrader and jupyter-book call helpers of their own by name.
export PATH := $(CURDIR)/$(BIN):$(PATH)
files = $(shell find $(1) -type f -not -name '*.pyc' -not -path '*/.ipynb_checkpoints/*')

# A build that fails has written pages; they must not pass for a good one.
.DELETE_ON_ERROR:

.PHONY: help course site pdf exercises serve check quick test lint types mutants bench release-check lock clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' Makefile

course: $(SITE) $(GRADES)  ## build the site, grade the sample class, print the grades
	@cat $(GRADES)
	@echo
	@echo "site       _build/html/index.html   (make serve shows it on http://127.0.0.1:$(PORT))"
	@echo "feedback   _build/class/feedback/STUDENT/ASSIGNMENT/*.html"
	@echo "grades     _build/class/grades.csv"

site: $(SITE)  ## build the site, strictly

pdf: $(SITE)  ## print the book as one PDF, which the site then offers (needs Chromium)
	$(BIN)/python -m book.paper _build/html
	@echo "PDF   _build/html/fully-connected-layer.pdf"

exercises: $(EXERCISES)  ## write the notebooks from solutions/*/*.py

serve: $(SITE)  ## show the site on http://127.0.0.1:8000 (PORT=... for another)
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null \
		|| { echo "Port $(PORT) is in use or not allowed: choose another, make serve PORT=8080" >&2; exit 1; }
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

check: lint  ## in a minute: style, types, and the tests that start no other program
	@$(MAKE) --no-print-directory --jobs=2 types quick

quick: $(INSTALLED)
	$(PYTEST) -m "not slow" -q

test: lint types $(SITE) $(GRADES)  ## run every check of the code, the notebooks, the grading and the site
	$(PYTEST)

lint: $(INSTALLED)  ## check style and spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell

types: $(INSTALLED)  ## check the types of fclib
	$(BIN)/mypy

# With one thread, as a thread pool of BLAS does not outlive the fork in which each mutant runs.
mutants: $(MUTATED)  ## change the layer and the checks' engine in small ways: does a test see each? (MUTANTS="fclib.linear.*" tries these)
	OPENBLAS_NUM_THREADS=1 $(BIN)/mutmut run $(MUTANTS)
	$(BIN)/python -m tests.mutants

# OpenBLAS would run the kernel that these name, not the one that is right for this processor.
bench: $(BENCHED) $(SITE)  ## measure; writes benchmarks/results.json (BENCH="products site" measures these)
	env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE $(BIN)/python -m benchmarks.run $(BENCH)

release-check: $(INSTALLED)  ## build and try what a release consists of (TAG=v1.2.3 for its day)
	$(BIN)/python .ci/release_check.py $(TAG)

lock:  ## pin new versions in requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra grading --extra book --extra test --universal \
		--python-version 3.11 --generate-hashes --no-strip-extras --no-header --quiet \
		--output-file requirements.lock

clean:  ## remove everything that was built, the virtual environment too
	rm -rf _build mutants .venv
$(INSTALLED): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null \
		|| { echo "$(PYTHON) is not there: install Python 3.11 or newer, or name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is $$($(PYTHON) -V 2>&1), and 3.11 or newer is needed: name one, make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "$(PYTHON) has no venv: install it (Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }
	@echo "Installing the pinned packages into .venv"
	@$(PYTHON) -m venv .venv
	@{ $(BIN)/python -m pip install --quiet --disable-pip-version-check --retries 2 \
			--require-hashes --requirement requirements.lock \
		&& $(BIN)/python -m pip install --quiet --disable-pip-version-check \
			--no-deps --no-build-isolation --editable . ; } \
		|| { echo "The packages could not be installed (see above). Is there a network? Then run make again." >&2; exit 1; }
	@touch $@

$(BENCHED): $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-build-isolation --editable ".[bench]"
	@touch $@

$(MUTATED): $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-build-isolation --editable ".[mutants]"
	@touch $@

$(EXERCISES): $(INSTALLED) nbgrader_config.py $(call files,solutions fclib/grading)
	$(BIN)/fclib exercises
	@mkdir -p $(@D) && touch $@

$(SITE): $(EXERCISES) _config.yml benchmarks/results.json $(call files,book fclib)
	@echo "Building the site"
	@jupyter-book build book --config _config.yml --path-output . -W -n --keep-going >_build/site.log
	@touch $@

# The sample class goes through nbgrader in a course folder of its own.
$(GRADES): $(EXERCISES) nbgrader_config.py $(call files,tests/class fclib)
	@rm -rf $(@D) && mkdir -p _build
	@echo "Grading the sample class"
	@$(BIN)/python tests/class/grade.py $(@D) >_build/class.log 2>&1 \
		|| { tail -n 20 _build/class.log >&2; echo "The whole log: _build/class.log" >&2; exit 1; }
	@$(BIN)/fclib --course $(@D) grades >$@.part && mv $@.part $@
