"""A whole niveau, or all the classes of a reader, chosen at once: for the paper of two hundred pupils."""

import re

import pytest
from django.urls import reverse

from accounts.models import Account
from bilans.asking import read_wishes
from documents.models import GeneratedFile, Job, JobStatus
from schools.models import SchoolClass
from tests.documents.working import a_worker_is_there, work_off
from tests.factories import AccountFactory, SchoolClassFactory, TeachingAssignmentFactory
from tests.html import words


@pytest.fixture
def niveau(class_5a):
    """Another class of its niveau, and one of another niveau: the head reads all, the teacher his own alone."""
    other = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    AccountFactory(last_name="ZOLA", first_name="Zoé", school_class=other)
    AccountFactory(last_name="SIX", first_name="Simon", school_class=SchoolClassFactory(niveau="6", reference="6A"))
    return class_5a.school_class.niveau


def show(client, code="releve_matiere", **asked):
    return client.get(reverse(f"bilans:{code}"), {"matiere": "MATHS", **asked})


def test_niveau_and_all_classes_are_offered_to_who_reads_them_p170(client_as, director, class_5a, niveau):
    page = show(client_as(director)).content.decode()
    assert f'<option value="n{niveau.pk}">' in page
    assert "(2 classes)" in page
    assert '<option value="n0">Toutes les classes (3 classes)' in page
    assert not re.search(r'value="n\d', show(client_as(class_5a.teacher)).content.decode()), "he has one class"


def test_document_of_a_niveau_has_the_pupils_of_its_classes_and_no_other_p170(client_as, director, niveau):
    page = show(client_as(director), "tableau_matiere", classe=f"n{niveau.pk}")
    said = words(page)
    assert "(2 classes)" in said
    assert "tous ceux de ces classes (5)" in said
    assert "ALPHA Ana" in said
    assert "SIX Simon" not in said
    assert "rel-pupils" not in page.content.decode(), "a thousand boxes are not sent"


def test_choice_is_found_again_and_another_class_can_be_taken(client_as, director, class_5a, niveau):
    client = client_as(director)
    sent = client.post(reverse("bilans:releve_matiere"), {"classe": f"n{niveau.pk}", "matiere": "MATHS"})
    assert f"classe=n{niveau.pk}" in sent["Location"]
    assert f'<option value="n{niveau.pk}" selected>' in show_again(client)
    back = client.post(
        reverse("bilans:releve_matiere"),
        {"classe": class_5a.school_class.pk, "ancienne_classe": f"n{niveau.pk}", "matiere": "MATHS"},
    )
    assert f"classe={class_5a.school_class.pk}&" in back["Location"]


def show_again(client):
    return client.get(reverse("bilans:releve_matiere")).content.decode()


@pytest.mark.parametrize("code", ["n0", "n{niveau}", "n999999"])
def test_classes_that_are_not_all_his_are_refused_in_words_p170(client_as, class_5a, niveau, code):
    refused = show(client_as(class_5a.teacher), classe=code.format(niveau=niveau.pk))
    assert refused.status_code == 403
    assert "Ces classes ne sont pas toutes les vôtres" in words(refused)


@pytest.mark.parametrize("code", ["n", "nabc", "n-1", "n1 ", f"n{'9' * 40}"])
def test_what_is_no_number_asks_for_nothing(rf, code):
    assert read_wishes(rf.get("/", {"classe": code}).GET)["plusieurs"] == []


def test_score_of_a_niveau_is_explained_too(client_as, director, class_5a, niveau):
    case = f"{class_5a.pupils['ALPHA'].pk}-{class_5a.items['A10'].pk}"
    query = {"classe": f"n{niveau.pk}", "matiere": "MATHS", "case": case}
    answer = client_as(director).get(reverse("bilans:releve_matiere_why"), query)
    assert answer.status_code == 200
    assert "76" in words(answer)


def test_period_of_one_class_is_not_asked_of_several(client_as, director, niveau):
    page = show(client_as(director), classe=f"n{niveau.pk}").content.decode()
    assert 'name="periode"' not in page


@pytest.mark.full
def test_two_hundred_pupils_of_a_niveau_are_made_by_a_worker_with_its_progress_p170(
    client_as, director, class_5a, niveau
):
    a_worker_is_there()
    other = SchoolClass.objects.get(reference="5B")
    for rank in range(200):
        AccountFactory(last_name=f"PETIT{rank:03d}", school_class=other)
    sent = {"format": "pdf", "query": f"classe=n{niveau.pk}&matiere=MATHS"}
    followed = client_as(director).post(reverse("bilans:releve_matiere_make"), sent)
    job = Job.objects.latest("pk")
    assert followed["Location"] == reverse("documents:job", args=[job.uuid])
    assert job.title == "Relevé d'items d'une matière, 205 élèves"
    work_off()
    job.refresh_from_db()
    assert (job.status, job.done) == (JobStatus.DONE, job.total)
    name = GeneratedFile.objects.get().name
    assert re.fullmatch(r"releve-d-items-mathematiques-[a-z0-9-]+-2-classes\.pdf", name), name


def test_teacher_of_two_classes_of_a_niveau_has_them_together(client_as, class_5a, niveau):
    other = SchoolClass.objects.get(reference="5B")
    TeachingAssignmentFactory(teacher=class_5a.teacher, school_class=other)
    teacher = Account.objects.get(pk=class_5a.teacher.pk)
    page = show(client_as(teacher), "tableau_matiere", classe=f"n{niveau.pk}")
    assert page.status_code == 200
    assert "ALPHA Ana" in words(page)
