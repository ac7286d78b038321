"""« Importer / Imposer des identifiants »: the identifiers of other applications, and logins and passwords in bulk."""
