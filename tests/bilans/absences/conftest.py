"""A class of three pupils, in a period of autumn, and who keeps its absences."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account
from bilans.absences.queries import attendance_of
from schools.models import Period, School, SchoolClass
from tests.factories import AccountFactory, PeriodDatesFactory, SchoolClassFactory


@dataclass
class Office:
    """« Vie scolaire » at work on a class: what it types, what it sends, what is then kept."""

    client: Client
    school: School
    school_class: SchoolClass
    period: Period
    pupils: dict[str, Account]

    @property
    def address(self) -> str:
        return f"{reverse('bilans:absences')}?classe={self.school_class.pk}&periode={self.period.pk}"

    @property
    def kept(self) -> dict[str, tuple[Any, ...]]:
        """The figures of each pupil of whom something is known, by first name."""
        names = {pupil.pk: name for name, pupil in self.pupils.items()}
        found = attendance_of(names, self.period, year=self.school.first_year)
        return {names[pk]: tuple(figures) for pk, figures in sorted(found.items())}

    def typed(self, **figures: str) -> dict[str, str]:
        """What the page sends when « 8/3/2/ » is typed for Anna, the others left as the page shows them."""
        sent = {}
        for name, pupil in self.pupils.items():
            before = "/".join("" if each is None else str(each) for each in self.kept.get(name, (None,) * 4))
            sent[f"avant{pupil.pk}"] = before
            for rank, value in enumerate(figures.get(name, before).split("/")):
                sent[f"n{pupil.pk}-{rank}"] = value
        return sent

    def type(self, **figures: str) -> Any:
        return self.client.post(self.address, self.typed(**figures))

    def send(self, code: str, data: bytes, name: str = "export.dat", **more: Any) -> Any:
        """The answer to a file that is sent: the preview, or the page with the refusal."""
        body = {"origine": code, "periode": self.period.pk, "classe": "", **more}
        body["fichier"] = SimpleUploadedFile(name, data)
        return self.client.post(reverse("bilans:absences_send"), body, follow=True)

    def validate(self, preview: Any) -> Any:
        """The answer to « Valider » on a preview."""
        body = {"fingerprint": preview.context["fingerprint"]}
        return self.client.post(reverse("bilans:absences_preview"), body, follow=True)


@pytest.fixture
def class_5a(school: School) -> SchoolClass:
    made: SchoolClass = SchoolClassFactory(niveau="5", reference="5A", name="5A")
    return made


@pytest.fixture
def period(class_5a: SchoolClass) -> Period:
    dates = PeriodDatesFactory(
        period__name="Trimestre 1",
        school_class=class_5a,
        starts_on=datetime.date(2026, 9, 1),
        ends_on=datetime.date(2026, 11, 30),
    )
    found: Period = dates.period
    return found


@pytest.fixture
def cpe(school: School) -> Account:
    found: Account = AccountFactory(profile=Profile.EDU, login="cpe", last_name="VASSEUR", first_name="Inès")
    return found


@pytest.fixture
def office(
    school: School, class_5a: SchoolClass, period: Period, cpe: Account, client_as: Callable[[Account], Client]
) -> Office:
    School.objects.filter(pk=school.pk).update(uai="0341234G")
    named = {
        "Anna": {"last_name": "ALPHA", "reference": "060000001AB", "elenoet": "1001"},
        "Ben": {"last_name": "BRAVO", "elenoet": "1002"},
        "Chloé": {"last_name": "CHARLIE"},
    }
    pupils = {name: AccountFactory(first_name=name, school_class=class_5a, **more) for name, more in named.items()}
    return Office(client_as(cpe), School.objects.get(pk=school.pk), class_5a, period, pupils)
