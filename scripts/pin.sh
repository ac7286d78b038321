#!/usr/bin/env bash
# Compiles pyproject.toml into requirements.txt (to run) and requirements-dev.txt (to develop), with hashes, and
# requirements-cas.in into requirements-cas.txt (the CAS server of the tests, in an environment of its own).
# No address of a package index goes into the files. Extra arguments go to pip-compile (-U: latest versions).
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"

pin() { # pin FILE [pip-compile options…] SOURCE
  local file=$1
  shift
  CUSTOM_COMPILE_COMMAND="make requirements" pip-compile --quiet --generate-hashes --strip-extras \
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header \
    --annotation-style line --output-file "$file" "$@"
}

pin requirements.txt "$@" pyproject.toml
pin requirements-dev.txt --extra dev --allow-unsafe --constraint requirements.txt "$@" pyproject.toml
pin requirements-cas.txt "$@" requirements-cas.in
