"""SACoche: suivi d'acquisition de compétences, a server for French schools."""
