"""The diagnostic of a school: read to somebody who helps from afar, it changes nothing and names no pupil."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format

from accounts.enums import Profile
from accounts.models import Account, OutgoingMail
from entrance.cas.servers import ent_name, server_of, uses_ent
from imports.queries import past_imports, waiting_run
from imports.sources import sources
from sacoche.home.administrator import administrator_home
from sacoche.kit.clock import local, now
from sacoche.kit.text import count
from schools.models import School, SchoolClass, SchoolNiveau
from socle.models import SchoolPalier


@dataclass(frozen=True)
class Fact:
    """One thing that is so in the school; `is_ok` is None for what is neither right nor wrong."""

    label: str
    value: str
    is_ok: bool | None = None


@dataclass(frozen=True)
class Part:
    title: str
    facts: list[Fact]


def diagnostic(account: Account) -> list[Part]:
    """What whoever helps asks first, in the order in which a school is set up."""
    school = account.school
    assert school is not None
    home = administrator_home(account)
    missing = [Fact(task.label, "fait" if task.is_done else "à faire", task.is_done) for task in home.tasks]
    looks = [Fact("À regarder", alert.sentence, False) for alert in home.alerts]
    return [
        Part("L'établissement", list(_school(school))),
        Part("La mise en place", missing),
        Part("Les personnes", list(_people())),
        Part("La connexion et les courriels", list(_ways(school))),
        Part("Les imports", list(_imports())),
        Part("Ce qui mérite un regard", looks or [Fact("À regarder", "rien", True)]),
    ]


def _school(school: School) -> Iterator[Fact]:
    yield Fact("Nom et numéro", f"{school}, n° {school.number}")
    yield Fact("UAI", school.uai or "aucun", bool(school.uai))
    yield Fact("Année scolaire", school.year)
    yield Fact("Heure du serveur", date_format(local(now()), "j F Y à H:i"))
    yield Fact("Niveaux", str(SchoolNiveau.objects.count()))
    yield Fact("Classes", str(SchoolClass.objects.count()))
    yield Fact("Paliers du socle", str(SchoolPalier.objects.count()))


def _people() -> Iterator[Fact]:
    for profile in Profile:
        people = Account.objects.filter(profile=profile).active().order_by()
        if number := people.count():
            activated = people.exclude(activated_at=None).count()
            said = f"{count(number, 'compte ouvert', 'comptes ouverts')}, {count(activated, 'activé', 'activés')}"
            yield Fact(f"Profil « {profile.label} »", said)


def _ways(school: School) -> Iterator[Fact]:
    if not uses_ent(school):
        yield Fact("Mode d'identification", "identifiants de SACoche")
    else:
        is_open = server_of(school) is not None
        yield Fact("Mode d'identification", f"{ent_name(school)}{'' if is_open else ' (suspendu)'}", is_open)
    yield Fact("Courriels", "le serveur en envoie" if settings.SENDS_MAIL else "le serveur n'en envoie pas")
    if waiting := OutgoingMail.objects.filter(school=school, sent_at=None, refused_at=None).count():
        yield Fact("Courriels en attente", str(waiting), False)


def _imports() -> Iterator[Fact]:
    if found := waiting_run():
        yield Fact("Import en cours", found.run.file_name, False)
    for past in past_imports(limit=3):
        run = past.run
        heading = sources.get(run.source_code).heading() if run.source_code in sources else run.source_code
        ended = date_format(local(run.ended_at), "j F Y à H:i") if run.ended_at else ""
        yield Fact(heading, f"{run.get_status_display()} le {ended}")
