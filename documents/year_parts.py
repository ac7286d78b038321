"""What a new school year does to what is made and kept."""

from documents.models import Archive, ArchiveLink, GeneratedFile, Job, KeptFile, SealedNote
from sacoche.kit.parts.year import Fate, each_year

each_year(
    KeptFile,
    Fate.KEPT,
    "nomenclatures du ministère",
    "Elles restent jusqu'à ce que l'import de rentrée apporte celles de la nouvelle année.",
)
each_year(
    Archive,
    Fate.KEPT,
    "documents archivés",
    "Bulletins et relevés imprimés restent, tels qu'ils ont été imprimés ; ils s'effacent avec le compte de l'élève.",
)
each_year(ArchiveLink, Fate.KEPT, "adresses de documents transmis", "Chacune ne donne plus rien au bout d'une semaine.")
each_year(GeneratedFile, Fate.KEPT, "fichiers à télécharger", "Ils s'effacent d'eux-mêmes au bout d'une heure.")
each_year(Job, Fate.KEPT, "travaux demandés", "Ils s'effacent d'eux-mêmes au bout de sept jours.")
each_year(
    SealedNote,
    Fate.KEPT,
    "identifiants à distribuer",
    "Ils restent à la seule personne qui les a demandés, et s'effacent au bout d'un jour.",
)
