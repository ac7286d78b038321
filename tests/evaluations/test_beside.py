"""Comments written and spoken, subjects and answers: who gives them, who reads them, from which day."""

import datetime
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from accounts.models import JournalEntry
from evaluations.models import Document, Evaluation, EvaluationFile, Level, PupilComment, Share
from evaluations.services.files import forget_orphan_files
from tests.evaluations.class_5a import TODAY
from tests.factories import AccountFactory, GuardianshipFactory

PDF = b"%PDF-1.7 sujet"
VOICE = b"\x1aE\xdf\xa3 une voix"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def d3(class_5a):
    return class_5a.evaluations["D3"]


@pytest.fixture
def ana(class_5a):
    return class_5a.pupils["ALPHA"]


@pytest.fixture
def ben(class_5a):
    return class_5a.pupils["BRAVO"]


@pytest.fixture
def browser(class_5a, client_as):
    return client_as(class_5a.teacher)


def words(answer):
    return unescape(answer.content.decode()).replace("\u00a0", " ")


def comments(evaluation):
    return reverse("evaluations:comments", args=[evaluation.pk])


def spoken(evaluation, pupil):
    return reverse("evaluations:voice", args=[evaluation.pk, pupil.pk])


def documents(evaluation):
    return reverse("evaluations:documents", args=[evaluation.pk])


def text_of(browser, address):
    return words(browser.get(address))


def test_comment_is_written_and_read_with_the_result_p116(d3, ana, ben, browser, client_as):
    sent = {f"mot-{ana.pk}": "Tu progresses.\nContinue !", f"vu-{ana.pk}": "", "mot-0": "Revoyez les fractions."}

    browser.post(comments(d3), sent)

    own = text_of(client_as(ana), reverse("evaluations:own", args=[ana.pk, d3.pk]))
    assert "Tu progresses.<br>Continue" in own
    assert "Revoyez les fractions." in own
    assert "Tu progresses" not in text_of(client_as(ben), reverse("evaluations:own", args=[ben.pk, d3.pk]))
    assert JournalEntry.objects.filter(code="evaluations.comment").count() == 1


def test_comment_too_long_is_refused_naming_the_pupil_and_stays_typed(d3, ana, ben, browser):
    sent = {f"mot-{ana.pk}": "x" * 501, f"vu-{ana.pk}": "", f"mot-{ben.pk}": "Bien.", f"vu-{ben.pk}": ""}

    answer = browser.post(comments(d3), sent)

    assert answer.status_code == 422
    assert "ALPHA Ana : 500 signes au plus, il y en a ici 501" in words(answer)
    assert "Bien." in words(answer)
    assert not PupilComment.objects.exists()


def test_comment_that_a_colleague_changed_meanwhile_is_told_and_kept_typed(d3, ana, browser, colleague):
    PupilComment.objects.create(evaluation=d3, pupil=ana, text="De DUVAL", author_label="DUVAL M.")

    answer = browser.post(comments(d3), {f"mot-{ana.pk}": "De DURAND", f"vu-{ana.pk}": ""})
    again = browser.post(comments(d3), {f"mot-{ana.pk}": "De DURAND", f"vu-{ana.pk}": "De DUVAL"})

    assert answer.status_code == 409
    text = words(answer)
    assert "De DUVAL" in text
    assert "De DURAND" in text
    assert again.status_code == 302
    assert PupilComment.objects.get().text == "De DURAND"


def test_nothing_changed_is_said_and_writes_nothing(d3, browser, ana):
    answer = browser.post(comments(d3), {f"mot-{ana.pk}": "", f"vu-{ana.pk}": ""}, follow=True)

    assert "Aucun changement" in words(answer)
    assert not PupilComment.objects.exists()


def test_pupil_of_another_class_is_given_no_comment(d3, browser):
    stranger = AccountFactory()

    browser.post(comments(d3), {f"mot-{stranger.pk}": "Forgé", f"vu-{stranger.pk}": ""})
    answer = browser.post(spoken(d3, stranger), {"voix": SimpleUploadedFile("voix", VOICE), "secondes": "3"})

    assert answer.status_code == 404
    assert not PupilComment.objects.exists()


@pytest.mark.parametrize(("level", "status"), [(None, 403), (Level.SEE, 403), (Level.ENTER, 302)])
def test_who_may_enter_codes_may_comment_and_the_others_may_not(level, status, d3, ana, colleague, client_as):
    if level:
        Share.objects.create(evaluation=d3, colleague=colleague, level=level)

    answer = client_as(colleague).post(comments(d3), {f"mot-{ana.pk}": "Bien", f"vu-{ana.pk}": ""})

    assert answer.status_code == status
    assert PupilComment.objects.exists() == (status == 302)


def test_general_comment_is_projected_without_a_name_p116(class_5a, d3, browser):
    Evaluation.objects.filter(pk=d3.pk).update(general_comment="Relisez la consigne.")

    text = text_of(browser, reverse("evaluations:project", args=[d3.pk]))

    assert "Relisez la consigne." in text
    assert not [name for name in class_5a.pupils if name in text]


def test_voice_is_kept_listened_to_in_pieces_and_taken_away_p116(d3, ana, ben, browser, client_as):
    answer = browser.post(spoken(d3, ana), {"voix": SimpleUploadedFile("voix", VOICE), "secondes": "12"})
    own = client_as(ana)
    address = reverse("evaluations:own_voice", args=[ana.pk, d3.pk])
    whole, piece = own.get(address), own.get(address, headers={"Range": "bytes=1-3"})

    assert answer.json()["message"] == "Commentaire parlé pour ALPHA Ana enregistré."
    assert b"".join(whole.streaming_content) == VOICE
    assert whole["Content-Type"] == "audio/webm"
    assert (piece.status_code, piece.content, piece["Content-Range"]) == (206, VOICE[1:4], f"bytes 1-3/{len(VOICE)}")
    assert client_as(ben).get(address).status_code == 404
    browser.post(spoken(d3, ana), {"effacer": "oui"})
    assert own.get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "seconds", "status"),
    [
        (VOICE, "121", 422),
        (b"<html>", "3", 422),
        (b"", "3", 422),
        (VOICE, "", 400),
        (VOICE, "-1", 400),
        (b"OggS" + b"x" * (4 * 1024 * 1024), "60", 422),
    ],
)
def test_voice_too_long_too_heavy_or_that_is_none_is_refused_in_words(content, seconds, status, d3, ana, browser):
    answer = browser.post(spoken(d3, ana), {"voix": SimpleUploadedFile("voix", content), "secondes": seconds})

    assert answer.status_code == status
    assert answer.json()["error"]
    assert not EvaluationFile.objects.exists()
    assert not PupilComment.objects.exists()


def test_voice_of_two_hundred_megabytes_is_refused_unread(d3, ana, browser):
    answer = browser.post(
        spoken(d3, ana),
        b"x",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 1024**2),
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 413
    assert "trop gros" in answer.json()["error"]


def test_old_voices_are_purged_with_a_line_in_the_journal_and_words_stay_p116(d3, ana, browser, settings):
    browser.post(spoken(d3, ana), {"voix": SimpleUploadedFile("voix", VOICE), "secondes": "12"})
    PupilComment.objects.filter(pupil=ana).update(text="Bravo")

    with time_machine.travel(datetime.datetime.now(datetime.UTC) + settings.VOICE_DAYS * DAY + DAY, tick=False):
        call_command("purge", verbosity=0)

    kept = PupilComment.objects.get(pupil=ana)
    assert (kept.text, kept.voice) == ("Bravo", None)
    assert JournalEntry.objects.filter(code="evaluations.forget_voices").count() == 1
    assert not EvaluationFile.objects.exists()


def test_subject_is_read_with_the_evaluation_and_the_answer_from_its_own_day_p117(d3, ana, browser, client_as):
    browser.post(documents(d3), {"kind": "sujet", "fichier": SimpleUploadedFile("Sujet D3.pdf", PDF)})
    tomorrow = TODAY + DAY
    browser.post(documents(d3), {"kind": "corrige", "link": "https://exemple.fr/c", "visible_on": tomorrow.isoformat()})
    own, address = client_as(ana), reverse("evaluations:own", args=[ana.pk, d3.pk])
    answer = Document.objects.get(kind="corrige")
    link = reverse("evaluations:own_document", args=[ana.pk, d3.pk, answer.pk])

    today_text, today_link = text_of(own, address), own.get(link)
    with time_machine.travel(f"{tomorrow.isoformat()} 09:00+01:00", tick=False):
        own = client_as(ana)
        tomorrow_text, tomorrow_link = text_of(own, address), own.get(link)

    assert "Sujet D3.pdf" in today_text
    assert "exemple.fr" not in today_text
    assert today_link.status_code == 404
    assert "exemple.fr/c" in tomorrow_text
    assert tomorrow_link["Location"] == "https://exemple.fr/c"


def test_file_given_to_one_pupil_does_not_exist_for_another_and_his_parents_p117(d3, ana, ben, browser, client_as):
    browser.post(documents(d3), {"kind": "corrige", "pupil": ana.pk, "fichier": SimpleUploadedFile("Ana.pdf", PDF)})
    given = Document.objects.get()
    parent = AccountFactory(profile="TUT", last_name="BRAVO", first_name="Luc")
    GuardianshipFactory(guardian=parent, pupil=ben)

    def status(account, pupil):
        return client_as(account).get(reverse("evaluations:own_document", args=[pupil.pk, d3.pk, given.pk])).status_code

    assert status(ana, ana) == 200
    assert (status(ben, ben), status(parent, ben), status(parent, ana)) == (404, 404, 404)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choisissez un fichier"),
        ({"link": "http://exemple.fr"}, "commence par https://"),
        ({"link": "javascript:alert(1)"}, "commence par https://"),
        ({"link": "https://exemple.fr/" + "x" * 500}, "500 signes au plus"),
        ({"link": "https://exemple.fr/a", "pupil": "99999999"}, "Cet élève n'est plus"),
        ({"link": "https://exemple.fr/a", "kind": "devoir"}, "kind"),
        ({"link": "https://exemple.fr/a", "visible_on": "2026-09-01"}, "n'est visible que le"),
        ({"link": "https://exemple.fr/a", "visible_on": "hier"}, "JJ/MM/AAAA"),
    ],
)
def test_document_that_does_not_hold_is_refused_in_words(sent, said, d3, browser):
    answer = browser.post(documents(d3), {"kind": "sujet"} | sent)

    assert answer.status_code == 422
    assert said in words(answer)
    assert not Document.objects.exists()


@pytest.mark.parametrize("content", [b"MZ\x00\x01", b"<html><script>", b"", b"<svg/>"])
def test_file_of_a_kind_that_is_not_given_to_pupils_is_refused(content, d3, browser):
    answer = browser.post(documents(d3), {"kind": "sujet", "fichier": SimpleUploadedFile("Sujet.pdf", content)})

    assert answer.status_code == 422
    assert not Document.objects.exists()
    assert not EvaluationFile.objects.exists()


def test_file_too_heavy_is_refused_with_its_limit(d3, browser, settings):
    settings.RESOURCE_BYTES = 1024 * 1024
    heavy = SimpleUploadedFile("Sujet.pdf", PDF + b"x" * 1024 * 1024)

    answer = browser.post(documents(d3), {"kind": "sujet", "fichier": heavy})

    assert answer.status_code == 422
    assert "dépasse 1 Mo" in words(answer)


def test_owner_alone_gives_and_takes_away_documents_p79(d3, colleague, browser, client_as):
    Share.objects.create(evaluation=d3, colleague=colleague, level=Level.CHANGE)
    browser.post(documents(d3), {"kind": "sujet", "link": "https://exemple.fr/a"})
    given = Document.objects.get()
    other = client_as(colleague)

    assert other.get(documents(d3)).status_code == 200
    assert other.post(documents(d3), {"kind": "sujet", "link": "https://exemple.fr/b"}).status_code == 403
    assert other.post(reverse("evaluations:drop_document", args=[d3.pk, given.pk])).status_code == 403
    browser.post(reverse("evaluations:drop_document", args=[d3.pk, given.pk]))
    assert not Document.objects.exists()


def test_document_of_the_same_kind_is_replaced_and_its_file_swept(d3, browser):
    for name in ("Un.pdf", "Deux.pdf"):
        browser.post(documents(d3), {"kind": "sujet", "fichier": SimpleUploadedFile(name, PDF)})

    assert [each.file.name for each in Document.objects.all()] == ["Deux.pdf"]
    assert forget_orphan_files() == 0, "a file is named by its row in the same minute"
    with time_machine.travel(f"{(TODAY + 2 * DAY).isoformat()} 09:00+01:00", tick=False):
        assert forget_orphan_files() == 1
    assert [each.name for each in EvaluationFile.objects.all()] == ["Deux.pdf"]
