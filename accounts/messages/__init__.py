"""« Messages d'accueil »: what staff write on the home pages of others."""
