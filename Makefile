# Everything from a clone: `make run` serves Orienteer, `make test` tests it. Nothing else is needed first.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PO := $(wildcard app/translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
# Without compiled files each command that a test starts would compile all of the app and its libraries again.
unexport PYTHONDONTWRITEBYTECODE
PYTEST := $(BIN)/python -m pytest -n 3 --dist loadgroup --no-loadscope-reorder

.PHONY: run pdf bulk nodes test verify check audit sbom check-content locks messages styleguide pictures mutants bench faults clean

run: $(VENV)/core $(MO)
	@exec $(BIN)/orienteer serve --host $(HOST) --port $(PORT)

# What a plan as PDF takes, for who wants it; the page offers it from the next start on.
pdf: $(VENV)/pdf
	@$(BIN)/python -c 'import sys; from app.exports.pdf import pdf_is_installed as works; sys.exit(not works() and "The system lacks Pango. On Debian: sudo apt-get install libpangoft2-1.0-0 libharfbuzz-subset0; on macOS: brew install pango")'

test: $(VENV)/dev $(MO)
	@sh tests/install.sh
	$(PYTEST) -m "not verify" --junitxml=build/test.xml

# Every test: those of `make test` with their coverage measured, then the rest, and properties with many more examples.
# Two processes at a time for the rest: its drills say how long people wait.
verify: $(VENV)/dev $(MO)
	@sh tests/install.sh
	$(PYTEST) -m "not verify" --junitxml=build/verify-1.xml --cov --cov-report=term:skip-covered
	$(PYTEST) -n 2 -m "verify or hypothesis" --junitxml=build/verify-2.xml --hypothesis-profile verify

check: $(VENV)/dev $(MO)
	@sh tests/check.sh $(BIN)

# Every locked package against a database of known vulnerabilities; fails when it could look at none. Needs a network.
audit: $(VENV)/dev
	@$(BIN)/python -m tests.checks.audit

# What is in each lock file, as CycloneDX: the same bytes for the same locks.
sbom: $(VENV)/dev
	@mkdir -p sbom
	@for lock in core bulk nodes pdf dev; do $(BIN)/cyclonedx-py requirements locks/$$lock.txt --pyproject pyproject.toml --output-reproducible --sv 1.6 --of JSON --validate -o sbom/$$lock.cdx.json 2>/dev/null || exit 1; echo "sbom/$$lock.cdx.json"; done

check-content: $(VENV)/core $(MO)
	@$(BIN)/orienteer catalogue check

$(VENV)/core: locks/core.txt pyproject.toml
	@echo "Installing what Orienteer needs (about a minute, once) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Orienteer needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another with: make PYTHON=python3.12 run")'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); echo "Python could not make an environment. On Debian: sudo apt-get install python3-venv"; exit 1; }
	@$(PIP) install --require-hashes --no-deps -r locks/core.txt
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@$(BIN)/python -m compileall -q app config.py migrations
	@touch $@

$(VENV)/pdf: $(VENV)/core locks/pdf.txt
	@echo "Installing what a PDF takes …"
	@$(PIP) install --require-hashes --no-deps -r locks/pdf.txt
	@touch $@

# Polars, with which `orienteer score` is several times faster on large CSV files.
bulk: $(VENV)/bulk

$(VENV)/bulk: $(VENV)/core locks/bulk.txt
	@echo "Installing Polars …"
	@$(PIP) install --require-hashes --no-deps -r locks/bulk.txt
	@touch $@

# What several nodes take that count requests together (ORIENTEER_LIMIT_STORE), and what Prometheus asks (ORIENTEER_METRICS).
nodes: $(VENV)/nodes $(MO)

$(VENV)/nodes: $(VENV)/core locks/nodes.txt
	@echo "Installing what several nodes take …"
	@$(PIP) install --require-hashes --no-deps -r locks/nodes.txt
	@touch $@

$(VENV)/dev: $(VENV)/core locks/dev.txt
	@echo "Installing what the tests need …"
	@$(PIP) install --require-hashes --no-deps -r locks/dev.txt
	@touch $@

%.mo: %.po | $(VENV)/core
	@$(BIN)/pybabel -q compile -i $< -o $@

# The lock files: hashes, no addresses. Needs uv.
locks:
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --extra build pyproject.toml -o locks/core.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --extra build --extra pdf -c locks/core.txt pyproject.toml -o locks/pdf.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --extra build --extra bulk -c locks/core.txt pyproject.toml -o locks/bulk.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --extra build --extra nodes -c locks/core.txt pyproject.toml -o locks/nodes.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --extra build --extra dev -c locks/pdf.txt -c locks/bulk.txt -c locks/nodes.txt pyproject.toml -o locks/dev.txt

# Collects the words of templates and code into the catalog; then translate what is empty. Babel's update writes
# a long header or none, so the catalog's short one, up to the first empty line, is put before its output.
KO := app/translations/ko/LC_MESSAGES/messages.po
messages: $(VENV)/dev
	$(BIN)/pybabel -q extract -F babel.cfg -k N_ -k lazy_gettext --no-location --sort-output --omit-header -o app/translations/messages.pot .
	@mkdir -p build && cp $(KO) build/messages.po && sed '/^$$/q' $(KO) >build/header.po
	$(BIN)/pybabel -q update -N --no-wrap --ignore-obsolete --omit-header -i app/translations/messages.pot -o build/messages.po -l ko
	@cat build/header.po build/messages.po >$(KO)

# Every piece of the pages on one page, http://127.0.0.1:8000/styleguide, in Flask's debug mode.
styleguide: $(VENV)/core $(MO)
	@$(BIN)/flask --app app run --debug --port $(PORT)

pictures: $(VENV)/dev $(MO)
	$(BIN)/python -m tests.browser.pictures

mutants: $(VENV)/dev $(MO)
	$(BIN)/mutmut run

# Speed and memory against their limits, on a quiet machine in about twenty minutes: docs/performance.md.
bench: $(VENV)/dev $(MO)
	@sh tests/install.sh
	$(BIN)/python -m tests.bench

# Faults injected for real, at full size, a line each (a quarter of an hour); 1 when something acknowledged is lost or a limit is passed.
faults: $(VENV)/dev $(MO)
	@sh tests/install.sh
	@$(BIN)/python -m tests.faults

clean:
	rm -rf $(VENV) $(MO) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis mutants
