"""Archives are found, opened by who may, dated at their first reading, taken together, transmitted."""

import io
import zipfile

import pytest
from django.core import mail
from django.test import Client

from accounts.access.services import set_right
from accounts.enums import Profile
from accounts.mail import send_due_mails
from accounts.models import JournalEntry
from bilans.officiels.kinds import BULLETIN
from documents.models import Archive, ArchiveLink, GeneratedFile
from sacoche.kit.access import rights
from tests.bilans.printing.conftest import at_home, bytes_of
from tests.documents.test_archives import archive, printed
from tests.factories import AccountFactory, GuardianshipFactory, TeachingAssignmentFactory
from tests.html import words


@pytest.fixture
def kept(term, director):
    """The bulletins of 5A, and that of ALPHA in another school two years before."""
    pupils = term.class_5a.pupils
    made = archive(director, *(printed(pupil) for pupil in pupils.values()))
    earlier = {"year": 2024, "class_name": "CM2", "school_name": "École des Tilleuls", "period": "2e trimestre"}
    made += archive(director, printed(pupils["ALPHA"], **earlier))
    return made


@pytest.fixture
def head(client_as, director):
    return client_as(director)


@pytest.fixture
def parent(term, school, admin):
    """Of ALPHA, to whom the school gives bulletins to read."""
    set_right(actor=admin, school=school, right=rights.get(BULLETIN.to_see_archives), profile="TUT", is_on=True)
    return at_home(term.pupil("ALPHA"))


def found(browser, **wish):
    page = browser.get("/archives/", wish)
    return [each.person_name.split()[0] for each in page.context["page"]]


def test_archives_are_found_by_year_class_period_kind_school_and_name(head, kept):
    everybody = ["ALPHA", "BRAVO", "CHARLI", "DELTA"]
    assert found(head) == [*everybody, "ALPHA"]
    assert found(head, annee="2024") == ["ALPHA"]
    assert found(head, classe="5A") == everybody
    assert found(head, periode="2e trimestre") == ["ALPHA"]
    assert found(head, etablissement="École des Tilleuls") == ["ALPHA"]
    assert found(head, bilan="releve") == []
    assert found(head, nom="cleo charli") == ["CHARLI"]
    assert found(head, annee="abc") == []


def test_last_version_is_shown_and_the_others_on_demand(head, kept, term, director):
    archive(director, printed(term.pupil("BRAVO"), content=b"%PDF-1.4 deux"))

    assert found(head, nom="bravo") == ["BRAVO"]
    assert found(head, nom="bravo", versions="toutes") == ["BRAVO", "BRAVO"]
    assert "version 2" in words(head.get("/archives/", {"nom": "bravo"}))


def test_teacher_reads_those_of_his_pupils_alone(client_as, teacher, kept):
    assert len(found(client_as(teacher))) == 5
    stranger = AccountFactory(profile=Profile.ENS)
    TeachingAssignmentFactory(teacher=stranger)

    browser = client_as(stranger)
    assert found(browser) == []
    assert browser.post(f"/archives/ouvrir/{kept[0].key}/").status_code == 404


def test_parent_without_the_right_is_refused_in_words(client_as, term, kept):
    browser = client_as(at_home(term.pupil("ALPHA")))

    refused = browser.get("/archives/")

    assert refused.status_code == 403
    assert "ne donne à lire aucun document archivé" in words(refused)
    assert browser.post(f"/archives/ouvrir/{kept[0].key}/").status_code == 403
    assert "Archives" not in words(browser.get("/accueil/"))


def test_parent_reads_those_of_his_children_and_his_first_reading_is_dated(client_as, parent, head, kept):
    browser = client_as(parent)
    assert found(browser) == ["ALPHA", "ALPHA"]
    assert browser.post(f"/archives/ouvrir/{kept[1].key}/").status_code == 404

    read = browser.post(f"/archives/ouvrir/{kept[0].key}/")

    assert read.content == b"%PDF-1.4 un bulletin"
    assert read["Content-Type"] == "application/pdf"
    first = Archive.objects.get(pk=kept[0].pk)
    assert first.read_by_guardian_at is not None
    assert first.read_by_person_at is None
    assert words(head.get("/archives/", {"nom": "alpha", "annee": "2026"})).count("pas encore") == 1


def test_parent_who_no_longer_answers_for_a_child_reads_nothing_of_him(client_as, parent, term, kept):
    term.pupil("ALPHA").guardian_links.all().delete()

    assert found(client_as(parent)) == []


def test_getting_the_address_of_an_archive_gives_and_dates_nothing(client_as, parent, kept):
    assert client_as(parent).get(f"/archives/ouvrir/{kept[0].key}/").status_code == 405
    assert not Archive.objects.exclude(read_by_guardian_at=None).exists()


def test_those_that_are_ticked_or_all_that_was_found_are_taken_in_one_file(head, kept):
    ticked = head.post("/archives/ensemble/", {"document": [str(kept[0].key), str(kept[1].key), "x"]})
    every = head.post("/archives/ensemble/", {"tout": "1", "classe": "5A"})

    assert [len(names_in(answer)) for answer in (ticked, every)] == [2, 4]


def names_in(answer):
    file = GeneratedFile.objects.get(token=answer["Location"].rstrip("/").rpartition("/")[2])
    with zipfile.ZipFile(io.BytesIO(bytes_of(file))) as opened:
        return opened.namelist()


def test_family_takes_no_zip(client_as, parent, kept):
    assert client_as(parent).post("/archives/ensemble/", {"document": [str(kept[0].key)]}).status_code == 403


def test_nothing_ticked_is_said(head, kept):
    answer = head.post("/archives/ensemble/", {}, follow=True)
    assert "Cochez au moins un document" in words(answer)


# --- To another school ------------------------------------------------------------------------------------------------


def test_head_transmits_what_he_ticked_and_takes_it_back(head, kept):
    ticked = {"document": [str(kept[0].key)]}
    assert "Transmettre 1 document" in words(head.post("/archives/transmettre/", ticked))
    refused = head.post("/archives/transmettre/", ticked | {"recipient": "pas une adresse"})
    assert refused.status_code == 422
    head.post("/archives/transmettre/", ticked | {"recipient": "ce.0340000a@exemple.fr"})
    send_due_mails()

    [sent] = mail.outbox
    address = next(word for word in sent.body.split() if "/transmis/" in word)
    path = address[address.index("/transmis/") :]
    assert Client().post(path).status_code == 200
    assert "1 fois" in words(head.get("/archives/transmettre/"))

    head.post(f"/archives/transmettre/{ArchiveLink.objects.get().pk}/retirer/")
    assert Client().get(path).status_code == 404
    codes = ["documents.transmit", "documents.take_transmitted", "documents.withdraw_link"]
    assert JournalEntry.objects.filter(code__in=codes).count() == 3


def test_teacher_transmits_nothing(client_as, teacher, kept):
    answer = client_as(teacher).post("/archives/transmettre/", {"document": [str(kept[0].key)]})
    assert answer.status_code == 403


def test_pupil_who_changed_class_keeps_the_class_of_then(head, term, kept):
    pupil = term.pupil("BRAVO")
    pupil.school_class = None
    pupil.save()

    assert found(head, nom="bravo", classe="5A") == ["BRAVO"]


def test_guardian_of_two_children_reads_both(client_as, parent, term, kept):
    GuardianshipFactory(guardian=parent, pupil=term.pupil("DELTA"))

    assert found(client_as(parent)) == ["ALPHA", "DELTA", "ALPHA"]
