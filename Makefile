# Each target calls one Python entry point; `python3 -m course --help` and `python3 -m autograder --help` explain them.
PYTHON ?= python3
VENV_PYTHON = .venv/bin/python
LESSON ?=
.PHONY: lab teach setup test test-quick test-middle release bundle site grade feedback report bench

lab:
	@$(PYTHON) -m course lab

teach:
	@$(PYTHON) -m course teach

setup:
	@$(PYTHON) -m course setup

test:
	@$(PYTHON) -m course test

test-quick:
	@$(PYTHON) -m course test -m "not slow"

test-middle:
	@$(PYTHON) -m course test -m "not slow or middle"

release: setup
	@$(VENV_PYTHON) -m autograder release $(LESSON)

bundle: setup
	@$(VENV_PYTHON) -m autograder bundle $(LESSON)

site:
	@$(PYTHON) -m course setup --extra site
	@$(VENV_PYTHON) -m autograder site

grade: setup
	@$(VENV_PYTHON) -m autograder grade $(or $(LESSON),$(error Name the lesson: make grade LESSON=01-apple-or-not))

feedback: setup
	@$(VENV_PYTHON) -m autograder feedback $(or $(LESSON),$(error Name the lesson: make feedback LESSON=01-apple-or-not))

report: setup
	@$(VENV_PYTHON) -m autograder report $(LESSON)

bench:
	@$(PYTHON) -m course setup --extra test
	@$(VENV_PYTHON) -m benchmarks
