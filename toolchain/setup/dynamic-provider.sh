#!/bin/sh
# Starts the SDK's server for dynamic providers, from the copy of @pulumi/pulumi that the program itself loads.
script=$(node -p 'require.resolve("@pulumi/pulumi/cmd/dynamic-provider")') || exit 1
exec node "$script" "$@"
