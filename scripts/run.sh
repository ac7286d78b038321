#!/usr/bin/env bash
# Prepares the database and the static files, says where to go, starts a worker beside, then becomes the server.
set -euo pipefail
# What the server makes is for its account alone.
umask 077
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"

python scripts/prepare.py
echo
echo "SACoche répond sur ${PUBLIC_URL:-http://127.0.0.1:${PORT:-8000}/}  (Ctrl+C pour arrêter)"
echo

# Work that outlives a page, and the mails: a worker as long as the server lives, another one when it ends.
server=$$
(
  trap 'kill "$worker" 2>/dev/null; exit' TERM INT
  while kill -0 "$server" 2>/dev/null; do
    python manage.py worker --parent "$server" &
    worker=$!
    wait "$worker" || sleep 1
  done
) &

exec scripts/serve.sh
