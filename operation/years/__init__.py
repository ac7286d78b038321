"""« Initialisation annuelle »: one year ends, the next one opens."""
