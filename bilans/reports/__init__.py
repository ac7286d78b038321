"""The reports that can be asked, each under its code; to add one, add it to a file of `kinds`."""
