# Two commands matter: `make serve` and `make test`. Both make what they need; a second run makes nothing anew.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.8
PORT ?= 8000

# `## ` after a target is what `make help` says of it.
.PHONY: serve test test-fast lint bench lock clean help

serve: $(VENV)/.run  ## install what is needed, check the data and serve the map (PORT=8000)
	@$(BIN)/lingang serve --port $(PORT)

test: $(VENV)/.test  ## run all tests, those in Chromium too, and show the lines no test reaches
	@$(BIN)/pytest --cov=geo --cov=webmap --cov-report=term

test-fast: $(VENV)/.test  ## run the tests that need no browser and little time: about a minute
	@$(BIN)/pytest -m "not browser and not long" --ignore=tests/browser

lint: $(VENV)/.test  ## check style, types and the order of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.test  ## measure speed and memory beside other programs
	@$(BIN)/pytest tests/bench --benchmark-columns=median,iqr,ops

lock: $(VENV)/bin/uv  ## write uv.lock again after a change of the dependencies
	$(BIN)/uv lock

# numba looks for changes in the file of a compiled function only, not in those it calls: after work on them, clean.
clean:  ## remove what was installed and compiled
	rm -rf $(VENV)
	find geo -name '*.nb[ci]' -delete

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# pip installs, so that the mirror and certificates a site has set for pip are used; uv only reads the lock file.
define install
	@$(BIN)/uv export --quiet --frozen --no-emit-project $(1) --output-file $(VENV)/requirements.txt >/dev/null
	@echo "installing the locked dependencies (about a minute) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement $(VENV)/requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
endef

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; name another with make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.run: uv.lock pyproject.toml | $(BIN)/uv
	$(call install,)
	@touch $@

$(VENV)/.test: uv.lock pyproject.toml | $(BIN)/uv
	$(call install,--extra test)
	@touch $(VENV)/.run $@
