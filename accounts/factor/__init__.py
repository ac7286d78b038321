"""The second factor of an account, and the browsers that are spared it."""
