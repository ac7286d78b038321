"""A class is simulated at any status, printed and archived when it is « Complet », and its families are told."""

import datetime
import hashlib
import io
import zipfile

import pytest
import time_machine
from django.core import mail
from pypdf.generic import ContentStream

from accounts.access.decided import notices_hour
from accounts.access.services import set_right
from accounts.mail import send_due_mails
from accounts.models import JournalEntry, Notice
from accounts.notices.mailing import queue_notice_mails
from accounts.notices.services import choose_channel
from bilans.models import ClassConfiguration, Configuration, DocumentStatus, PageSetup, Status
from bilans.officiels.kinds import BULLETIN, RELEVE
from documents.archives.services import content_of, data_of
from documents.making import purge_generated_files
from documents.models import Archive, GeneratedFile, Job, JobStatus
from sacoche.kit.access import rights
from sacoche.kit.clock import local, now
from schools.hours import next_delivery
from tests.bilans.printing.conftest import (
    at_home,
    bytes_of,
    pdf_of,
    print_for_good,
    sent,
    simulate,
    texts_of,
)
from tests.documents.test_archives import no_file_longer_than
from tests.documents.working import a_worker_is_there, work_off
from tests.factories import AccountFactory, SchoolClassFactory, TeachingAssignmentFactory
from tests.html import words

NAMES = ["ALPHA Ana", "BRAVO Ben", "CHARLI Cléo", "DELTA Dan"]
ASKED = [("ALPHA", "13,8"), ("BRAVO", "15,0"), ("CHARLI", "9,4"), ("DELTA", "6,0")]


@pytest.fixture
def head(client_as, director):
    return client_as(director)


def give(school, admin, kind, *profiles):
    """The school lets these profiles read the archives of a kind."""
    for profile in profiles:
        right = rights.get(kind.to_see_archives)
        set_right(actor=admin, school=school, right=right, profile=profile, is_on=True)


# --- Simulation -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.UNDEFINED])
def test_simulation_at_any_status_says_so_across_each_page_and_archives_nothing(head, written, status):
    written.set(status)

    pages = texts_of(bytes_of(simulate(head, written)))

    assert len(pages) == 4
    assert all("SIMULATION" in page for page in pages)
    assert not Archive.objects.exists()
    assert not Notice.objects.exists()


def test_simulation_of_a_class_of_which_nothing_was_said_is_made_too(head, term):
    assert len(texts_of(bytes_of(simulate(head, term)))) == 4


def test_professeur_principal_simulates_his_class_and_does_not_print_it(client_as, principal, written):
    browser = client_as(principal)
    assert len(texts_of(bytes_of(simulate(browser, written)))) == 4

    refused = browser.post("/impression/", sent(written, act="imprimer"))

    assert refused.status_code == 403
    assert not Archive.objects.exists()


def test_teacher_who_concludes_nothing_is_offered_no_class(client_as, teacher, written):
    browser = client_as(teacher)

    refused = browser.get("/impression/")
    assert refused.status_code == 403
    assert "par la direction et par le professeur principal" in words(refused)
    assert browser.post("/impression/", sent(written, act="simuler")).status_code == 403


def test_professeur_principal_of_another_class_is_not_offered_this_one(client_as, written):
    other = TeachingAssignmentFactory(is_pp=True)
    browser = client_as(other.teacher)

    assert "Aucune période n'est datée pour vos classes" in words(browser.get("/impression/"))
    assert browser.post("/impression/", sent(written, act="simuler")).status_code == 404


# --- Final print ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.EMPTY, Status.TEACHERS, Status.MIXED, Status.SYNTHESIS])
def test_final_print_is_refused_in_words_before_the_document_is_complete(head, written, status):
    written.set(status)

    answer = head.post("/impression/", sent(written, act="imprimer"))

    assert answer.status_code == 422
    assert f"« {status.label} » : on n'imprime que ce qui est « Complet (fermé) »" in words(answer)
    assert not Archive.objects.exists()


def test_print_asks_first_and_says_that_nobody_of_the_families_will_be_told(head, written):
    question = head.post("/impression/", sent(written, act="imprimer"))

    assert question.status_code == 200
    assert "4 documents seront archivés" in words(question)
    assert "Personne ne sera prévenu" in words(question)
    assert not Archive.objects.exists()


def test_complete_class_is_printed_with_one_archive_for_each_pupil(head, written, director):
    file = print_for_good(head, written)

    pages = texts_of(bytes_of(file))
    kept = list(Archive.objects.order_by("sort_key"))
    assert [name in page for name, page in zip(NAMES, pages, strict=True)] == [True] * 4
    assert not any("SIMULATION" in page for page in pages)
    assert [archive.person_name for archive in kept] == NAMES
    assert {(archive.kind, archive.year, archive.period, archive.version) for archive in kept} == {
        ("bulletin", 2026, "1er trimestre", 1)
    }
    assert {archive.author_label for archive in kept} == {director.author_label}
    assert JournalEntry.objects.filter(code="bilans.print").count() == 1


def test_figures_of_the_archive_are_those_worked_by_hand(head, written):
    print_for_good(head, written)

    for name, mark in ASKED:
        archive = Archive.objects.get(about=written.pupil(name))
        [page] = texts_of(content_of(archive))
        [row] = data_of(archive)["rows"]
        assert (row["mean"], row["class_mean"]) == (mark, "11,1")
        assert mark in page
        assert f"{name} progresse." in page
        assert f"Bon trimestre de {name}." in page


def test_absences_are_printed_only_where_the_configuration_says_so(head, written):
    print_for_good(head, written)
    [page] = texts_of(content_of(Archive.objects.get(about=written.pupil("ALPHA"))))
    assert "demi-journées" not in page

    made = Configuration.objects.create(kind="bulletin", name="Absences", has_absences=True, has_general_mean=True)
    place = {"school_class": written.class_5a.school_class, "configuration": made}
    ClassConfiguration.objects.create(kind="bulletin", **place)
    print_for_good(head, written)

    last = Archive.objects.get(about=written.pupil("ALPHA"), version=2)
    [page] = texts_of(content_of(last))
    assert "8 demi-journées d'absence dont 3 non justifiées, 2 retards" in page
    assert "Moyenne générale" in page


def test_releve_shows_items_instead_of_bars(head, written):
    written.set(Status.COMPLETE, RELEVE)
    asked = sent(written, act="imprimer") | {"bilan": "releve"}
    question = head.post("/impression/", asked)
    head.post("/impression/", asked | {"vu": question.context["seen"]})

    archive = Archive.objects.get(kind="releve", about=written.pupil("ALPHA"))
    [page] = texts_of(content_of(archive))
    [row] = data_of(archive)["rows"]
    assert [item["level"]["score"] for item in row["items"]] == [76, 56, 56, 100, 100]
    assert row["share"] is None
    assert "Relevé d'évaluations – 1er trimestre" in page


# --- One file ---------------------------------------------------------------------------------------------------------


def alone_in_5a(written):
    """Everybody but ALPHA has left the class."""
    for name, pupil in written.class_5a.pupils.items():
        if name != "ALPHA":
            pupil.school_class = None
            pupil.save()


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_bytes_that_are_printed_archived_zipped_and_read_by_the_pupil_are_one_file(
    head, client_as, written, school, admin
):
    give(school, admin, BULLETIN, "ELV")
    alone_in_5a(written)
    printed = bytes_of(print_for_good(head, written))
    archive = Archive.objects.get()

    read = client_as(written.pupil("ALPHA")).post(f"/archives/ouvrir/{archive.key}/")
    zipped = head.post("/archives/ensemble/", {"document": [str(archive.key)]})
    made = GeneratedFile.objects.get(token=zipped["Location"].rstrip("/").rpartition("/")[2])
    with zipfile.ZipFile(io.BytesIO(bytes_of(made))) as opened:
        [inside] = [opened.read(name) for name in opened.namelist()]

    assert {sha(printed), sha(content_of(archive)), sha(read.content), sha(inside)} == {archive.sha256}


def test_each_page_of_the_class_draws_what_the_archive_of_its_pupil_draws(head, written):
    printed = pdf_of(bytes_of(print_for_good(head, written)))

    for page, archive in zip(printed.pages, Archive.objects.order_by("sort_key"), strict=True):
        [own] = pdf_of(content_of(archive)).pages
        assert page.extract_text() == own.extract_text()
        assert drawn_on(page) == drawn_on(own)


def drawn_on(page):
    """Every gesture of the drawing with its lengths: letters apart, which each document numbers for itself."""
    found = ContentStream(page.get_contents(), page.pdf).operations
    return [
        (operator, [float(each) for each in operands if isinstance(each, (int, float))]) for operands, operator in found
    ]


def test_address_is_the_printers_and_never_in_the_archive(head, written):
    at_home(written.pupil("ALPHA"), line1="3 bis rue du Général", postal_code="57950", town="MONTIGNY")
    PageSetup.objects.create(address="fenetre", envelope="dl")

    pages = texts_of(bytes_of(print_for_good(head, written)))

    assert "57950 MONTIGNY" in pages[0]
    archive = Archive.objects.get(about=written.pupil("ALPHA"))
    assert "MONTIGNY" not in texts_of(content_of(archive))[0]
    assert "MONTIGNY" not in str(data_of(archive))


# --- Again ------------------------------------------------------------------------------------------------------------


def test_reopened_then_printed_again_says_how_many_exist_and_keeps_the_first_version(head, written):
    print_for_good(head, written)
    first = Archive.objects.get(about=written.pupil("ALPHA"))
    before = content_of(first)
    written.set(Status.MIXED)
    written.set(Status.COMPLETE)

    question = head.post("/impression/", sent(written, act="imprimer"))
    assert "4 élèves ont déjà ce document dans les archives" in words(question)
    print_for_good(head, written)

    first.refresh_from_db()
    versions = Archive.objects.filter(about=written.pupil("ALPHA")).values_list("version", flat=True)
    assert sorted(versions) == [1, 2]
    assert content_of(first) == before


def test_what_changed_since_the_question_was_read_is_asked_again(head, written):
    question = head.post("/impression/", sent(written, act="imprimer"))
    AccountFactory(school_class=written.class_5a.school_class)

    again = head.post("/impression/", sent(written, act="imprimer", vu=question.context["seen"]))

    assert again.status_code == 409
    assert "5 documents seront archivés" in words(again)
    assert not Archive.objects.exists()


def test_class_that_is_reopened_while_it_is_printed_archives_nothing(head, written, monkeypatch):
    """The head of another office opens it again between the last page and the archive."""
    from bilans.printing import work

    closed = work.Work.close

    def reopened_meanwhile(self):
        closed(self)
        DocumentStatus.objects.filter(kind="bulletin").update(status=Status.MIXED, locked_at=None)

    monkeypatch.setattr(work.Work, "close", reopened_meanwhile)
    question = head.post("/impression/", sent(written, act="imprimer"))
    answer = head.post("/impression/", sent(written, act="imprimer", vu=question.context["seen"]), follow=True)

    assert "a été rouvert pendant l'impression : rien n'est archivé" in words(answer)
    assert not Archive.objects.exists()
    assert not GeneratedFile.objects.exists()


def test_disk_that_fills_up_while_archiving_leaves_nothing_half_written_and_says_so(head, written, data_dir):
    question = head.post("/impression/", sent(written, act="imprimer"))
    with no_file_longer_than(4096):
        answer = head.post("/impression/", sent(written, act="imprimer", vu=question.context["seen"]))

    assert "Le disque de ce serveur est plein" in words(head.get(answer["Location"]))
    assert not Archive.objects.exists()
    assert not GeneratedFile.objects.exists()
    assert not Notice.objects.exists()
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []


def test_file_for_the_printer_goes_after_an_hour_and_the_archives_stay(head, written):
    file = print_for_good(head, written)
    GeneratedFile.objects.update(expires_at=now())
    purge_generated_files()

    page = head.get(f"/impression/fichiers/{file.token}/")

    assert page.status_code == 410
    assert "Les documents sont dans les archives" in words(page)
    assert Archive.objects.count() == 4


# --- A school ---------------------------------------------------------------------------------------------------------


def test_many_pupils_are_printed_by_a_worker_with_their_archives(head, written):
    for rank in range(40):
        AccountFactory(school_class=written.class_5a.school_class, last_name=f"PUPIL{rank:02d}")
    a_worker_is_there()
    question = head.post("/impression/", sent(written, act="imprimer"))
    asked = head.post("/impression/", sent(written, act="imprimer", vu=question.context["seen"]))
    assert "/travaux/" in asked["Location"]
    assert not Archive.objects.exists()

    work_off()

    job = Job.objects.get()
    assert (job.status, job.done, job.total) == (JobStatus.DONE, 44, 44)
    assert Archive.objects.count() == 44
    assert len(pdf_of(bytes_of(job.document)).pages) == 44


def test_class_reopened_before_the_worker_takes_the_job_is_refused_in_words(head, written):
    for _ in range(40):
        AccountFactory(school_class=written.class_5a.school_class)
    a_worker_is_there()
    question = head.post("/impression/", sent(written, act="imprimer"))
    head.post("/impression/", sent(written, act="imprimer", vu=question.context["seen"]))
    written.set(Status.MIXED)

    work_off()

    assert "on n'imprime que ce qui est « Complet (fermé) »" in Job.objects.get().sentence
    assert not Archive.objects.exists()


# --- Families ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def families(written, school, admin):
    """Four guardians who may read bulletins: one has an e-mail, three have none."""
    give(school, admin, BULLETIN, "TUT", "ELV")
    return [
        at_home(pupil, email="parent@exemple.fr" if name == "ALPHA" else "")
        for name, pupil in written.class_5a.pupils.items()
    ]


def test_families_who_may_read_are_told_and_those_without_an_e_mail_are_counted(head, written, families):
    question = head.post("/impression/", sent(written, act="imprimer"))
    assert "4 élèves et 4 responsables" in words(question)
    assert "3 responsables sans courriel" in words(question)

    file = print_for_good(head, written)

    page = words(head.get(f"/impression/fichiers/{file.token}/"))
    assert "dont 3 responsables sans courriel" in page
    assert Notice.objects.filter(code="bilans.bulletin_printed").count() == 8


def test_mail_leaves_at_the_schools_hour_with_a_link_and_neither_name_nor_mark(head, written, families, school):
    print_for_good(head, written)
    assert Notice.objects.filter(shown_from__lte=now()).count() == 0
    send_in_its_hour(school)

    [message] = mail.outbox
    assert message.to == ["parent@exemple.fr"]
    assert "Bulletin scolaire, 1er trimestre" in message.body
    assert "/notifications/" in message.body
    for word in ("ALPHA", "Ana", "13,8", "progresse"):
        assert word not in message.body


def test_guardian_who_chose_no_mail_and_class_that_sends_none_have_none(head, written, families, school):
    choose_channel(families[0], channel="home")
    print_for_good(head, written)
    send_in_its_hour(school)
    assert mail.outbox == []
    assert Notice.objects.filter(account=families[0]).count() == 1


def test_configuration_without_mails_leaves_the_notice_on_the_page_alone(head, written, families, school):
    made = Configuration.objects.create(kind="bulletin", name="Sans courriel", tells_guardians=False)
    place = {"school_class": written.class_5a.school_class, "configuration": made}
    ClassConfiguration.objects.create(kind="bulletin", **place)
    print_for_good(head, written)
    send_in_its_hour(school)

    assert mail.outbox == []
    assert Notice.objects.filter(account=families[0]).count() == 1


def test_who_has_not_read_the_first_version_is_mailed_of_the_second_one(head, written, families, school):
    print_for_good(head, written)
    send_in_its_hour(school)
    print_for_good(head, written)
    send_in_its_hour(school)

    assert len(mail.outbox) == 2
    assert Notice.objects.filter(account=families[0]).count() == 1


def test_longest_names_of_a_school_and_of_a_class_are_archived_whole(head, written, school):
    school.name, school.town = "É" * 100, "V" * 100
    school.save()
    school_class = written.class_5a.school_class
    school_class.long_name = "C" * 100
    school_class.save()
    SchoolClassFactory(niveau="5", reference="AUTRE", long_name="C" * 100)
    print_for_good(head, written)

    kept = Archive.objects.first()
    assert (kept.class_name, len(kept.school_name)) == (f"{'C' * 100} (5A)", 202)
    for name in ("class_name", "school_name", "person_name", "title"):
        assert len(getattr(kept, name)) <= Archive._meta.get_field(name).max_length


def send_in_its_hour(school):
    """The next delivery of the school has come, whatever the hour of this test."""
    hour = notices_hour(school)
    with time_machine.travel(next_delivery(local(now()), hour) + datetime.timedelta(minutes=5), tick=False):
        queue_notice_mails()
        send_due_mails()
