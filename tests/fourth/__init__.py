"""A fourth grid, in the tests alone: five open states and a typed column, pupils in rows."""
