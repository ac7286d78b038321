"""« Groupes de besoin »: groups that a teacher makes for himself, and lends to colleagues."""
