"""What the server is doing when it is killed: each job opens a school, writes in it, and can be gone on with."""

import datetime
import io
import uuid
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import (
    NOTICE_VERSION,
    Account,
    Address,
    GroupMembership,
    GroupTeaching,
    Guardianship,
    JournalEntry,
    MatiereTeaching,
    TeachingAssignment,
)
from bench import college
from bench.college import Origin
from bench.invented import children
from documents.models import SealedNote
from entrance.sessions import note_proof
from entrance.spaces.creation import open_school
from evaluations.dates import Dates
from evaluations.models import Evaluation, Mark, MarkChange, ScaleSettings
from evaluations.services.evaluations import Wanted, create_evaluation
from imports import services
from imports.identities import services as identities
from imports.identities.lines import IdentityFile, IdentityLine
from imports.identities.objectives import objectives
from imports.management import pipeline
from imports.models import ImportLine, ImportRun, KeptTable
from imports.sacoche import moves
from imports.sources import sources
from imports.steps import steps
from imports.steps.base import ReviewStep
from referentiels.models import Item as TaughtItem
from referentiels.models import Referentiel
from referentiels.services.making import create
from referentiels.tree import Domaine, Theme, Tree
from referentiels.tree import Item as PlainItem
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now, seconds, today
from sacoche.kit.tenancy import school_scope
from schools.models import Group, Matiere, Niveau, SchoolClass, SchoolNiveau
from socle.exchange import Decision, PupilRecord, write_archive
from socle.models import Item, ItemChange, ItemValidation, SchoolPalier
from tests.crash.browser import Browser, review_form

PUPILS = 200
CLASSES = ("CP", "CE1", "CE2", "CM1", "CM2")
PALIER, PILIER = 2, 8
START = reverse("imports:start")
NOBODY = "!"
JUNE = datetime.date(2013, 6, 14)
BACKUP = Path(__file__).parents[1] / "data" / "sacoche" / "2012.zip"


class Job(ABC):
    """One school, and one thing done in it through the pages. `state` tells all that it could change."""

    title: ClassVar[str]

    def __init__(self, port: int) -> None:
        self.school, admin = open_school(name="École des Coupures", password_hash=NOBODY)
        with school_scope(self.school):
            admin.activated_at, admin.notice_version = now(), NOTICE_VERSION
            admin.save()
            _furnish()
            self.prepare()
            self.browser = Browser(port, _session_of(admin))

    @abstractmethod
    def prepare(self) -> None:
        """Bring the school, which is open, to just before the act."""

    def load(self) -> None:  # noqa: B027 (may need none)
        """Open the page that is going to be sent."""

    @abstractmethod
    def act(self) -> None:
        """What the server is killed during."""

    @abstractmethod
    def resume(self) -> None:
        """Go on to the end, as the person does when the server is back."""

    def state(self) -> Hashable:
        """What the school holds, without a number that another school would not have."""
        with school_scope(self.school):
            return repr(self.facts())

    @abstractmethod
    def facts(self) -> tuple[Any, ...]:
        """The same, read in the open school."""

    def leftovers(self) -> list[str]:
        """The files that the school still has on the disk once all is over."""
        return []


def _furnish() -> None:
    """A school at work: levels, palier, classes and their pupils."""
    niveaux = list(Niveau.objects.filter(reference__in=CLASSES))
    bulk_insert(SchoolNiveau, ({"niveau_id": niveau.pk} for niveau in niveaux))
    SchoolPalier.objects.create(palier_id=PALIER)
    for niveau in niveaux:
        for letter in "AB":
            SchoolClass.objects.create(niveau=niveau, reference=f"{niveau.reference}_{letter}", name=letter)
    classes = list(SchoolClass.objects.in_level_order().values_list("pk", flat=True))
    bulk_insert(Account, (_pupil(rank, classes[rank % len(classes)]) for rank in range(PUPILS)))


def _pupil(rank: int, class_id: int) -> dict[str, Any]:
    last_name, first_name = _names(rank)
    return {
        "profile": Profile.ELV.value,
        "login": f"eleve.{rank}",
        "password": NOBODY,
        "last_name": last_name,
        "first_name": first_name,
        "sort_key": f"{last_name} {first_name}".lower(),
        "school_class_id": class_id,
    }


def _names(rank: int) -> tuple[str, str]:
    return f"NOM{chr(65 + rank % 26)}{rank:03d}", "Camille"


def _session_of(account: Account) -> list[str]:
    """The cookie of somebody who has just typed his password: sessions are in the database that the server reads."""
    client = Client()
    client.force_login(account, backend="accounts.backends.LocalBackend")
    session = client.session
    note_proof(session, now=seconds())
    session.save()
    return [f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"]


# --- The steps of an import -------------------------------------------------------------------------------------------


def _file() -> bytes:
    """The school a year later: everybody has another class, thirty have left and thirty have come."""
    rows = ["Nom Elève;Prénom Elève;Date naissance;Niveau;Classe"]
    for rank in range(30, PUPILS + 30):
        last_name, first_name = _names(rank)
        niveau = CLASSES[rank % len(CLASSES)]
        rows.append(f"{last_name};{first_name};{1 + rank % 28:02d}/03/2004;{niveau};{niveau} {rank % 2}")
    return "\r\n".join(rows).encode()


class ImportStep(Job):
    """A step of an import: that of Base Élèves, for want of another."""

    step: ClassVar[str]
    source: ClassVar[str] = "base_eleves_eleves"
    # The audience whose people the import is about.
    profile: ClassVar[Profile] = Profile.ELV

    def prepare(self) -> None:
        source = sources.get(self.source)
        self.run = services.stage_upload(
            school=self.school,
            actor=Account.objects.get(login="admin"),
            source_code=source.code,
            source_label=source.heading(),
            file_name="fichier",
            data=self.file(),
            steps=source.steps,
            audience=source.audience,
        )

    def file(self) -> bytes:
        """What is imported."""
        return _file()

    def load(self) -> None:
        self._form = review_form(self.browser.get(self._url(self.step)).page()) or []

    def act(self) -> None:
        self.browser.post(self._url(self.step), self._form)

    def resume(self) -> None:
        """Follow « Reprendre cet import », then every screen that is still to be sent."""
        links = self.browser.get(START).page().xpath("//a[.='Reprendre cet import']/@href")
        assert links, "the start page does not offer to go on"
        self.browser.get(links[0])
        self.browser.post(self._url("extraction"))
        for step in self.run.steps[2:-1]:
            form = review_form(self.browser.get(self._url(step)).page())
            if form is not None:
                self.browser.post(self._url(step), form)
        self.browser.post(self._url("nettoyage"))
        self.run.refresh_from_db()
        assert self.run.is_finished, self.run.status

    def facts(self) -> tuple[Any, ...]:
        run = ImportRun.objects.get(pk=self.run.pk)
        lines = (
            ImportLine.objects.filter(run=run)
            .order_by("kind", "position")
            .values_list(
                *("kind", "position", "decision", "is_ticked", "account__login"),
            )
        )
        return run.status, run.done, sorted(run.summary), list(lines), *_school(self.profile), _journal()

    def leftovers(self) -> list[str]:
        folder = settings.DATA_DIR / services.FILES / self.run.key
        return [str(path) for path in folder.rglob("*")]

    def _url(self, step: str) -> str:
        return reverse("imports:step", args=[self.run.uuid, step])


class ReadFile(ImportStep):
    title, step = "lecture du fichier", "extraction"

    def load(self) -> None:
        self.browser.get(self._url("fichier"))
        self._form = []


class ReviewedStep(ImportStep):
    """A step with a review: those before it are done."""

    def prepare(self) -> None:
        super().prepare()
        services.stage_extraction(run=self.run, extraction=sources.get(self.source).read(self.file()))
        self.run.refresh_from_db()
        for code in self.run.steps[2 : list(self.run.steps).index(self.step)]:
            step = steps.get(code)
            assert isinstance(step, ReviewStep)
            step.accept(self.run, None)
            self.run.refresh_from_db()


class ApplyClasses(ReviewedStep):
    title, step = "classes", "classes"


class ApplyUsers(ReviewedStep):
    title, step = "utilisateurs", "utilisateurs"


# --- The imports of a collège -----------------------------------------------------------------------------------------


class CollegeStep(ReviewedStep):
    """A step of the imports of a collège that has its pupils already."""

    pupils = children(100)

    def prepare(self) -> None:
        niveaux = Niveau.objects.filter(reference__in=college.NIVEAU_REFERENCES)
        bulk_insert(SchoolNiveau, ({"niveau_id": niveau.pk} for niveau in niveaux))
        self.origin = Origin(self.school.uai, self.school.first_year)
        self._import("siecle_eleves", college.pupils_file(self.pupils, self.origin))
        super().prepare()

    def _import(self, source: str, data: bytes) -> None:
        pipeline.import_file(school=self.school, source=sources.get(source), file_name="fichier", data=data)


class ApplyPupilsAgain(CollegeStep):
    """The year after: the last twenty pupils have left, the others have come, all have another class."""

    title, step, source = "affectations des élèves", "affectations", "siecle_eleves"

    def file(self) -> bytes:
        moved = [replace(pupil, rank=pupil.rank + college.PUPILS_OF_A_DIVISION) for pupil in self.pupils[:-20]]
        return college.pupils_file(moved, self.origin)


class ApplyStaff(CollegeStep):
    title, step, source, profile = "affectations des professeurs", "affectations", "sts_professeurs", Profile.ENS

    def file(self) -> bytes:
        return college.staff_file(children(40), len(self.pupils), self.origin)


class ApplyGroups(CollegeStep):
    """The first file of a collège: it brings its groups."""

    title, step, source = "groupes", "groupes", "siecle_eleves"

    def _import(self, source: str, data: bytes) -> None:
        """Nothing was imported before."""

    def file(self) -> bytes:
        return college.pupils_file(self.pupils, self.origin)


class _Guardians(CollegeStep):
    source, profile = "siecle_responsables", Profile.TUT

    def file(self) -> bytes:
        return college.guardians_file(children(150), len(self.pupils), self.origin)


class ApplyAddresses(_Guardians):
    title, step = "adresses", "adresses"


class ApplyGuardianships(_Guardians):
    title, step = "responsabilités", "responsabilites"


class UndoImport(_Guardians):
    """« Annuler cet import », once it is over."""

    title, step = "annulation d'un import", "nettoyage"

    def prepare(self) -> None:
        super().prepare()
        services.finish(run=self.run, actor=None)

    def load(self) -> None:
        self.browser.get(self._undoing())

    def act(self) -> None:
        self.browser.post(self._undoing())

    def resume(self) -> None:
        """Once more: undone twice is undone once."""
        self.act()

    def facts(self) -> tuple[Any, ...]:
        run = ImportRun.objects.get(pk=self.run.pk)
        return run.undone_at is not None, sorted(run.summary), *_school(self.profile), _journal()

    def _undoing(self) -> str:
        return reverse("imports:undo", args=[self.run.uuid])


def _school(profile: Profile) -> Iterator[list[Any]]:
    """Classes, groups, people, and what links them, without a number that another school would not have."""
    yield list(SchoolClass.objects.in_level_order().values_list("reference", "name", "niveau__reference"))
    yield sorted(Group.objects.values_list("reference", flat=True))
    yield list(
        Account.objects.filter(profile=profile)
        .order_by("login")
        .values_list(
            *("login", "last_name", "first_name", "birth_date", "school_class__reference", "left_on", "password")
        )
    )
    yield sorted(GroupMembership.objects.values_list("pupil__login", "group__reference"))
    yield sorted(TeachingAssignment.objects.values_list("teacher__login", "school_class__reference", "is_pp"))
    yield sorted(GroupTeaching.objects.values_list("teacher__login", "group__reference"))
    yield sorted(MatiereTeaching.objects.values_list("teacher__login", "matiere__reference"))
    yield sorted(Guardianship.objects.values_list("pupil__login", "guardian__login", "rank"))
    yield sorted(Address.objects.values_list("account__login", "line1", "town"))


# --- Identifiers ------------------------------------------------------------------------------------------------------


class SetIdentifiers(Job):
    """The identifiers that an ENT gives to every pupil, once their preview is confirmed."""

    title = "identifiants d'un ENT"

    def prepare(self) -> None:
        self._admin = Account.objects.get(login="admin")
        lines = [IdentityLine(rank + 1, *_names(rank), f"ent.{rank}") for rank in range(PUPILS)]
        identities.stage_file(
            owner=self._admin, objective=objectives.get("ent"), file_name="fichier", file=IdentityFile(lines)
        )

    def load(self) -> None:
        page = self.browser.get(reverse("imports:identities_preview")).page()
        self._form = next(list(form.form_values()) for form in page.forms if form.get("class") == "review")

    def act(self) -> None:
        self.browser.post(reverse("imports:identities_preview"), self._form)

    def resume(self) -> None:
        """The file still waits: its preview ticks what is left to write, and it is given up once all is."""
        self.load()
        if any(name == "tick" for name, _ in self._form):
            self.act()
        self.browser.post(reverse("imports:identities_abandon"))

    def facts(self) -> tuple[Any, ...]:
        return list(Account.objects.pupils().order_by("login").values_list("login", "id_ent")), _journal()

    def leftovers(self) -> list[str]:
        with school_scope(self.school):
            return [str(note) for note in SealedNote.objects.filter(owner=self._admin)]


# --- Validations ------------------------------------------------------------------------------------------------------


class ValidationsJob(Job):
    """Decisions on items: nothing of them or all of them, with their history and their line in the journal."""

    def resume(self) -> None:
        self.act()

    def facts(self) -> tuple[Any, ...]:
        decisions = ItemValidation.objects.order_by("pupil__login", "item_id")
        columns = ("pupil__login", "item_id", "state", "author_label")
        changes = ItemChange.objects.order_by("pupil__login", "item_id")
        return (
            list(decisions.values_list(*columns)),
            list(changes.values_list(*columns[:2], "before", "after")),
            _journal(),
        )


class SaveGrid(ValidationsJob):
    title = "grille"

    def prepare(self) -> None:
        Account.objects.filter(login="admin").update(profile=Profile.DIR)
        pupils = Account.objects.pupils().order_by("login").values_list("pk", flat=True)[:60]
        items = list(Item.objects.filter(domaine__pilier=PILIER).values_list("pk", flat=True))
        self._cells = [[pupil, item, 2, item % 2] for pupil in pupils for item in items]

    def act(self) -> None:
        gestures = [{"gesture": "cell", "cells": self._cells}]
        self.browser.post_json(reverse("socle:save_items"), {"gestures": gestures})


class SaveMarks(Job):
    """The grid of an évaluation: a hundred pupils by ten items, under the number that the page gave its save."""

    title = "résultats d'une évaluation"

    def prepare(self) -> None:
        Account.objects.filter(login="admin").update(profile=Profile.EDU)
        teacher = Account.objects.get(login="admin")
        themes = (Theme("Entiers", items=tuple(PlainItem(f"Compter {rank}") for rank in range(10))),)
        matiere = Matiere.objects.create(reference="MATHS", label="Mathématiques")
        cm2 = Niveau.objects.get(reference="CM2")
        tree = Tree((Domaine("A", "Nombres", themes=themes),))
        referentiel = create(author=None, matiere=matiere, niveau=cm2, tree=tree)
        items = list(TaughtItem.objects.filter(theme__domaine__referentiel=referentiel).values_list("pk", flat=True))
        pupils = list(Account.objects.pupils().order_by("login").values_list("pk", flat=True)[:100])
        wanted = Wanted(title="Bilan", dates=Dates(today(), today()), items=items, pupils=pupils)
        self._evaluation = create_evaluation(actor=teacher, wanted=wanted).pk
        places = [(p, i) for p in range(len(pupils)) for i in range(len(items))]
        cells = [[pupils[p], items[i], "", str(1 + (p + i) % 4)] for p, i in places]
        self._letter = {"save": str(uuid.uuid4()), "gestures": [{"gesture": "cell", "cells": cells}]}

    def act(self) -> None:
        self.browser.post_json(reverse("evaluations:save_marks", args=[self._evaluation]), self._letter)

    def resume(self) -> None:
        self.act()

    def facts(self) -> tuple[Any, ...]:
        marks = Mark.objects.order_by("pupil__login", "item__order").values_list(
            *("pupil__login", "item__order", "code", "author__label")
        )
        return list(marks), Mark.objects.count(), MarkChange.objects.count(), _journal()


class ImportArchive(ValidationsJob):
    title = "ZIP de validations"

    def prepare(self) -> None:
        items = list(Item.objects.filter(domaine__pilier__palier=PALIER).values_list("pk", "domaine__pilier_id"))
        stream = io.BytesIO()
        write_archive(stream, self._records(items), at=datetime.datetime(2013, 6, 14, tzinfo=datetime.UTC))
        self._archive = stream.getvalue()

    def _records(self, items: list[tuple[int, int]]) -> Iterator[PupilRecord]:
        for rank in range(100):
            decisions = [Decision(pilier, item, item % 2, JUNE, "DURAND P.") for item, pilier in items]
            yield PupilRecord(0, *_names(rank), decisions)

    def act(self) -> None:
        fields = [("procedure", "import-sacoche")]
        self.browser.post_file(reverse("exports:import_file"), fields, "import-sacoche.zip", self._archive)


# --- Venir de SACoche -------------------------------------------------------------------------------------------------


class MoveIn(Job):
    """A backup of SACoche taken in an empty space: all of it, or nothing."""

    title = "Venir de SACoche"

    def prepare(self) -> None:
        for model in (Account.objects.exclude(profile=Profile.ADM), SchoolClass.objects.all()):
            model.delete()
        SchoolNiveau.objects.all().delete()
        admin = Account.objects.get(login="admin")
        with BACKUP.open("rb") as stream:
            self.move = moves.receive(school=self.school, actor=admin, file_name=BACKUP.name, content=stream)
        moves.read(self.move, actor=admin)

    def act(self) -> None:
        self.browser.post(reverse("imports:move_take", args=[self.move.uuid]), [("identity", "on")])

    def resume(self) -> None:
        """« Reprendre » once more, when nothing was written: the page then says that the move is done."""
        with school_scope(self.school):
            self.move.refresh_from_db()
        if self.move.is_open:
            self.act()

    def facts(self) -> tuple[Any, ...]:
        rows = (SchoolClass, Item, Referentiel, Evaluation, Mark, ItemValidation, KeptTable, ScaleSettings)
        people = list(Account.objects.order_by("login").values_list("login", "school_class__reference"))
        self.move.refresh_from_db()
        return self.move.status, people, [model.objects.count() for model in rows], _journal()


JOBS: tuple[type[Job], ...] = (
    *(ReadFile, ApplyClasses, ApplyUsers, SaveGrid, SaveMarks, ImportArchive),
    *(ApplyGroups, ApplyPupilsAgain, ApplyStaff, ApplyAddresses, ApplyGuardianships, UndoImport, SetIdentifiers),
    MoveIn,
)


def _journal() -> list[tuple[str, int]]:
    codes = JournalEntry.objects.order_by().values_list("code", flat=True)
    return sorted(Counter(codes).items())
