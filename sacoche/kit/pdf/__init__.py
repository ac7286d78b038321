"""PDF drawing: fonts, labels, documents of pages; nothing of a subject. Lengths are in millimetres, type in points.

All of it imports reportlab, which is slow to load: import from here inside functions.
"""
