//go:build tools

// Package tools pins the linter of workflows, so that go.mod and go.sum cover everything that its build needs.
package tools

import _ "github.com/rhysd/actionlint/cmd/actionlint"
