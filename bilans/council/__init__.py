"""The conseil de classe: one pupil a screen, for a projector, the same figures as those of his document."""
