"""One file that holds a whole school: written, read to its end, put back, compared (docs/sauvegarde.md)."""
