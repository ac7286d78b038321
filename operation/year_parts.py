"""What a new school year does to what the server notes of the backups of a school."""

from operation.models import Backup, Restoration
from sacoche.kit.parts.year import Fate, each_year

each_year(Backup, Fate.KEPT, "dates des sauvegardes", "Elles restent : elles disent quand l'établissement a été sauvé.")
each_year(
    Restoration,
    Fate.CLOSED,
    "sauvegarde qui attend d'être restaurée",
    "Celle qui attend est effacée du serveur : elle se renvoie.",
)
