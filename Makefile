# Hearth from a checkout. `make run` and `make test` set up everything they need first; a second time that takes a
# moment. `make run ARGS="--offer 3G"` passes options on.

PYTHON := .venv/bin/python
SETUP := sh installers/source/start.sh
ARGS ?=
PYTEST_ARGS ?=
# Households wait more than they compute. The tests of a file share what they set up, so they stay together.
SIDE_BY_SIDE := -n 3 --dist loadfile
SIZE ?= 30M

.PHONY: run test develop check format bench soak test-model lock clean
.PHONY: release-llama bundle deb rpm appimage installer-windows test-installers pictures accept-pictures translations

run:
	@$(SETUP) run $(ARGS)

# Windows have a process of their own: Qt's objects must not be collected by other tests' threads. pytest's closing line
# stays the last one.
test: develop
	@$(MAKE) --no-print-directory check
	@$(PYTHON) -m pytest tests/ui $(PYTEST_ARGS)
	@$(PYTHON) -m pytest --ignore tests/ui $(SIDE_BY_SIDE) $(PYTEST_ARGS)

develop:
	@$(SETUP) develop

check: develop
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy app tests installers resources
	@.venv/bin/lint-imports

format: develop
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench: develop
	@$(PYTHON) -m tests.bench $(ARGS)

# Faults, churn and busy links, for hours; a part of it: make soak ARGS="faults --rounds 2 --only worker,cable"
soak: develop
	@$(PYTHON) -m tests.soak $(ARGS)

# A GGUF with random weights and a real tokenizer, for tests and figures: make test-model SIZE=88M
test-model: develop
	@mkdir -p build/models
	@$(PYTHON) -m tests.models.random_model --size $(SIZE) --out build/models/$(SIZE).gguf

# Writes the locked versions anew from pyproject.toml. Newer ones: make lock ARGS=--upgrade
lock:
	@$(SETUP) lock $(ARGS)

# What people install, each in dist/; installers/README.md says what each needs. The program itself is made first.
release-llama: develop
	@$(PYTHON) -m installers.shared.release_llama

bundle: develop
	@$(PYTHON) -m installers.shared.bundle

deb rpm appimage: develop
	@$(PYTHON) -m installers.$@ $(ARGS)

# From a program that was made on Windows.
installer-windows: develop
	@$(PYTHON) -m installers.windows $(ARGS)

# Installs, starts, upgrades and removes what was made, in systems of their own. As root; takes long.
test-installers: develop
	@$(PYTHON) -m pytest tests/installers -o python_files='check_*.py' --timeout 1800 $(PYTEST_ARGS)

# What is to be translated, into the files of Qt Linguist, and these into what Hearth loads.
translations: develop
	@$(PYTHON) -m resources.translations.update

# The pictures of README.md, as the tests of the windows draw them.
PICTURES := swarm-moving-light chat-answered-light models-loaded-dark
pictures: develop
	@$(PYTHON) -m pytest -q tests/ui/test_screens.py tests/ui/test_models_screens.py tests/ui/test_chat_screens.py
	@mkdir -p docs/pictures
	@cp $(PICTURES:%=build/screens/%.png) docs/pictures/

# The windows as they look now are what they are compared with from now on; some of them: ARGS="-k test_swarm_window"
accept-pictures: develop
	@ACCEPT_PICTURES=1 $(PYTHON) -m pytest -q tests/ui $(ARGS)

# Not the cache folder: llama.cpp takes long to build.
clean:
	@rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
