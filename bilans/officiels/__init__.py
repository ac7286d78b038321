"""Official documents: the relevé d'évaluations and the bulletin of each class and period, from the first appreciation
to the council. A kind of document is a declaration (`kinds`); who may write what is one table (`law`).
"""
