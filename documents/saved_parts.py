"""What a backup does with what is made and kept."""

from documents.archives.services import FOLDER
from documents.jobs.queue import QueueRow
from documents.models import (
    Archive,
    ArchiveLink,
    GeneratedFile,
    Job,
    KeptFile,
    SealedNote,
    StorageSeat,
    WorkerBeat,
)
from sacoche.kit.parts.saved import leave_out, save

save(KeptFile)
save(Archive, folder=FOLDER)
leave_out(ArchiveLink, "une adresse donnée pour une semaine : elle se redonne")
leave_out(GeneratedFile, "un fichier à télécharger ne reste qu'une heure sur le serveur : il se refait")
leave_out(Job, "un travail se redemande, et son fichier ne reste qu'une heure")
leave_out(SealedNote, "des mots de passe à distribuer, illisibles sans la clé du serveur, effacés au bout d'un jour")
leave_out(StorageSeat, "dit où les serveurs de cette base gardent leurs fichiers")
leave_out(WorkerBeat, "dit quels processus de ce serveur travaillent en ce moment")
leave_out(QueueRow, "la file des travaux : ils se redemandent")
