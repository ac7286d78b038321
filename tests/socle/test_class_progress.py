"""« Où en est la classe » and « Reprendre »: what is left to decide, pupil by pupil, and where one left."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from accounts.models import Account
from socle.models import ItemValidation, Palier, PilierValidation, SchoolPalier
from socle.queries import class_at_palier
from tests.factories import AccountFactory, SchoolClassFactory, TeachingAssignmentFactory
from tests.html import words

ON = datetime.date(2026, 6, 1)


def _decide(pupil, item_id):
    ItemValidation.objects.create(pupil=pupil, item_id=item_id, state=1, decided_on=ON, author_label="DURAND P.")


@pytest.fixture
def show(cm2, client_as):
    """show(): the page of the class, for its teacher."""

    def read(account=None, school_class=None, **query):
        address = reverse("socle:class", args=[(school_class or cm2.school_class).pk])
        return client_as(account or cm2.teacher).get(address, query)

    return read


def test_teacher_reads_what_is_blue_by_competence_and_by_pupil_with_links_to_the_cells(cm2, show):
    for item in cm2.items:
        _decide(cm2.pupils[0], item.pk)
    _decide(cm2.pupils[1], cm2.items[0].pk)
    PilierValidation.objects.create(pupil=cm2.pupils[0], pilier_id=8, state=1, decided_on=ON, author_label="D")
    page = html.fromstring(show().content)

    rows = [[text.strip() for text in row.itertext() if text.strip()] for row in page.xpath("//tbody/tr")]
    assert rows[0][:5] == ["Toute la classe", "57", "1 / 3 décidée", "51", "0 / 3 décidée"]
    assert rows[1][:4] == ["BAILLY Rose", "✓", "●", "17"]
    assert rows[2][:3] == ["MÉNARD Éloi", "28", "17"]
    links = page.xpath("//a[starts-with(@aria-label, 'MÉNARD Éloi, compétence 1,')]/@href")
    grid = f"/socle/items/grille/?palier=2&competence=8&classe={cm2.school_class.pk}&tout=1#case-{cm2.pupils[1].pk}"
    assert links == [grid]
    assert "300 cases bleues restantes sur 330" in words(show())


def test_another_class_is_none_and_the_one_of_another_teacher_too(cm2, show):
    other = SchoolClassFactory(niveau="CM2")

    assert show(school_class=other).status_code == 404
    stranger = AccountFactory(profile="ENS")
    assert show(stranger).status_code == 404


def test_director_reads_every_class(director, show):
    assert show(director).status_code == 200


def test_class_of_a_level_on_the_way_is_shown_at_the_palier_it_leads_to(cm2, show):
    SchoolPalier.objects.create(palier=Palier.objects.get(pk=1))
    cm1 = SchoolClassFactory(niveau="CM1")
    TeachingAssignmentFactory(teacher=cm2.teacher, school_class=cm1)
    AccountFactory(school_class=cm1)

    assert "Palier 2 (fin CM2) · 1 élève · 110 cases bleues" in words(show(school_class=cm1))
    assert "Palier 1 (fin CE1) · 1 élève" in words(show(school_class=cm1, palier=1))


@pytest.mark.parametrize("asked", ["3", "x", "", "99999999999999999999"])
def test_palier_that_the_school_does_not_have_gives_the_usual_one(asked, show):
    assert "Palier 2 (fin CM2)" in words(show(palier=asked))


def test_school_without_palier_and_class_without_pupil_say_what_to_do(cm2, show):
    Account.objects.pupils().update(school_class=None)
    assert "Cette classe n'a pas d'élève" in words(show())
    SchoolPalier.objects.all().delete()
    assert "Aucun palier du socle n'est activé" in words(show())


def test_class_takes_four_questions_whatever_its_size(cm2, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(4):
            class_at_palier(cm2.school_class, None)
        AccountFactory.create_batch(20, school_class=cm2.school_class)


def test_resume_leads_to_the_last_cell_saved_and_nowhere_once_it_is_closed(cm2, client_as, save):
    assert b"Reprendre" not in client_as(cm2.teacher).get(reverse("home")).content
    pupil, item = cm2.pupils[2], cm2.items[3]
    save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, 2, 1], [pupil.pk, item.pk, 2, 1])
    page = html.fromstring(client_as(cm2.teacher).get(reverse("home")).content)

    [link] = page.xpath("//a[.='Reprendre']/@href")
    assert link.endswith(f"?palier=2&competence=8&classe={cm2.school_class.pk}&tout=1#case-{pupil.pk}-{item.pk}")
    assert client_as(cm2.teacher).get(link).status_code == 200
    Account.objects.filter(pk=pupil.pk).update(school_class=SchoolClassFactory())
    assert b"Reprendre" not in client_as(cm2.teacher).get(reverse("home")).content


def test_head_of_many_classes_reads_one_line_a_palier_with_the_late_ones_first(cm2, director, client_as):
    done = SchoolClassFactory(niveau="CM2", name="[CM2] CM2 A")
    pupil = AccountFactory(school_class=done)
    _decide(pupil, cm2.items[0].pk)
    SchoolClassFactory.create_batch(8, niveau="CE2")
    home = client_as(director).get(reverse("home"))

    assert "Où en sont les classes Lecture des classes" in words(home)
    lines = words(client_as(director).get(reverse("home_classes")))
    assert "Palier 2 (fin CM2) 2 classes, 439 cases bleues restantes dans 2 classes" in lines
    assert lines.index("[CM2] CM2 3 élèves") < lines.index("[CM2] CM2 A 1 élève")
    assert "Autres niveaux 8 classes où aucun palier ne se termine" in lines
    assert "que les classes en retard décident" in lines


def test_home_of_many_classes_counts_no_blue_cell_before_it_shows(cm2, director, client_as):
    SchoolClassFactory.create_batch(10, niveau="CM2")
    browser = client_as(director)
    with CaptureQueriesContext(connection) as asked:
        browser.get(reverse("home"))
    assert [query for query in asked.captured_queries if "itemvalidation" in query["sql"].lower()] == []


def test_menu_leads_to_the_first_class_and_the_list_to_the_others(cm2, client_as, show):
    browser, classes = client_as(cm2.teacher), reverse("socle:classes")
    other = SchoolClassFactory(niveau="CM1")
    TeachingAssignmentFactory(teacher=cm2.teacher, school_class=other)

    led = [browser.get(classes).url, browser.get(classes, {"classe": cm2.school_class.pk}).url]
    assert led == [reverse("socle:class", args=[each.pk]) for each in (other, cm2.school_class)]
    assert browser.get(classes, {"classe": 0}).status_code == 404
    assert "Classe [CM1]" in words(show())
    assert "Aucune classe ne vous est affectée" in words(client_as(AccountFactory(profile="ENS")).get(classes))
