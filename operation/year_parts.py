"""What a new school year does to what this room remembers."""

from operation.models import Backup, Erasure, RegisterSettings, Restoration, YearChange
from sacoche.kit.parts.year import Fate, each_year

each_year(Backup, Fate.KEPT, "dates des sauvegardes", "Elles restent : elles disent quand l'établissement a été sauvé.")
each_year(
    Restoration,
    Fate.CLOSED,
    "sauvegarde qui attend d'être restaurée",
    "Celle qui attend est effacée du serveur : elle se renvoie.",
)
each_year(YearChange, Fate.KEPT, "initialisations annuelles", "Ce que chacune a fait reste lisible.")
each_year(Erasure, Fate.KEPT, "reçus d'effacement", "Ils restent : ils prouvent ce qui a été fait.")
each_year(RegisterSettings, Fate.KEPT, "fiche de registre", "Ce que vous y avez mis reste.")
