"""An évaluation out of its grid: files filled elsewhere, paper, strips, distributions. Pure, but for the PDF."""
