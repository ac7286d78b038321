"""Absences and lates of pupils: typed class by class, or read in a file of the school's software; history and undo."""
