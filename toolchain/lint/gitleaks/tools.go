//go:build tools

// Package tools pins the scanner for secrets, so that go.mod and go.sum cover everything that its build needs.
package tools

import _ "github.com/zricethezav/gitleaks/v8"
