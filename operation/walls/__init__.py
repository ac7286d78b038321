"""Schools kept apart by PostgreSQL too: the policies, the role of the servers, what is open to all (docs/adr/0074)."""
