#!/usr/bin/env bash
# Keeps one comment of a pull request up to date: `comment.sh FILE`, whose first line marks the comment.
# GH_TOKEN: token that may write to pull requests. REPOSITORY: owner/name. NUMBER: of the pull request.
# Exit codes: 0, or that of gh.
set -Eeuo pipefail

file=$1
marker=$(head -n 1 "$file")

# Only what this workflow wrote itself: anybody can write a comment that begins with the marker.
earlier_comment() {
  MARKER=$marker gh api --paginate "repos/$REPOSITORY/issues/$NUMBER/comments" --jq \
    '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARKER))) | .id' | sed -n 1p
}

main() {
  local id
  id=$(earlier_comment)
  if [[ -n "$id" ]]; then
    gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$id" --field "body=@$file"
  else
    gh api --silent --method POST "repos/$REPOSITORY/issues/$NUMBER/comments" --field "body=@$file"
  fi
}

main
