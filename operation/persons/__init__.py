"""The rights of a person on what is kept of her: she takes it, or is forgotten."""
