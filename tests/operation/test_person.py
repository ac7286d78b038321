"""« Mes données », and what is left of a person who was erased: nothing that says who she was, anywhere."""

import datetime
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from pypdf import PdfReader

from accounts.mail import queue_mail
from accounts.models import Account, Guardianship, JournalEntry, LegalHold, Notice, OutgoingMail
from documents.models import GeneratedFile
from evaluations.models import (
    Document,
    EvaluationFile,
    Mark,
    MarkChange,
    PupilComment,
    Request,
    ResultQuestion,
    Signature,
)
from evaluations.services.files import keep_voice
from imports.models import ImportRun
from operation.models import Erasure
from operation.persons.data import data_of, schema
from operation.persons.erasing import CannotErase, erase, losses_of
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from sacoche.kit.parts.person import AboutNobody, Erased, PersonPart, parts, person_parts
from sacoche.kit.parts.tables import every_table, is_of_a_school, keys_of
from schools.losses import fingerprint
from tests.evaluations.class_5a import TODAY
from tests.evaluations.conftest import class_5a as class_5a
from tests.factories import (
    AccountFactory,
    AddressFactory,
    EvaluationFactory,
    GuardianshipFactory,
    MarkFactory,
)
from tests.html import words
from tests.operation.life import live

WEBM = b"\x1aE\xdf\xa3" + b"voix" * 20
DOCUMENT = Path(__file__).parents[2] / "docs" / "mes-donnees.md"


@pytest.fixture
def alpha(class_5a):
    """ALPHA, about whom everything is kept: numbers, words, a voice, a history, a journal, mails."""
    pupil = class_5a.pupils["ALPHA"]
    Account.objects.filter(pk=pupil.pk).update(
        reference="INE123456XY", email="ana.alpha@exemple.fr", birth_date=datetime.date(2014, 2, 3), login="ana.alpha"
    )
    pupil.refresh_from_db()
    about = {"evaluation": class_5a.evaluations["D1"], "pupil": pupil}
    voice = keep_voice(school=pupil.school, content=WEBM, seconds=3)
    PupilComment.objects.create(
        text="Relis la consigne", author_label="DURAND P.", voice=voice, voice_length=3, **about
    )
    item = class_5a.items["A10"]
    ResultQuestion.objects.create(item=item, asked_on=TODAY, text="Pourquoi ?", **about)
    Request.objects.create(pupil=pupil, item=item, asked_on=TODAY, message="Je veux réessayer")
    Notice.objects.create(account=pupil, code="evaluations.results")
    queue_mail(recipient=pupil.email, subject="Bonjour", body="ALPHA Ana, voici.", school=pupil.school)
    record("accounts.sign_in", actor=pupil, school=pupil.school, way="mot de passe")
    return pupil


def taken(browser, **sent):
    """The archive that a browser makes and downloads, as a dict of its files."""
    made = browser.post(reverse("operation:own_data"), sent)
    page = browser.get(made["Location"])
    assert page.status_code == 200, made["Location"]
    content = b"".join(browser.get(f"{made['Location']}fichier/").streaming_content)
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def sections(files):
    return json.loads(files["donnees.json"])["sections"]


def erased(admin, person):
    return erase(actor=admin, person=person, seen=fingerprint(losses_of(person)))


# --- Declarations -----------------------------------------------------------------------------------------------------


def test_every_table_of_a_school_says_what_it_holds_of_a_person():
    assert {part.code for part in parts} == {model._meta.label for model in every_table() if is_of_a_school(model)} | {
        "accounts.OutgoingMail"
    }


def test_every_table_that_points_at_a_person_holds_her():
    nobody = {part.model for part in parts if isinstance(part, AboutNobody)}
    # A receipt points at an account that has no name any more.
    forgotten = {
        model._meta.label
        for model in every_table()
        if any(key.related_model is Account for key in keys_of(model)) and model in nobody and model is not Erasure
    }
    assert forgotten == set()


def test_what_is_not_given_says_why():
    assert [part.code for part in person_parts() if not part.columns and not part.why] == []


def test_every_section_has_its_own_key():
    found = [part.section for part in person_parts()]
    assert len(set(found)) == len(found)


def test_documentation_is_that_of_the_declarations():
    written = io.StringIO()
    call_command("person_table", stdout=written)

    assert DOCUMENT.read_text(encoding="utf-8") == written.getvalue(), "run `make rights`"
    told = (DOCUMENT.parent / "schemas" / "mes-donnees-1.json").read_text(encoding="utf-8")
    assert json.loads(told) == json.loads(json.dumps(schema())), "run `make rights`"


# --- Mes données ------------------------------------------------------------------------------------------------------


def test_pupil_takes_all_that_is_kept_of_him_p261(alpha, client_as):
    files = taken(client_as(alpha), personne=alpha.pk)

    found = sections(files)
    assert found["identite"][0]["reference"] == "INE123456XY"
    codes = [line["code"] for line in found["resultats"]]
    assert codes == list(Mark.objects.filter(pupil=alpha).order_by("pk").values_list("code", flat=True))
    assert found["resultats"][0].keys() == {"date", "evaluation", "professeur", "matiere", "item", "code"}
    assert found["commentaires"][0]["texte"] == "Relis la consigne"
    assert found["questions"][0]["question"] == "Pourquoi ?"
    assert found["demandes"][0]["message"] == "Je veux réessayer"
    assert [line["action"] for line in found["journal"]][-1] == "accounts.sign_in"
    voice = next(content for name, content in files.items() if name.startswith("fichiers/commentaires/"))
    assert voice == WEBM
    read = PdfReader(io.BytesIO(files["pdf/releve-pluridisciplinaire.pdf"]))
    told = "".join(page.extract_text() for page in read.pages)
    assert "ALPHA" in told


def test_file_is_that_of_its_schema(alpha):
    found = data_of(alpha, at=now())

    told = schema()["properties"]
    assert found.keys() == told.keys()
    assert found["etablissement"].keys() == told["etablissement"]["properties"].keys()
    assert found["sections"].keys() == told["sections"]["properties"].keys()
    for section, lines in found["sections"].items():
        keys = told["sections"]["properties"][section]["items"]["properties"].keys()
        assert [line for line in lines if line.keys() != keys] == [], section


def test_file_of_240_results_holds_240_p261(class_5a, alpha):
    for rank in range(230):
        evaluation = EvaluationFactory(owner=class_5a.teacher, title=f"E{rank}", given_on=TODAY)
        MarkFactory(evaluation=evaluation, pupil=alpha, item=class_5a.items["A10"], code="3")

    given = data_of(alpha, at=now())["sections"]["resultats"]

    assert len(given) == Mark.objects.filter(pupil=alpha).count() == 240


def test_nothing_is_said_of_anybody_else_p261(alpha, class_5a, client_as):
    PupilComment.objects.create(evaluation=class_5a.evaluations["D1"], pupil=class_5a.pupils["BRAVO"], text="Bavarde")

    files = taken(client_as(alpha), personne=alpha.pk)

    said = files["donnees.json"].decode()
    for name in ("BRAVO", "CHARLI", "DELTA", "Bavarde"):
        assert name not in said
    read = PdfReader(io.BytesIO(files["pdf/releve-pluridisciplinaire.pdf"]))
    assert "BRAVO" not in "".join(page.extract_text() for page in read.pages)


def test_nothing_is_given_before_its_day(alpha, class_5a):
    tomorrow = TODAY + datetime.timedelta(days=1)
    hidden = EvaluationFactory(owner=class_5a.teacher, title="Surprise", given_on=TODAY, visible_on=tomorrow)
    MarkFactory(evaluation=hidden, pupil=alpha, item=class_5a.items["A10"], code="4")
    PupilComment.objects.create(evaluation=hidden, pupil=alpha, text="Pas encore")

    said = json.dumps(data_of(alpha, at=now()), default=str, ensure_ascii=False)

    assert "Surprise" not in said
    assert "Pas encore" not in said


def test_parent_takes_that_of_his_child_and_of_nobody_else(alpha, class_5a, client_as):
    guardian = AccountFactory(profile="TUT", last_name="ALPHA", first_name="Ève")
    GuardianshipFactory(guardian=guardian, pupil=alpha)
    browser = client_as(guardian)

    assert sections(taken(browser, personne=alpha.pk))["identite"][0]["prenom"] == "Ana"
    refused = browser.post(reverse("operation:own_data"), {"personne": class_5a.pupils["BRAVO"].pk}, follow=True)
    assert "Choisissez dans la liste" in words(refused)
    assert GeneratedFile.objects.count() == 1


def test_right_is_that_of_the_school(alpha, client_as):
    alpha.school.access = {"rights": {"operation.take_own_data": {"profiles": ["TUT"], "restrictions": []}}}
    alpha.school.save()

    assert client_as(alpha).get(reverse("operation:own_data")).status_code == 403


def test_administrator_hands_it_over_and_the_journal_says_so(alpha, admin, client_as):
    browser = client_as(admin)
    made = browser.post(reverse("operation:person", args=[alpha.pk]))

    assert browser.get(f"{made['Location']}fichier/").status_code == 200
    assert JournalEntry.objects.get(code="operation.give_data").details["person"] == "ALPHA Ana"


def test_file_lasts_an_hour_for_who_made_it_alone_p261(alpha, class_5a, client_as):
    address = client_as(alpha).post(reverse("operation:own_data"), {"personne": alpha.pk})["Location"]
    assert client_as(class_5a.pupils["BRAVO"]).get(address).status_code == 404

    GeneratedFile.objects.update(expires_at=now() - datetime.timedelta(seconds=1))
    assert client_as(alpha).get(address).status_code == 410
    assert client_as(alpha).get(f"{address}fichier/").status_code == 410


def test_teacher_takes_his_own_without_the_pupils(class_5a, client_as):
    files = taken(client_as(class_5a.teacher), personne=class_5a.teacher.pk)

    found = sections(files)
    assert [line["titre"] for line in found["evaluations"]] == ["D1", "D2", "D3"]
    assert not any(name in files["donnees.json"].decode() for name in ("ALPHA", "BRAVO"))


# --- Erased -----------------------------------------------------------------------------------------------------------


def everything(school):
    """Every value of every row of every table of the school, as one text."""
    told = []
    for model in every_table():
        if is_of_a_school(model) or model is OutgoingMail:
            for row in model._base_manager.all().values():
                told.append(f"{model._meta.label} {row}")
    return "\n".join(told)


def test_pupil_erased_is_found_nowhere_p262(alpha, admin, class_5a, client_as, django_capture_on_commit_callbacks):
    client_as(alpha).post(reverse("operation:own_data"), {"personne": alpha.pk})
    voice = EvaluationFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        receipt = erased(admin, alpha)

    left = everything(alpha.school)
    for said in ("ALPHA", "Ana", "ana.alpha", "INE123456XY", "Relis", "Pourquoi", "réessayer", "2014"):
        lines = [line for line in left.splitlines() if said in line]
        assert lines == [], said
    assert not EvaluationFile.objects.filter(pk=voice.pk).exists()
    assert receipt.counts["commentaires écrits et parlés"] == 1


def test_counts_of_the_class_do_not_change_p262(alpha, admin, class_5a, client_as):
    marks = class_5a.codes("D1")
    browser = client_as(class_5a.teacher)
    address = reverse("bilans:tableau_matiere")
    asked = {"classe": class_5a.school_class.pk, "matiere": "MATHS"}
    before = words(browser.get(address, asked))

    erased(admin, alpha)

    assert Mark.objects.count() == 38
    assert len(class_5a.codes("D1")) == len(marks)
    after = words(browser.get(address, asked))
    assert "élève anonyme" in after
    assert after.replace("élève anonyme", "").split()[-20:] == before.replace("ALPHA Ana", "").split()[-20:]


def test_who_is_erased_signs_in_no_more(alpha, admin, client_as):
    browser = client_as(alpha)
    erased(admin, alpha)

    assert browser.get(reverse("home")).status_code == 302
    alpha.refresh_from_db()
    assert (alpha.full_name, alpha.email, alpha.reference, alpha.birth_date) == ("élève anonyme", "", "", None)
    assert alpha.login.startswith("anonyme-")


def test_two_pupils_may_be_erased(alpha, admin, class_5a):
    erased(admin, alpha)
    erased(admin, class_5a.pupils["BRAVO"])

    assert Account.objects.filter(last_name="élève anonyme").count() == 2


def test_receipt_says_when_and_what_and_never_who_p262(alpha, admin, client_as):
    receipt = erased(admin, alpha)

    page = words(client_as(admin).get(reverse("operation:receipt", args=[receipt.pk])))
    assert "ALPHA" not in page
    assert "Commentaires écrits et parlés 1" in page
    assert JournalEntry.objects.get(code="operation.erase").details["name"] == "élève anonyme"


def test_history_of_what_the_pupil_gave_himself_loses_his_name(alpha, admin, class_5a):
    Signature.objects.create(account=alpha, label=alpha.author_label)
    about = {"pupil": alpha, "item": class_5a.items["A10"], "evaluation": class_5a.evaluations["D1"]}
    line = {"at": now(), "batch": "0" * 32, "actor": alpha, "actor_label": alpha.author_label, "after": "3"}
    MarkChange.objects.create(gesture="self", **about, **line)

    erased(admin, alpha)

    assert Signature.objects.get(account=alpha).label == "élève anonyme"
    assert MarkChange.objects.get(pupil=alpha).actor_label == "élève anonyme"


def test_erased_guardian_leaves_no_gap_among_those_of_his_child(alpha, admin):
    first, second = (AccountFactory(profile="TUT", last_name=f"TUTEUR{rank}") for rank in (1, 2))
    for rank, guardian in enumerate((first, second), start=1):
        GuardianshipFactory(guardian=guardian, pupil=alpha, rank=rank)
    AddressFactory(account=first, town="Saint-Perdu")

    erased(admin, first)

    link = Guardianship.objects.get(pupil=alpha)
    assert (link.guardian, link.rank) == (second, 1)
    assert "Saint-Perdu" not in everything(alpha.school)


def test_teacher_erased_keeps_the_short_name_of_what_he_signed(class_5a, admin):
    erased(admin, class_5a.teacher)

    assert Signature.objects.get().label == "DURAND P."
    class_5a.teacher.refresh_from_db()
    assert class_5a.teacher.full_name == "personnel anonyme"


def test_nobody_is_erased_while_an_import_is_open(alpha, admin, client_as):
    ImportRun.objects.create(source_code="tableur_profs", file_name="profs.csv", holder=admin, steps=["resume"])

    with pytest.raises(CannotErase, match="Un import est en cours"):
        erased(admin, alpha)
    page = client_as(admin).get(reverse("operation:erase", args=[alpha.pk]))
    assert "Un import est en cours" in words(page)


def test_erasing_is_confirmed_and_read_again_when_it_changed(alpha, admin, class_5a, client_as):
    browser = client_as(admin)
    address = reverse("operation:erase", args=[alpha.pk])
    seen = browser.get(address).context["seen"]
    assert browser.post(address, {"seen": seen}).status_code == 422

    Document.objects.create(
        evaluation=class_5a.evaluations["D1"], kind="sujet", pupil=alpha, link="https://exemple.fr/"
    )
    again = browser.post(address, {"seen": seen, "sure": "on"})
    assert again.status_code == 422
    alpha.refresh_from_db()
    assert alpha.last_name == "ALPHA"

    done = browser.post(address, {"seen": again.context["seen"], "sure": "on"})
    assert done["Location"] == reverse("operation:receipt", args=[Erasure.objects.get().pk])


def test_every_part_can_be_counted_given_and_erased(school, admin):
    """Every table at once: a declaration whose column does not exist is found here."""
    live(school)
    for person in Account.objects.exclude(pk=admin.pk):
        losses_of(person)
        data_of(person, at=now())
    ImportRun.objects.all().delete()
    LegalHold.objects.all().delete()
    for person in list(Account.objects.exclude(pk=admin.pk)):
        erased(admin, person)
    assert {part.fate for part in parts if isinstance(part, PersonPart)} == set(Erased)
