"""How a level is computed from marks: pure Python, no Django, no database.

Every figure of the product (page, PDF, spreadsheet, explanation) comes from here and from nowhere else:

- `methods`: one score from the values of a pupil on an item;
- `series`: which results of a pupil count, and why the others do not;
- `states`: the state of a score, and whether a set of states holds;
- `means`: figures over several items or pupils;
- `steps`: percentages on scales of three or four steps;
- `explain`: the computation of a score as data, and as a sentence;
- `many`: the scores of a whole class or school at once.
"""
