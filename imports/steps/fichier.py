"""Step 1: the file is there."""

from imports.models import Stage
from imports.steps import steps
from imports.steps.base import Step


class FichierStep(Step):
    code = "fichier"
    title = "Récupération du fichier"
    opens_at = Stage.RECEIVED
    submits_at = Stage.RECEIVED


steps.register(FichierStep())
