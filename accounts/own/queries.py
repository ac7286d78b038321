"""What people read of their own account."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.enums import Gender, Profile
from accounts.models import Account, GroupMembership, Guardianship, TeachingAssignment
from schools.models import GroupKind


@dataclass(frozen=True)
class Fact:
    """Something that the school keeps about the reader."""

    label: str
    value: str


def own_facts(account: Account) -> list[Fact]:
    """Everything that the account holds about its owner, with the links to other people: the right of access."""
    facts = [*_identity(account), *_links(account), *_dates(account)]
    return [Fact(label, value) for label, value in facts if value]


def _identity(account: Account) -> list[tuple[str, str]]:
    gender = account.get_gender_display() if account.gender != Gender.UNKNOWN else ""
    return [
        ("Nom et prénom", account.full_name),
        ("Profil", account.get_profile_display()),
        ("Identifiant de connexion", account.login),
        ("Mot de passe", "chiffré : personne ne peut le lire" if account.password else ""),
        ("Adresse e-mail", account.email),
        ("Sexe", gender),
        ("Date de naissance", f"{account.birth_date:%d/%m/%Y}" if account.birth_date else ""),
        ("Id Sconet", str(account.sconet_id or "")),
        ("N° Sconet", account.elenoet),
        ("Référence (INE…)", account.reference),
        ("Id ENT", account.id_ent),
        ("Id Gepi", account.id_gepi),
    ]


def _links(account: Account) -> list[tuple[str, str]]:
    if account.profile == Profile.ELV:
        return _links_of_pupil(account)
    if account.profile == Profile.TUT:
        return _links_of_guardian(account)
    taught = TeachingAssignment.objects.filter(teacher=account).select_related("school_class")
    return [("Classes", ", ".join(link.school_class.name for link in taught.order_by("school_class__reference")))]


def _links_of_pupil(account: Account) -> list[tuple[str, str]]:
    groups = GroupMembership.objects.filter(pupil=account).select_related("group").order_by("group__name")
    guardians = Guardianship.objects.filter(pupil=account).select_related("guardian").order_by("rank")
    return [
        ("Classe", account.school_class.name if account.school_class else ""),
        ("Groupes", ", ".join(link.group.name for link in groups if link.group.kind == GroupKind.GROUPE)),
        ("Groupes de besoin", _besoins(groups)),
        ("Responsables légaux", ", ".join(link.guardian.full_name for link in guardians)),
    ]


def _besoins(links: Iterable[GroupMembership]) -> str:
    """How many there are: the names are a teacher's own working notes, and not for families to read."""
    number = sum(link.group.kind == GroupKind.BESOIN for link in links)
    return f"{number}, pour le travail en classe" if number else ""


def _links_of_guardian(account: Account) -> list[tuple[str, str]]:
    children = Guardianship.objects.filter(guardian=account).select_related("pupil").order_by("pupil__sort_key")
    address = getattr(account, "address", None)
    return [
        ("Enfants", ", ".join(link.pupil.full_name for link in children)),
        ("Adresse postale", str(address or "")),
    ]


def _dates(account: Account) -> list[tuple[str, str]]:
    moments = [
        ("Compte créé", account.created_at),
        ("Notice lue et compte activé", account.activated_at),
        ("Dernière connexion", account.last_login),
    ]
    return [(label, f"le {date_format(localtime(at), 'j F Y à H:i')}" if at else "") for label, at in moments]
