"""« Afficher / Masquer les pourcentages… » in the grids: shown, remembered, chosen, proposed, locked."""

import json
import re

import pytest
from django.urls import reverse

from accounts.models import Account, JournalEntry, TeachingAssignment
from grids.services import CellChange, save_cells
from sacoche.kit.tenancy import school_scope
from socle.help_settings import choose_help
from socle.models import ItemChange, ItemValidation, PilierValidation, SchoolPalier
from socle.subjects import ITEMS
from tests.bilans.class_5a import expected
from tests.factories import AccountFactory, MatiereFactory, TeachingAssignmentFactory
from tests.html import words

CALCULATING, PILIER = 2311, 10
BOX = "Afficher / Masquer les pourcentages d'items d'enseignements acquis"


@pytest.fixture
def grids(linked_5a, client_as):
    """The grids of 5A, for its teacher, who is its professeur principal."""
    SchoolPalier.objects.create(palier_id=2)
    TeachingAssignment.objects.update(is_pp=True)
    return Grids(linked_5a, client_as)


class Grids:
    def __init__(self, class_5a, client_as):
        self.class_5a, self.client_as, self.who = class_5a, client_as, class_5a.teacher
        self.query = {"palier": 2, "competence": PILIER, "classe": class_5a.school_class.pk, "tout": 1}

    def client(self):
        return self.client_as(Account.objects.get(pk=self.who.pk))

    def ask(self, grid="items", **body):
        address = reverse(f"socle:{grid}_percentages", query=self.query)
        return self.client().post(address, body, headers={"accept": "application/json"})

    def show(self, grid="items", **more):
        return self.client().get(reverse(f"socle:{grid}_grid", query=self.query | more))

    def on(self, day):
        return self.client().get(reverse("socle:items_grid_on", query=self.query | {"au": day}))

    def figures(self, answer, thing=CALCULATING):
        found = {(pupil, about): figure for pupil, about, figure, _level in answer.json()["cells"]}
        return [str(found.get((pupil.pk, thing), "-")) for pupil in self.class_5a.pupils.values()]


def drawn(page):
    return re.findall(r'data-f="(\d+)"', page.content.decode())


def test_box_is_offered_and_unticked_until_somebody_ticks_it_p126(grids):
    page = grids.show()
    assert BOX in words(page)
    assert drawn(page) == []
    assert grids.figures(grids.ask(montrer="oui")) == expected("W54")


def test_box_is_remembered_per_person_and_nothing_is_decided_p126_p130(grids):
    grids.ask(montrer="oui")
    assert drawn(grids.show()) == expected("W54")
    assert (ItemValidation.objects.count(), ItemChange.objects.count()) == (0, 0)
    colleague = AccountFactory(profile="ENS")
    TeachingAssignmentFactory(teacher=colleague, school_class=grids.class_5a.school_class)
    grids.who = colleague
    assert drawn(grids.show()) == []
    grids.who = grids.class_5a.teacher
    assert grids.ask().json() == {"hidden": True}
    assert drawn(grids.show()) == []


def test_grid_of_competences_has_percentages_too(grids):
    found = grids.ask("piliers", montrer="oui")
    assert grids.figures(found, PILIER) == expected("W54")
    assert drawn(grids.show("piliers")) == expected("W54")


def test_items_recoltes_are_chosen_remembered_and_refused_without_a_matiere_p127(grids):
    other = MatiereFactory(reference="SVT", label="Sciences")
    choice = grids.client().get(reverse("socle:items_percentages", query=grids.query)).content.decode()
    assert re.findall(r'value="(\w+)"[^>]* checked', choice) == ["auto", str(grids.class_5a.matiere.pk), str(other.pk)]
    refused = grids.ask(montrer="oui", mode="manuelle")
    assert (refused.status_code, refused.json()["error"]) == (422, "Choisissez au moins une matière.")

    found = grids.ask(montrer="oui", mode="manuelle", matiere=other.pk)
    assert grids.figures(found) == ["-"] * 4
    assert found.json()["told"] == "matières restreintes (1 choisie)"
    assert drawn(grids.show()) == []
    assert "Aucun item évalué n'est relié à cet item du socle (matières restreintes (1 choisie))" in words(
        grids.client().get(reverse("socle:item_percentage", args=[grids.class_5a.pupils["ALPHA"].pk, CALCULATING]))
    )
    assert grids.figures(grids.ask(montrer="oui", mode="auto")) == expected("W54")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"mode": "manuelle", "matiere": "99999"}, "Choisissez au moins une matière."),
        ({"mode": "manuelle", "matiere": "deux"}, "Choisissez au moins une matière."),
        ({"mode": "autre"}, "Choisissez « automatique » ou « manuelle »."),
    ],
)
def test_matieres_that_are_none_are_refused_in_words(grids, body, sentence):
    refused = grids.ask(montrer="oui", **body)
    assert (refused.status_code, refused.json()["error"]) == (422, sentence)
    assert Account.objects.get(pk=grids.who.pk).preferences == {}


def test_matiere_of_another_school_is_refused(grids, other_school):
    with school_scope(other_school):
        stranger = MatiereFactory(reference="SVT")
    both = [stranger.pk, grids.class_5a.matiere.pk]
    assert grids.ask(montrer="oui", mode="manuelle", matiere=both).json()["error"].startswith("Une matière choisie")


def test_percentages_of_pupils_who_are_not_his_are_refused(grids):
    grids.who = AccountFactory(profile="ENS")
    assert grids.ask(montrer="oui").status_code == 403
    grids.who = AccountFactory(profile="ELV")
    assert grids.ask(montrer="oui").status_code == 403


def test_grid_of_a_day_shows_the_percentages_of_that_day(grids):
    grids.ask(montrer="oui")
    page = grids.on("2026-10-05")
    assert "Les pourcentages sont ceux des résultats donnés jusqu'à cette date" in words(page)
    assert drawn(page) == ["0", "100", "0"]
    assert "aucune décision, 100 % d'items acquis, Acquis" in words(page)
    assert "aucun item évalué" in words(grids.on("2026-09-01"))


@pytest.mark.parametrize("pupils", [0, 40])
def test_grid_with_percentages_asks_three_questions_more_p136(grids, django_assert_num_queries, pupils):
    for number in range(pupils):
        AccountFactory(last_name=f"ÉLÈVE{number:02d}", school_class=grids.class_5a.school_class)
    client = grids.client()
    address = reverse("socle:items_grid", query=grids.query)
    client.get(address)
    with django_assert_num_queries(13):
        client.get(address)
    client.post(reverse("socle:items_percentages", query=grids.query), {"montrer": "oui"})
    with django_assert_num_queries(13 + 3):
        client.get(address)


def test_proposals_are_off_until_the_school_wants_them_p134(grids, admin, client_as):
    def proposes(grid="items"):
        return json.loads(re.search(r'id="grid-figures"[^>]*>(.*?)</script>', grids.show(grid).content.decode())[1])

    assert proposes()["proposes"] is False
    page = client_as(admin).post(reverse("socle:set_help"), {"proposes": "on"}, follow=True)
    assert "Aide à la validation enregistrée." in words(page)
    assert proposes()["proposes"] is True
    # Validating a compétence is final.
    assert proposes("piliers")["proposes"] is False
    levels = grids.ask(montrer="oui").json()["levels"]
    assert [(one["sigle"], one["proposed"]) for one in levels] == [("NA", 0), ("VA", None), ("A", 1)]


def test_what_was_proposed_is_told_in_the_history_of_a_cell_p134(grids):
    pupil = grids.class_5a.pupils["ALPHA"]
    body = {"gestures": [{"gesture": "proposal", "cells": [[pupil.pk, CALCULATING, 2, 1]]}]}
    assert grids.client().post(reverse("socle:save_items"), body, content_type="application/json").status_code == 200
    query = {"eleve": pupil.pk, "ligne": CALCULATING}
    assert "Proposé d'après les pourcentages" in words(grids.client().get(reverse("socle:item_history", query=query)))


@pytest.fixture
def validated(grids, admin):
    """ALPHA has the compétence; one of its items was refused before."""
    pupil, teacher = grids.class_5a.pupils["ALPHA"], grids.class_5a.teacher
    signed = {"pupil": pupil, "author": teacher, "author_label": teacher.author_label, "decided_on": "2026-11-20"}
    save_cells(
        subject=ITEMS,
        actor=teacher,
        school=teacher.school,
        changes=[CellChange(pupil.pk, CALCULATING, 2, 0, "cell")],
    )
    PilierValidation.objects.create(pilier_id=PILIER, state=1, **signed)
    return pupil


def save(grids, *cells):
    body = {"gestures": [{"gesture": "cell", "cells": [list(cell) for cell in cells]}]}
    return grids.client().post(reverse("socle:save_items"), body, content_type="application/json")


def test_items_of_a_validated_competence_are_locked_when_the_school_wants_it_p137(grids, validated, admin):
    bravo = grids.class_5a.pupils["BRAVO"]
    assert "ses items restent modifiables" in words(grids.show())
    choose_help(actor=admin, school=admin.school, proposes=False, locks_items=True)
    assert "votre établissement verrouille alors ses items" in words(grids.show())
    assert '"marksShut": true' in grids.show().content.decode()

    answer = save(grids, (validated.pk, CALCULATING, 0, 1), (validated.pk, 2312, 2, 1), (bravo.pk, CALCULATING, 2, 1))
    said = answer.json()
    assert said["message"] == (
        "Validations enregistrées : 1 case. 2 items sont verrouillés : leur compétence est validée, "
        "ils n'ont pas été changés."
    )
    assert [(one["row"], one["stored"], one["final"]) for one in said["conflicts"]] == [
        (CALCULATING, 0, True),
        (2312, 2, True),
    ]
    assert list(ItemValidation.objects.filter(pupil=validated).values_list("state", flat=True)) == [0]


def test_locked_item_is_not_undone_p137(grids, validated, admin):
    choose_help(actor=admin, school=admin.school, proposes=False, locks_items=True)
    batch = ItemChange.objects.get().batch
    page = words(grids.client().get(reverse("socle:undo", args=[batch])))
    assert "sa compétence est validée, et votre établissement en verrouille les items" in page


def test_items_of_a_validated_competence_stay_open_by_default_p137(grids, validated):
    assert save(grids, (validated.pk, CALCULATING, 0, 1)).json()["saved"] == 1


def test_help_of_a_school_is_told_in_the_journal_once(grids, admin):
    for _ in range(2):
        choose_help(actor=admin, school=admin.school, proposes=True, locks_items=True)
    assert JournalEntry.objects.filter(code="socle.set_help").count() == 1
