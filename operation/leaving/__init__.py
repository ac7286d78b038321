"""« Résilier l'inscription »: a school leaves the server, after fifteen days during which it may change its mind."""
