"""« Suivi d'un élève »: what its teachers, and they alone, read of a pupil in one place."""

import datetime
import io

import pytest
from django.urls import reverse
from PIL import Image

from accounts.models import GroupTeaching, MatiereTeaching, PupilPhoto
from accounts.photos.services import place_one
from evaluations.models import PupilComment, Request
from schools.models import GroupKind
from socle.models import ItemValidation, PilierValidation, SchoolPalier
from tests.bilans.test_files import pdf_text, written
from tests.bilans.test_pages import decide, of_class, page, sheet_of, text_of
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    MatiereFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)


@pytest.fixture
def followed(client_as, class_5a):
    """What the teacher reads of ALPHA, in words."""

    def read(reader=None, **asked):
        browser = client_as(reader or class_5a.teacher)
        return text_of(of_class(browser, class_5a, "suivi", eleve=class_5a.pupils["ALPHA"].pk, **asked))

    return read


def test_results_of_each_matiere_and_each_evaluation_are_in_one_place_p173(followed, client_as, class_5a):
    shown = followed()
    assert "Mathématiques 3A 2VA 0NA 5 items, moyenne 69 %, items acquis 80 %" in shown.replace("\xa0", " ")
    assert shown.index("03/11/2026 D3") < shown.index("06/10/2026 D2") < shown.index("15/09/2026 D1"), "the last first"
    asked = {"retroactif": "oui", "du": "2026-09-01", "eleve": class_5a.pupils["ALPHA"].pk}
    drawn = sheet_of(of_class(client_as(class_5a.teacher), class_5a, "suivi", **asked))
    assert "septembre 44, octobre 45, novembre 77" in drawn


def test_groups_requests_and_comments_stand_beside_p173(followed, class_5a):
    alpha = class_5a.pupils["ALPHA"]
    GroupMembershipFactory(pupil=alpha, group=GroupFactory(niveau="5", name="LATIN"))
    words = {"text": "En progrès", "author_label": "DURAND P."}
    PupilComment.objects.create(evaluation=class_5a.evaluations["D3"], pupil=alpha, **words)
    asked = datetime.date(2026, 11, 20)
    Request.objects.create(pupil=alpha, item=class_5a.items["A20"], asked_on=asked, message="Je suis prête")
    shown = followed()
    assert "Sa classe et ses groupes 5A, LATIN" in shown
    assert "D3 En progrès (DURAND P.)" in shown
    assert "20/11/2026 MATHS.5.A20 Calculer de tête à traiter · Je suis prête" in shown


def test_groupe_de_besoin_of_a_colleague_is_not_told_p173(followed, class_5a):
    colleague = AccountFactory(profile="ENS")
    group = GroupFactory(niveau="5", name="Les lents", kind=GroupKind.BESOIN, reference="")
    GroupTeaching.objects.create(teacher=colleague, group=group, is_owner=True)
    GroupMembershipFactory(pupil=class_5a.pupils["ALPHA"], group=group)
    assert "Les lents" not in followed()


def test_decisions_on_the_socle_are_counted_by_competence_p173(followed, class_5a):
    SchoolPalier.objects.get_or_create(palier_id=2)
    decided = {"decided_on": datetime.date(2026, 11, 20), "author_label": "DURAND P."}
    decided |= {"pupil": class_5a.pupils["ALPHA"]}
    ItemValidation.objects.create(item_id=2311, state=1, **decided)
    PilierValidation.objects.create(pilier_id=10, state=0, **decided)
    shown = followed()
    assert "item validé sur" in shown
    assert "non validée le 20/11/2026" in shown


def test_matiere_of_another_teacher_is_read_by_right_p173(followed, class_5a):
    other = AccountFactory(profile="ENS", last_name="PETIT")
    MatiereTeaching.objects.create(teacher=other, matiere=MatiereFactory(reference="SVT", label="SVT"))
    TeachingAssignmentFactory(teacher=other, school_class=class_5a.school_class)
    assert "Mathématiques 3A" in followed(other)
    decide("bilans.see_every_matiere", "DIR")
    shown = followed(other)
    assert "Mathématiques" not in shown
    assert "D3" not in shown, "nor its évaluations"
    assert "Mathématiques 3A" in followed(), "a teacher reads his own"


def test_pupil_of_another_class_and_families_are_refused_p173(client_as, class_5a):
    stranger = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    assert page(client_as(class_5a.teacher), "suivi", classe=stranger.pk).status_code == 403
    assert page(client_as(class_5a.pupils["ALPHA"]), "suivi").status_code == 403


def test_sheet_of_a_year_is_printed_in_two_pages_p173(class_5a):
    content, made = written(class_5a, "suivi", "pdf", eleve=class_5a.pupils["ALPHA"].pk)
    assert made.told["pages"] <= 2
    assert "ALPHA Ana" in pdf_text(content)[0]


def test_search_leads_a_teacher_to_the_page_of_a_pupil_p173(client_as, class_5a):
    found = client_as(class_5a.teacher).get(reverse("search"), {"q": "alpha"}).content.decode()
    asked = f"classe={class_5a.school_class.pk}&amp;eleve={class_5a.pupils['ALPHA'].pk}"
    assert f"{reverse('bilans:suivi')}?{asked}" in found


def test_number_of_queries_does_not_grow_with_the_class_p173(client_as, class_5a, django_assert_max_num_queries):
    browser = client_as(class_5a.teacher)
    of_class(browser, class_5a, "suivi")
    with django_assert_max_num_queries(60) as few:
        of_class(browser, class_5a, "suivi")
    for _ in range(8):
        AccountFactory(school_class=class_5a.school_class)
    with django_assert_max_num_queries(len(few)):
        of_class(browser, class_5a, "suivi")


def test_photo_of_the_pupil_stands_beside_his_name(client_as, class_5a):
    alpha = class_5a.pupils["ALPHA"]
    stream = io.BytesIO()
    Image.new("RGB", (30, 40), "teal").save(stream, format="JPEG")
    place_one(actor=class_5a.teacher, pupil=alpha, content=stream.getvalue())
    address = reverse("accounts:photo", args=[alpha.pk, PupilPhoto.objects.get().digest])

    shown = of_class(client_as(class_5a.teacher), class_5a, "suivi", eleve=alpha.pk)

    assert address in shown.content.decode()
