"""Views of accounts, one module per kind of page."""
