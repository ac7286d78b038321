"""What a new school year does to people and to what is kept about them."""

from typing import Any

from accounts.enums import Profile
from accounts.models import (
    Account,
    Address,
    Application,
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
    Notice,
    OpenSession,
    OutgoingMail,
    Passkey,
    PupilCard,
    PupilPhoto,
    RecoveryCode,
    TeachingAssignment,
)
from sacoche.kit.clock import today
from sacoche.kit.parts.year import Closing, Fate, each_year


def _that_are_over(messages: Any, closing: Closing) -> Any:
    return messages.filter(ends_on__lt=today())


def _of_messages_that_are_over(rows: Any, closing: Closing) -> Any:
    return rows.filter(message__ends_on__lt=today())


def _but_of_administrators(notices: Any, closing: Closing) -> Any:
    return notices.exclude(account__profile=Profile.ADM)


def _long_gone(accounts: Any, closing: Closing) -> Any:
    return accounts.long_gone()


each_year(
    Account,
    Fate.PROPOSED,
    "comptes sortis depuis longtemps",
    "Les comptes qui n'ont plus à être gardés sont proposés à la suppression, avec ce qu'ils détiennent ; tous les "
    "autres restent, et l'import de rentrée dit qui arrive, change de classe ou s'en va.",
    rows=_long_gone,
    others="comptes",
)
each_year(Guardianship, Fate.KEPT, "liens entre responsables et élèves", "Chacun garde ses enfants.")
each_year(Address, Fate.KEPT, "adresses de responsables", "Les adresses restent : l'import de rentrée les corrige.")
each_year(LegalHold, Fate.KEPT, "comptes à conserver", "Ils le restent jusqu'à ce que vous en décidiez autrement.")
each_year(LinkedAccount, Fate.KEPT, "comptes reliés", "La bascule entre les comptes d'une même personne reste.")
each_year(
    TeachingAssignment,
    Fate.KEPT,
    "affectations de professeurs aux classes",
    "Elles restent, professeurs principaux compris : l'import de rentrée propose celles qui changent.",
)
each_year(
    GroupTeaching,
    Fate.EMPTIED,
    "affectations de professeurs aux groupes",
    "Elles sont supprimées avec les groupes.",
)
each_year(GroupMembership, Fate.EMPTIED, "élèves dans les groupes", "Ils en sortent avec la suppression des groupes.")
each_year(
    MatiereTeaching, Fate.KEPT, "affectations de professeurs aux matières", "Elles restent, coordonnateurs compris."
)
each_year(
    Message,
    Fate.EMPTIED,
    "messages d'accueil terminés",
    "Les messages dont le dernier jour est passé sont supprimés ; ceux qui sont annoncés restent.",
    rows=_that_are_over,
    others="messages d'accueil annoncés",
)
each_year(
    MessageTarget,
    Fate.EMPTIED,
    "destinataires de messages d'accueil terminés",
    "Ils partent avec les messages.",
    rows=_of_messages_that_are_over,
    others="destinataires de messages d'accueil annoncés",
)
each_year(
    HiddenMessage,
    Fate.EMPTIED,
    "messages d'accueil masqués par leurs lecteurs",
    "Ils partent avec les messages.",
    rows=_of_messages_that_are_over,
    others="messages d'accueil masqués, qui paraissent encore",
)
each_year(
    Notice,
    Fate.EMPTIED,
    "notifications",
    "Celles de l'an passé sont effacées, lues ou non ; les administrateurs gardent les leurs.",
    rows=_but_of_administrators,
)
each_year(ContactRequest, Fate.KEPT, "questions aux administrateurs", "Elles restent jusqu'à leur nettoyage habituel.")
each_year(OutgoingMail, Fate.KEPT, "courriels en attente", "Ils partent comme prévu.")
each_year(JournalEntry, Fate.KEPT, "lignes du journal", "Le journal reste jusqu'au terme de sa conservation.")
each_year(OpenSession, Fate.KEPT, "sessions ouvertes", "Personne n'est déconnecté.")
each_year(Application, Fate.KEPT, "applications de codes", "Chacun garde son second facteur.")
each_year(Passkey, Fate.KEPT, "clés d'accès", "Chacun garde les siennes.")
each_year(RecoveryCode, Fate.KEPT, "codes de secours", "Ils servent tant que leur propriétaire n'en fait pas d'autres.")
each_year(KnownBrowser, Fate.KEPT, "navigateurs connus", "Un navigateur connu le reste.")
each_year(
    PupilCard,
    Fate.EMPTIED,
    "cartes d'élèves",
    "Les cartes de l'an passé n'ouvrent plus rien : imprimez celles des nouvelles classes.",
)
each_year(
    PupilPhoto,
    Fate.KEPT,
    "photos d'élèves",
    "Elles restent jusqu'à ce que celles de la nouvelle année les remplacent ; une photo s'efface avec son compte.",
)
