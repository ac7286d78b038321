"""What teachers evaluate: the scale of codes, the scores, later the évaluations and their marks."""
