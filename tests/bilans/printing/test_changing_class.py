"""A pupil who changes class: what was printed of him stays as it was, and nothing of what was written is lost."""

import datetime

import pytest

from bilans.models import Appreciation, DocumentStatus, Section, Status
from documents.archives.services import content_of
from documents.models import Archive
from sacoche.kit.clock import now
from tests.bilans.printing.conftest import print_for_good, texts_of
from tests.factories import AccountFactory, PeriodDatesFactory, PeriodFactory, SchoolClassFactory

WINTER = {"starts_on": datetime.date(2026, 12, 1), "ends_on": datetime.date(2027, 2, 28)}


@pytest.fixture
def head(client_as, director):
    return client_as(director)


@pytest.fixture
def moved(head, written, teacher):
    """BRAVO was printed in 5A; in the second trimester he goes to 5B, where both teams wrote of him."""
    print_for_good(head, written)
    second, bravo = PeriodFactory(name="2e trimestre", order=2), written.pupil("BRAVO")
    its_class = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    for each in (written.class_5a.school_class, its_class):
        PeriodDatesFactory(period=second, school_class=each, **WINTER)
    place = {"kind": "bulletin", "year": 2026, "period": second}
    maths = {"pupil": bravo, "matiere": written.class_5a.matiere, "matiere_label": "Mathématiques"} | place
    new = AccountFactory(profile="ENS", last_name="NEUF", first_name="Nina")
    for author, text in ((teacher, "Écrit en 5A."), (new, "Écrit en 5B.")):
        Appreciation.objects.create(
            section=Section.MATIERE, text=text, author=author, author_label=author.author_label, **maths
        )
    bravo.school_class = its_class
    bravo.save()
    DocumentStatus.objects.create(school_class=its_class, status=Status.COMPLETE, locked_at=now(), **place)
    return {"bilan": "bulletin", "periode": second.pk, "classe": [its_class.pk], "act": "imprimer"}


def archives(browser, **wish):
    page = browser.get("/archives/", {"nom": "bravo"} | wish).context["page"]
    return [(each.class_name, each.period) for each in page]


def test_archive_of_the_first_period_says_5a_and_the_next_one_holds_both_teams_p205(head, written, moved):
    bravo = written.pupil("BRAVO")
    first = Archive.objects.get(about=bravo)
    before = content_of(first)

    head.post("/impression/", moved | {"vu": head.post("/impression/", moved).context["seen"]})

    [page] = texts_of(content_of(Archive.objects.get(about=bravo, period="2e trimestre")))
    assert "Écrit en 5A." in page
    assert "Écrit en 5B." in page
    assert "classe : 5B (1 élève)" in page
    first.refresh_from_db()
    assert (first.class_name, content_of(first)) == ("5A", before)
    assert archives(head, classe="5A") == [("5A", "1er trimestre")]
    assert sorted(archives(head)) == [("5A", "1er trimestre"), ("5B", "2e trimestre")]


def test_bulletin_of_the_class_that_he_left_is_printed_again_without_him(head, written, moved):
    print_for_good(head, written)

    versions = Archive.objects.filter(period="1er trimestre", version=2).values_list("about__last_name", flat=True)
    assert sorted(versions) == ["ALPHA", "CHARLI", "DELTA"]
    assert archives(head, classe="5A") == [("5A", "1er trimestre")]
