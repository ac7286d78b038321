"""The space of a school: asked of the operator, opened, and its first administrator invited."""
