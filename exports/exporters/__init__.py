"""One file per export; each registers itself."""
