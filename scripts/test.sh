#!/usr/bin/env bash
# Everything that must hold, one named step after the other; a summary at the end says what failed and what was skipped.
#   scripts/test.sh          all steps
#   scripts/test.sh static   style, templates, types, layers, migrations, settings, JavaScript and its unit tests
#   scripts/test.sh cluster  several servers behind a balancer, which lose one machine at a time
# REQUIRE_ALL=1 turns whatever could not run (no PostgreSQL, no browser, no node, a skipped test) into a failure. It also
# runs the tests of the slow lane, those that another stands for (« full »), and on PostgreSQL every test that asks the
# database, not only what may differ there.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
what=${1:-all}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=() skipped=() passed=() twice=() begun=()
if [ "${REQUIRE_ALL:-0}" = 1 ]; then
  lane="not e2e" in_browser="e2e" cases=()
  on_postgres=(-m "not e2e and not full" --cases 1)
else
  lane="not e2e and not slow and not full" in_browser="e2e and not full" cases=(--cases 2)
  on_postgres=(-m "$lane" --may-differ "${cases[@]}")
fi

# A browser on a busy machine may run out of time: what failed is tried once more, and the summary names it. Three of
# them on two processors: each waits for its server, and its server for it. What shares a server of
# its own stays with one worker (pytest.mark.xdist_group).
browser_tests() {
  run_pytest "" -n "${BROWSERS:-3}" -m "$in_browser" "${cases[@]}" --dist loadgroup tests/e2e && return
  printf '\n\033[33m⚠ browser tests: once more those that failed\033[0m\n'
  mapfile -t twice < <(python -c 'import json; print(*json.load(open(".pytest_cache/v/cache/lastfailed")), sep="\n")')
  run_pytest "" -m e2e --last-failed --last-failed-no-failures none tests/e2e
}

step() { # step NAME COMMAND…
  local name=$1 began=$SECONDS
  shift
  printf '\n\033[1m▶ %s\033[0m\n' "$name"
  "$@"
  ended "$name" $? $((SECONDS - began))
}

ended() { # ended NAME STATUS SECONDS
  if [ "$2" = 0 ]; then
    passed+=("$1 ($3 s)")
  else
    failed+=("$1")
    printf '\033[31m✖ %s\033[0m\n' "$1"
  fi
}

# Steps that write nothing for each other go together; `tell` waits for them and says them one after the other.
beside() { # beside NAME COMMAND…
  local said="$scratch/step-${#begun[@]}"
  begun+=("$1")
  shift
  (
    began=$SECONDS
    "$@" >"$said" 2>&1
    echo "$? $((SECONDS - began))" >"$said.end"
  ) &
}

tell() {
  local number status seconds
  wait
  for number in "${!begun[@]}"; do
    printf '\n\033[1m▶ %s\033[0m\n' "${begun[number]}"
    cat "$scratch/step-$number"
    read -r status seconds <"$scratch/step-$number.end"
    ended "${begun[number]}" "$status" "$seconds"
  done
  begun=()
}

skip() { # skip NAME REASON
  skipped+=("$1: $2")
  printf '\n\033[33m⚠ %s SKIPPED: %s\033[0m\n' "$1" "$2"
}

manage() { # manage.py on an empty data folder of its own, as the settings are in production
  env -u DATABASE_URL DEBUG=0 DATA_DIR="$(mktemp -d -p "$scratch")" PUBLIC_URL=https://sacoche.example/ python manage.py "$@"
}

templates_in_order() {
  find templates -name '*.html' -print0 | xargs -0 -r djade --target-version 5.2 --check
}

static_checks() {
  beside "ruff check" ruff check --quiet --output-format concise .
  beside "ruff format" ruff format --check --quiet --output-format concise .
  beside "djade" templates_in_order
  beside "mypy" env DATA_DIR="$scratch/data" mypy --no-error-summary
  beside "import-linter" lint-imports --no-cache --no-logo
  beside "makemigrations --check" manage makemigrations --check --dry-run
  beside "migrations that lock" env DATA_DIR="$scratch/data" python scripts/lint_migrations.py
  beside "check --deploy" manage check --deploy --fail-level WARNING
  javascript_checks
  tell
}

javascript_checks() {
  if ! command -v npm >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; then
    skip "JavaScript" "no node 20 or later, with npm"
  else
    step "npm ci" npm_packages
    beside "biome" node_modules/.bin/biome check --error-on-warnings
    beside "tsc" node_modules/.bin/tsc --project .
    beside "node --test" node --test --test-reporter=dot tests/js/*.test.js
  fi
}

npm_packages() { # installed again only when their pins changed
  cmp -s package-lock.json node_modules/.pins && return
  npm ci --loglevel=error --no-progress && cp package-lock.json node_modules/.pins
}

run_pytest() { # run_pytest DATABASE_URL [pytest options…]
  local url=$1
  shift
  env ${url:+DATABASE_URL="$url"} DATA_DIR="$scratch/data" python -m pytest -p tests.require_all -q -n 2 "$@"
}

find_package() { # find_package PROGRAM PACKAGE…: installs Debian's packages when the program is missing and we may
  local program=$1
  shift
  PATH="$PATH:/usr/sbin" command -v "$program" >/dev/null && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return
  echo "Installing Debian's $*…"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null
  PATH="$PATH:/usr/sbin" command -v "$program" >/dev/null
}

# What a host of several servers runs, started on ports of its own (tests/cluster).
cluster_test() {
  find_package haproxy haproxy || true
  find_package pgbouncer pgbouncer || true
  find_package redis-server redis-server || true
  compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || find_package initdb postgresql || true
  # In the order of the files: the last test loses the primary for good.
  run_pytest "" -n 0 -p no:randomly -m cluster tests/cluster
}

summary() {
  printf '\n\033[1mSummary\033[0m (%s s)\n' "$SECONDS"
  [ ${#passed[@]} = 0 ] || printf '  \033[32m✔\033[0m %s\n' "${passed[@]}"
  [ ${#twice[@]} = 0 ] || printf '  \033[33m⚠ tried twice\033[0m %s\n' "${twice[@]}"
  [ ${#skipped[@]} = 0 ] || printf '  \033[33m⚠ SKIPPED\033[0m %s\n' "${skipped[@]}"
  [ ${#failed[@]} = 0 ] || printf '  \033[31m✖ FAILED\033[0m %s\n' "${failed[@]}"
  if [ ${#failed[@]} != 0 ]; then return 1; fi
  if [ ${#skipped[@]} != 0 ] && [ "${REQUIRE_ALL:-0}" = 1 ]; then
    echo "  REQUIRE_ALL=1: what was skipped counts as failed."
    return 1
  fi
}

[ "$what" = cluster ] || static_checks
if [ "$what" = all ]; then
  unset DATABASE_URL
  # Tests that ask for them say that they are skipped without; LibreOffice is large: taken where nothing may be skipped.
  find_package pgbouncer pgbouncer || true
  find_package nginx nginx-light || true
  [ "${REQUIRE_ALL:-0}" = 1 ] && find_package soffice libreoffice-calc-nogui || true
  [ "${REQUIRE_ALL:-0}" = 1 ] && find_package 7zz 7zip || true
  [ "${REQUIRE_ALL:-0}" = 1 ] && find_package systemd-analyze systemd || true
  step "pytest on SQLite" run_pytest "" -m "$lane" "${cases[@]}" --ignore tests/e2e
  if postgres=$(python scripts/find_postgres.py) && [ -n "$postgres" ]; then
    step "pytest on PostgreSQL" run_pytest "$postgres" --ignore tests/e2e "${on_postgres[@]}"
  else
    skip "pytest on PostgreSQL" "no server answers (TEST_POSTGRES_URL, or the local socket)"
  fi
  # What drives the browser asks for libatomic1, which a bare system has not.
  if find_package chromium chromium libatomic1; then
    step "browser tests" browser_tests
  else
    skip "browser tests" "no chromium (apt-get install chromium libatomic1)"
  fi
fi
if [ "$what" = cluster ] || [ "$what${REQUIRE_ALL:-0}" = all1 ]; then
  step "several servers" cluster_test
fi
summary
