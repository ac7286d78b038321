#!/usr/bin/env bash
# Prepares the database and the static files, says where to go, then becomes the server.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
port=${PORT:-8000}

python scripts/prepare.py
echo
echo "SACoche répond sur ${PUBLIC_URL:-http://127.0.0.1:$port/}  (Ctrl+C pour arrêter)"
echo

options=(--bind "127.0.0.1:$port" --worker-class gthread --workers 2 --threads 4 --timeout 120 --log-level warning)
# Gunicorn 27 opens a control socket in the home directory; nothing here uses it.
if gunicorn --help | grep -q -- --no-control-socket; then options+=(--no-control-socket); fi
exec gunicorn "${options[@]}" sacoche.wsgi
