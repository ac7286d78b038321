"""The pages of the bulletin: statuses, entry by matière and by pupil, missing entries, faults, files, council."""

import io
import json
import re
from html import unescape

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import JournalEntry, Notice
from accounts.notices.services import choose_notices
from bilans.models import Appreciation, ClassConfiguration, Configuration, DocumentStatus, Fault, Position, Status
from bilans.officiels.kinds import BULLETIN, RELEVE, official_kinds
from sacoche.kit.access import rights
from sacoche.kit.clock import now
from sacoche.kit.files.workbook import read_workbook
from tests.bilans.officiels.conftest import ENDS
from tests.bilans.officiels.test_document import configure, type_mean, write
from tests.bilans.test_pages import decide
from tests.evaluations.class_5a import NAMES
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    MarkFactory,
    MatiereFactory,
    MatiereTeachingFactory,
    PeriodDatesFactory,
    PeriodFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)


def address(term, name, *more, kind="bulletin"):
    return reverse(f"bilans:official_{name}", args=[kind, term.class_5a.school_class.pk, term.period.pk, *more])


def text_of(response):
    content = response.content.decode() if not response.streaming else response.getvalue().decode()
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content)).replace("&#x27;", "'")
    return said.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def send(browser, path, **sent):
    return browser.post(path, json.dumps(sent), content_type="application/json", headers={"Accept": "application/json"})


def subject(term):
    return address(term, "subject", term.class_5a.matiere.pk)


# --- Statuses ---


def set_statuses(browser, *cells, status="profs", kind="bulletin", **more):
    sent = {"etat": status, "case": [f"{school_class.pk}-{period.pk}" for school_class, period in cells], **more}
    return browser.post(reverse("bilans:official_set", args=[kind]), sent, follow=True)


def told(account, code="bilans.opened"):
    return Notice.objects.filter(account=account, code=code).count()


def test_ticked_cells_are_set_at_once_from_any_to_any_p179(client_as, director, term):
    other = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    PeriodDatesFactory(period=term.period, school_class=other)
    head, cells = client_as(director), [(term.class_5a.school_class, term.period), (other, term.period)]
    for status in (Status.SYNTHESIS, Status.EMPTY, Status.TEACHERS, Status.UNDEFINED):
        assert "2 documents mis en" in text_of(set_statuses(head, *cells, status=status))
        assert set(DocumentStatus.objects.values_list("status", flat=True)) == {status}


def test_teachers_are_told_once_and_nobody_when_nothing_changes_p179(client_as, director, term, principal, colleague):
    cell = (term.class_5a.school_class, term.period)
    assert "3 personnes prévenues" in text_of(set_statuses(client_as(director), cell))
    assert [told(each) for each in (term.class_5a.teacher, principal, colleague)] == [1, 1, 1]
    again = text_of(set_statuses(client_as(director), cell))
    assert "prévenue" not in again
    assert "1 y était déjà" in again
    assert Notice.objects.get(account=colleague).times == 1


def test_synthesis_tells_the_principal_alone_and_discreet_tells_nobody_p179(client_as, director, term, principal):
    cell = (term.class_5a.school_class, term.period)
    set_statuses(client_as(director), cell, discret="oui")
    assert told(principal) == 0
    set_statuses(client_as(director), cell, status="synthese")
    assert (told(principal), told(term.class_5a.teacher)) == (1, 0)


def test_forged_status_by_a_teacher_is_refused_p179(client_as, term):
    sent = {"etat": "profs", "case": [f"{term.class_5a.school_class.pk}-{term.period.pk}"]}
    refused = client_as(term.class_5a.teacher).post(reverse("bilans:official_set", args=["bulletin"]), sent)
    assert refused.status_code == 403
    assert DocumentStatus.objects.count() == 0


def test_complete_is_dated_and_opening_again_is_asked_and_journaled_p179(client_as, director, term):
    head, cell = client_as(director), (term.class_5a.school_class, term.period)
    set_statuses(head, cell, status="complet")
    assert DocumentStatus.objects.get().locked_at is not None
    asked = set_statuses(head, cell, status="profs")
    assert "Rouvrir 1 document complet ?" in text_of(asked)
    assert DocumentStatus.objects.get().status == Status.COMPLETE
    set_statuses(head, cell, status="profs", confirme="oui")
    assert (DocumentStatus.objects.get().status, DocumentStatus.objects.get().locked_at) == (Status.TEACHERS, None)
    assert JournalEntry.objects.filter(code="bilans.reopen").count() == 1


def test_nothing_ticked_and_no_such_status_are_told_p179(client_as, director, term):
    head, path = client_as(director), reverse("bilans:official_set", args=["bulletin"])
    assert "Cochez au moins une case" in text_of(head.post(path, {"etat": "profs"}))
    assert head.post(path, {"etat": "ouvert", "case": "1-1"}).status_code == 422
    assert head.post(path, {"etat": "profs", "case": "x-'"}).status_code == 422


# --- Rights ---


def test_rights_have_their_defaults_p178():
    for kind in official_kinds:
        found = {
            name: sorted(rights.get(code).profiles)
            for name, code in (
                ("statut", kind.to_set_status),
                ("imprimer", kind.to_print),
                ("corriger", kind.to_correct),
                ("générale", kind.to_conclude),
                ("archives", kind.to_see_archives),
            )
        }
        assert found == {
            "statut": ["ADM", "DIR"],
            "imprimer": ["ADM", "DIR"],
            "corriger": ["DIR"],
            "générale": ["DIR", "ENS"],
            "archives": ["ADM", "DIR", "DOC", "EDU", "ENS"],
        }
        assert rights.get(kind.to_conclude).restricted == ("ONLY_PP",)
        assert {"TUT", "ELV"} <= rights.get(kind.to_see_archives).adjustable


def test_menu_shows_by_right_p177(client_as, director, term):
    home = text_of(client_as(director).get(reverse("home")))
    assert "Bilans officiels Absences / Retards Relevé d'évaluations Bulletin scolaire Imprimer" in home
    assert "Archives Configurations" in home
    decide("bilans.official")
    decide("bilans.configure")
    for kind in official_kinds:
        decide(kind.to_see_archives)
    assert "Bilans officiels" not in text_of(client_as(term.class_5a.teacher).get(reverse("home")))
    assert client_as(term.class_5a.teacher).get(reverse("bilans:official")).status_code == 403


def test_menu_has_no_page_where_one_has_nothing_to_do_p177(client_as, director, term, principal):
    papers = ("Imprimer Conseil de classe", "Tampon & signatures")
    told_to = {
        name: [each in unescape(text_of(client_as(account).get(reverse("home")))) for each in papers]
        for name, account in (("ENS", term.class_5a.teacher), ("PP", principal), ("DIR", director))
    }
    assert told_to == {"ENS": [False, False], "PP": [True, False], "DIR": [True, True]}
    for path in ("/impression/", "/conseil-de-classe/", "/impression/signatures/"):
        assert client_as(term.class_5a.teacher).get(path).status_code == 403


# What each right opens to a teacher, beside the page of entry: asked for with it, then without.
_OPENED_BY = {
    BULLETIN.to_print: ("POST", "/impression/", {"act": "imprimer"}, 422),
    BULLETIN.to_see_archives: ("GET", "/archives/", {}, 200),
    "bilans.attendance": ("GET", "/absences/", {}, 200),
    "bilans.sign": ("GET", "/impression/signatures/", {}, 200),
    "bilans.configure": ("GET", "/impression/mise-en-page/", {}, 200),
}


@pytest.mark.parametrize("right", _OPENED_BY)
def test_each_right_removed_closes_its_page_and_its_address_p178(client_as, director, term, right):
    method, path, sent, opened = _OPENED_BY[right]
    term.set(Status.MIXED)
    place = {"bilan": "bulletin", "periode": term.period.pk, "classe": term.class_5a.school_class.pk}

    def answer():
        browser = client_as(director)
        return browser.generic(method, path) if method == "GET" else browser.post(path, place | sent)

    assert answer().status_code == opened
    for code in (right, RELEVE.to_see_archives) if right == BULLETIN.to_see_archives else (right,):
        decide(code)
    if right == "bilans.sign":
        decide("bilans.configure")
    assert answer().status_code == 403


def test_right_removed_closes_its_address_p178(client_as, director, term, principal):
    term.set(Status.MIXED)
    alpha, maths = term.pupil("ALPHA").pk, term.class_5a.matiere.pk
    text = {"pupil": alpha, "matiere": maths, "text": "Bien.", "version": 0}
    general = text | {"matiere": 0}
    assert send(client_as(principal), address(term, "save_text"), **general).status_code == 200
    for right, who, sent in (
        (BULLETIN.to_write, term.class_5a.teacher, text),
        (BULLETIN.to_conclude, principal, general | {"version": 1, "text": "Autre."}),
        (BULLETIN.to_conclude, director, general | {"version": 1, "text": "Autre."}),
    ):
        decide(right)
        assert send(client_as(who), address(term, "save_text"), **sent).status_code == 422, right
    decide(BULLETIN.to_set_status)
    assert "data-tick" not in client_as(director).get(reverse("bilans:official_bulletin")).content.decode()
    cell = (term.class_5a.school_class, term.period)
    assert set_statuses(client_as(director), cell, status="vide").status_code == 403


# --- Entry ---


def test_page_shows_the_figures_of_the_fixture_and_saves_p182_p183(client_as, term):
    term.set(Status.TEACHERS)
    browser = client_as(term.class_5a.teacher)
    page = browser.get(subject(term)).content.decode()
    assert re.findall(r'value="([\d,]+)" aria-label="Moyenne de', page) == ["13,8", "15,0", "9,4", "6,0"]
    assert "<b>11,1</b>" in page
    sent = {"pupil": term.pupil("ALPHA").pk, "matiere": term.class_5a.matiere.pk, "text": "Ana progresse."}
    answer = send(browser, address(term, "save_text"), **sent, version=0).json()
    assert (answer["text"], answer["version"], answer["conflict"], answer["at"]) == (
        "Ana progresse.",
        1,
        False,
        "09:00",
    )
    assert "Ana progresse." in text_of(browser.get(subject(term)))


def test_two_windows_are_told_of_one_another_p184(client_as, term):
    term.set(Status.TEACHERS)
    browser = client_as(term.class_5a.teacher)
    sent = {"pupil": term.pupil("ALPHA").pk, "matiere": term.class_5a.matiere.pk}
    send(browser, address(term, "save_text"), **sent, text="De l'une.", version=0)
    answer = send(browser, address(term, "save_text"), **sent, text="De l'autre.", version=0).json()
    assert (answer["conflict"], answer["text"], answer["version"]) == (True, "De l'une.", 1)


def test_model_takes_the_first_name_p183(client_as, term):
    term.set(Status.TEACHERS)
    configure(term, rubric_model="{prénom} progresse")
    page = client_as(term.class_5a.teacher).get(subject(term)).content.decode()
    assert 'data-model="Ana progresse"' in page


@pytest.mark.parametrize(
    "sent",
    [b"", b"[]", b'{"pupil": "x"}', b'{"pupil": 1, "matiere": -1}', b'{"text": 3}', b"\xff", b"[" * 100_000],
)
def test_forged_post_is_refused_in_words(client_as, term, sent):
    term.set(Status.TEACHERS)
    path = address(term, "save_text")
    answer = client_as(term.class_5a.teacher).post(path, sent, content_type="application/json")
    assert (answer.status_code, Appreciation.objects.count()) == (422, 0)
    assert answer.json()["error"]


def test_closed_document_refuses_a_forged_post_p180(client_as, term):
    term.set(Status.COMPLETE)
    sent = {"pupil": term.pupil("ALPHA").pk, "matiere": term.class_5a.matiere.pk, "text": "Trop tard.", "version": 0}
    answer = send(client_as(term.class_5a.teacher), address(term, "save_text"), **sent)
    assert answer.status_code == 422
    assert "plus personne n'y écrit" in answer.json()["error"]
    page = client_as(term.class_5a.teacher).get(subject(term))
    assert "plus personne n'y écrit" in text_of(page)
    assert '<textarea id="texte-' not in page.content.decode()


def test_group_follows_the_class_of_each_pupil_p181(client_as, term):
    term.set(Status.TEACHERS)
    shut = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    PeriodDatesFactory(period=term.period, school_class=shut)
    DocumentStatus.objects.create(
        kind="bulletin", year=2026, period=term.period, school_class=shut, status=Status.EMPTY
    )
    group, other = GroupFactory(niveau="5"), AccountFactory(last_name="ZETA", school_class=shut)
    for pupil in (term.pupil("ALPHA"), other):
        GroupMembershipFactory(group=group, pupil=pupil)
    teacher = GroupTeachingFactory(group=group).teacher
    MatiereTeachingFactory(teacher=teacher, matiere=term.class_5a.matiere)
    path = reverse("bilans:official_group", args=["bulletin", group.pk, term.period.pk, term.class_5a.matiere.pk])
    page = client_as(teacher).get(path)
    said = text_of(page)
    assert "ALPHA Ana" in said
    assert "BRAVO" not in said
    assert "les saisies ne sont pas encore ouvertes" in said
    written = re.findall(r'<textarea id="texte-(\d+)-', page.content.decode())
    assert written == ["0", str(term.pupil("ALPHA").pk)]


def test_group_over_three_classes_is_written_where_each_is_open_and_nothing_else_is_lost_p181(client_as, term):
    """The group takes pupils of 5A (open), 5B (closed meanwhile) and 5C, which has no such period."""
    term.set(Status.TEACHERS)
    group = GroupFactory(niveau="5")
    teacher = GroupTeachingFactory(group=group).teacher
    MatiereTeachingFactory(teacher=teacher, matiere=term.class_5a.matiere)
    pupils = [term.pupil("ALPHA")]
    for name, status in (("5B", Status.COMPLETE), ("5C", None)):
        its_class = SchoolClassFactory(niveau="5", reference=name, name=name)
        pupils.append(AccountFactory(last_name=f"DE {name}", school_class=its_class))
        if status:
            PeriodDatesFactory(period=term.period, school_class=its_class)
            DocumentStatus.objects.create(
                kind="bulletin", year=2026, period=term.period, school_class=its_class, status=status, locked_at=now()
            )
    for pupil in pupils:
        GroupMembershipFactory(group=group, pupil=pupil)
    path = reverse("bilans:official_group", args=["bulletin", group.pk, term.period.pk, term.class_5a.matiere.pk])

    said = text_of(client_as(teacher).get(path))

    assert [name in said for name in ("ALPHA Ana", "DE 5B", "DE 5C")] == [True, True, False]
    answers = [
        send(
            client_as(teacher),
            reverse("bilans:official_save_text", args=["bulletin", pupil.school_class.pk, term.period.pk]),
            pupil=pupil.pk,
            matiere=term.class_5a.matiere.pk,
            text="Bien.",
            version=0,
        )
        for pupil in pupils
    ]
    assert [each.status_code for each in answers] == [200, 422, 404]
    assert "plus personne n'y écrit" in answers[1].json()["error"]
    assert [each.text for each in Appreciation.objects.all()] == ["Bien."]


def test_pupil_who_left_while_the_page_was_open_is_refused_in_words_and_his_texts_stay(client_as, term):
    term.set(Status.TEACHERS)
    alpha = term.pupil("ALPHA")
    write(term, "Ana progresse.", pupil=alpha, author=term.class_5a.teacher)
    alpha.left_on = ENDS
    alpha.save()

    sent = {"pupil": alpha.pk, "matiere": term.class_5a.matiere.pk, "text": "Autre.", "version": 1}
    answer = send(client_as(term.class_5a.teacher), address(term, "save_text"), **sent)

    assert answer.status_code == 422
    assert "n'est pas, ou n'est plus, dans cette classe" in answer.json()["error"]
    assert Appreciation.objects.get().text == "Ana progresse."


def test_pupil_who_arrives_is_there_to_be_written_of_and_lacks_what_the_others_have(client_as, director, term):
    term.set(Status.TEACHERS)
    new = AccountFactory(last_name="ZOLA", first_name="Zoé", school_class=term.class_5a.school_class)
    assert "ZOLA Zoé" in text_of(client_as(term.class_5a.teacher).get(subject(term)))
    sent = {"pupil": new.pk, "matiere": term.class_5a.matiere.pk, "text": "Bienvenue.", "version": 0}
    assert send(client_as(term.class_5a.teacher), address(term, "save_text"), **sent).status_code == 200


def test_principal_writes_the_general_appreciation_when_it_is_open_p185(client_as, term, principal):
    term.set(Status.TEACHERS)
    shut = client_as(principal).get(address(term, "syntheses"))
    assert "seuls les professeurs écrivent" in text_of(shut)
    assert '<textarea id="texte-' not in shut.content.decode()
    term.set(Status.SYNTHESIS)
    page = client_as(principal).get(address(term, "pupil", term.pupil("ALPHA").pk)).content.decode()
    assert f'<textarea id="texte-{term.pupil("ALPHA").pk}-0-0"' in page


def test_principal_of_another_class_is_refused_p185(client_as, term):
    other = TeachingAssignmentFactory(is_pp=True).teacher
    assert client_as(other).get(address(term, "syntheses")).status_code == 403
    sent = {"pupil": term.pupil("ALPHA").pk, "matiere": 0, "text": "Non.", "version": 0}
    assert send(client_as(other), address(term, "save_text"), **sent).status_code == 403


def test_mean_typed_stays_after_a_new_result_and_is_given_back_p186(client_as, term):
    term.set(Status.TEACHERS)
    browser, bravo = client_as(term.class_5a.teacher), term.pupil("BRAVO")
    sent = {"pupil": bravo.pk, "matiere": term.class_5a.matiere.pk}
    typed = send(browser, address(term, "save_mean"), **sent, origin="typed", typed="16", version=0).json()
    assert (typed["shown"], typed["computed"], typed["word"]) == ("16,0", "15,0", "saisie")
    MarkFactory(evaluation=term.class_5a.evaluations["D3"], pupil=bravo, item=term.class_5a.items[NAMES[4]], code="1")
    page = browser.get(subject(term)).content.decode()
    assert 'value="16,0"' in page
    assert "✎" in page
    given = send(browser, address(term, "save_mean"), **sent, origin="computed", version=1).json()
    assert (given["shown"], given["word"], given["version"]) == (given["computed"], "calculée", 0)


# --- Faults, missing entries ---


def test_fault_is_told_marked_and_closed_p190(client_as, director, term):
    term.set(Status.TEACHERS)
    teacher = term.class_5a.teacher
    text = write(term, "Ana porgresse.", pupil=term.pupil("ALPHA"), author=teacher)
    answer = send(client_as(director), address(term, "fault"), key=text.pk, message="Un accent ?")
    assert answer.json() == {"told": teacher.author_label}
    send(client_as(director), address(term, "fault"), key=text.pk, message="Relisez.")
    assert (told(teacher, "bilans.fault"), Fault.objects.count()) == (1, 1)
    page = text_of(client_as(teacher).get(subject(term)))
    assert "signale une faute : « Relisez. »" in page
    assert send(client_as(director), address(term, "fault"), key=text.pk, dismiss=True).status_code == 422
    assert send(client_as(teacher), address(term, "fault"), key=text.pk, dismiss=True).json() == {"dismissed": 1}
    assert "signale une faute" not in text_of(client_as(teacher).get(subject(term)))


def test_who_wants_no_notice_is_told_of_a_fault_and_of_a_correction_all_the_same_p190(client_as, director, term):
    term.set(Status.TEACHERS)
    teacher = term.class_5a.teacher
    choose_notices(teacher, wanted=[])
    text = write(term, "Ana porgresse.", pupil=term.pupil("ALPHA"), author=teacher)

    send(client_as(director), address(term, "fault"), key=text.pk, message="Un accent ?")
    sent = {"pupil": text.pupil_id, "matiere": text.matiere_id, "text": "Ana progresse.", "key": text.pk, "version": 1}
    assert send(client_as(director), address(term, "save_text"), **sent).status_code == 200
    set_statuses(client_as(director), (term.class_5a.school_class, term.period), status="mixte")

    assert [told(teacher, code) for code in ("bilans.fault", "bilans.corrected", "bilans.opened")] == [1, 1, 0]


def test_history_shows_both_texts_p190(client_as, director, term):
    term.set(Status.TEACHERS)
    sent = {"pupil": term.pupil("ALPHA").pk, "matiere": term.class_5a.matiere.pk}
    made = send(client_as(term.class_5a.teacher), address(term, "save_text"), **sent, text="Fote.", version=0).json()
    corrected = {"text": "Faute.", "version": 1, "key": made["key"]}
    send(client_as(director), address(term, "save_text"), **sent, **corrected)
    said = text_of(client_as(director).get(address(term, "history", made["key"])))
    assert "correction" in said
    assert "Fote. Faute." in said


@pytest.fixture
def lacking(term):
    """Three appreciations, two means and a general one are missing in 5A."""
    term.set(Status.MIXED)
    teacher = term.class_5a.teacher
    write(term, "Bien.", pupil=term.pupil("ALPHA"), author=teacher)
    for name in ("ALPHA", "BRAVO", "CHARLI"):
        write(term, "Bon trimestre.", pupil=term.pupil(name), section="synthese", author=teacher)
    for name in ("CHARLI", "DELTA"):
        for mark in term.class_5a.evaluations.values():
            mark.marks.filter(pupil=term.pupil(name)).update(code="AB")
    return term


def test_missing_entries_are_found_given_as_a_file_and_reminded_p189(client_as, director, lacking, principal):
    asked = {"periode": lacking.period.pk, "classe": lacking.class_5a.school_class.pk}
    asked["quoi"] = ["appreciations", "moyennes", "generales"]
    head = client_as(director)
    assert "6 saisies manquantes" in text_of(head.get(reverse("bilans:official_missing", args=["bulletin"]), asked))
    file = head.get(reverse("bilans:official_missing_file", args=["bulletin", "csv"]), asked)
    lines = file.getvalue().decode("utf-8-sig").splitlines()
    assert lines[1:] == [
        "5A;BRAVO Ben;appréciation;Mathématiques;Paul DURAND",
        "5A;CHARLI Cléo;appréciation;Mathématiques;Paul DURAND",
        "5A;CHARLI Cléo;moyenne;Mathématiques;Paul DURAND",
        "5A;DELTA Dan;appréciation;Mathématiques;Paul DURAND",
        "5A;DELTA Dan;moyenne;Mathématiques;Paul DURAND",
        "5A;DELTA Dan;appréciation générale;;Paule PRINCE",
    ]
    sent = head.post(reverse("bilans:official_remind", args=["bulletin"]), asked, follow=True)
    assert "2 professeurs relancés" in text_of(sent)
    notice = Notice.objects.get(account=lacking.class_5a.teacher, code="bilans.missing")
    assert notice.details["what"] == "3 appréciations, 2 moyennes (5A)"


def test_document_that_is_not_planned_lacks_nothing_p189(client_as, director, lacking):
    lacking.set(Status.UNDEFINED)
    asked = {"periode": lacking.period.pk, "quoi": ["appreciations"]}
    assert "Rien ne manque." in text_of(
        client_as(director).get(reverse("bilans:official_missing", args=["bulletin"]), asked)
    )


def test_who_neither_opens_nor_concludes_reminds_nobody_p189(client_as, lacking):
    asked = {"periode": lacking.period.pk, "quoi": ["appreciations"]}
    path = reverse("bilans:official_remind", args=["bulletin"])
    assert client_as(lacking.class_5a.teacher).post(path, asked).status_code == 403
    assert Notice.objects.filter(code="bilans.missing").count() == 0


# --- Saisie déportée ---


def give_back(browser, term, content, name="a.csv"):
    file = io.BytesIO(content)
    file.name = name
    return browser.post(address(term, "file", term.class_5a.matiere.pk), {"fichier": file})


def test_file_goes_out_and_comes_back_with_its_differences_p191(client_as, term):
    term.set(Status.TEACHERS)
    teacher, browser = term.class_5a.teacher, client_as(term.class_5a.teacher)
    for name, text in (("BRAVO", "Ancien."), ("CHARLI", "À vider."), ("DELTA", "Pareil.")):
        write(term, text, pupil=term.pupil(name), author=teacher)
    taken = browser.get(address(term, "take_file", term.class_5a.matiere.pk, "csv"), {"rempli": "1"})
    lines = taken.getvalue().decode("utf-8-sig").splitlines()
    keys = {name: str(term.pupil(name).pk) for name in ("ALPHA", "BRAVO", "CHARLI", "DELTA")}
    assert lines[2] == f"{keys['ALPHA']};ALPHA Ana;13,8;"
    assert lines[3] == f"{keys['BRAVO']};BRAVO Ben;15,0;Ancien."
    filled = [
        "Numéro;Élève;Moyenne;Appréciation",
        f"{keys['ALPHA']};ALPHA Ana;14;Nouveau.",
        f"{keys['BRAVO']};BRAVO Ben;15;Changé.",
        f"{keys['CHARLI']};CHARLI Cléo;;",
        f"{keys['DELTA']};DELTA Dan;6,0;Pareil.",
        "",
    ]
    page = give_back(browser, term, "\n".join(filled).encode())
    said = text_of(page)
    assert "ajouté · 1" in said
    assert "changé · 1 identique · 1 vidé · 1" in said.replace("  ", " ")
    assert Appreciation.objects.filter(text="Changé.").count() == 0, "nothing is written yet"
    boxes = re.findall(r'name="garder" value="(\d+)"( checked)?', page.content.decode())
    assert dict(boxes) == {keys["ALPHA"]: " checked", keys["BRAVO"]: " checked", keys["CHARLI"]: ""}
    sent = {"garder": [keys["ALPHA"], keys["BRAVO"]]}
    sent |= {f"texte-{keys['ALPHA']}": "Nouveau.", f"version-{keys['ALPHA']}": 0, f"moyenne-{keys['ALPHA']}": "14"}
    sent |= {f"texte-{keys['BRAVO']}": "Changé.", f"version-{keys['BRAVO']}": 1, f"nom-{keys['BRAVO']}": "BRAVO Ben"}
    done = browser.post(address(term, "write_file", term.class_5a.matiere.pk), sent, follow=True)
    assert "2 appréciations enregistrées, 1 moyenne" in text_of(done)
    assert Appreciation.objects.get(pupil=term.pupil("CHARLI")).text == "À vider."
    assert Position.objects.get().percent == 70


def test_lines_that_cannot_be_taken_are_refused_one_by_one_p191(client_as, term):
    term.set(Status.TEACHERS)
    alpha, bravo = term.pupil("ALPHA").pk, term.pupil("BRAVO").pk
    lines = ["Numéro;Élève;Moyenne;Appréciation", f"{alpha};ALPHA Ana;;{'x' * 401}", f"{bravo};DELTA Dan;;Bien."]
    lines += [f"{bravo};BRAVO Ben;21;Bien.", "999999;INCONNU Zoé;;Bien.", f"{alpha};ALPHA Ana;;Une fois.", ""]
    said = text_of(give_back(client_as(term.class_5a.teacher), term, "\n".join(lines).encode()))
    assert "Ligne 2 : 401 signes, la limite est de 400." in said
    assert "Ligne 3 : ce numéro est celui de BRAVO Ben, et non de DELTA Dan." in said
    assert "Ligne 4 : « 21 » : écrivez un nombre de 0 à 20" in said
    assert "n'est celui d'aucun élève" in said
    assert "refusé · 4" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choisissez d'abord le fichier rempli|Ce fichier est vide"),
        (b"Nom;Prenom\nA;B\n", "La colonne « Numéro » manque"),
        (b"\x00\x01\x02\xff" * 50, "."),
        ("Numéro;Appréciation\n".encode(), "aucune ligne sous ses titres"),
        (b"PK\x03\x04abcd", "."),
    ],
)
def test_file_that_is_none_is_refused_in_words_p191(client_as, term, content, said):
    term.set(Status.TEACHERS)
    page = give_back(client_as(term.class_5a.teacher), term, content)
    assert page.status_code == 422
    assert re.search(said, text_of(page))


def test_workbook_goes_out_p191(client_as, term):
    term.set(Status.TEACHERS)
    taken = client_as(term.class_5a.teacher).get(address(term, "take_file", term.class_5a.matiere.pk, "xlsx"))
    table = read_workbook(taken.getvalue())
    assert list(table.header) == ["Numéro", "Élève", "Moyenne", "Appréciation"]
    assert [row.cells[1] for row in table.rows] == ["5A", "ALPHA Ana", "BRAVO Ben", "CHARLI Cléo", "DELTA Dan"]


# --- From the relevé, configurations, council ---


def test_means_of_the_releve_are_carried_and_what_was_typed_is_kept_p199(client_as, term):
    term.set(Status.TEACHERS)
    type_mean(term, "BRAVO", 80)
    said = text_of(client_as(term.class_5a.teacher).post(address(term, "copy"), follow=True))
    assert "3 moyennes reportées ; 1 déjà saisie est gardée : BRAVO Ben (Mathématiques)." in said
    kept = {row.pupil.last_name: (row.origin, float(row.percent)) for row in Position.objects.select_related("pupil")}
    assert kept == {
        "ALPHA": ("copied", 69.0),
        "BRAVO": ("typed", 80.0),
        "CHARLI": ("copied", 47.0),
        "DELTA": ("copied", 30.0),
    }
    assert "0 moyenne reportée, 3 identiques" in text_of(
        client_as(term.class_5a.teacher).post(address(term, "copy"), follow=True)
    )


def test_own_texts_of_the_releve_are_carried_where_none_is_written_p199(client_as, term):
    term.set(Status.TEACHERS)
    teacher = term.class_5a.teacher
    for name in ("ALPHA", "BRAVO"):
        text = write(term, f"Du relevé, {name}.", pupil=term.pupil(name), author=teacher)
        Appreciation.objects.filter(pk=text.pk).update(kind="releve")
    write(term, "Déjà là.", pupil=term.pupil("BRAVO"), author=teacher)
    said = text_of(client_as(teacher).post(address(term, "copy"), follow=True))
    assert "1 appréciation reportée ; 1 appréciation déjà écrite reste." in said
    kept = Appreciation.objects.filter(kind="bulletin").order_by("pupil__last_name").values_list("text", flat=True)
    assert list(kept) == ["Du relevé, ALPHA.", "Déjà là."]


def test_configuration_begins_as_the_default_one_p188(client_as, director, term):
    page = client_as(director).get(reverse("bilans:official_new_configuration", args=["bulletin"]))
    form = page.context["form"]
    assert {name: form[name].value() for name in form.fields if name != "name"} == {
        "rubric_length": 400,
        "rubric_model": "",
        "general_length": 400,
        "general_model": "",
        "class_length": 400,
        "look_back": "non",
        "layout": "lignes",
        "is_merged": True,
        "has_totals": True,
        "has_means": True,
        "mean_scale": "20",
        "has_class_mean": True,
        "has_general_mean": False,
        "without_mean": [],
        "has_absences": False,
        "has_professeur_principal": False,
        "extra_line": "",
        "tells_guardians": True,
    }
    assert "Configuration par défaut" in text_of(client_as(director).get(address(term, "class")))


def test_configurations_are_made_given_and_deleted_p188(client_as, director, term):
    head = client_as(director)
    wanted = {"name": "Troisièmes", "rubric_length": 999, "general_length": 0, "class_length": 100}
    wanted |= {"look_back": "oui", "layout": "lignes", "mean_scale": "20", "without_mean": ["MATHS"]}
    new = reverse("bilans:official_new_configuration", args=["bulletin"])
    assert "enregistrée" in text_of(head.post(new, wanted, follow=True))
    assert "Une configuration s'appelle déjà" in text_of(head.post(new, wanted | {"name": "TROISIÈMES"}))
    assert head.post(new, wanted | {"name": "Autre", "rubric_length": 1000}).status_code == 422
    made, school_class = Configuration.objects.get(), term.class_5a.school_class
    give = reverse("bilans:official_give_configurations", args=["bulletin"])
    assert "1 classe changée" in text_of(head.post(give, {f"classe-{school_class.pk}": made.pk}, follow=True))
    assert term.edition.settings.rubric_length == 999
    assert term.of(RELEVE).settings.pk is None
    head.post(reverse("bilans:official_delete_configuration", args=["bulletin", made.pk]))
    assert (ClassConfiguration.objects.count(), term.edition.settings.rubric_length) == (0, 400)


def council(browser, term, table, code=""):
    more = [table, code] if code else [table]
    return browser.get(address(term, "council_file" if code else "council", *more))


def test_recap_has_the_periods_side_by_side_p200(client_as, director, term):
    second = PeriodFactory(name="2e trimestre", order=2)
    PeriodDatesFactory(
        period=second, school_class=term.class_5a.school_class, starts_on="2026-12-01", ends_on="2027-03-12"
    )
    last = reverse(
        "bilans:official_council", args=["bulletin", term.class_5a.school_class.pk, second.pk, "recapitulatif"]
    )
    said = text_of(client_as(director).get(last))
    assert "ALPHA Ana Matière 1er trimestre 2e trimestre Année Mathématiques 13,8 - 13,8" in said


@pytest.mark.parametrize("table", ["appreciations", "professeurs", "classe", "generales", "moyennes", "recapitulatif"])
def test_tables_of_the_council_say_the_same_on_page_paper_and_file_p200(client_as, director, term, table):
    for name in ("ALPHA", "BRAVO"):
        pupil = term.pupil(name)
        write(term, f"De {name}.", pupil=pupil, author=term.class_5a.teacher)
        write(term, f"En général, {name}.", pupil=pupil, author=term.class_5a.teacher, section="synthese")
    write(term, "Classe agréable.", author=term.class_5a.teacher)
    expected = {
        "appreciations": ["De ALPHA.", "En général, BRAVO.", "13,8", "11,1"],
        "professeurs": ["De BRAVO.", "15,0"],
        "classe": ["Classe agréable.", "11,1"],
        "generales": ["En général, ALPHA."],
        "moyennes": ["13,8", "15,0", "9,4", "6,0", "11,1"],
        "recapitulatif": ["13,8"],
    }[table]
    head = client_as(director)
    page = text_of(council(head, term, table))
    paper = " ".join(
        each.extract_text() for each in PdfReader(io.BytesIO(council(head, term, table, "pdf").content)).pages
    )
    file = council(head, term, table, "csv").getvalue().decode("utf-8-sig")
    for said in expected:
        assert said in page
        assert said in paper
        assert said in file


def test_means_of_28_pupils_in_11_matieres_hold_on_a_page_p200(client_as, director, term):
    school_class = term.class_5a.school_class
    pupils = [AccountFactory(school_class=school_class) for _rank in range(24)] + list(term.class_5a.pupils.values())
    matieres = [MatiereFactory(label=f"Une matière au nom bien long, n° {rank}") for rank in range(10)]
    place = {"kind": "bulletin", "year": 2026, "period": term.period, "origin": "typed", "percent": 62}
    Position.objects.bulk_create(
        Position(pupil=pupil, matiere=matiere, matiere_label=matiere.label, author_label="D.", **place)
        for pupil in pupils
        for matiere in matieres
    )
    [page] = PdfReader(io.BytesIO(council(client_as(director), term, "moyennes", "pdf").content)).pages
    assert page.mediabox.width > page.mediabox.height
    assert page.extract_text().count("12,4") == 28 * 10 + 10


def test_pupil_who_changes_class_keeps_what_both_teams_wrote_p205(client_as, director, term):
    alpha, other = term.pupil("ALPHA"), SchoolClassFactory(niveau="5", reference="5B", name="5B")
    PeriodDatesFactory(period=term.period, school_class=other)
    write(term, "Écrit en 5A.", pupil=alpha, author=term.class_5a.teacher)
    alpha.school_class = other
    alpha.save()
    new = AccountFactory(profile="ENS", last_name="NEUF")
    TeachingAssignmentFactory(teacher=new, school_class=other)
    MatiereTeachingFactory(teacher=new, matiere=term.class_5a.matiere)
    DocumentStatus.objects.create(
        kind="bulletin", year=2026, period=term.period, school_class=other, status=Status.TEACHERS
    )
    place = ["bulletin", other.pk, term.period.pk]
    sent = {"pupil": alpha.pk, "matiere": term.class_5a.matiere.pk, "text": "Écrit en 5B.", "version": 0}
    assert send(client_as(new), reverse("bilans:official_save_text", args=place), **sent).status_code == 200
    said = text_of(client_as(director).get(reverse("bilans:official_pupil", args=[*place, alpha.pk])))
    assert "Écrit en 5A." in said
    assert "Écrit en 5B." in said
    assert client_as(director).get(address(term, "pupil", alpha.pk)).status_code == 404
