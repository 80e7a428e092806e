# Two commands matter: `make serve` and `make test`. Both make what they need; a second run makes nothing anew.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.8
PORT ?= 8000
JS := tests/js

# `## ` after a target is what `make help` says of it.
.PHONY: serve test test-fast lint lint-js bench mutation lock clean help

serve: $(VENV)/.run  ## install what is needed, check the data and serve the map (PORT=8000)
	@$(BIN)/lingang serve --port $(PORT)

test: $(VENV)/.test  ## run all tests, those in Chromium too, and show the lines no test reaches
	@$(BIN)/pytest --cov=geo --cov=webmap --cov-report=term

test-fast: $(VENV)/.test  ## run the tests that need no browser and little time: about a minute
	@$(BIN)/pytest -m "not browser and not long" --ignore=tests/browser

lint: $(VENV)/.test lint-js  ## check style, types and the order of imports, of the JavaScript too
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# The scripts have tools of their own, from the lock file in tests/js. Without npm all else is checked all the same.
ifneq ($(shell command -v npm),)
lint-js: $(JS)/node_modules/.installed  ## check types and style of the JavaScript
	@cd $(JS) && npm run --silent lint
else
lint-js:
	@echo "npm is missing: the JavaScript is not checked (on Debian: apt-get install nodejs npm)"; test -z "$$CI"
endif

bench: $(VENV)/.test  ## measure speed and memory beside other programs
	@$(BIN)/pytest tests/bench --benchmark-columns=median,iqr,ops

mutation: $(VENV)/.mutation  ## change the code that decides figures, line by line, and see whether a test notices
	@$(BIN)/python -m tests.mutation all

lock: $(VENV)/bin/uv  ## write uv.lock again after a change of the dependencies
	$(BIN)/uv lock

# What is compiled and kept lies in geo/__pycache__ (geo/cache_folder.py), and in older versions beside each module.
clean:  ## remove what was installed and compiled
	rm -rf $(VENV) geo/__pycache__ $(JS)/node_modules
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

$(JS)/node_modules/.installed: $(JS)/package.json $(JS)/package-lock.json
	@echo "installing the locked checks of the JavaScript ..."
	@cd $(JS) && npm ci --silent
	@touch $@

$(VENV)/.run: uv.lock pyproject.toml | $(BIN)/uv
	$(call install,)
	@$(BIN)/lingang prepare
	@touch $@

$(VENV)/.test: uv.lock pyproject.toml | $(BIN)/uv
	$(call install,--extra test)
	@$(BIN)/lingang prepare
	@touch $(VENV)/.run $@

$(VENV)/.mutation: uv.lock pyproject.toml | $(BIN)/uv
	$(call install,--extra mutation)
	@touch $(VENV)/.run $(VENV)/.test $@
