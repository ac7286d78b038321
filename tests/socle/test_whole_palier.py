"""All the items of a palier on one page: its compétences one under another, one save."""

import datetime

import pytest
from django.urls import reverse
from lxml import html

from socle.grids import grid_items, whole_palier
from socle.models import ItemValidation, PilierValidation, SocleSettings
from socle.nomenclature import national_piliers
from socle.queries import palier_items_grid
from socle.subjects import ITEMS
from tests.factories import AccountFactory
from tests.html import words

ON = datetime.date(2026, 6, 1)


@pytest.fixture
def show(cm2, client_as):
    """show(): the whole palier of the class, as the browser gets it."""

    def read(**changes):
        asked = {"palier": 2, "competence": 0, "classe": cm2.school_class.pk, "tout": 1} | changes
        return client_as(cm2.teacher).get(reverse("socle:items_grid"), asked)

    return read


def _validate(pilier, pupil):
    PilierValidation.objects.create(pupil=pupil, pilier_id=pilier, state=1, decided_on=ON, author_label="DURAND P.")


def test_choice_offers_every_competence_at_once_and_asks_for_no_domaine(cm2, client_as):
    asked = {"palier": 2, "competence": 0, "classe": cm2.school_class.pk}
    form = client_as(cm2.teacher).get(reverse("socle:items"), asked)

    assert "Toutes, l'une sous l'autre" in words(form)
    assert "Tout le palier sur une page" in words(form)
    chosen = asked | {"eleve": [pupil.pk for pupil in cm2.pupils]}
    assert b'id="grid-decisions"' in client_as(cm2.teacher).get(reverse("socle:items_grid"), chosen).content


def test_page_holds_every_item_of_the_palier_under_its_competence(cm2, show):
    page = html.fromstring(show().content)

    shown = [int(row.get("data-i")) for row in page.xpath("//tr[@data-i]")]
    assert shown == [item.id for item in grid_items() if item.palier_id == 2]
    heads = page.xpath("//tbody[@data-whole]//button/text()")
    assert heads == [str(pilier) for pilier in national_piliers(2)]
    assert len(page.xpath("//td[@data-v]")) == 110 * 3


def test_first_competence_with_blue_cells_is_the_one_unfolded(cm2, show):
    first = [item.id for item in grid_items() if item.pilier_id == 8]
    ItemValidation.objects.bulk_create(
        ItemValidation(pupil=pupil, item_id=item, state=1, decided_on=ON, author_label="DURAND P.")
        for pupil in cm2.pupils
        for item in first
    )
    page = html.fromstring(show().content)

    opened = page.xpath("//tbody[not(@hidden)]/tr[@data-i]/@data-i")
    assert opened == [str(item.id) for item in grid_items() if item.pilier_id == 9]
    assert page.xpath("//button[@aria-expanded='true' and @class='whole-fold']/text()") == [str(national_piliers(2)[1])]


def test_pupil_whose_competence_is_validated_is_marked_in_its_items_alone(cm2, show):
    _validate(9, cm2.pupils[1])
    SocleSettings.objects.create(locks_items=True)
    page = html.fromstring(show().content)

    marked = page.xpath("//tr[@data-i][td[@data-d]]/@data-i")
    assert marked == [str(item.id) for item in grid_items() if item.pilier_id == 9]
    assert len(page.xpath("//td[@data-d]")) == len(marked)
    assert b'"marksShut": true' in show().content


def test_one_save_holds_cells_of_several_competences(cm2, save, show):
    one, other = (next(item.id for item in grid_items() if item.pilier_id == pilier) for pilier in (8, 11))
    pupil = cm2.pupils[0].pk

    assert save(cm2.teacher, [pupil, one, 2, 1], [pupil, other, 2, 0]).status_code == 200
    page = html.fromstring(show().content)
    assert [page.xpath(f"//tr[@data-i={item}]/td[1]/@data-v") for item in (one, other)] == [["1"], ["0"]]


def test_whole_palier_and_its_competences_are_one_grid_for_who_shares_it(cm2, client_as):
    def ask(scope, page):
        asked = {"cadre": scope, "classe": cm2.school_class.pk, "depuis": 0, "page": page}
        return client_as(cm2.teacher).post(reverse("socle:items_presence"), asked).json()["is_open_twice"]

    assert [ask(8, "a" * 32), ask(whole_palier(2), "b" * 32), ask(1, "c" * 32), ask(8, "a" * 32)] == [
        False,
        True,
        False,
        True,
    ]


def test_scope_that_is_none_has_no_item_and_shares_nothing():
    assert ITEMS.lines_of(whole_palier(9)) == []
    assert set(ITEMS.scopes_sharing(whole_palier(9))) == {whole_palier(9)}
    assert set(ITEMS.scopes_sharing(12345)) == {12345}


def test_past_of_the_whole_palier_names_the_competence_of_each_domaine(cm2, client_as):
    asked = {"palier": 2, "competence": 0, "classe": cm2.school_class.pk, "tout": 1, "au": "2026-01-01"}
    page = client_as(cm2.teacher).get(reverse("socle:items_grid_on"), asked)

    assert "Compétence 1 – La maîtrise de la langue française · Dire" in words(page)


@pytest.mark.parametrize("asked", ["00", "-1", "999", "x", "0000000000000000000000"])
def test_competence_that_is_none_asks_again_and_breaks_nothing(asked, cm2, show):
    assert show(competence=asked).status_code == 200


def test_as_many_questions_for_thirty_pupils_as_for_three(cm2, django_assert_num_queries):
    piliers = national_piliers(2)
    for _ in range(2):
        with django_assert_num_queries(3):
            grid = palier_items_grid(piliers=piliers, pupils=list(cm2.pupils))
        cm2.pupils.extend(AccountFactory(school_class=cm2.school_class) for _ in range(27))
    assert grid.has_wholes
