"""How long the main job takes, on a real server driven over HTTP: `make bench` (see docs/performance.md)."""
