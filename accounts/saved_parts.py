"""How people, and what is kept about them, are backed up and restored."""

from typing import Any

from accounts.models import (
    Account,
    Address,
    Application,
    Connector,
    ContactRequest,
    GroupMembership,
    GroupTeaching,
    Guardianship,
    HiddenMessage,
    JournalEntry,
    KnownBrowser,
    LegalHold,
    LinkedAccount,
    MatiereTeaching,
    Message,
    MessageTarget,
    MovedSchool,
    Notice,
    OpenSession,
    OutgoingMail,
    Passkey,
    PupilCard,
    PupilPhoto,
    RecoveryCode,
    ServerKey,
    SignInLock,
    SpaceRequest,
    TeachingAssignment,
)
from sacoche.kit.parts.saved import leave_out, save, share


def _confirmed(requests: Any) -> Any:
    return requests.exclude(confirmed_at=None)


# The setting of a school names it by its code.
share(Connector, "code", is_everywhere=False)
save(
    Account,
    holds={
        "preferences": "blocs repliés, motifs, affichage des grilles, notifications voulues, palier national choisi "
        "la dernière fois, dernière case du socle enregistrée, dates et sens des évaluations",
        "sconet_id": "le numéro que Siècle donne à une personne",
    },
)
save(Guardianship)
save(Address)
save(LegalHold)
save(LinkedAccount)
save(TeachingAssignment)
save(GroupTeaching)
save(GroupMembership)
save(MatiereTeaching)
save(Message, holds={"profiles": "codes de profils"})
save(MessageTarget)
save(HiddenMessage)
save(
    ContactRequest,
    rows=_confirmed,
    others="une question que son auteur n'a pas confirmée attend un code qui ne vaut que quelques minutes",
)
save(JournalEntry, holds={"details": "des mots et des nombres, tels qu'ils furent écrits"})
# Sealed by the key of the servers, or made with it: they serve on a server that has the same, and on no other one.
save(Application, holds={"last_step": "le rang, depuis 1970, des trente secondes du dernier code qui a servi"})
save(Passkey, holds={"sign_count": "combien de fois la clé d'accès a signé"})
save(RecoveryCode)
save(PupilCard)
save(PupilPhoto)
leave_out(KnownBrowser, "une sauvegarde ne dispense aucun navigateur de prouver qui s'en sert")
leave_out(OutgoingMail, "un courriel en attente partirait une seconde fois, avec un lien d'alors")
leave_out(Notice, "une notification dit ce qui vient d'arriver : une sauvegarde d'hier n'a rien à annoncer")
leave_out(OpenSession, "une sauvegarde ne rend à personne une session ouverte")
leave_out(ServerKey, "chaque serveur a sa clé")
leave_out(SignInLock, "les essais de connexion manqués sont ceux d'un serveur, et d'une heure")
leave_out(SpaceRequest, "elles s'adressent à l'exploitant du serveur, pas à un établissement")
leave_out(MovedSchool, "où mènent d'anciennes adresses est l'affaire du serveur qui les avait")
