"""Teachers who save while things break: each sends a letter until it is answered, as the grid does."""

import http.client
import threading
import time
import uuid
from dataclasses import dataclass, field

from tests.cluster.installation import Installation
from tests.several.people import Answer, Person

PASSWORD = "la-bonne-phrase-2026"
# A class, its pupils and as many teachers, and items of the socle.
_SCHOOL = """
from django.contrib.auth.hashers import make_password
from accounts.enums import Profile
from accounts.models import Account, NOTICE_VERSION, TeachingAssignment
from entrance.spaces.creation import open_school
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, SchoolClass
from socle.models import Item, SchoolPalier

word = make_password({password!r})
school, admin = open_school(name={name!r}, password_hash=word)
with school_scope(school):
    cm2 = SchoolClass.objects.create(niveau=Niveau.objects.get(reference="CM2"), reference="CM2", name="CM2")
    known = {{"activated_at": now(), "notice_version": NOTICE_VERSION, "password": word}}
    pupils = []
    for rank in range({people}):
        pupil = Account.objects.create(profile=Profile.ELV, login=f"eleve{{rank}}", last_name=f"MARTIN{{rank}}",
                                       first_name="Zoé", school_class=cm2, password="")
        pupils.append(pupil.pk)
        teacher = Account.objects.create(profile=Profile.ENS, login=f"prof{{rank}}", last_name=f"DURAND{{rank}}",
                                         first_name="Paul", **known)
        TeachingAssignment.objects.create(teacher=teacher, school_class=cm2)
    items = list(Item.objects.filter(domaine__pilier=8).order_by("pk"))
    SchoolPalier.objects.create(palier=items[0].domaine.pilier.palier)
    answer = {{"number": school.number, "cm2": cm2.pk, "pupils": pupils, "items": [item.pk for item in items[:5]]}}
"""
_STORED = """
from sacoche.kit.tenancy import all_schools
from socle.models import ItemValidation
with all_schools():
    rows = ItemValidation.objects.filter(pupil__in={pupils}).values_list("pupil", "item", "state")
    answer = [list(row) for row in rows]
"""
_BLANK = 2


@dataclass(frozen=True)
class ClassOfTeachers:
    """A class of the installation, with as many teachers as pupils; everybody has PASSWORD."""

    installation: Installation
    number: int
    cm2: int
    pupils: list[int]
    items: list[int]

    def signed_in(self, rank: int) -> Person:
        """The teacher of this rank, who came in by the balancer."""
        person = Person()
        answer = person.sign_in(self.installation, school=self.number, login=f"prof{rank}", password=PASSWORD)
        assert answer.status == 302, answer.text
        return person

    def stored(self) -> dict[tuple[int, int], int]:
        """What the database holds of these pupils."""
        rows = self.installation.two.evaluate(_STORED.format(pupils=self.pupils))
        return {(pupil, item): state for pupil, item, state in rows}


def open_class(installation: Installation, name: str, people: int = 6) -> ClassOfTeachers:
    """A school of its own, with one class."""
    code = _SCHOOL.format(password=PASSWORD, name=name, people=people)
    return ClassOfTeachers(installation, **installation.one.evaluate(code))


@dataclass
class Teacher:
    """Somebody who goes on saving the cells of a pupil, and what she was told meanwhile."""

    person: Person
    port: Installation
    pupil: int
    items: list[int]
    answered: dict[tuple[int, int], int] = field(default_factory=dict)
    saves: int = 0
    # How many times she read that it had not been saved, until it was; what she read.
    interruptions: int = 0
    sentences: list[str] = field(default_factory=list)
    conflicts: int = 0
    # What no page would send again.
    refusals: list[str] = field(default_factory=list)

    def go_on(self, is_over: threading.Event) -> None:
        """Cell after cell, until told to stop: what was begun is ended."""
        while not is_over.is_set():
            for item in self.items:
                before = self.answered.get((self.pupil, item), _BLANK)
                after = 0 if before == 1 else 1
                self._save(item, before, after)
            time.sleep(0.05)

    def _save(self, item: int, before: int, after: int) -> None:
        gestures = [{"gesture": "cell", "cells": [[self.pupil, item, before, after]]}]
        letter = {"save": uuid.uuid4().hex, "gestures": gestures}
        is_told = False
        while (answer := self._send(letter)) is None:
            self.interruptions += not is_told
            is_told = True
            time.sleep(0.5)
        self.conflicts += len(answer.data["conflicts"])
        self.answered[self.pupil, item] = after
        self.saves += 1

    def _send(self, letter: dict) -> Answer | None:
        try:
            answer = self.person.post_json(self.port, "/socle/items/enregistrer/", letter)
        except (OSError, http.client.HTTPException) as error:
            self.sentences.append(repr(error))
            return None
        if answer.status == 200:
            return answer
        if answer.status not in (502, 503, 504):
            self.refusals.append(f"{answer.status} {answer.text}")
        self.sentences.append(answer.text)
        return None


class Saving:
    """All the teachers of a class at work, each in a thread, as long as the block lasts."""

    def __init__(self, of: ClassOfTeachers) -> None:
        people = enumerate(of.pupils)
        self.teachers = [Teacher(of.signed_in(rank), of.installation, pupil, of.items) for rank, pupil in people]
        self._of, self._is_over = of, threading.Event()
        self._threads = [threading.Thread(target=each.go_on, args=[self._is_over]) for each in self.teachers]

    def __enter__(self) -> "Saving":
        for thread in self._threads:
            thread.start()
        self.wait_for_saves()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in self._threads), "somebody is never answered"

    def wait_for_saves(self, more: int = 3) -> None:
        """Until each of them has saved so many cells more."""
        wanted = [each.saves + more for each in self.teachers]
        self._of.installation.wait(
            lambda: all(each.saves >= least for each, least in zip(self.teachers, wanted, strict=True))
        )

    def check(self) -> None:
        """Nothing that was answered is missing, nobody was told of a conflict that was none."""
        answered = {cell: state for each in self.teachers for cell, state in each.answered.items()}
        assert self._of.stored() == answered
        assert [each.refusals for each in self.teachers] == [[]] * len(self.teachers), (
            self._of.installation.complaints()
        )
        assert [each.conflicts for each in self.teachers] == [0] * len(self.teachers)
