"""Référentiels in files: XML of the field's software of 2012 and 2017, XML of our own; pure, no database."""
