# Two commands matter: `make serve` and `make test`. Both make what they need; a second run makes nothing anew.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.8
PORT ?= 8000
JS := tests/js
# Processes that share the tests, a file of tests each at a time.
CORES ?= $(shell nproc 2>/dev/null || echo 2)

# `## ` after a target is what `make help` says of it.
.PHONY: serve test test-fast lint lint-js bench specimens mutation offline audit lock clean help

serve: $(VENV)/.run  ## install what is needed, check the data and serve the map (PORT=8000)
	@$(BIN)/lingang serve --port $(PORT)

test: $(VENV)/.test  ## run all tests, those in Chromium too, and show the lines no test reaches
	@$(BIN)/pytest -n $(CORES) --dist loadfile --cov=geo --cov=webmap --cov-report=term

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

specimens: $(VENV)/.test  ## draw every layer at every zoom as pictures for review, in build/specimens
	@$(BIN)/python -m tests.browser.specimens

mutation: $(VENV)/.mutation  ## change the code that decides figures, line by line, and see whether a test notices
	@$(BIN)/python -m tests.mutation all

# A folder for an office without internet: the locked wheels with their hashes, this project, how to install it. Data and
# fonts are in the wheels. Made for the Python and the kind of machine it is made on.
OFFLINE := dist/lingang-offline
offline: $(BIN)/uv  ## collect all that an installation without internet needs in dist/lingang-offline
	@rm -rf $(OFFLINE) && mkdir -p $(OFFLINE)/wheels
	@$(BIN)/uv export --quiet --frozen --no-emit-project --extra production --extra db --extra conform --output-file $(OFFLINE)/requirements.txt >/dev/null
	@echo "collecting the locked wheels ..."
	@$(BIN)/pip download --quiet --disable-pip-version-check --only-binary :all: --require-hashes --requirement $(OFFLINE)/requirements.txt --dest $(OFFLINE)/wheels
	@$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir $(OFFLINE) .
	@cp webmap/recipes/install.sh webmap/recipes/nginx.conf webmap/recipes/lingang.service $(OFFLINE)/
	@cd $(OFFLINE) && echo "$$(ls lingang_atlas-*.whl | cut -d- -f2)-$$(sha256sum lingang_atlas-*.whl | cut -c1-8)" > VERSION
	@cd $(OFFLINE) && find . -type f ! -name SHA256SUMS | sort | xargs sha256sum > SHA256SUMS
	@echo "$(OFFLINE): $$(du -sh $(OFFLINE) | cut -f1). Copy the folder there and run ./install.sh"

audit: $(VENV)/.audit  ## look up the locked dependencies among published advisories, and list the vendored files
	@$(BIN)/python -m tests.audit

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
	$(call install,--extra parquet)
	@$(BIN)/lingang prepare
	@touch $@

$(VENV)/.test: uv.lock pyproject.toml | $(BIN)/uv
	$(call install,--extra test)
	@$(BIN)/lingang prepare
	@touch $(VENV)/.run $@

$(VENV)/.audit: uv.lock pyproject.toml | $(BIN)/uv
	$(call install,--extra test --extra audit)
	@touch $(VENV)/.run $(VENV)/.test $@

$(VENV)/.mutation: uv.lock pyproject.toml | $(BIN)/uv
	$(call install,--extra mutation)
	@touch $(VENV)/.run $(VENV)/.test $@
