"""PostgreSQL keeps schools apart a second time (docs/adr/0074): it is told, with each statement, which one is open."""
