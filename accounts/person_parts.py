"""What people, and what is kept about them, hold of one person."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.db.models import Q

from accounts.erasing import (
    erase_account,
    erase_contact_requests,
    erase_journal,
    erase_links,
    erase_mails,
    erase_sessions,
)
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
from sacoche.kit.parts.person import Erased, person


def _herself(account: Any) -> Q:
    return Q(pk=account.pk)


def _to_her(account: Any) -> Q:
    return Q(recipient__iexact=account.email) if account.email else Q(pk=None)


def _asked_by_her(account: Any) -> Q:
    return Q(email__iexact=account.email) if account.email else Q(pk=None)


person(
    TeachingAssignment,
    "teacher",
    section="classes",
    label="classes enseignées",
    fate=Erased.GONE,
    columns={"classe": "school_class__name", "professeur_principal": "is_pp"},
)
person(
    GroupTeaching,
    "teacher",
    section="groupes_enseignes",
    label="groupes enseignés",
    fate=Erased.GONE,
    columns={"groupe": "group__name", "proprietaire": "is_owner"},
)
person(
    MatiereTeaching,
    "teacher",
    section="matieres",
    label="matières enseignées",
    fate=Erased.GONE,
    columns={"matiere": "matiere__label", "coordonnateur": "is_coordonnateur"},
)
person(
    GroupMembership,
    "pupil",
    section="groupes",
    label="groupes",
    fate=Erased.GONE,
    # The name of a « groupe de besoin » is a teacher's own note.
    columns={"genre": "group__kind"},
)
person(
    Guardianship,
    "pupil",
    "guardian",
    section="liens_de_parente",
    label="liens entre responsables et élèves",
    fate=Erased.GONE,
    columns={
        "eleve_nom": "pupil__last_name",
        "eleve_prenom": "pupil__first_name",
        "responsable_nom": "guardian__last_name",
        "responsable_prenom": "guardian__first_name",
        "rang": "rank",
    },
    erase=erase_links,
)
person(
    Address,
    "account",
    section="adresse",
    label="adresse postale",
    fate=Erased.GONE,
    columns={
        "ligne_1": "line1",
        "ligne_2": "line2",
        "ligne_3": "line3",
        "ligne_4": "line4",
        "code_postal": "postal_code",
        "commune": "town",
        "pays": "country",
    },
)
person(
    LinkedAccount,
    "account",
    section="comptes_relies",
    label="comptes reliés",
    fate=Erased.GONE,
    columns={"ensemble": "person"},
)
person(
    LegalHold,
    "account",
    section="conservation",
    label="conservation demandée",
    fate=Erased.GONE,
    columns={"motif": "reason", "depuis": "since"},
)
person(
    Message,
    "author",
    section="messages_ecrits",
    label="messages d'accueil écrits",
    fate=Erased.GONE,
    columns={"texte": "text", "du": "starts_on", "au": "ends_on"},
)
person(
    MessageTarget,
    "account",
    section="messages_recus",
    label="messages d'accueil adressés à la personne",
    fate=Erased.GONE,
    columns={"texte": "message__text", "du": "message__starts_on", "au": "message__ends_on"},
)
person(
    HiddenMessage,
    "account",
    section="messages_masques",
    label="messages d'accueil masqués",
    fate=Erased.GONE,
    columns={"texte": "message__text"},
)
person(
    Notice,
    "account",
    section="notifications",
    label="notifications",
    fate=Erased.GONE,
    columns={"genre": "code", "fois": "times", "le": "last_at", "lue_le": "read_at", "envoyee_le": "mailed_at"},
)
person(
    OpenSession,
    "account",
    section="sessions_ouvertes",
    label="sessions ouvertes",
    fate=Erased.GONE,
    columns={"ouverte_le": "opened_at", "adresse_reseau": "address", "navigateur": "user_agent"},
    erase=erase_sessions,
)
person(
    OutgoingMail,
    section="courriels",
    label="courriels envoyés ou en attente",
    whose=_to_her,
    fate=Erased.GONE,
    columns={"objet": "subject", "mis_en_file_le": "queued_at", "envoye_le": "sent_at"},
    erase=erase_mails,
)
person(
    ContactRequest,
    section="questions_aux_administrateurs",
    label="questions aux administrateurs",
    whose=_asked_by_her,
    fate=Erased.GONE,
    columns={"texte": "text", "confirmee_le": "confirmed_at"},
    erase=erase_contact_requests,
)
# Sign-ins and sign-outs are lines of it.
person(
    JournalEntry,
    "actor",
    section="journal",
    label="lignes du journal, connexions comprises",
    fate=Erased.NAMELESS,
    columns={"le": "at", "action": "code", "adresse_reseau": "address"},
    erase=erase_journal,
)
# The last one: the others look for her by what it holds.
person(
    Account,
    section="identite",
    label="identité",
    whose=_herself,
    fate=Erased.NAMELESS,
    columns={
        "nom": "last_name",
        "prenom": "first_name",
        "profil": "profile",
        "sexe": "gender",
        "naissance": "birth_date",
        "identifiant": "login",
        "courriel": "email",
        "courriel_a_confirmer": "email_to_confirm",
        "id_sconet": "sconet_id",
        "numero_sconet": "elenoet",
        "reference": "reference",
        "id_ent": "id_ent",
        "id_gepi": "id_gepi",
        "uai_du_fichier": "uai",
        "classe": "school_class__name",
        "sorti_le": "left_on",
        "cree_le": "created_at",
        "active_le": "activated_at",
        "notice_lue": "notice_version",
        "notice_lue_le": "notice_read_at",
        "derniere_connexion": "last_login",
        "preferences": "preferences",
    },
    erase=erase_account,
)
person(
    Application,
    "account",
    section="application_d_authentification",
    label="application d'authentification",
    fate=Erased.GONE,
    columns={"ajoutee_le": "added_at"},
)
person(
    Passkey,
    "account",
    section="cles_d_acces",
    label="clés d'accès",
    fate=Erased.GONE,
    columns={"nom": "name", "ajoutee_le": "added_at", "utilisee_le": "used_at"},
)
person(
    RecoveryCode,
    "account",
    section="codes_de_secours",
    label="codes de secours",
    fate=Erased.GONE,
    columns={"utilise_le": "used_at"},
)
person(
    KnownBrowser,
    "account",
    section="navigateurs_connus",
    label="navigateurs reconnus",
    fate=Erased.GONE,
    columns={"navigateur": "user_agent", "premiere_fois": "first_at", "derniere_fois": "last_at"},
)
person(
    PupilCard,
    "pupil",
    section="carte",
    label="carte de connexion",
    fate=Erased.GONE,
    columns={"faite_le": "made_at", "retiree_le": "revoked_at"},
)


def _photos(rows: Any) -> Iterator[tuple[str, BinaryIO | None]]:
    for row in rows:
        yield f"photo/{row.digest}.jpg", io.BytesIO(bytes(row.content))


person(
    PupilPhoto,
    "pupil",
    section="photo",
    label="photo",
    fate=Erased.GONE,
    columns={"image": "digest"},
    files=_photos,
)
