"""The home page of an administrator: what the school still misses, and what deserves a look."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.enums import Profile
from accounts.models import Account, Connector, ContactRequest, JournalEntry, TeachingAssignment
from entrance.cas.connectors import of_department
from entrance.cas.servers import uses_ent
from imports.queries import NO_PASSWORD, waiting_run
from imports.steps import steps
from sacoche.kit.clock import now
from sacoche.kit.text import count
from schools.models import Matiere, School, SchoolClass, SchoolNiveau
from socle.models import SchoolPalier

# How long a change of who says who people are stays before the eyes of the other administrators.
_TOLD_FOR = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Task:
    """A thing that the school must set up once. `url_name` is where it is done."""

    label: str
    is_done: bool
    hint: str
    url_name: str


@dataclass(frozen=True)
class Alert:
    """Something to look at, with where to look when there is a page for it. `query` follows the address."""

    sentence: str
    url_name: str = ""
    query: str = ""


@dataclass(frozen=True)
class WaitingImport:
    """The import under way: what is said of it, and where it is gone on with."""

    sentence: str
    is_held_by_reader: bool
    url: str


@dataclass(frozen=True)
class AdministratorHome:
    waiting: WaitingImport | None
    tasks: list[Task]
    alerts: list[Alert]
    contacts: list[ContactRequest]
    connectors: list[Connector]
    pupils: int
    classes: int
    teachers: int

    @property
    def missing(self) -> int:
        return sum(not task.is_done for task in self.tasks)


def administrator_home(account: Account) -> AdministratorHome:
    """What is still missing before teachers can validate, with where to do it."""
    assert account.school is not None
    pupils = Account.objects.pupils().active().count()
    teachers = Account.objects.teachers().active().count()
    return AdministratorHome(
        waiting=_waiting_import(account),
        tasks=_tasks(account.school.noun, pupils, teachers),
        alerts=list(_alerts(account)),
        contacts=list(ContactRequest.objects.exclude(confirmed_at=None).order_by("-confirmed_at")),
        connectors=[] if uses_ent(account.school) else of_department(account.school),
        pupils=pupils,
        classes=SchoolClass.objects.count(),
        teachers=teachers,
    )


def _waiting_import(account: Account) -> WaitingImport | None:
    found = waiting_run()
    if found is None:
        return None
    run = found.run
    step = f"l'étape {run.number_of(found.step)} - {steps.get(found.step).title.partition(' (')[0]}"
    hours = count(found.hours_left, "heure", "heures") if found.hours_left else "moins d'une heure"
    is_held = run.holder_id == account.pk
    holder = "vous" if is_held else run.holder.display_name if run.holder else "une commande du serveur"
    return WaitingImport(
        sentence=f"« {run.file_name} », tenu par {holder}, attend à {step}. Il reste {hours} avant qu'il ne s'efface.",
        is_held_by_reader=is_held,
        url=reverse("imports:step", args=[run.uuid, found.step]) if is_held else reverse("imports:start"),
    )


def _tasks(noun: str, pupils: int, teachers: int) -> list[Task]:
    """In the order in which a school sets them up."""
    return [
        Task(
            f"Choisir les niveaux de l'{noun}",
            SchoolNiveau.objects.exists(),
            "Sans niveau, aucune classe ne peut être créée.",
            "schools:niveaux",
        ),
        Task(
            "Choisir les paliers du socle",
            SchoolPalier.objects.exists(),
            "Les grilles de validation sont celles des paliers choisis.",
            "socle:paliers",
        ),
        Task(
            "Importer les élèves et leurs classes",
            pupils > 0,
            "À partir des fichiers de Base Élèves, d'ONDE, de Siècle ou d'un tableur.",
            "imports:start",
        ),
        Task(
            "Créer les professeurs",
            teachers > 0,
            "Notez leurs identifiants et leurs mots de passe : un mot de passe n'est montré qu'une fois.",
            "accounts:staff",
        ),
        Task(
            "Affecter les professeurs aux classes",
            TeachingAssignment.objects.filter(is_pp=True).exists(),
            "Cochez aussi qui est professeur principal.",
            "accounts:assignments",
        ),
    ]


def _alerts(account: Account) -> Iterator[Alert]:
    if account.is_nameless:
        yield Alert("Votre compte s'appelle encore « Compte ADMIN » : donnez votre nom.", "accounts:activation")
    changes = JournalEntry.objects.filter(code="accounts.set_mode", at__gt=now() - _TOLD_FOR)
    if change := changes.exclude(actor=account).order_by("-pk").first():
        sentence = f"{change.actor_label} a changé le mode d'identification le {localtime(change.at):%d/%m/%Y}."
        yield Alert(sentence, "accounts:sign_in_mode")
    yield from _about_mail(account)
    yield from _about_the_school(account.school)
    yield from _about_people()
    if account.school and not uses_ent(account.school):
        yield from _about_passwords()


def _about_mail(account: Account) -> Iterator[Alert]:
    if not settings.SENDS_MAIL:
        yield Alert(
            "Ce serveur n'envoie pas de courriel : ni mot de passe retrouvé seul, ni demande de contact ailleurs que "
            "sur cette page."
        )
    elif not account.email:
        sentence = (
            "Votre compte n'a pas d'adresse e-mail : ni mot de passe retrouvé seul, ni demandes de contact reçues."
        )
        yield Alert(sentence, "accounts:email")


def _about_the_school(school: School | None) -> Iterator[Alert]:
    if school and not school.uai:
        yield Alert("L'établissement n'a pas de numéro UAI dans son identité.", "schools:identity")
    if not Matiere.objects.exists():
        sentence = "Aucune matière n'est choisie : personne n'est professeur de langue vivante, ni coordonnateur."
        yield Alert(sentence, "schools:matieres")
    if not Account.objects.filter(profile=Profile.DIR).active().exists():
        sentence = "Aucun directeur n'a de compte : par défaut, seul un directeur annule une compétence validée."
        yield Alert(sentence, "accounts:directors")


def _about_passwords() -> Iterator[Alert]:
    """Who cannot sign in yet, by profile. Where people come by an ENT, they need no password here."""
    waiting = Account.objects.active().filter(password=NO_PASSWORD).order_by("profile")
    for profile, number in waiting.values_list("profile").annotate(Count("pk")):
        people = count(number, "compte n'a", "comptes n'ont")
        sentence = f"Profil « {Profile(profile).label} » : {people} pas encore de mot de passe."
        yield Alert(sentence, "imports:identities", f"?objectif=generer&profil={profile}&regroupement=sans")


def _about_people() -> Iterator[Alert]:
    if astray := Account.objects.pupils().active().filter(school_class=None).count():
        words = count(astray, "élève présent n'a pas de classe", "élèves présents n'ont pas de classe")
        yield Alert(f"{words}.", "accounts:pupils", "?classe=aucune")
    if gone := Account.objects.long_gone().order_by().count():
        words = count(gone, "compte sorti depuis longtemps est", "comptes sortis depuis longtemps sont")
        yield Alert(f"{words} à effacer.", "accounts:departed")
    present = Account.objects.pupils().active().filter(school_class=OuterRef("pk"))
    taught = TeachingAssignment.objects.filter(school_class=OuterRef("pk"))
    if untaught := SchoolClass.objects.filter(Exists(present), ~Exists(taught)).order_by().count():
        words = count(untaught, "classe qui a des élèves n'a pas", "classes qui ont des élèves n'ont pas")
        yield Alert(f"{words} de professeur.", "accounts:assignments")
