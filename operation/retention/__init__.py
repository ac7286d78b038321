"""What time deletes: said before, counted as it will be done, within the most that may be kept."""
