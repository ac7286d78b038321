"""Some pupils of a class are printed alone: their archives and their families, and nobody else's."""

import pytest

from accounts.models import Notice
from bilans.models import Status
from bilans.officiels.kinds import BULLETIN
from documents.archives.services import content_of
from documents.models import Archive, GeneratedFile
from tests.bilans.printing.conftest import at_home, bytes_of, print_for_good, sent, texts_of
from tests.bilans.printing.test_printing import give
from tests.factories import AccountFactory, SchoolClassFactory
from tests.html import words


@pytest.fixture
def head(client_as, director):
    return client_as(director)


def chosen(term, *names, **more):
    """What the page of the pupils of a class sends."""
    return sent(term, eleves="oui", eleve=[term.pupil(name).pk for name in names], **more)


def printed(browser, term, *names):
    question = browser.post("/impression/", chosen(term, *names, act="imprimer"))
    assert question.status_code == 200, question.content.decode()
    answer = browser.post("/impression/", chosen(term, *names, act="imprimer", vu=question.context["seen"]))
    assert answer.status_code == 302, answer.content.decode()
    return GeneratedFile.objects.get(token=answer["Location"].rstrip("/").rpartition("/")[2])


def test_board_and_page_of_a_pupil_lead_to_the_list_where_he_is_ticked(head, written):
    place = f"bulletin/{written.class_5a.school_class.pk}/{written.period.pk}"
    pupil = written.pupil("BRAVO").pk
    linked = f"classe={written.class_5a.school_class.pk}&amp;eleves=oui&amp;eleve={pupil}"
    assert linked in head.get(f"/bilans-officiels/{place}/eleve/{pupil}/").content.decode()
    assert "Choisir des élèves de 5A" in words(head.get("/impression/"))

    page = head.get("/impression/", chosen(written, "BRAVO"))

    assert [each.name for each in page.context["pupils"] if each.is_chosen] == ["BRAVO Ben"]
    assert len(page.context["pupils"]) == 4


def test_one_pupil_is_printed_alone_and_archived_as_he_is_with_his_class(head, written):
    print_for_good(head, written)
    before = content_of(Archive.objects.get(about=written.pupil("BRAVO")))

    file = printed(head, written, "BRAVO")

    [page] = texts_of(bytes_of(file))
    assert "BRAVO Ben" in page
    assert "classe : 5A (4 élèves)" in page
    assert file.name == "bulletin-scolaire-1er-trimestre-5a-bravo-ben.pdf"
    kept = {(each.about.last_name, each.version) for each in Archive.objects.select_related("about")}
    assert kept == {("ALPHA", 1), ("BRAVO", 1), ("BRAVO", 2), ("CHARLI", 1), ("DELTA", 1)}
    assert content_of(Archive.objects.get(about=written.pupil("BRAVO"), version=1)) == before


def test_several_pupils_are_counted_and_their_families_alone_are_told(head, written, school, admin):
    give(school, admin, BULLETIN, "TUT", "ELV")
    for pupil in written.class_5a.pupils.values():
        at_home(pupil)
    question = words(head.post("/impression/", chosen(written, "ALPHA", "DELTA", act="imprimer")))
    assert "2 documents seront archivés" in question
    assert "2 élèves et 2 responsables" in question

    printed(head, written, "ALPHA", "DELTA")

    assert {each.about.last_name for each in Archive.objects.all()} == {"ALPHA", "DELTA"}
    assert {each.account.last_name for each in Notice.objects.all()} == {"ALPHA", "DELTA"}


def test_chosen_pupil_is_simulated_by_the_professeur_principal_at_any_status(client_as, principal, written):
    written.set(Status.MIXED)
    answer = client_as(principal).post("/impression/", chosen(written, "CHARLI", act="simuler"))

    [page] = texts_of(bytes_of(GeneratedFile.objects.get(token=answer["Location"].rstrip("/").rpartition("/")[2])))
    assert "CHARLI Cléo" in page
    assert "SIMULATION" in page
    assert not Archive.objects.exists()


def test_nobody_ticked_and_a_class_that_is_not_complete_are_told_on_the_list(head, written):
    nobody = head.post("/impression/", chosen(written, act="imprimer"))
    assert nobody.status_code == 422
    assert "Cochez au moins un élève" in words(nobody)

    written.set(Status.MIXED)
    early = head.post("/impression/", chosen(written, "ALPHA", act="imprimer"))

    assert early.status_code == 422
    assert "on n'imprime que ce qui est « Complet (fermé) »" in words(early)
    assert [each.name for each in early.context["pupils"] if each.is_chosen] == ["ALPHA Ana"]


@pytest.mark.parametrize("forged", ["another class", "x", "9" * 40])
def test_pupil_who_is_not_of_the_class_is_not_printed(head, written, forged):
    other = AccountFactory(last_name="AUTRE", school_class=SchoolClassFactory(niveau="5", reference="5B"))
    data = sent(written, eleves="oui", eleve=[other.pk if forged == "another class" else forged], act="simuler")

    assert head.post("/impression/", data).status_code == 422
    assert not GeneratedFile.objects.exists()


def test_pupil_who_leaves_between_the_question_and_the_print_is_asked_about_again(head, written):
    question = head.post("/impression/", chosen(written, "ALPHA", "BRAVO", act="imprimer"))
    written.pupil("BRAVO").delete()
    data = sent(written, eleves="oui", eleve=question.context["only"], act="imprimer", vu=question.context["seen"])

    again = head.post("/impression/", data)

    assert again.status_code == 409
    assert "1 document sera archivé" in words(again)
    assert not Archive.objects.exists()


def test_list_of_a_class_that_is_not_there_is_not_found(head, written):
    assert head.get("/impression/", {"eleves": "oui"}).status_code == 404
    assert head.get("/impression/", sent(written, eleves="oui") | {"classe": 10**9}).status_code == 404
