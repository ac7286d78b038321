"""« Contrôle des données »: what is broken in a school, named; nothing is repaired before somebody asks for it."""
