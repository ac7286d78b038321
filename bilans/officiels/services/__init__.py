"""The verbs that write official documents: one transaction each."""
