"""« Liste des évaluations », its « taux de saisie », and the series that the scale is previewed on."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Account
from evaluations.models import EvaluationItem, MarkChange
from evaluations.queries import school_series
from evaluations.queries.lists import rate_of
from referentiels.models import Item
from tests.factories import (
    AccountFactory,
    EvaluationFactory,
    GroupFactory,
    GroupMembershipFactory,
    MarkFactory,
    PeriodDatesFactory,
    SchoolClassFactory,
)
from tests.html import words

LIST = "evaluations:list"


def rates(class_5a):
    return {name: (rate.done, rate.total) for name, each in class_5a.evaluations.items() if (rate := rate_of(each))}


def test_rate_counts_the_filled_cells_of_active_pupils_and_no_request_p101(class_5a):
    assert rates(class_5a) == {"D1": (12, 12), "D2": (14, 16), "D3": (11, 12)}


def test_pupils_who_left_or_changed_class_count_no_more_and_who_arrives_counts_p97(class_5a):
    Account.objects.filter(last_name="ALPHA").update(left_on=datetime.date(2026, 11, 15))
    Account.objects.filter(last_name="BRAVO").update(school_class=SchoolClassFactory(niveau="5"))
    AccountFactory(last_name="ECHO", school_class=class_5a.school_class)
    assert rates(class_5a) == {"D1": (6, 9), "D2": (7, 12), "D3": (6, 9)}


def test_rate_of_a_group_and_of_chosen_pupils(class_5a):
    alpha, bravo = class_5a.pupils["ALPHA"], class_5a.pupils["BRAVO"]
    group = GroupFactory(niveau="5")
    GroupMembershipFactory(pupil=alpha, group=group)
    of_group, chosen = EvaluationFactory(group=group), EvaluationFactory()
    chosen.chosen.create(pupil=alpha)
    for each in (of_group, chosen):
        EvaluationItem.objects.create(evaluation=each, item=class_5a.items["A10"], order=1)
        for pupil in (alpha, bravo):
            MarkFactory(evaluation=each, pupil=pupil, item=class_5a.items["A10"])
        rate = rate_of(each)
        assert (rate.done, rate.total) == (1, 1)


def test_item_that_its_referentiel_lost_is_not_counted_and_comes_back_with_its_marks(class_5a):
    gone = class_5a.items["A10"]
    key = gone.pk
    kept = {field.attname: getattr(gone, field.attname) for field in gone._meta.concrete_fields}
    gone.delete()
    assert rates(class_5a) == {"D1": (8, 8), "D2": (10, 12), "D3": (7, 8)}
    Item.objects.create(**kept)
    assert Item.objects.filter(pk=key).exists()
    assert rates(class_5a)["D1"] == (12, 12)


def test_result_on_an_item_that_the_evaluation_has_not_fills_no_cell(class_5a):
    """As a school that moves in may bring one."""
    d3 = class_5a.evaluations["D3"]
    before = rate_of(d3)
    for name in ("ALPHA", "BRAVO"):
        MarkFactory(evaluation=d3, pupil=class_5a.pupils[name], item=class_5a.items["B10"], code="3")
    MarkFactory(evaluation=d3, pupil=AccountFactory(), item=class_5a.items["B10"], code="3")
    assert rate_of(d3) == before


def test_list_shows_two_months_before_and_one_after_until_asked_otherwise_p78(class_5a, client_as):
    client = client_as(class_5a.teacher)
    said = words(client.get(reverse(LIST)))
    assert "2 évaluations" in said
    assert "D1" not in said
    assert 'value="2026-09-30"' in client.get(reverse(LIST)).text
    assert "3 évaluations" in words(client.get(reverse(LIST), {"du": "2026-09-01"}))


def test_list_is_searched_by_words_class_and_state_p78(class_5a, client_as):
    client = client_as(class_5a.teacher)

    def shown(**asked):
        page = client.get(reverse(LIST), {"du": "2026-09-01"} | asked)
        return [name for name in ("D1", "D2", "D3") if f">{name}</a>" in page.text]

    assert shown(q="d2") == ["D2"]
    assert shown(etat="a_saisir") == ["D2", "D3"]
    assert shown(etat="terminees") == ["D1"]
    assert shown(classe=class_5a.school_class.pk) == ["D1", "D2", "D3"]
    assert shown(a_qui="partagees") == []
    assert shown(au="2026-09-30") == ["D1"]
    assert "avant le premier" in words(client.get(reverse(LIST), {"du": "2026-10-01", "au": "2026-09-01"}))


def test_colleague_sees_nothing_that_is_not_shared_p79(class_5a, colleague, client_as):
    assert "Aucune évaluation" in words(client_as(colleague).get(reverse(LIST)))


def test_list_takes_as_many_queries_for_one_as_for_forty(class_5a, client_as, django_assert_max_num_queries):
    for _ in range(40):
        each = EvaluationFactory(owner=class_5a.teacher, school_class=class_5a.school_class)
        EvaluationItem.objects.create(evaluation=each, item=class_5a.items["A10"], order=1)
    client = client_as(class_5a.teacher)
    client.get(reverse(LIST))
    with django_assert_max_num_queries(20):
        assert "42 évaluations" in words(client.get(reverse(LIST)))


def test_series_of_the_school_are_its_marks_in_order_of_dates(class_5a):
    series = {one.name: one.codes for one in school_series()}
    assert series["ALPHA Ana, 5.A10"] == "1 3 4"
    assert series["CHARLI Cléo, 5.A10"] == "AB 2 4"
    assert series["ALPHA Ana, 5.B11"] == "4"
    assert series["DELTA Dan, 5.B11"] == "AB"
    assert len(series) == 20
    assert len(list(school_series(class_5a.referentiel.pk))) == 20
    assert list(school_series(0)) == []


def test_merged_accounts_keep_one_mark_a_cell_and_the_other_in_the_history(class_5a, admin):
    from accounts.merging.merge import merge_accounts, parts

    kept, other = class_5a.pupils["ALPHA"], class_5a.pupils["BRAVO"]
    remarks = [said for part in parts for said in part.remarks(kept, other)]
    merge_accounts(actor=admin, kept=kept, other=other)

    assert "résultats sont sur les deux comptes" in " ".join(remarks)
    assert [code for code in class_5a.codes("D1") if "ALPHA" in code] == ["A10 ALPHA 1", "A11 ALPHA 2", "B10 ALPHA 4"]
    assert [code for code in class_5a.codes("D3") if "ALPHA" in code] == ["A10 ALPHA 4", "A20 ALPHA 3", "B11 ALPHA 4"]
    lines = MarkChange.objects.filter(gesture="merge", item=class_5a.items["A10"]).order_by("pk")
    assert next((line.before, line.after, line.pupil) for line in lines) == ("3", "1", kept)


# --- Order, périodes, dates that are kept -----------------------------------------------------------------------------


@pytest.fixture
def shown(class_5a, client_as):
    """The titles that the list shows, in its order."""

    def ask(**asked):
        answer = client_as(class_5a.teacher).get(reverse(LIST), asked)
        return [line.evaluation.title for line in answer.context["page"]]

    return ask


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("", ["D3", "D2", "D1"]),
        ("date", ["D1", "D2", "D3"]),
        ("titre", ["D1", "D2", "D3"]),
        ("-titre", ["D3", "D2", "D1"]),
        ("taux", ["D2", "D3", "D1"]),
        ("-items", ["D2", "D3", "D1"]),
        ("nimporte", ["D3", "D2", "D1"]),
    ],
)
def test_columns_sort_the_list_p78(shown, asked, titles):
    assert shown(tri=asked, du="2026-09-01") == titles


def test_head_of_a_sorted_column_says_it_and_asks_for_the_contrary_p78(class_5a, client_as):
    heads = client_as(class_5a.teacher).get(reverse(LIST), {"tri": "titre"}).context["heads"]
    assert [(head.code, head.asked, head.sort) for head in heads[:3]] == [
        ("titre", "-titre", "ascending"),
        ("classe", "classe", ""),
        ("date", "-date", ""),
    ]


def test_periode_of_the_class_gives_the_dates_p78(class_5a, shown):
    first = PeriodDatesFactory(
        school_class=class_5a.school_class, starts_on=datetime.date(2026, 9, 1), ends_on=datetime.date(2026, 10, 10)
    )
    assert shown(periode=first.period_id) == ["D2", "D1"]
    assert shown(periode=first.period_id, classe=class_5a.school_class.pk) == ["D2", "D1"]
    assert shown(periode="abc", du="2026-11-01") == ["D3"]


def test_dates_that_are_kept_open_the_list_from_then_on_until_taken_back_p78(class_5a, client_as, shown):
    client, address = client_as(class_5a.teacher), reverse("evaluations:keep_days")
    assert shown() == ["D3", "D2"]
    client.post(address, {"du": "2026-09-01", "au": "2026-09-30"})
    class_5a.teacher.refresh_from_db()
    assert shown() == ["D1"]
    client.post(address)
    class_5a.teacher.refresh_from_db()
    assert shown() == ["D3", "D2"]


@pytest.mark.parametrize(
    "sent", [{"du": "2026-09-01"}, {"du": "x", "au": "y"}, {"du": "2026-10-01", "au": "2026-09-01"}]
)
def test_dates_that_are_none_are_not_kept_and_it_is_said_p78(class_5a, client_as, shown, sent):
    answer = client_as(class_5a.teacher).post(reverse("evaluations:keep_days"), sent, follow=True)
    assert "rien n'est gardé" in words(answer)
    assert shown() == ["D3", "D2"]
