"""« Effacer tous les résultats »: after a trial year, and only then."""
