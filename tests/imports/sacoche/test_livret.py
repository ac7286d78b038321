"""V28, as far as it goes without a room of the livret: what SACoche computed comes out again, what was typed stays.

A position of a term is the weighted mean of the scores of the items of its rubrique in that term.
"""

import datetime
from collections import Counter

import pytest

from accounts.models import Account
from bilans.computing.figures import summary_of
from bilans.computing.levels import Levels
from bilans.computing.releve import lines_of
from bilans.queries import items_of, marks_of, pupils_of
from evaluations.queries import current_scale
from evaluations.scoring.series import LookBack, ReportWindow, Window
from imports.sacoche.backup import open_backup
from imports.sacoche.writing.kept import rows_kept
from referentiels.models import Domaine
from schools.models import PeriodDates
from tests.imports.sacoche.writer import DATA

_NIVEAUX = {"30002": "CM2", "30001": "CM1", "20001": "CE1"}
_TERMS = {"31": "Trimestre 1", "32": "Trimestre 2"}


def backup_rows(table):
    with (DATA / "2017.zip").open("rb") as stream, open_backup(stream) as backup:
        return list(backup.records(table))


def names():
    """The pupils of the backup, by their number there."""
    return {each["user_id"]: f"{each['user_nom']} {each['user_prenom']}" for each in backup_rows("user")}


def positions(move, periodicity, origin="calcul"):
    """The positions of pupils that are kept as data."""
    return [
        row
        for row in rows_kept(move, "livret_saisie")
        if (row["livret_page_periodicite"], row["saisie_objet"], row["cible_nature"], row["saisie_origine"])
        == (periodicity, "position", "eleve", origin)
    ]


def domaines_of_rubriques():
    """The domaines here of each rubrique of the cycle 2, by its number there."""
    here = {
        (each.referentiel.matiere.reference, each.referentiel.niveau.reference, each.order): each.pk
        for each in Domaine.objects.select_related("referentiel__matiere", "referentiel__niveau")
    }
    matieres = {each["matiere_id"]: each["matiere_ref"] for each in backup_rows("matiere")}
    there = {
        each["domaine_id"]: (
            matieres[each["matiere_id"]],
            _NIVEAUX.get(each["niveau_id"], ""),
            int(each["domaine_ordre"]),
        )
        for each in backup_rows("referentiel_domaine")
    }
    found = {}
    for row in backup_rows("livret_jointure_referentiel"):
        if row["livret_rubrique_type"] == "c2_domaine":
            found.setdefault(row["livret_rubrique_ou_matiere_id"], set()).add(here[there[row["element_id"]]])
    return found


@pytest.mark.slow
def test_positions_of_terms_of_the_livret_are_computed_again_equal_v28(school, moved):
    move = moved("2017")
    rows, called, rubriques = positions(move, "periode"), names(), domaines_of_rubriques()
    assert Counter(row["jointure_periode"] for row in rows) == {"31": 126, "32": 41}
    pupils = {pupil.name: pupil for pupil in pupils_of(Account.objects.pupils().active())}
    items, scale = items_of(), current_scale()
    marks = marks_of(pupils.values(), items, scale.values)
    dates = {each.period.name: each for each in PeriodDates.objects.select_related("period")}
    for row in rows:
        term = dates[_TERMS[row["jointure_periode"]]]
        window = Window(term.starts_on, min(term.ends_on, datetime.date(2026, 11, 30)), look_back=LookBack.NO)
        levels = Levels(marks, ReportWindow(window), scale.states)
        wanted = [item for item in items if item.theme.domaine.key in rubriques[row["rubrique_id"]]]
        lines = lines_of(pupils[called[row["cible_id"]]], wanted, levels)
        found = summary_of([(line.item, line.level) for line in lines], scale.states).weighted
        assert ("" if found is None else str(found)) == row["saisie_valeur"], row


def test_what_was_typed_in_the_livret_is_as_it_was_v28(school, moved):
    move = moved("2017")
    called = names()
    rows = positions(move, "cycle", "saisie")
    typed = {(called[row["cible_id"]], row["rubrique_id"]): row["saisie_valeur"] for row in rows}
    assert typed["BOULANGER Louis", "11"] == "17"
    assert sorted(typed.values()) == ["17", "47", "70", "90.5", "disp"]
    kept = Counter((row["saisie_objet"], row["jointure_periode"]) for row in rows_kept(move, "livret_saisie"))
    assert (kept["position", "31"], kept["elements", "31"]) == (135, 126)
    assert (kept["position", "32"], kept["elements", "32"]) == (44, 44)
    assert (kept["position", ""], kept["appreciation", ""]) == (120, 14)
    states = [(row["jointure_periode"], row["jointure_etat"]) for row in rows_kept(move, "livret_jointure_groupe")]
    assert states == [("31", "5complet"), ("32", "2rubrique"), ("33", "1vide"), ("", "5complet")]
