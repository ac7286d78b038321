"""The bulletins of class 5A, with texts, absences and guardians, ready for the printer."""

import io
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.models import Account
from bilans.models import Appreciation, Attendance, DocumentStatus, Section, Status
from bilans.officiels.kinds import BULLETIN
from documents.making import content_of
from documents.models import GeneratedFile
from schools.models import Matiere
from tests.bilans.conftest import class_5a as class_5a
from tests.bilans.officiels.conftest import Term
from tests.bilans.officiels.conftest import principal as principal
from tests.bilans.officiels.conftest import term as term
from tests.evaluations.conftest import colleague as colleague
from tests.factories import AccountFactory, AddressFactory, GuardianshipFactory


@pytest.fixture
def written(term: Term, teacher: Account) -> Term:
    """Each pupil has a text in MATHS and a synthesis; ALPHA has absences. The class is « Complet »."""
    maths = Matiere.objects.get(reference="MATHS")
    told = {"kind": "bulletin", "year": 2026, "period": term.period, "author": teacher, "author_label": "DURAND P."}
    for name, pupil in term.class_5a.pupils.items():
        Appreciation.objects.create(
            pupil=pupil,
            section=Section.MATIERE,
            matiere=maths,
            matiere_label=maths.label,
            text=f"{name} progresse.",
            **told,
        )
        Appreciation.objects.create(pupil=pupil, section=Section.SYNTHESIS, text=f"Bon trimestre de {name}.", **told)
    absences = {"half_days": 8, "unjustified": 3, "lates": 2}
    Attendance.objects.create(pupil=term.pupil("ALPHA"), year=2026, period=term.period, **absences)
    term.set(Status.COMPLETE)
    return term


def at_home(pupil: Account, *, rank: int = 1, last_name: str = "", email: str = "", **address: str) -> Account:
    """A guardian of a pupil, with an address when one is given."""
    guardian = AccountFactory(profile="TUT", last_name=last_name or pupil.last_name, first_name="Nadia", email=email)
    GuardianshipFactory(guardian=guardian, pupil=pupil, rank=rank)
    if address:
        AddressFactory(account=guardian, **address)
    return guardian


def sent(term: Term, **more: Any) -> dict[str, Any]:
    """What the page of printing sends."""
    return {"bilan": BULLETIN.code, "periode": term.period.pk, "classe": [term.class_5a.school_class.pk], **more}


def print_for_good(client: Client, term: Term) -> GeneratedFile:
    """Ask, confirm, and get the file."""
    question = client.post("/impression/", sent(term, act="imprimer"))
    assert question.status_code == 200, question.content.decode()
    answer = client.post("/impression/", sent(term, act="imprimer", vu=question.context["seen"]))
    assert answer.status_code == 302, answer.content.decode()
    file: GeneratedFile = GeneratedFile.objects.get(token=answer["Location"].rstrip("/").rpartition("/")[2])
    return file


def simulate(client: Client, term: Term) -> GeneratedFile:
    answer = client.post("/impression/", sent(term, act="simuler"))
    assert answer.status_code == 302, answer.content.decode()
    file: GeneratedFile = GeneratedFile.objects.get(token=answer["Location"].rstrip("/").rpartition("/")[2])
    return file


def bytes_of(file: GeneratedFile) -> bytes:
    stream = content_of(file)
    assert stream is not None
    with stream:
        return stream.read()


def pdf_of(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def texts_of(content: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in pdf_of(content).pages]


def reopen(term: Term) -> None:
    DocumentStatus.objects.filter(school_class=term.class_5a.school_class).delete()
