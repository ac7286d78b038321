"""The pages that manage people, one shape for every kind (people/kinds.py)."""
