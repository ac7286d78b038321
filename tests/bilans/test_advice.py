"""The percentages of a grid of validations, through the page that shows them: those of the class, those of 2012."""

import datetime
from collections import defaultdict

import pytest
from django.urls import reverse

from accounts.models import Account
from evaluations.models import Mark
from referentiels.models import ItemLink, SocleEntry
from schools.models import Matiere, SchoolNiveau
from socle.advice import Harvest, adviser
from socle.grids import grid_items
from socle.models import PupilLanguage, SchoolPalier
from tests.bilans import class_2012, stored_2012
from tests.bilans.class_5a import expected
from tests.bilans.printing_2012 import figure
from tests.evaluations.class_5a import TODAY
from tests.evaluations.conftest import colleague as colleague
from tests.factories import AccountFactory, MarkFactory, MatiereFactory
from tests.html import words

PAUSE, OTHER = 2311, 2312


def figures(class_5a, fed=None, harvest=None, day=None):
    pupils = [pupil.pk for pupil in class_5a.pupils.values()]
    return adviser().figures(pupils, fed or {PAUSE: [PAUSE], OTHER: [OTHER]}, harvest or Harvest(), day)


def shown(class_5a, found, thing=PAUSE):
    return [str(found.cells.get((pupil.pk, thing), ("-",))[0]) for pupil in class_5a.pupils.values()]


def test_grid_has_the_percentages_worked_by_hand_p126(linked_5a):
    found = figures(linked_5a)
    assert shown(linked_5a, found) == expected("W54")
    assert shown(linked_5a, found, OTHER) == ["-"] * 4
    assert [found.levels[found.cells[pupil.pk, PAUSE][1]].sigle for pupil in linked_5a.pupils.values()] == [
        "A",
        "A",
        "A",
        "NA",
    ]


def test_percentage_of_a_competence_counts_each_item_once(linked_5a):
    entry = SocleEntry.objects.get(version="2006", number=OTHER)
    ItemLink.objects.create(school=linked_5a.teacher.school, item=linked_5a.items["A10"], entry=entry)
    assert shown(linked_5a, figures(linked_5a, {10: [PAUSE, OTHER]}), 10) == expected("W54")


def test_matiere_that_is_not_chosen_feeds_nothing_p127(linked_5a):
    other = MatiereFactory(reference="SVT", label="Sciences")
    assert shown(linked_5a, figures(linked_5a, harvest=Harvest(frozenset({other.pk})))) == ["-"] * 4
    found = figures(linked_5a, harvest=Harvest(frozenset({other.pk, linked_5a.matiere.pk})))
    assert (shown(linked_5a, found), found.told) == (expected("W54"), "matières restreintes (2 choisies)")


def test_items_of_a_niveau_that_the_school_left_feed_nothing_p129(linked_5a):
    assert shown(linked_5a, figures(linked_5a)) == expected("W54")
    SchoolNiveau.objects.all().delete()
    assert shown(linked_5a, figures(linked_5a)) == ["-"] * 4


def test_results_of_any_year_count_and_those_not_yet_visible_too_p129(linked_5a):
    ana, evaluation = linked_5a.pupils["ALPHA"], linked_5a.evaluations["D1"]
    Mark.objects.filter(pupil=ana).delete()
    assert shown(linked_5a, figures(linked_5a))[0] == "-"
    old = {"given_on": datetime.date(2024, 10, 1), "visible_on": TODAY + datetime.timedelta(days=9), "year": 2024}
    MarkFactory(evaluation=evaluation, pupil=ana, item=linked_5a.items["A10"], code="4", **old)
    assert shown(linked_5a, figures(linked_5a))[0] == "100"


def test_grid_of_a_day_counts_what_was_given_until_then(linked_5a):
    assert shown(linked_5a, figures(linked_5a, day=datetime.date(2026, 9, 14))) == ["-"] * 4
    assert shown(linked_5a, figures(linked_5a, day=datetime.date(2026, 9, 15)))[1] == "100"
    assert shown(linked_5a, figures(linked_5a, day=TODAY)) == expected("W54")


def test_three_queries_whatever_the_grid_p136(linked_5a, django_assert_num_queries):
    fed = {item.id: [item.id] for item in grid_items()}
    for things in ({PAUSE: [PAUSE]}, fed):
        with django_assert_num_queries(3):
            figures(linked_5a, things)


@pytest.fixture
def panel(linked_5a, client_as):
    """panel("ALPHA"): what the page of the cell shows."""
    SchoolPalier.objects.create(palier_id=2)

    def ask(name, item=PAUSE, by=None):
        address = reverse("socle:item_percentage", args=[linked_5a.pupils[name].pk, item])
        return client_as(by or linked_5a.teacher).get(address)

    return ask


def test_panel_says_each_state_and_each_item_p131(linked_5a, panel):
    said = [words(panel(name)) for name in linked_5a.pupils]
    for text, counted in zip(said, expected("W55"), strict=True):
        assert f"({counted})" in text
    assert "67% acquis (1A 2VA 0NA)" in said[0]
    assert "1 A et 2 VA : (1×100 + 2×50) ÷ 3 = 66,67 → 67" in said[0]
    assert "MATHS.5.A10 Lire une fraction A [76%]" in said[0]
    assert "Aucun item évalué n'est relié à cet item du socle." in words(panel("ALPHA", OTHER))


def test_panel_explains_a_score_down_to_its_marks_p132(linked_5a, panel):
    page = panel("ALPHA")
    assert "(0×1 + 67×2 + 100×4) ÷ 7 = 76,29 → 76 → Acquis" in words(page)
    evaluation = linked_5a.evaluations["D1"]
    assert f'href="{reverse("evaluations:evaluation", args=[evaluation.pk])}"' in page.content.decode()
    assert f"15/09/2026, D1 (nouvel onglet) , {linked_5a.teacher.author_label}" in words(page)


def test_panel_says_why_a_result_does_not_count_p131(panel):
    assert "ne compte pas : code spécial" in words(panel("CHARLI"))


def test_panel_gives_no_link_to_an_evaluation_that_its_reader_may_not_open_p132(linked_5a, panel, colleague):
    page = panel("ALPHA", by=colleague).content.decode()
    assert "D1" in page
    assert "/evaluations/" not in page


def test_panel_of_a_director_leads_to_any_evaluation_p132(linked_5a, panel):
    director = AccountFactory(profile="DIR")
    assert (
        reverse("evaluations:any", args=[linked_5a.evaluations["D1"].pk])
        in panel("ALPHA", by=director).content.decode()
    )


def test_panel_of_somebody_else_s_pupil_is_not_found(linked_5a, panel):
    stranger = AccountFactory(profile="ENS")
    assert panel("ALPHA", by=stranger).status_code == 404
    assert panel("ALPHA", item=9999).status_code == 404


def test_class_of_2012_has_its_percentages_in_the_grids_p126_p127_p128(school):
    """The 3,934 of the software of 2012, from tables to grids."""
    stored_2012.store()
    of_names = {
        f"{last} {first}": pk
        for pk, last, first in Account.objects.pupils().values_list("pk", "last_name", "first_name")
    }
    pupils = {one.key: of_names[one.name] for one in class_2012.pupils()}
    matieres = {item.matiere.key: item.matiere.reference for item in class_2012.items()}
    stored = dict(Matiere.objects.values_list("reference", "pk"))
    for reference, national in (("AGL", "AGL1"), ("ALL", "ALL1"), ("P2", "LVE")):
        Matiere.objects.filter(pk=stored[reference]).update(reference=national, is_own=False)
    grids = defaultdict(list)
    for row in class_2012.table("grid_percentages.tsv.gz"):
        grids[row["pilier_id"], row["matieres"]].append(row)
    compared = 0
    for (pilier, chosen), rows in grids.items():
        fed = {item.id: [item.id] for item in grid_items() if item.pilier_id == int(pilier)}
        known = [stored[matieres[int(key)]] for key in chosen.split("+") if int(key) in matieres] if chosen else None
        found = adviser().figures(
            list(pupils.values()), fed, Harvest(None if known is None else frozenset(known)), None
        )
        for row in rows:
            cell = found.cells.get((pupils[int(row["eleve_id"])], int(row["entree_id"])))
            assert figure(cell and cell[0]) == row["percent"], row
            compared += 1
    assert compared == 3934
    assert PupilLanguage.objects.exists()
