"""The engine of every grid: choosing, drawing, clicks, presence, live, saving, undo, history.

What is decided on, and how, is a `Subject` that another application declares (docs/adr/0027).
"""
