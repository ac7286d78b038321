"""« Comptes sortis depuis longtemps »: what an administrator deletes for good, once the law lets nobody keep it."""
