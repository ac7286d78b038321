"""Views of the entrance, one module per kind of page, and what they share."""
