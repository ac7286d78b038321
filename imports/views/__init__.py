"""Views of the imports, one module per kind of page."""
