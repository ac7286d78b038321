"""What reports say, computed once: pure Python, no Django, no database.

Pages, PDF and spreadsheets draw the frozen dataclasses that these functions return, and compute nothing. No formula is
here either: scores, means, percentages and steps are those of `evaluations.scoring`.

- `inputs`: what is given; `choosing`: which items a document is about;
- `levels`: the level of each pupil on each item, once; `figures`: shares and means of several levels;
- `percentages`: what items say of the entries of the socle of 2006, and the panel behind a cell of the grid;
- `releve`, `collective`, `bulletin` (with its file for `gepi`), `grille`, `synthese`, `chronology`: the documents;
- `mastery`: relevé and synthèse de maîtrise of 2006; `socle_2016`: degrees proposed at the end of a cycle.
"""
