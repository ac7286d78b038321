"""Archives: documents printed once for all, kept with their SHA-256, read for years, handed to another school.

This room knows accounts and words: which documents there are, and who may read them, is said above.
"""
