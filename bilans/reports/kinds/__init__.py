"""One file for each family of reports; each registers its own."""
