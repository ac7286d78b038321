"""One file per extraction; each registers itself."""
