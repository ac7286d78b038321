"""« Voir au … »: a grid as it was at the end of a day."""

import datetime
import io
import re
from functools import cache

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Profile
from imports.validations import import_validations, origins
from sacoche.kit.tenancy import school_scope
from socle.exchange import Decision, PupilRecord, write_archive
from socle.models import ItemValidation
from tests.factories import AccountFactory, SchoolClassFactory
from tests.html import words

BLUE, GREEN, RED = 2, 1, 0
JUNE_15 = datetime.datetime(2026, 6, 15, 12, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(JUNE_15, tick=False) as traveller:
        yield traveller


@pytest.fixture
def see(client_as, cm2):
    """see(account, "2026-06-15"): the page of that day, for the whole class and the first compétence."""
    browser = cache(client_as)

    def get(account, day, **changed):
        choice = {
            "palier": 2,
            "competence": 8,
            "domaine": sorted({item.domaine_id for item in cm2.items}),
            "classe": cm2.school_class.pk,
            "eleve": [pupil.pk for pupil in cm2.pupils],
        }
        return browser(account).get(reverse("socle:items_grid_on"), choice | {"au": day} | changed)

    return get


def cells(page):
    """The cells of the first item: (state, decision, word)."""
    row = page.content.decode().split("<tbody>")[1].split("<tr>")[1]
    found = re.findall(r'<td data-v="(\d)"[^>]*?(?:title="([^"]*)")?><span class="visually-hidden">([^<]*)', row)
    return [(int(state), title, word) for state, title, word in found]


NOTHING = (2, "", "aucune décision")


def test_grid_of_a_day_shows_what_was_decided_then(cm2, save, see, director, clock):
    rose, eloi, item = cm2.pupils[0].pk, cm2.pupils[1].pk, cm2.items[0].pk
    save(cm2.teacher, [rose, item, BLUE, GREEN])
    clock.shift(DAY)
    save(director, [rose, item, GREEN, RED], [eloi, item, BLUE, GREEN])
    clock.shift(DAY)
    save(cm2.teacher, [rose, item, RED, BLUE])

    assert cells(see(cm2.teacher, "2026-06-14")) == [NOTHING] * 1 + [
        (2, "", "aucune décision, a changé depuis"),
        NOTHING,
    ]
    assert cells(see(cm2.teacher, "2026-06-15")) == [
        (1, "le 15/06/2026, par DURAND P.", "validé, a changé depuis"),
        (2, "", "aucune décision, a changé depuis"),
        NOTHING,
    ]
    assert cells(see(cm2.teacher, "2026-06-16")) == [
        (0, "le 16/06/2026, par LEROY É.", "non validé, a changé depuis"),
        (1, "le 16/06/2026, par LEROY É.", "validé"),
        NOTHING,
    ]
    assert cells(see(cm2.teacher, "2026-06-17")) == [NOTHING, (1, "le 16/06/2026, par LEROY É.", "validé"), NOTHING]


def test_grid_opened_whole_by_a_link_is_shown_whole_on_a_day_and_leads_back(cm2, director, client_as):
    choice = {"palier": 2, "competence": 8, "classe": cm2.school_class.pk, "tout": "1", "au": "2026-06-15"}

    page = client_as(director).get(reverse("socle:items_grid_on"), choice)

    assert cells(page) == [NOTHING, NOTHING, NOTHING]
    assert page.content.count(b'<th scope="row">') == len(cm2.items)
    back = re.search(r'href="([^"]+)">Revenir à aujourd', page.content.decode())
    assert back
    assert client_as(director).get(back[1].replace("&amp;", "&")).context["grid"]


def test_day_ends_at_midnight_of_the_school(cm2, save, see, clock):
    clock.move_to(datetime.datetime(2026, 6, 15, 22, 30, tzinfo=datetime.UTC))
    save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN])

    assert cells(see(cm2.teacher, "2026-06-15"))[0][0] == BLUE
    assert cells(see(cm2.teacher, "2026-06-16"))[0][0] == GREEN


def test_imported_decision_shows_from_its_import_on_and_the_page_says_it(cm2, see, director):
    rose, item = cm2.pupils[0], cm2.items[0]
    decision = Decision(8, item.pk, GREEN, datetime.date(2026, 3, 2), "MARTIN A.")
    file = io.BytesIO()
    write_archive(file, [PupilRecord(0, rose.last_name, rose.first_name, [decision])], at=JUNE_15)
    file.seek(0)
    import_validations(school=cm2.school, actor=director, file=file, name="import.zip", origin=origins.get("sacoche"))

    before, between, after = (see(cm2.teacher, day) for day in ("2026-03-01", "2026-05-01", "2026-06-15"))

    assert cells(before)[0] == cells(between)[0] == (2, "", "aucune décision, a changé depuis")
    assert cells(after)[0] == (1, "le 02/03/2026, par MARTIN A.", "validé")
    said = "1 décision a été importée après le 01/05/2026 et porte une date d'avant"
    assert [said in words(page) for page in (before, between, after)] == [False, True, False]


def test_decision_older_than_the_history_shows_from_its_own_date_on(cm2, see):
    ItemValidation.objects.create(
        pupil=cm2.pupils[0], item=cm2.items[0], state=GREEN, decided_on="2026-03-02", author_label="<b>DUVAL"
    )

    assert cells(see(cm2.teacher, "2026-03-01"))[0][0] == BLUE
    assert cells(see(cm2.teacher, "2026-03-02"))[0] == (1, "le 02/03/2026, par &lt;b&gt;DUVAL", "validé")


def test_undone_decision_comes_back_in_the_grid_of_its_day_alone(cm2, save, see, clock, client_as):
    rose, item = cm2.pupils[0].pk, cm2.items[0].pk
    save(cm2.teacher, [rose, item, BLUE, GREEN])
    clock.shift(DAY)
    save(cm2.teacher, [rose, item, GREEN, RED])
    clock.shift(DAY)
    listed = client_as(cm2.teacher).get(reverse("socle:saves")).content.decode()
    client_as(cm2.teacher).post(re.findall(r'href="(/socle/enregistrements/[0-9a-f-]+/)"', listed)[0])

    assert [cells(see(cm2.teacher, f"2026-06-{day}"))[0][0] for day in (15, 16, 17)] == [GREEN, RED, GREEN]
    assert cells(see(cm2.teacher, "2026-06-17"))[0][1] == "le 15/06/2026, par DURAND P."


def test_page_says_that_nothing_can_be_written_and_leads_back_to_today(cm2, save, see):
    save(cm2.teacher, [cm2.pupils[0].pk, cm2.items[0].pk, BLUE, GREEN])

    page = see(cm2.teacher, "2026-06-14")

    told = words(page)
    assert "Lecture seule." in told
    assert "Aucune décision n'y était encore enregistrée. 1 case a changé depuis : elle est entourée." in told
    assert "Enregistrer les validations" not in told
    [back] = re.findall(r'href="(/socle/items/grille/\?[^"]*)">Revenir à aujourd', page.content.decode())
    assert "au=" not in back
    assert f"classe={cm2.school_class.pk}" in back


def test_day_before_the_school_year_is_shown_and_said(cm2, see):
    told = words(see(cm2.teacher, "2025-06-30"))

    assert "Cette date est avant l'année scolaire 2025-2026" in told
    assert "avant l'année scolaire" not in words(see(cm2.teacher, "2025-09-01"))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-06-16", "Le 16/06/2026 est à venir"),
        ("", "Choisissez une date."),
        ("hier", "Écrivez la date sous la forme JJ/MM/AAAA."),
        ("2026-02-30", "Écrivez la date sous la forme JJ/MM/AAAA."),
        ("0001-01-01", "Vérifiez l'année."),
        ("9999-12-31", "Le 31/12/9999 est à venir"),
    ],
)
def test_day_that_cannot_be_shown_is_refused_in_words(cm2, see, day, sentence):
    page = see(cm2.teacher, day)

    assert page.status_code == 422
    assert sentence in words(page)
    assert "<table" not in page.content.decode()


def test_grid_of_a_day_is_closed_as_the_grid_itself(cm2, see, other_school):
    elsewhere = SchoolClassFactory()
    with school_scope(other_school):
        foreign = SchoolClassFactory()

    assert see(AccountFactory(profile=Profile.ADM), "2026-06-14").status_code == 403
    assert see(cm2.teacher, "2026-06-14", classe=elsewhere.pk, eleve=[]).status_code == 403
    assert see(cm2.teacher, "2026-06-14", classe=foreign.pk).status_code == 404


@pytest.mark.parametrize("pupils", [3, 30])
def test_grid_of_a_day_makes_the_same_number_of_queries_whatever_its_size(
    cm2, save, see, django_assert_num_queries, pupils
):
    cm2.pupils.extend(AccountFactory(school_class=cm2.school_class) for _ in range(pupils - 3))
    save(cm2.teacher, *([pupil.pk, item.pk, BLUE, GREEN] for pupil in cm2.pupils for item in cm2.items))
    see(cm2.teacher, "2026-06-14")

    with django_assert_num_queries(14):
        assert see(cm2.teacher, "2026-06-14").status_code == 200
