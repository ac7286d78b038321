"""A document as it is shown, piece by piece, before anything is drawn; and what draws it.

- `pieces`: lines, matrices, bars, curves: frozen, made once of what was computed;
- `html`, `charts`: the pieces on a page, or in a file that needs no network; `pdf`: on paper; `tables`: in a
  spreadsheet. None of them computes a figure.
"""
