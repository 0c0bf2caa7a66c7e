# Two commands for a newcomer: make ask Q="can I friend a parent?"   and   make test
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
Q ?= can I friend a parent?
INSTALLED := $(VENV)/.installed
TORCH_INDEX ?=

.PHONY: help ask chat index samples pictures reference test coverage test-milvus eval bench fuzz train dist clean

help: ## show these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# Kept apart from the source: a change of code needs no new environment.
$(INSTALLED): pyproject.toml constraints.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Installing (once; the model and PyTorch are large) …" >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check $(TORCH_INDEX) -c constraints.txt -e '.[build,test]' >&2
	@touch $@

ask: $(INSTALLED) ## make ask Q="…": answer a question from corpus/
	@$(BIN)/ask "$(Q)"

chat: $(INSTALLED) ## open the chat
	@$(BIN)/assistant chat

index: $(INSTALLED) ## read the policies in corpus/ again
	@$(BIN)/assistant index

samples: $(INSTALLED) ## write the sample policies in corpus/ from samples/
	@$(BIN)/python -m samples.make_samples

pictures: $(INSTALLED) ## take the pictures of the chat anew
	@$(BIN)/python -m samples.make_pictures

reference: $(INSTALLED) ## write the man pages and the library's reference anew
	@COLUMNS=100 $(BIN)/python -m samples.make_reference

test: $(INSTALLED) ## lint, types, import order and tests
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/pytest -q

coverage: $(INSTALLED) ## the tests again, with the branches they reach
	@$(BIN)/coverage erase && $(BIN)/coverage run -m pytest -q
	@$(BIN)/coverage combine --quiet && $(BIN)/coverage report

test-milvus: $(INSTALLED) ## the tests of the index against Milvus, too, which is installed first
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[milvus]' >&2
	@$(BIN)/pytest -q tests/test_stores.py

eval: $(INSTALLED) ## measure the answers; writes docs/evaluation.md
	@$(BIN)/python -m evaluation.report

bench: $(INSTALLED) ## measure speed; writes docs/performance.md
	@$(BIN)/python -m benchmarks.report

fuzz: $(INSTALLED) ## five minutes of wrong requests against `assistant serve`
	@$(BIN)/python -m benchmarks.fuzz

train: $(INSTALLED) ## train the shipped search models anew and write them into the package
	@$(BIN)/python -m training.train
	@$(BIN)/python -m training.second_stage
	@$(BIN)/python -m training.ship

dist: index ## build the wheel and the source distribution in dist/, install the wheel and ask it
	@rm -rf dist && $(BIN)/python -m build --outdir dist . > /dev/null
	@$(BIN)/python -m venv --clear build/trial
	@build/trial/bin/pip install --quiet --disable-pip-version-check -c constraints.txt dist/*.whl
	@build/trial/bin/ask "$(Q)" && rm -r build/trial && ls -l dist

clean: ## remove the environment and the index
	rm -rf $(VENV) index/generations index/encoders index/current
