"""One file a tick grid: its rows, its columns, the table of its links."""
