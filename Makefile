SHELL := /usr/bin/env bash
.SHELLFLAGS := -Eeuo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Everything that the project makes on this machine.
PALIER := $(CURDIR)/.palier

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install the npm packages and a pinned Pulumi (PALIER_TOOLCHAIN=official|offline forces a way)
	@toolchain/setup/setup.sh

.PHONY: engine
engine: ## Have a Docker engine answer (PALIER_INSTALL_DOCKER=0 never installs one)
	@images/host/engine.sh

.PHONY: images
images: engine ## Build the images that are outdated (IMAGES="postgres nginx" chooses)
	@node --require ./register.cjs images/build.ts $(IMAGES)

# The stack that up, down, preview and recover work on.
STACK ?= local
export PALIER_STACK := $(STACK)

# Only development stacks use images that are built here; the others name theirs by digest.
BUILT := $(if $(filter local,$(STACK)),images)

.PHONY: up
up: setup $(BUILT) ## Deploy a stack and print its address (STACK=local)
	@scripts/up.sh

.PHONY: down
down: setup ## Take a stack down; protected data stays (STACK=local)
	@scripts/down.sh

.PHONY: preview
preview: setup ## Show what an update would change (STACK=local)
	@scripts/preview.sh

.PHONY: recover
recover: setup ## Settle what an interrupted update left behind (STACK=local)
	@source ./env.sh && node --require ./register.cjs release/recover/main.ts --stack $(STACK)

.PHONY: check
check: setup ## Check format, lint, types, import rules, shell scripts and generated documents
	@scripts/check.sh

.PHONY: test
test: setup images ## Run every test (SUITES="unit contract conformance e2e" chooses)
	@source ./env.sh && node --require ./register.cjs test/run.ts $(SUITES)

.PHONY: docs
docs: setup ## Write the generated reference
	@node --require ./register.cjs docs/generate.ts

.PHONY: bench
bench: setup images ## Measure speed and memory as ratios, into bench/RESULTS.md
	@source ./env.sh && node --require ./register.cjs bench/run.ts
