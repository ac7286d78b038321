"""Step 1: the file is there."""

from imports.steps import steps
from imports.steps.base import Step


class FichierStep(Step):
    code = "fichier"
    title = "Récupération du fichier"


steps.register(FichierStep())
