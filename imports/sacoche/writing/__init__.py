"""A plan written in the tables of the open school, one file per group of tables; the caller holds the transaction."""
