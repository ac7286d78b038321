"""Forms about the school's structure."""
