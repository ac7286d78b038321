"""Looking for somebody, and making one account of two."""
