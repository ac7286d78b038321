"""What teachers evaluate with: the scale of codes and states, the scores; later the évaluations and their marks."""
