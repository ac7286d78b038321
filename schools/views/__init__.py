"""The pages about the school's structure."""
