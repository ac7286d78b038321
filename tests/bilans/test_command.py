"""The command `report`: figures of a class or of a pupil in a file."""

import csv
import io
import json
import os
import stat
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bilans.reports.registry import load_reports
from referentiels.models import Theme
from schools.models import PeriodDates
from socle.models import ItemValidation
from tests.bilans.class_5a import expected
from tests.evaluations.class_5a import TODAY
from tests.factories import EvaluationFactory, MarkFactory, MatiereFactory, PeriodFactory, SchoolClassFactory


def run(path: Path, kind: str, *words: str, whose=("--class", "5A"), form="json") -> str:
    output = io.StringIO()
    options = ["--option", *words] if words else []
    call_command("report", "--school=1", "--kind", kind, *whose, *options, "--format", form, str(path), stdout=output)
    return output.getvalue()


def document(path: Path, kind: str, *words: str, **asked):
    run(path, kind, *words, **asked)
    return json.loads(path.read_text(encoding="utf-8"))["document"]


def table(path: Path, kind: str, *words: str) -> list[list[str]]:
    run(path, kind, *words, form="csv")
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))


EVERY = {
    "releve_matiere": ["matiere=MATHS"],
    "releve_pluridisciplinaire": [],
    "releve_items": ["items={A10},{B11}"],
    "tableau_matiere": ["matiere=MATHS"],
    "tableau_items": ["items={A10}"],
    "bulletin": ["matiere=MATHS"],
    "releve_evaluations": ["evaluations={D1},{D3}"],
    "releve_enseignant": ["professeur={teacher}"],
    "grille": ["matiere=MATHS", "niveau=5"],
    "grille_classe": ["matiere=MATHS", "niveau=5"],
    "chronologie": ["toute_matiere=MATHS"],
    "chronologie_items": ["items={A10},{A20}"],
    "recherche": ["toute_matiere=MATHS", "etats=NA,VA,A"],
    "recherche_degre": ["cycle=4", "ligne=CPD_SCI", "degres=1,2,3,4"],
    "suivi": [],
    "synthese_matiere": ["matiere=MATHS", "format=domaine"],
    "synthese_pluridisciplinaire": ["format=theme"],
    "socle_pourcentages": ["pilier=10"],
    "socle_maitrise": ["palier=2"],
    "socle_2016": ["cycle=4"],
    "socle_2016_classe": ["cycle=4"],
    "socle_synthese": ["palier=2"],
}


# Those that name nobody.
NAMELESS = {
    "classe_sans_noms": ["matiere=MATHS"],
    "classes_sans_noms": ["matiere=MATHS"],
    "progression": ["matiere=MATHS"],
    "croisement": [],
}


def test_every_report_is_tried_below():
    assert EVERY.keys() | NAMELESS.keys() == {report.code for report in load_reports()}


def test_report_without_names_names_nobody_p165(linked_5a, tmp_path):
    for kind, options in NAMELESS.items():
        run(tmp_path / "out.csv", kind, *options, form="csv")
        content = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
        assert content.count("\n") > 1, kind
        assert not any(pupil.last_name in content for pupil in linked_5a.pupils.values()), kind


def test_report_comes_as_data_and_as_a_table_for_the_same_pupils(linked_5a, tmp_path):
    for kind, options in EVERY.items():
        keys = {name: row.pk for name, row in (linked_5a.items | linked_5a.evaluations).items()}
        words = [word.format(**keys, teacher=linked_5a.teacher.pk) for word in options]
        told = run(tmp_path / "out.json", kind, *words)
        assert ": 4 élèves, " in told, kind
        assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["kind"] == kind
        heads, *rows = table(tmp_path / "out.csv", kind, *words)
        assert heads[0] == "Élève", kind
        assert {"ALPHA Ana", "DELTA Dan"} <= {row[0] for row in rows}, kind
        assert {len(row) for row in rows} == {len(heads)}, kind


def test_releve_of_a_class_gives_its_figures(linked_5a, tmp_path):
    found = document(tmp_path / "out.json", "releve_matiere", "matiere=MATHS")
    assert [str(sheet["general"]["weighted"]) for sheet in found["sheets"]] == expected("W18")
    first = found["sheets"][0]["blocks"][0]["lines"][0]
    assert (first["item"]["reference"], first["level"]) == ("MATHS.5.A10", {"score": 76, "state": "A"})
    assert [one["given_on"] for one in first["results"]] == ["2026-09-15", "2026-10-06", "2026-11-03"]


def test_releve_of_a_pupil_is_his_alone(linked_5a, tmp_path):
    pupil = linked_5a.pupils["BRAVO"]
    found = document(tmp_path / "o.json", "releve_matiere", "matiere=MATHS", whose=("--pupil", pupil.login))
    assert [sheet["pupil"] for sheet in found["sheets"]] == [{"key": pupil.pk, "name": "BRAVO Ben"}]


def test_pupil_who_left_is_in_no_report(linked_5a, tmp_path):
    pupil = linked_5a.pupils["BRAVO"]
    pupil.left_on = TODAY
    pupil.save()
    found = document(tmp_path / "o.json", "releve_matiere", "matiere=MATHS")
    assert len(found["sheets"]) == 3


@pytest.mark.parametrize(("look_back", "number"), [("non", "W66"), ("oui", "W67")])
def test_dates_and_look_back_are_those_asked_p151(linked_5a, tmp_path, look_back, number):
    words = ("matiere=MATHS", "du=2026-10-01", "au=2026-11-30", f"retroactif={look_back}")
    found = document(tmp_path / "o.json", "releve_matiere", *words)
    assert [str(sheet["general"]["weighted"]) for sheet in found["sheets"]] == expected(number)


@pytest.mark.parametrize(("look_back", "of_alpha"), [("non", 0), ("oui", 1)])
def test_look_back_is_that_of_the_referentiel_unless_another_is_asked_p53(linked_5a, tmp_path, look_back, of_alpha):
    linked_5a.referentiel.look_back = look_back
    linked_5a.referentiel.save()
    found = document(tmp_path / "o.json", "releve_matiere", "matiere=MATHS", "du=2026-10-01")
    score = found["sheets"][0]["blocks"][0]["lines"][0]["level"]["score"]
    assert str(score) == expected("W68")[of_alpha]


def test_school_year_is_how_far_its_look_back_goes_p53(linked_5a, tmp_path):
    last_year = EvaluationFactory(given_on=date(2026, 6, 15))
    MarkFactory(evaluation=last_year, pupil=linked_5a.pupils["ALPHA"], item=linked_5a.items["A10"], code="4")

    def score(look_back):
        words = ("matiere=MATHS", "du=2026-10-01", f"retroactif={look_back}")
        return document(tmp_path / "o.json", "releve_matiere", *words)["sheets"][0]["blocks"][0]["lines"][0]["level"]

    assert (score("annuel")["score"], score("oui")["score"]) == (76, 78)  # 1 3 4, then 4 1 3 4


def test_period_of_the_class_is_asked_by_its_name(linked_5a, tmp_path):
    period = PeriodFactory(name="Octobre")
    other = SchoolClassFactory(niveau="5", reference="5B")
    for school_class, starts_on in ((other, "2026-09-01"), (linked_5a.school_class, "2026-10-01")):
        PeriodDates.objects.create(
            school=period.school, period=period, school_class=school_class, starts_on=starts_on, ends_on="2026-11-30"
        )
    found = document(tmp_path / "o.json", "releve_matiere", "matiere=MATHS", "periode=Octobre", "retroactif=oui")
    assert [str(sheet["general"]["weighted"]) for sheet in found["sheets"]] == expected("W67")


def test_table_of_a_class_has_its_means_in_its_last_lines_p155(linked_5a, tmp_path):
    _heads, *rows = table(tmp_path / "out.csv", "tableau_matiere", "matiere=MATHS", "coefficients=oui")
    assert rows[-2] == ["Moyenne", *expected("W22"), "55", "65"]
    assert rows[-1] == ["% acquis", *expected("W23"), "", ""]


def test_bulletin_of_a_class_is_a_table_p156(linked_5a, tmp_path):
    _heads, *rows = table(tmp_path / "out.csv", "bulletin", "matiere=MATHS")
    assert rows[1] == ["BRAVO Ben", "15,0", "90% d'items acquis (4A 1VA 0NA)"]
    assert rows[-1] == ["Classe", "11,0", "65% acquis"]


def test_percentages_of_a_grid_come_with_their_panels_p126_p131(linked_5a, tmp_path):
    found = document(tmp_path / "o.json", "socle_pourcentages", "pilier=10")
    shown = [one for one in found if one["entry"]["key"] == 2311]
    assert [str(one["share"]["percent"]) for one in shown] == expected("W54")
    assert shown[0]["share"]["counts"] == {"NA": 0, "VA": 2, "A": 1}
    explained = shown[0]["lines"][0]["explained"]
    assert explained["explanation"]["sentence"] == "(0×1 + 67×2 + 100×4) ÷ 7 = 76,29 → 76 → Acquis"
    assert explained["explanation"]["exact"] == "534/7"
    assert len(explained["counted"]["results"]) == 3
    assert len(found) == 4 * 19


def test_rows_of_one_name_are_merged_when_asked_p159(linked_5a, tmp_path):
    Theme.objects.filter(name="Solides").update(name="CALCUL")

    def names(*words):
        found = document(tmp_path / "o.json", "synthese_matiere", "matiere=MATHS", "format=theme", *words)
        return [[place["name"] for place in bar["places"]] for bar in found["sheets"][0]["matieres"][0]["bars"]]

    assert names() == [["Fractions"], ["Calcul"], ["CALCUL"]]
    assert names("fusion=oui") == [["Fractions"], ["Calcul", "CALCUL"]]


def test_items_linked_to_the_socle_alone_are_in_the_report_p157(linked_5a, tmp_path):
    linked_5a.items["A11"].socle_links.all().delete()
    found = document(tmp_path / "o.json", "releve_matiere", "matiere=MATHS", "socle=oui")
    assert [item["reference"].rpartition(".")[2] for item in found["items"]] == ["A10", "A20", "B10", "B11"]


def test_matiere_that_was_not_asked_counts_for_nothing_p127_p145(linked_5a, tmp_path):
    MatiereFactory(reference="SVT")
    found = document(tmp_path / "o.json", "socle_pourcentages", "pilier=10", "matieres=SVT")
    assert {one["share"]["percent"] for one in found} == {None}
    found = document(tmp_path / "o.json", "socle_2016", "cycle=4", "matieres=SVT")
    assert {one["degree"] for sheet in found for one in sheet["proposals"]} == {None}


def test_matieres_that_count_are_those_asked_p127(linked_5a, tmp_path):
    found = document(tmp_path / "o.json", "socle_pourcentages", "pilier=10", "matieres=MATHS")
    assert {one["share"]["percent"] for one in found if one["entry"]["key"] == 2311} == {67, 83, 17}


def test_mastery_puts_decisions_beside_percentages_p138(linked_5a, tmp_path):
    alpha = linked_5a.pupils["ALPHA"]
    ItemValidation.objects.create(
        school=alpha.school, pupil=alpha, item_id=2311, state=1, decided_on=TODAY, author_label="DURAND P."
    )
    _heads, *rows = table(tmp_path / "out.csv", "socle_maitrise", "pilier=10")
    shown = [row for row in rows if row[4]]
    assert shown[0][4:] == ["67% acquis (1A 2VA 0NA)", "validé", "30/11/2026", "DURAND P."]
    assert shown[1][4:] == ["83% acquis (2A 1VA 0NA)", "", "", ""]


def test_degrees_of_a_cycle_are_given_by_line_or_by_composante_p142(linked_5a, tmp_path):
    found = document(tmp_path / "o.json", "socle_2016", "cycle=4")
    assert [str(sheet["proposals"][2]["degree"]) for sheet in found] == expected("W58")
    assert len(found[0]["proposals"]) == 8
    _heads, *rows = table(tmp_path / "o.csv", "socle_2016", "cycle=4", "lignes=composantes")
    assert len(rows) == 4 * 20


REFUSED = [
    ("releve_matiere", [], r"porte sur une matière : ajoutez « matiere=… »"),
    ("releve_matiere", ["matiere=GREC"], "Aucune matière de l'établissement n'a la référence « GREC »"),
    ("releve_matiere", ["matiere"], "« matiere » n'est pas une option"),
    ("releve_matiere", ["matiere=MATHS", "cycle=4"], "ne prend pas l'option « cycle », mais : matiere, periode"),
    ("releve_matiere", ["matiere=MATHS", "du=hier"], "« du=hier » : du s'écrit année-mois-jour"),
    ("releve_matiere", ["matiere=MATHS", "du=2026-11-30", "au=2026-11-01"], "finit le 01/11/2026, avant de"),
    ("releve_matiere", ["matiere=MATHS", "periode=Noël"], "« Noël » n'est pas une période de cette classe"),
    ("releve_matiere", ["matiere=MATHS", "retroactif=jamais"], "n'est pas un choix : auto, non, oui, annuel"),
    ("releve_matiere", ["matiere=MATHS", "socle=1"], "n'est pas un choix : oui, non"),
    ("releve_items", ["items=a"], "items est une liste de nombres"),
    ("releve_items", ["items=0"], r"Items inconnus : \[0\]"),
    ("releve_items", [], "Donnez les items"),
    ("grille", ["matiere=MATHS", "niveau=99"], "Aucun niveau n'a la référence « 99 »"),
    ("grille", ["matiere=MATHS", "niveau=3"], "Aucun référentiel de « Mathématiques »"),
    ("socle_pourcentages", [], "Donnez une compétence"),
    ("socle_pourcentages", ["pilier=10", "palier=1"], "pas de telle compétence"),
    ("socle_pourcentages", ["pilier=dix"], "pilier est une liste de nombres"),
    ("socle_2016", ["cycle=9"], "Donnez un cycle"),
]


def test_what_means_nothing_is_refused_in_words_and_nothing_is_written(class_5a, tmp_path):
    # One class for all: building it is what costs.
    for kind, words, said in REFUSED:
        with pytest.raises(CommandError, match=said):
            run(tmp_path / "out.json", kind, *words)
    assert list(tmp_path.glob("out*")) == []


def test_class_pupil_and_file_that_are_not_there_are_named(class_5a, tmp_path):
    with pytest.raises(CommandError, match=r"Aucune classe de « École Jules-Exemple.* » n'a la référence 9Z"):
        run(tmp_path / "o", "bulletin", "matiere=MATHS", whose=("--class", "9Z"))
    with pytest.raises(CommandError, match="Aucun élève présent n'a l'identifiant « personne »"):
        run(tmp_path / "o", "bulletin", "matiere=MATHS", whose=("--pupil", "personne"))
    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        run(tmp_path / "missing" / "o", "bulletin", "matiere=MATHS")
    with pytest.raises(CommandError, match="Donnez le fichier à écrire"):
        call_command("report", "--school=1", "--kind=bulletin", "--class=5A", "--option", "matiere=MATHS")


def test_file_may_follow_the_options_and_is_private(class_5a, tmp_path):
    path = tmp_path / "out.json"
    usual = os.umask(0o022)
    try:
        call_command("report", "--school=1", "--kind=bulletin", "--class=5A", "--option", "matiere=MATHS", str(path))
    finally:
        os.umask(usual)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("kind", ["releve_matiere", "socle_pourcentages", "socle_maitrise"])
def test_number_of_queries_does_not_grow_with_the_class(linked_5a, tmp_path, django_assert_max_num_queries, kind):
    with django_assert_max_num_queries(12):
        run(tmp_path / "out.json", kind, *EVERY[kind])
