"""Coming in and staying: the addresses that choose a school, codes, sessions, and what makes guessing slow."""
