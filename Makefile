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
