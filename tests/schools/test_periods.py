"""« Périodes (gestion) » and « Périodes & classes / groupes »."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import JournalEntry
from sacoche.kit.tenancy import school_scope
from schools.models import Period, PeriodDates
from schools.services.periods import PeriodNameTaken, save_period
from tests.factories import GroupFactory, PeriodDatesFactory, PeriodFactory, SchoolClassFactory
from tests.html import words

PAGE = reverse("schools:periods")
ADD = reverse("schools:add_period")
DATES = reverse("schools:period_dates")


@pytest.fixture
def client(client_as, admin, monkeypatch):
    monkeypatch.setattr("schools.period_queries.today", lambda: datetime.date(2026, 11, 22))
    return client_as(admin)


def _stored():
    rows = PeriodDates.objects.order_by("pk")
    return [
        (str(each.period), str(each.school_class or each.group), f"{each.starts_on}", f"{each.ends_on}")
        for each in rows
    ]


def _give(client, period, *places, first="2026-09-01", last="2026-11-30", **options):
    keys = [f"{'g' if place._meta.model_name == 'group' else 'c'}{place.pk}" for place in places]
    return client.post(DATES, {"periode": period.pk, "debut": first, "fin": last, "lieu": keys}, **options)


# --- Périodes (gestion) -----------------------------------------------------------------------------------------------


def test_periods_are_listed_in_order_with_how_many_places_have_dates(client):
    PeriodFactory(order=2, name="Second")
    PeriodDatesFactory(period=PeriodFactory(order=1, name="Premier"), school_class=SchoolClassFactory())

    assert [(each.name, each.place_count) for each in client.get(PAGE).context["periods"]] == [
        ("Premier", 1),
        ("Second", 0),
    ]


def test_three_terms_are_made_at_once_and_once(client):
    for _ in range(2):
        page = client.post(reverse("schools:create_usual"), {"modele": "trimestres"}, follow=True)

    assert [(each.order, each.name) for each in Period.objects.all()] == [
        (1, "Trimestre 1"),
        (2, "Trimestre 2"),
        (3, "Trimestre 3"),
    ]
    assert "0 période ajoutée." in words(page)


def test_unknown_model_of_periods_is_not_found(client):
    assert client.post(reverse("schools:create_usual"), {"modele": "lunes"}).status_code == 404


def test_add_period_comes_after_the_others(client):
    PeriodFactory(order=3, name="Trimestre 3")

    assert client.get(ADD).context["form"]["order"].value() == 4
    page = client.post(ADD, {"order": 4, "name": "Année  entière"}, follow=True)

    assert "Période « Année entière » ajoutée." in words(page)
    assert JournalEntry.objects.get(code="schools.create_period").details == {"period": "Année entière"}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"order": 0, "name": "T"}, "order"),
        ({"order": 41, "name": "T"}, "order"),
        ({"order": "un", "name": "T"}, "order"),
        ({"order": 1, "name": ""}, "name"),
        ({"order": 1, "name": "X" * 41}, "name"),
        ({"order": 1, "name": "Trimestre 1"}, "name"),
    ],
)
def test_period_refuses_what_does_not_fit(client, data, field):
    PeriodFactory(name="Trimestre 1")

    page = client.post(ADD, data)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert Period.objects.count() == 1


def test_save_period_service_refuses_a_name_taken(school):
    PeriodFactory(name="Trimestre 1")

    with pytest.raises(PeriodNameTaken):
        save_period(actor=None, period=Period(school=school, order=2, name="Trimestre 1"))


def test_edit_period_keeps_its_dates(client):
    dates = PeriodDatesFactory(period__name="T1", school_class=SchoolClassFactory(name="6A"))

    client.post(reverse("schools:edit_period", args=[dates.period.pk]), {"order": 1, "name": "Trimestre 1"})

    assert _stored() == [("Trimestre 1", "6A", "2026-09-01", "2026-11-30")]


def test_delete_period_names_the_classes_that_lose_their_dates(client):
    dates = PeriodDatesFactory(period__name="T1", school_class=SchoolClassFactory(name="6A"))
    PeriodDatesFactory(period=dates.period, group=GroupFactory(name="6 ALL1"))
    address = reverse("schools:remove_period", args=[dates.period.pk])

    page = client.get(address)
    client.post(address, {"seen": page.context["seen"]})

    assert "2 classes et groupes perdront leurs dates." in words(page)
    assert "6A (du 01/09/2026 au 30/11/2026), 6 ALL1 (du 01/09/2026 au 30/11/2026)" in words(page)
    assert (Period.objects.count(), PeriodDates.objects.count()) == (0, 0)


# --- Périodes & classes / groupes -------------------------------------------------------------------------------------


def test_dates_page_without_period_or_class_says_where_to_go(client):
    text = words(client.get(DATES))

    assert "Créez-les dans « Périodes (gestion) »" in text
    assert "Ajoutez-les dans « Classes (gestion) »" in text


def test_a_period_is_dated_for_classes_and_groups_at_once(client):
    period, sixth, group = PeriodFactory(name="T1"), SchoolClassFactory(name="6A"), GroupFactory(name="6 ALL1")

    page = _give(client, period, sixth, group, follow=True)

    assert _stored() == [("T1", "6A", "2026-09-01", "2026-11-30"), ("T1", "6 ALL1", "2026-09-01", "2026-11-30")]
    assert "« T1 » : dates enregistrées pour 2 classes et groupes." in words(page)
    assert "T1 : du 01/09/2026 au 30/11/2026" in words(page)
    assert JournalEntry.objects.get(code="schools.date_period").details["places"] == "6A, 6 ALL1"


def test_dates_given_again_replace_the_former_ones(client):
    period, sixth = PeriodFactory(name="T1"), SchoolClassFactory(name="6A")
    _give(client, period, sixth)

    _give(client, period, sixth, last="2026-12-05")

    assert _stored() == [("T1", "6A", "2026-09-01", "2026-12-05")]


def test_gap_and_overlap_are_said_in_words_and_drawn(client):
    sixth = SchoolClassFactory(name="6A")
    first, second, third = (PeriodFactory(order=order, name=f"T{order}") for order in (1, 2, 3))
    _give(client, first, sixth)
    _give(client, second, sixth, first="2026-12-05", last="2027-03-07")

    page = _give(client, third, sixth, first="2027-03-01", last="2027-07-05", follow=True)

    assert "6A : « T2 » et « T3 » se chevauchent du 01/03/2027 au 07/03/2027." in words(page)
    assert "Trou : aucune période du 01/12/2026 au 04/12/2026." in words(page)
    (place,) = page.context["places"]
    assert [(bar.kind, bar.x, bar.width) for bar in place.bars] == [
        ("period-1", 31, 91),
        ("period-2", 126, 93),
        ("period-3", 212, 127),
        ("gap", 122, 4),
        ("overlap", 212, 7),
    ]


def test_date_out_of_the_school_year_is_refused_with_the_year(client):
    period, sixth = PeriodFactory(), SchoolClassFactory()

    page = _give(client, period, sixth, first="2026-07-31", last="2027-08-01")

    assert page.status_code == 422
    assert page.context["form"].errors == {
        "debut": ["Le 31/07/2026 est hors de l'année scolaire, qui va du 01/08/2026 au 31/07/2027."],
        "fin": ["Le 01/08/2027 est hors de l'année scolaire, qui va du 01/08/2026 au 31/07/2027."],
    }
    assert _stored() == []


def test_last_day_before_the_first_is_refused(client):
    page = _give(client, PeriodFactory(), SchoolClassFactory(), first="2026-12-01", last="2026-11-30")

    assert page.context["form"].errors == {"fin": ["Le dernier jour (30/11/2026) vient avant le premier (01/12/2026)."]}
    assert _stored() == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"periode": ""}, "periode"),
        ({"periode": "999"}, "periode"),
        ({"debut": "hier"}, "debut"),
        ({"fin": ""}, "fin"),
        ({"lieu": []}, "lieu"),
        ({"lieu": ["c999"]}, "lieu"),
        ({"lieu": ["x"]}, "lieu"),
    ],
)
def test_dates_refuse_what_does_not_fit(client, changes, field):
    period, sixth = PeriodFactory(), SchoolClassFactory()
    data = {"periode": period.pk, "debut": "2026-09-01", "fin": "2026-11-30", "lieu": [f"c{sixth.pk}"]}

    page = client.post(DATES, data | changes)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert _stored() == []


def test_dates_are_brought_back_in_the_form_to_be_changed(client):
    dates = PeriodDatesFactory(school_class=SchoolClassFactory())

    form = client.get(DATES, {"dates": dates.pk}).context["form"]

    assert form["periode"].value() == dates.period.pk
    assert form["lieu"].value() == [f"c{dates.school_class.pk}"]


@pytest.mark.parametrize("wish", ["999", "x", "9" * 30])
def test_dates_that_do_not_exist_are_not_found(client, wish):
    assert client.get(DATES, {"dates": wish}).status_code == 404


def test_dates_of_a_former_year_stay_in_words(client):
    PeriodDatesFactory(
        school_class=SchoolClassFactory(),
        starts_on=datetime.date(2025, 9, 1),
        ends_on=datetime.date(2025, 11, 30),
    )

    page = client.get(DATES)

    assert "hors de l'année" in words(page)
    assert page.context["places"][0].bars == []


def test_a_class_no_longer_has_a_period(client):
    dates = PeriodDatesFactory(period__name="T1", school_class=SchoolClassFactory(name="6A"))
    address = reverse("schools:remove_period_dates", args=[dates.pk])

    page = client.get(address)
    after = client.post(address, {"seen": page.context["seen"]}, follow=True)

    assert "Supprimer les dates de « T1 » pour 6A ?" in words(page)
    assert "« T1 » n'a plus de dates pour 6A." in words(after)
    assert (_stored(), Period.objects.count()) == ([], 1)


def test_period_of_another_school_is_not_offered(client, other_school):
    with school_scope(other_school):
        stranger = PeriodFactory()

    page = _give(client, stranger, SchoolClassFactory())

    assert list(page.context["form"].errors) == ["periode"]


@pytest.mark.parametrize("number", [1, 30])
def test_dates_page_takes_as_many_queries_however_many(client, number, django_assert_num_queries):
    for _ in range(number):
        PeriodDatesFactory(school_class=SchoolClassFactory())
        PeriodDatesFactory(group=GroupFactory())
    client.get(DATES)

    # Two of them: which names of classes, and of groups, look alike.
    with django_assert_num_queries(11):
        page = client.get(DATES)

    assert ('data-filter-table="lieux"' in page.content.decode()) == (number > 20)
