"""What is kept of what people ask."""
