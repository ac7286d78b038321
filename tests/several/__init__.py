"""Several servers of one PostgreSQL database that share no folder, as a large host has them (docs/adr/0034)."""
