"""What people read of their own account."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.enums import Gender, Profile
from accounts.models import (
    Account,
    GroupMembership,
    GroupTeaching,
    Guardianship,
    MatiereTeaching,
    Message,
    TeachingAssignment,
)
from accounts.own.linking import linked_to
from sacoche.kit.registry import Registry
from schools.models import GroupKind


@dataclass(frozen=True)
class Fact:
    """Something that the school keeps about the reader."""

    label: str
    value: str


Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class FactSource:
    """What another application keeps about an account: labels and values, empty when there is nothing."""

    code: str
    facts: Callable[[Account], Rows]


fact_sources: Registry[FactSource] = Registry("sources of what is kept about somebody")


def own_facts(account: Account) -> list[Fact]:
    """Everything that the account holds about its owner, with the links to other people: the right of access."""
    elsewhere = [row for source in fact_sources for row in source.facts(account)]
    facts = [*_identity(account), *_links(account), *elsewhere, *_own_traces(account), *_dates(account)]
    return [Fact(label, value) for label, value in facts if value]


def _identity(account: Account) -> Rows:
    gender = account.get_gender_display() if account.gender != Gender.UNKNOWN else ""
    return [
        ("Nom et prénom", account.full_name),
        ("Profil", account.get_profile_display()),
        ("Identifiant de connexion", account.login),
        ("Mot de passe", "chiffré : personne ne peut le lire" if account.password else ""),
        ("Adresse e-mail", account.email),
        ("Adresse e-mail à confirmer", account.email_to_confirm),
        ("Sexe", gender),
        ("Date de naissance", f"{account.birth_date:%d/%m/%Y}" if account.birth_date else ""),
        ("Id Sconet", str(account.sconet_id or "")),
        ("N° Sconet", account.elenoet),
        ("Référence (INE…)", account.reference),
        ("Id ENT", account.id_ent),
        ("Id Gepi", account.id_gepi),
    ]


def _links(account: Account) -> Rows:
    if account.profile == Profile.ELV:
        return _links_of_pupil(account)
    if account.profile == Profile.TUT:
        return _links_of_guardian(account)
    return _links_of_teacher(account)


def _links_of_teacher(account: Account) -> Rows:
    classes = TeachingAssignment.objects.filter(teacher=account).select_related("school_class")
    groups = GroupTeaching.objects.filter(teacher=account).select_related("group").order_by("group__name")
    matieres = MatiereTeaching.objects.filter(teacher=account).select_related("matiere").order_by("matiere__label")
    return [
        (
            "Classes",
            _listed(
                (link.school_class.label, "professeur principal" if link.is_pp else "")
                for link in classes.order_by("school_class__reference")
            ),
        ),
        ("Groupes", _listed((link.group.label, _kind_of(link)) for link in groups)),
        (
            "Matières",
            _listed((link.matiere.label, "coordonnateur" if link.is_coordonnateur else "") for link in matieres),
        ),
    ]


def _kind_of(link: GroupTeaching) -> str:
    return "groupe de besoin" if link.group.kind == GroupKind.BESOIN else ""


def _listed(things: Iterable[tuple[str, str]]) -> str:
    """« CM2 A (professeur principal), CM1 B »."""
    return ", ".join(f"{name} ({role})" if role else name for name, role in things)


def _own_traces(account: Account) -> Rows:
    """The person's other accounts, and what she wrote for the home pages."""
    messages = Message.objects.filter(author=account).count()
    return [
        ("Comptes liés au vôtre", _listed((each.full_name, each.get_profile_display()) for each in linked_to(account))),
        ("Messages d'accueil écrits", str(messages) if messages else ""),
    ]


def _links_of_pupil(account: Account) -> Rows:
    groups = GroupMembership.objects.filter(pupil=account).select_related("group").order_by("group__name")
    guardians = Guardianship.objects.filter(pupil=account).select_related("guardian").order_by("rank")
    return [
        ("Classe", account.school_class.label if account.school_class else ""),
        ("Groupes", ", ".join(link.group.label for link in groups if link.group.kind == GroupKind.GROUPE)),
        ("Groupes de besoin", _besoins(groups)),
        ("Responsables légaux", ", ".join(link.guardian.full_name for link in guardians)),
    ]


def _besoins(links: Iterable[GroupMembership]) -> str:
    """How many there are: the names are a teacher's own working notes, and not for families to read."""
    number = sum(link.group.kind == GroupKind.BESOIN for link in links)
    return f"{number}, pour le travail en classe" if number else ""


def _links_of_guardian(account: Account) -> Rows:
    children = Guardianship.objects.filter(guardian=account).select_related("pupil").order_by("pupil__sort_key")
    address = getattr(account, "address", None)
    return [
        ("Enfants", ", ".join(link.pupil.full_name for link in children)),
        ("Adresse postale", str(address or "")),
    ]


def _dates(account: Account) -> Rows:
    moments = [
        ("Compte créé", account.created_at),
        ("Compte activé", account.activated_at),
        ("Notice lue", account.notice_read_at or account.activated_at),
        ("Dernière connexion", account.last_login),
    ]
    return [(label, f"le {date_format(localtime(at), 'j F Y à H:i')}" if at else "") for label, at in moments]
