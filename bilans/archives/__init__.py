"""What was printed for good, for those who may read it: found, opened, taken together, transmitted."""
