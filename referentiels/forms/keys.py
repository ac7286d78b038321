"""Keys that an address or a form says."""

# No database numbers a row with more digits.
_MOST_DIGITS = 18


def key_of(said: str) -> int:
    """The number that is said; 0, which no row has, for anything else."""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= _MOST_DIGITS else 0


def keys_of(values: list[str]) -> list[int]:
    """The numbers that are said, in their order; what no row has is left out."""
    return [key for value in values if (key := key_of(value))]
