"""Pages of the work under way."""
