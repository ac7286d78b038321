"""The backup that SACoche makes of a school: read as data, never given to a database.

The format: docs/spec/sauvegarde-sacoche.md.
"""
