#!/usr/bin/env bash
# Becomes the web server, and nothing else: the database and the static files are ready (scripts/prepare.py).
set -euo pipefail
# What the server makes is for its account alone.
umask 077
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"

# What a server that has ended had counted (METRICS_TOKEN).
rm -f "${DATA_DIR:-var}"/metrics/*.db

# Gunicorn 27 would open a control socket in the home directory; nothing here uses it.
exec gunicorn --bind "${BIND:-127.0.0.1:${PORT:-8000}}" --worker-class gthread --workers "${WEB_WORKERS:-2}" \
  --threads "${WEB_THREADS:-4}" --timeout 120 --log-level warning --no-control-socket sacoche.wsgi
