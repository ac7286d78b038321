"""« Comparer et compléter »: what a tree that comes in would change in one that is there. Pure: no database here."""
