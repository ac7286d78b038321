"""How imports are backed up and restored: their history is, one that is under way is not."""

from imports.models import ImportLine, ImportRun, ImportTrace, RememberedLayout
from sacoche.kit.parts.saved import leave_out, save

save(
    ImportRun,
    rows=lambda runs: runs.over(),
    others="un import en cours tient à des fichiers et à une heure : il se recommence",
    renewed={"uuid": "il nomme un dossier de ce serveur et n'y est qu'une fois"},
    holds={
        "steps": "codes des étapes",
        "summary": "des nombres, des références de classes, des noms et des motifs",
    },
)
save(RememberedLayout, holds={"mapping": "l'en-tête de chaque colonne"})
leave_out(ImportLine, "les lignes d'un import en cours, qui se recommence")
leave_out(ImportTrace, "elle nomme des lignes par leur numéro, qui change : un import d'avant ne s'annule plus")
