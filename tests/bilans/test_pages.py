"""The pages of relevés: what a teacher, a director, a pupil and a parent read, and what is refused in words."""

import datetime
import re
from contextlib import ExitStack

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Account, MatiereTeaching, TeachingAssignment
from bilans.reports.registry import shown_reports
from evaluations.models import Evaluation, EvaluationItem, Mark
from evaluations.services.marks import signature_of
from referentiels.models import Item
from sacoche.kit.access import may
from sacoche.kit.clock import today
from schools.models import Group, Matiere, Niveau, School
from tests.bilans.class_5a import expected
from tests.factories import (
    AccountFactory,
    GuardianshipFactory,
    MarkFactory,
    MatiereFactory,
    MatiereTeachingFactory,
    PeriodDatesFactory,
    SchoolClassFactory,
)


@pytest.fixture
def reader(client_as, class_5a):
    return client_as(class_5a.teacher)


@pytest.fixture
def parent(class_5a):
    """The guardian of ALPHA and of BRAVO."""
    account = AccountFactory(profile="TUT", last_name="ALPHA", first_name="Paul")
    for name in ("ALPHA", "BRAVO"):
        GuardianshipFactory(guardian=account, pupil=class_5a.pupils[name])
    return account


@pytest.fixture
def travel(class_5a):
    """Go to a day; come back at the end."""
    with ExitStack() as days:
        yield lambda day: days.enter_context(time_machine.travel(f"{day} 09:00+01:00", tick=False))


def decide(right, *profiles):
    """The school gives a right to these profiles alone."""
    school = School.objects.get()
    decided = school.access.get("rights", {}) | {right: {"profiles": list(profiles), "restrictions": []}}
    school.access = school.access | {"rights": decided}
    school.save()


def page(reader, code, **asked):
    return reader.get(reverse(f"bilans:{code}"), asked)


def of_class(reader, class_5a, code, **asked):
    return page(reader, code, classe=class_5a.school_class.pk, **asked)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("&#x27;", "'")


def sheet_of(response):
    """The HTML of the sheet alone."""
    return re.search(r'<section class="card rel-sheet".*?</section>', response.content.decode(), re.DOTALL)[0]


def levels_of(response):
    """What is written in the cells of levels, in their order."""
    return re.findall(r'<(?:span|button) class="lv lv-\d"[^>]*>([^<]+)<', sheet_of(response))


def matrix_of(response):
    """The cells of the table of a class, row after row, names first."""
    rows = re.findall(r"<tr>(.*?)</tr>", sheet_of(response).partition("<tbody>")[2], re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


# --- Who reads what ---


def test_menu_leads_to_the_documents_of_each_p147(client_as, class_5a, parent, director, admin):
    staff, family = (
        text_of(client_as(director).get(reverse("bilans:index"))),
        client_as(parent).get(reverse("bilans:index")),
    )
    assert "Recherche ciblée" in staff
    assert "Bilan chronologique" in text_of(family)
    assert "Recherche ciblée" not in text_of(family)
    assert client_as(admin).get(reverse("bilans:index")).status_code == 403


def test_class_of_a_colleague_is_refused_in_words_and_that_of_another_school_is_unknown_p147(reader, class_5a):
    other = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    refused = page(reader, "releve_matiere", classe=other.pk, matiere="MATHS")
    assert refused.status_code == 403
    assert "n'est pas un des vôtres" in text_of(refused)
    assert page(reader, "releve_matiere", classe=999_999, matiere="MATHS").status_code == 404


def test_pupil_of_another_class_is_refused_p148(reader, class_5a):
    other = AccountFactory(last_name="ZETA", school_class=SchoolClassFactory(niveau="5", reference="5B", name="5B"))
    refused = of_class(reader, class_5a, "releve_matiere", matiere="MATHS", eleve=other.pk)
    assert refused.status_code == 403
    assert "n'est pas, ou n'est plus, dans cette classe" in text_of(refused)


def test_parent_reads_his_children_and_no_other_p147_p171(client_as, class_5a, parent):
    own = page(client_as(parent), "releve_matiere", matiere="MATHS", eleve=class_5a.pupils["BRAVO"].pk)
    assert levels_of(own)[:3] == ["Acquis 95", "Acquis 78", "Partiellement acquis 55"], "in the words of the school"
    assert "ALPHA Ana" in own.content.decode().partition("rel-sheet")[0], "the other child is one click away"
    refused = page(client_as(parent), "releve_matiere", matiere="MATHS", eleve=class_5a.pupils["DELTA"].pk)
    assert refused.status_code == 403
    assert "DELTA" not in text_of(refused)


def test_pupil_reads_himself_alone_p147(client_as, class_5a):
    for report, page_ in shown_reports():
        shown = page(client_as(class_5a.pupils["ALPHA"]), report.code, matiere="MATHS", niveau="5", format="domaine")
        assert (shown.status_code == 403) is not may(class_5a.pupils["ALPHA"], page_.right), report.code
        assert "BRAVO" not in text_of(shown), report.code


def test_nobody_is_related_to_a_guardian_without_children(client_as, class_5a):
    lone = AccountFactory(profile="TUT")
    assert "Aucun élève n'est relié à votre compte" in text_of(page(client_as(lone), "releve_matiere", matiere="MATHS"))


# --- Families ---


@pytest.fixture
def d3_seen_later(class_5a):
    """D3 is seen by families a week after it was given, on 10 November."""
    seen = datetime.date(2026, 11, 10)
    class_5a.evaluations["D3"].visible_on = seen
    class_5a.evaluations["D3"].save()
    Mark.objects.filter(evaluation=class_5a.evaluations["D3"]).update(visible_on=seen)
    return class_5a


@pytest.mark.parametrize(("day", "mean"), [("2026-11-05", "48"), ("2026-11-10", "69")])
def test_family_sees_only_what_is_visible_that_day_p171(client_as, d3_seen_later, parent, day, mean, travel):
    travel(day)
    shown = page(client_as(parent), "releve_matiere", matiere="MATHS", eleve=d3_seen_later.pupils["ALPHA"].pk)
    assert levels_of(shown)[-2] == f"{mean}\xa0%"
    staff = of_class(client_as(d3_seen_later.teacher), d3_seen_later, "releve_matiere", matiere="MATHS")
    assert levels_of(staff)[-2] == "69\xa0%"


def test_explanation_does_not_tell_a_family_what_is_not_visible_yet_p171(client_as, d3_seen_later, parent, travel):
    travel("2026-11-05")
    pupil, item = d3_seen_later.pupils["ALPHA"].pk, d3_seen_later.items["A10"].pk
    asked = {"matiere": "MATHS", "eleve": pupil, "case": f"{pupil}-{item}"}
    shown = text_of(client_as(parent).get(reverse("bilans:releve_matiere_why"), asked))
    assert "D2" in shown
    assert "D3" not in shown


def test_means_that_a_right_closes_are_nowhere_for_a_parent_p171(client_as, class_5a, parent):
    decide("bilans.own_means", "ELV")
    asked = {"matiere": "MATHS", "eleve": class_5a.pupils["ALPHA"].pk, "moyenne": "ponderee"}
    shown = page(client_as(parent), "releve_matiere", **asked)
    assert not re.search(r">\s*69\b", sheet_of(shown))
    assert levels_of(shown)[-1] == "80\xa0%"
    assert "Moyenne des scores" not in text_of(shown)


def test_mark_out_of_20_is_closed_to_families_until_it_is_given_p171(client_as, class_5a, parent):
    asked = {"matiere": "MATHS", "eleve": class_5a.pupils["ALPHA"].pk, "sur20": "oui"}
    assert "13,8" not in text_of(page(client_as(parent), "releve_matiere", **asked))
    decide("bilans.own_marks", "TUT")
    assert "soit 13,8 / 20" in text_of(page(client_as(parent), "releve_matiere", **asked))


def test_who_may_not_see_scores_reads_codes_and_states_and_no_figure_p67(client_as, class_5a):
    decide("bilans.see_scores", "DIR", "ENS", "TUT")
    pupil = class_5a.pupils["ALPHA"]
    shown = page(client_as(pupil), "releve_matiere", matiere="MATHS")
    assert levels_of(shown) == ["Acquis", *["Partiellement acquis"] * 2, "Acquis", "Acquis"]
    assert not re.search(r">\d+<|\d+\s*%", sheet_of(shown))
    asked = {"matiere": "MATHS", "case": f"{pupil.pk}-{class_5a.items['A10'].pk}"}
    assert client_as(pupil).get(reverse("bilans:releve_matiere_why"), asked).status_code == 403


# --- Relevé ---


def test_releve_of_a_matiere_shows_each_pupil_his_scores_p149_p150(reader, class_5a):
    shown = of_class(reader, class_5a, "releve_matiere", matiere="MATHS", sur20="oui")
    assert levels_of(shown) == ["A 76", "VA 56", "VA 56", "A 100", "A 100", "69\xa0%", "80\xa0%"]
    assert "Relevé d'items – Mathématiques" in text_of(shown)
    assert "soit 13,8 / 20" in text_of(shown)
    delta = of_class(reader, class_5a, "releve_matiere", matiere="MATHS", vu=class_5a.pupils["DELTA"].pk)
    assert levels_of(delta) == ["VA 52", "NA 33", "NA 0", "NA 0", "30\xa0%", "13\xa0%"]
    assert '<span class="rel-none">–</span>' in sheet_of(delta), "no score is « – », never 0"


@pytest.mark.parametrize(("look_back", "number"), [("non", "W66"), ("oui", "W67")])
def test_period_and_look_back_change_what_is_shown_p151(reader, class_5a, look_back, number):
    means = []
    for pupil in class_5a.pupils.values():
        asked = {"matiere": "MATHS", "du": "2026-10-01", "au": "2026-11-30", "retroactif": look_back, "vu": pupil.pk}
        means.append(levels_of(of_class(reader, class_5a, "releve_matiere", **asked))[-2].removesuffix("\xa0%"))
    assert means == expected(number)


def test_results_before_the_period_stand_on_another_ground_p154(reader, class_5a):
    asked = {"matiere": "MATHS", "du": "2026-10-01", "cases": "3"}
    shown = sheet_of(of_class(reader, class_5a, "releve_matiere", **asked))
    first = re.search(r'<span class="rel-marks">.*?</td>', shown, re.DOTALL)[0]
    assert re.findall(r'data-c="code-(\d)"', first) == ["1", "3", "4"]
    assert first.count("is-before") == 1
    assert "avant la période" in text_of(of_class(reader, class_5a, "releve_matiere", **asked))


def test_no_cell_shows_states_alone_and_sixteen_are_refused_p154(reader, class_5a):
    assert "rel-marks" not in sheet_of(of_class(reader, class_5a, "releve_matiere", matiere="MATHS", cases="0"))
    refused = of_class(reader, class_5a, "releve_matiere", matiere="MATHS", cases="16")
    assert refused.status_code == 422
    assert "va de 0 à 15" in text_of(refused)


def test_releve_by_item_has_a_sheet_for_each_item_p154(reader, class_5a):
    shown = of_class(reader, class_5a, "releve_matiere", matiere="MATHS", par="item")
    assert levels_of(shown)[:4] == ["A 76", "A 95", "A 78", "VA 52"]
    assert "MATHS.5.A10 Lire une fraction" in text_of(shown)


def test_filters_hide_lines_and_keep_the_means_p157(reader, class_5a):
    def names(**asked):
        shown = sheet_of(of_class(reader, class_5a, "releve_matiere", matiere="MATHS", **asked))
        return re.findall(r'<td class="rel-text">5\.(\w+)<', shown)

    assert names(items_montres="reussis") == ["A10", "B10", "B11"]
    assert names(items_montres="non_reussis", vu=class_5a.pupils["DELTA"].pk) == ["A11", "A20", "B10"]
    shown = of_class(reader, class_5a, "releve_matiere", matiere="MATHS", items_montres="reussis")
    assert "69\xa0%" in levels_of(shown)


def test_items_of_the_niveau_of_the_class_alone_are_shown_when_asked_p157(reader, class_5a):
    asked = {"matiere": "MATHS", "son_niveau": "oui"}
    assert len(levels_of(of_class(reader, class_5a, "releve_matiere", **asked))) >= 5
    class_5a.school_class.niveau = Niveau.objects.get(reference="4")
    class_5a.school_class.save()
    assert "Aucun résultat" in text_of(of_class(reader, class_5a, "releve_matiere", **asked))


def test_reference_coefficient_and_theme_are_shown_when_asked_p157(reader, class_5a):
    plain = sheet_of(of_class(reader, class_5a, "releve_matiere", matiere="MATHS", references="non"))
    assert "5.A10" not in plain
    assert "coef." not in plain
    full = sheet_of(of_class(reader, class_5a, "releve_matiere", matiere="MATHS", coefs="oui", domaines="oui"))
    assert "coef. 2" in full
    assert ">Nombres<" in full


def test_several_matieres_make_a_block_each_and_a_general_line_p152(reader, class_5a):
    shown = text_of(of_class(reader, class_5a, "releve_pluridisciplinaire"))
    assert "Moyenne des scores, pondérée par les coefficients" in shown


def test_chosen_evaluations_and_a_teacher_alone_count_p153(reader, class_5a, colleague):
    alone = of_class(reader, class_5a, "releve_evaluations", evaluations=str(class_5a.evaluations["D1"].pk))
    assert levels_of(alone)[0] == "NA 0"
    items = f"{class_5a.items['A10'].pk},{class_5a.items['B11'].pk}"
    assert levels_of(of_class(reader, class_5a, "releve_items", items=items))[:2] == ["A 76", "A 100"]
    mine = of_class(reader, class_5a, "releve_enseignant", professeur=class_5a.teacher.pk)
    assert levels_of(mine)[0] == "A 76"
    nothing = of_class(reader, class_5a, "releve_enseignant", professeur=colleague.pk)
    assert "Aucun résultat dans cette période" in text_of(nothing)


# --- Table of a class, bulletin ---


def test_table_of_a_class_has_its_levels_and_its_margins_p155(reader, class_5a):
    shown = matrix_of(of_class(reader, class_5a, "tableau_matiere", matiere="MATHS", coefficients="oui"))
    assert [row[-2] for row in shown[:4]] == expected("W18")
    assert shown[2] == ["CHARLI Cléo", "78", "0", "67", "–", "89", "47", "75"]
    assert shown[4][1:6] == expected("W22")
    assert shown[5][1:6] == expected("W23")
    assert (shown[4][6], shown[5][7]) == ("55", "65")


def test_table_is_read_the_other_way_and_sorted_p155(reader, class_5a):
    turned = matrix_of(of_class(reader, class_5a, "tableau_matiere", matiere="MATHS", sens="items"))
    assert turned[0][1:] == ["Lire une fraction", "76", "95", "78", "52", "75", "88"]
    asked = {"matiere": "MATHS", "coefficients": "oui", "trier": "moyenne"}
    ordered = matrix_of(of_class(reader, class_5a, "tableau_matiere", **asked))
    assert [row[0].split()[0] for row in ordered[:4]] == ["BRAVO", "ALPHA", "CHARLI", "DELTA"]


def test_bulletin_of_a_class_has_a_mark_and_a_sentence_p156(reader, class_5a):
    shown = text_of(of_class(reader, class_5a, "bulletin", matiere="MATHS"))
    assert "BRAVO Ben 15,0 90% d'items acquis" in shown
    assert "Classe 11,0" in shown


# --- Grille, synthèse, bilan chronologique ---


def test_grille_shows_every_item_of_a_referentiel_filled_or_blank_p158(reader, class_5a):
    filled = of_class(reader, class_5a, "grille", matiere="MATHS", niveau="5")
    assert levels_of(filled) == ["A 76", "VA 56", "VA 56", "A 100", "A 100"]
    blank = of_class(reader, class_5a, "grille", matiere="MATHS", niveau="5", vierge="oui")
    assert levels_of(blank) == []
    assert sheet_of(blank).count("5.") == 5
    refused = of_class(reader, class_5a, "grille", matiere="MATHS", niveau="5", colonne_vide="10")
    assert "de 0 à 9 cm" in text_of(refused)


def test_synthese_draws_a_bar_that_says_its_counts_p159_p161(reader, class_5a):
    shown = sheet_of(of_class(reader, class_5a, "synthese_matiere", matiere="MATHS", format="domaine"))
    assert "0 Non acquis, 2 Partiellement acquis, 1 Acquis" in shown, "what a screen reader says of domaine A"
    assert re.findall(r'data-figure="(\d+)"', shown.partition("Nombres")[2])[:2] == ["2", "1"]


def test_referentiel_without_a_format_is_told_p159(reader, class_5a):
    class_5a.referentiel.synthesis = "sans"
    class_5a.referentiel.save()
    shown = text_of(of_class(reader, class_5a, "synthese_matiere", matiere="MATHS"))
    assert "1 référentiel sans format de synthèse n'y est pas : Mathématiques" in shown


def test_curve_gives_back_its_points_and_says_them_p160_p161(reader, class_5a):
    asked = {"toute_matiere": "MATHS", "du": "2026-09-01"}
    for pupil, points in (("ALPHA", [44, 45, 77]), ("CHARLI", [42, 84])):
        shown = of_class(reader, class_5a, "chronologie", retroactif="oui", vu=class_5a.pupils[pupil].pk, **asked)
        found = re.findall(r'data-figure="(\d+)" data-place="(\w+)"', sheet_of(shown))
        assert [int(figure) for figure, _place in found] == points
    assert found[0][1] == "octobre", "CHARLI has no point in September, and never nought"
    alpha = sheet_of(of_class(reader, class_5a, "chronologie", retroactif="oui", **asked))
    assert "septembre 44, octobre 45, novembre 77" in alpha


def test_axis_is_fixed_or_fits_and_says_so_p161(reader, class_5a):
    asked = {"toute_matiere": "MATHS"}
    assert "axe de 0 à 100" in text_of(of_class(reader, class_5a, "chronologie", **asked))
    assert "axe ajusté aux points" in text_of(of_class(reader, class_5a, "chronologie", axe="ajuste", **asked))


# --- Recherche ciblée, results without names ---


@pytest.mark.parametrize(
    ("criterion", "state", "found"),
    [
        ("moyenne", "A", ["ALPHA Ana", "BRAVO Ben"]),
        ("moyenne", "VA", ["CHARLI Cléo"]),
        ("moyenne", "NA", ["DELTA Dan"]),
        ("acquis", "NA", ["DELTA Dan"]),
    ],
)
def test_pupils_are_found_by_their_results_p162(reader, class_5a, criterion, state, found):
    shown = of_class(reader, class_5a, "recherche", critere=criterion, etats=state, toute_matiere="MATHS")
    assert re.findall(r'<th scope="row">([^<]+)</th>', sheet_of(shown)) == found


def test_search_without_a_criterion_waits_for_one_p162(reader, class_5a):
    shown = of_class(reader, class_5a, "recherche", toute_matiere="MATHS")
    assert shown.status_code == 200
    assert "Cochez au moins un état à chercher." in text_of(shown)


def test_class_is_read_against_a_target_without_a_name_p165(reader, class_5a):
    shown = of_class(reader, class_5a, "classe_sans_noms", matiere="MATHS", seuil="61", cible="75")
    said = text_of(shown)
    assert re.search(r"5\.A10 Lire une fraction 4 sur 4 75 % ✓ atteinte", said)
    assert re.search(r"5\.A11 Placer une fraction 4 sur 4 25 % non atteinte", said)
    assert re.search(r"5\.B11 Construire 3 sur 4 100 % ✓ atteinte", said)
    assert not re.search("ALPHA|BRAVO|CHARLI|DELTA", sheet_of(shown))


def test_head_reads_classes_side_by_side_and_no_class_of_four_p165(client_as, class_5a, director):
    shown = page(client_as(director), "classes_sans_noms", matiere="MATHS")
    assert "Aucun résultat" in text_of(shown), "four pupils would be named"
    fifth = AccountFactory(last_name="ÉCHO", school_class=class_5a.school_class)
    MarkFactory(evaluation=class_5a.evaluations["D3"], pupil=fifth, item=class_5a.items["A10"], code="4")
    told = text_of(page(client_as(director), "classes_sans_noms", matiere="MATHS"))
    assert "5 sur 5" in told
    assert page(client_as(class_5a.teacher), "classes_sans_noms", matiere="MATHS").status_code == 403


def test_head_reads_how_classes_advance_and_no_point_of_fewer_than_five_p165(client_as, class_5a, director):
    asked = {"matiere": "MATHS", "du": "2026-09-01", "retroactif": "oui"}
    assert "Aucun résultat" in text_of(page(client_as(director), "progression", **asked)), "four pupils would be named"
    fifth = AccountFactory(last_name="ÉCHO", school_class=class_5a.school_class)
    MarkFactory(evaluation=class_5a.evaluations["D3"], pupil=fifth, item=class_5a.items["A10"], code="4")
    shown = page(client_as(director), "progression", **asked)
    points = re.findall(r'data-figure="(\d+)" data-place="(\w+)"', sheet_of(shown))
    # ALPHA 77, BRAVO, CHARLI 84, DELTA, ÉCHO 100: the mean of the five, in November alone.
    [(figure, place)] = points
    assert place == "novembre"
    own = [curve_of(client_as(director), class_5a, pupil) for pupil in (*class_5a.pupils.values(), fifth)]
    assert int(figure) == round(sum(own) / 5)
    assert "ÉCHO" not in sheet_of(shown)


def curve_of(reader, class_5a, pupil):
    """The last point of a pupil in MATHS."""
    asked = {"toute_matiere": "MATHS", "du": "2026-09-01", "retroactif": "oui", "vu": pupil.pk}
    shown = of_class(reader, class_5a, "chronologie", **asked)
    return int(re.findall(r'data-figure="(\d+)" data-place="novembre"', sheet_of(shown))[0])


def test_curve_of_the_pupils_chosen_stands_beside_each_and_never_for_a_family_p160(client_as, reader, class_5a, parent):
    asked = {"toute_matiere": "MATHS", "du": "2026-09-01", "retroactif": "oui", "courbe_classe": "oui"}
    shown = sheet_of(of_class(reader, class_5a, "chronologie", **asked))
    assert "Élèves choisis" in shown
    figures = [curve_of(reader, class_5a, pupil) for pupil in class_5a.pupils.values()]
    assert re.findall(r'data-figure="(\d+)" data-place="novembre"', shown)[1] == str(round(sum(figures) / 4))
    asked["eleve"] = class_5a.pupils["ALPHA"].pk
    assert "Élèves choisis" not in text_of(page(client_as(parent), "chronologie", **asked))


def test_curve_of_chosen_items_p160(reader, class_5a):
    items = ",".join(map(str, class_5a.ids("A10")))
    shown = sheet_of(of_class(reader, class_5a, "chronologie_items", items=items, du="2026-09-01"))
    assert re.findall(r'data-figure="(\d+)" data-place="(\w+)"', shown)[-1] == ("76", "novembre")


def test_item_of_methodes_is_crossed_with_the_matieres_where_it_was_evaluated_p164(client_as, class_5a, director):
    """Two results in MATHS, one in SVT; what a teacher taught that day stays when he teaches something else."""
    maths, svt = class_5a.teacher, AccountFactory(profile="ENS", last_name="PETIT")
    methodes = MatiereFactory(reference="METH", label="Méthodes")
    for teacher, matiere in ((maths, methodes), (svt, methodes), (svt, MatiereFactory(reference="SVT", label="SVT"))):
        MatiereTeachingFactory(teacher=teacher, matiere=matiere)
    class_5a.referentiel.matiere = methodes
    class_5a.referentiel.save()
    pupils, [item] = list(class_5a.pupils.values()), class_5a.ids("A10")
    Mark.objects.all().delete()
    for evaluation, pupil, code, teacher in (("D1", 0, "4", maths), ("D1", 1, "1", maths), ("D2", 0, "3", svt)):
        MarkFactory(
            evaluation=class_5a.evaluations[evaluation],
            pupil=pupils[pupil],
            item_id=item,
            code=code,
            author=signature_of(teacher),
        )
    MatiereTeaching.objects.filter(teacher=maths).delete()
    shown = text_of(of_class(client_as(director), class_5a, "croisement")).replace("\xa0", " ")
    assert re.search("Mathématiques résultats, moyenne SVT résultats, moyenne", shown)
    assert re.search("METH.5.A10 Lire une fraction 50 % 2 résultats 67 % 1 résultat", shown)
    assert not re.search("ALPHA|BRAVO", sheet_of(of_class(client_as(director), class_5a, "croisement")))


# --- Explanations ---


def test_score_explains_itself_down_to_its_results_p63(reader, class_5a):
    pupil, item = class_5a.pupils["ALPHA"].pk, class_5a.items["A10"].pk
    asked = {"classe": class_5a.school_class.pk, "matiere": "MATHS", "case": f"{pupil}-{item}"}
    shown = reader.get(reverse("bilans:releve_matiere_why"), asked)
    said = text_of(shown)
    assert "(0×1 + 67×2 + 100×4) ÷ 7 = 76,29 → 76 → Acquis" in said
    assert re.findall(r"\d\d/\d\d/\d{4}", said)[:3] == ["15/09/2026", "06/10/2026", "03/11/2026"]
    assert "DURAND P." in said
    assert f"{reverse('evaluations:new_for_pupils')}?eleve={pupil}&amp;item={item}" in shown.content.decode()


def test_pupil_asks_to_be_evaluated_from_a_line_of_his_releve_p112(client_as, class_5a):
    alpha, a10, a11 = class_5a.pupils["ALPHA"], *class_5a.ids("A10", "A11")
    Matiere.objects.filter(pk=class_5a.matiere.pk).update(request_limit=3)
    Item.objects.filter(pk=a10).update(is_requestable=True)
    Item.objects.filter(pk=a11).update(is_requestable=False)

    def explained(browser, item):
        asked = {"matiere": "MATHS", "case": f"{alpha.pk}-{item}", "classe": class_5a.school_class.pk}
        return browser.get(reverse("bilans:releve_matiere_why"), asked).content.decode()

    address = reverse("evaluations:new_request", args=[a10])
    pupil = client_as(alpha)
    assert f'href="{address}"' in explained(pupil, a10)
    assert "Demander à être évalué" not in explained(pupil, a11)
    assert "Demander à être évalué" not in explained(client_as(class_5a.teacher), a10)


def test_results_left_out_say_why_p63(reader, class_5a):
    pupil, item = class_5a.pupils["CHARLI"].pk, class_5a.items["A10"].pk
    asked = {"classe": class_5a.school_class.pk, "matiere": "MATHS", "case": f"{pupil}-{item}", "au": "2026-10-31"}
    said = text_of(reader.get(reverse("bilans:releve_matiere_why"), asked))
    assert "non : code spécial" in said
    assert "non : hors période" in said


def test_means_and_percentages_explain_themselves_p64(reader, class_5a):
    shown = text_of(of_class(reader, class_5a, "releve_matiere", matiere="MATHS", vu=class_5a.pupils["BRAVO"].pk))
    assert "373 ÷ 5 = 74,6 → 75" in shown
    assert "4 A et 1 VA : (4×100 + 1×50) ÷ 5 = 90" in shown


def test_item_of_an_explanation_is_ready_to_be_evaluated_p163(reader, class_5a):
    asked = {"eleve": [class_5a.pupils["DELTA"].pk], "item": class_5a.ids("A10", "A20")}
    form = text_of(reader.get(reverse("evaluations:new_for_pupils"), asked))
    assert "Lire une fraction" in form
    assert "Calculer de tête" in form


def test_evaluation_made_from_a_table_plans_the_ticked_cells_alone_p163(reader, class_5a):
    delta, charli, items = class_5a.pupils["DELTA"].pk, class_5a.pupils["CHARLI"].pk, class_5a.items
    a10, a11, a20 = (items[name].pk for name in ("A10", "A11", "A20"))
    cells = [f"{delta}-{a10}", f"{delta}-{a20}", f"{charli}-{a11}"]
    asked = {"eleve": [delta, charli], "item": [a10, a20, a11], "case": cells}
    address = reverse("evaluations:new_for_pupils")
    assert "les 3 cases cochées" in text_of(reader.get(address, asked))
    reader.post(address, asked | {"title": "Reprise", "given_on": "2026-11-30", "pupil_order": "noms"})
    made = Evaluation.objects.get(title="Reprise")
    assert made.chosen.count() == 2
    assert [row.item_id for row in EvaluationItem.objects.filter(evaluation=made).order_by("order")] == [a10, a20, a11]
    marks = Mark.objects.filter(evaluation=made)
    assert {f"{mark.pupil_id}-{mark.item_id}" for mark in marks if mark.code == "PA"} == set(cells)
    assert marks.count() == 3


def test_groupe_de_besoin_made_from_results_keeps_its_pupils_and_why_p109_p163(client_as, class_5a):
    decide("accounts.make_besoins", "ENS")
    reader, delta = client_as(class_5a.teacher), class_5a.pupils["DELTA"]
    found = of_class(reader, class_5a, "recherche", etats="NA", toute_matiere="MATHS", critere="moyenne")
    [address] = re.findall(rf'href="({reverse("accounts:add_besoin")}[?]eleve=[^"]+)"', found.content.decode())
    form = reader.get(address.replace("&amp;", "&"))
    assert "1 élève : DELTA Dan" in text_of(form)
    why = form.context["form"].initial["purpose"]
    sent = {"eleve": [delta.pk], "niveau": class_5a.school_class.niveau_id, "name": "Reprise", "purpose": why}
    reader.post(reverse("accounts:add_besoin"), sent)
    group = Group.objects.get(name="Reprise")
    assert group.purpose == "Recherche ciblée, 30/11/2026"
    assert [one.pupil for one in group.memberships.all()] == [delta]
    assert "Recherche ciblée, 30/11/2026" in text_of(reader.get(reverse("accounts:besoins")))


def test_groupe_de_besoin_made_from_ticked_cells_follows_them_p109(client_as, class_5a):
    decide("accounts.make_besoins", "ENS")
    reader, delta, stranger = client_as(class_5a.teacher), class_5a.pupils["DELTA"], class_5a.pupils["ALPHA"]
    a20, b10 = class_5a.items["A20"].pk, class_5a.items["B10"].pk
    asked = {
        "eleve": [delta.pk],
        "case": [f"{delta.pk}-{a20}", f"{stranger.pk}-{b10}", "x-1", "1-", f"{delta.pk}-9999999"],
    }
    form = reader.get(reverse("accounts:add_besoin"), asked)
    assert "Le groupe dira qui n'en a plus besoin." in text_of(form)
    assert f'name="case" value="{delta.pk}-{a20}"' in form.text
    sent = {"niveau": class_5a.school_class.niveau_id, "name": "Calcul", "purpose": "A20"}
    assert reader.post(reverse("accounts:add_besoin"), asked | sent).status_code == 302
    needs = Group.objects.get(name="Calcul").needs.values_list("pupil", "item", "state")
    assert list(needs) == [(delta.pk, a20, "NA")]


def test_groupe_de_besoin_takes_no_pupil_of_another_p109(client_as, class_5a):
    decide("accounts.make_besoins", "ENS")
    reader, address = client_as(class_5a.teacher), reverse("accounts:add_besoin")
    stranger = AccountFactory(school_class=SchoolClassFactory(niveau="5", reference="5B", name="5B"))
    assert reader.get(address, {"eleve": stranger.pk}).status_code == 403
    assert reader.get(address, {"eleve": 999999}).status_code == 404


def test_cell_explained_leads_to_an_evaluation_on_the_fly_of_that_pupil_and_item_p163(reader, class_5a):
    pupil, item = class_5a.pupils["DELTA"].pk, class_5a.items["A10"].pk
    asked = {"classe": class_5a.school_class.pk, "matiere": "MATHS", "case": f"{pupil}-{item}"}
    shown = reader.get(reverse("bilans:releve_matiere_why"), asked).content.decode()
    [address] = re.findall(rf'href="({reverse("evaluations:on_the_fly")}[^"]+)"', shown)
    form = reader.get(address.replace("&amp;", "&")).content.decode()
    for value in (pupil, item, class_5a.school_class.pk):
        assert f'value="{value}" selected' in form


# --- Choices, presets, bad input ---


def test_choices_are_found_again_at_the_next_visit_p148(reader, class_5a):
    sent = {"classe": class_5a.school_class.pk, "ancienne_classe": class_5a.school_class.pk, "matiere": "MATHS"}
    saved = reader.post(reverse("bilans:releve_matiere"), sent | {"etat": "on", "moyenne": "simple"})
    assert saved.status_code == 302
    assert "moyenne=simple" in saved["Location"]
    again = page(reader, "releve_matiere")
    assert levels_of(again)[-1] == "78\xa0%"


def test_choices_that_are_no_longer_his_are_forgotten_p148(reader, class_5a):
    sent = {"classe": class_5a.school_class.pk, "matiere": "MATHS"}
    reader.post(reverse("bilans:releve_matiere"), sent)
    TeachingAssignment.objects.filter(teacher=class_5a.teacher).delete()
    shown = page(reader, "releve_matiere")
    assert "Aucune classe ni aucun groupe ne vous est affecté" in text_of(shown)


def test_preset_keeps_what_is_asked_under_a_name_and_is_dropped(reader, class_5a):
    query = f"classe={class_5a.school_class.pk}&matiere=MATHS&cases=3"
    sent = {"code": "releve_matiere", "query": query, "nom": "Pour le conseil"}
    assert "Pour le conseil" in text_of(reader.post(reverse("bilans:presets"), sent, follow=True))
    listed = reader.get(reverse("bilans:index")).content.decode()
    assert f"?{query}".replace("&", "&amp;") in listed
    reader.post(reverse("bilans:presets"), sent | {"supprimer": "Pour le conseil"}, follow=True)
    assert "Pour le conseil" not in text_of(reader.get(reverse("bilans:index")))
    long = reader.post(reverse("bilans:presets"), sent | {"nom": "x" * 41}, follow=True)
    assert "40 signes au plus" in text_of(long)


def test_period_of_the_class_is_offered_and_named_p148(reader, class_5a):
    days = {"starts_on": datetime.date(2026, 10, 1), "ends_on": datetime.date(2026, 10, 31)}
    PeriodDatesFactory(school_class=class_5a.school_class, period__name="Octobre", **days)
    shown = of_class(reader, class_5a, "releve_matiere", matiere="MATHS", periode="Octobre")
    assert "Octobre, du 01/10/2026 au 31/10/2026" in text_of(shown)


BAD = [
    ({"du": "2026-11-30", "au": "2026-11-01"}, "avant de commencer"),
    ({"du": "hier"}, "s'écrit année-mois-jour"),
    ({"periode": "Noël"}, "n'est pas une période de cette classe"),
    ({"matiere": "GREC"}, "Aucune matière de l'établissement n'a la référence"),
    ({"retroactif": "jamais"}, "n'est pas un choix"),
    ({"moyenne": "ponctuelle"}, "n'est pas un choix"),
    ({"largeur": "99"}, "de 5 à 15 mm"),
    ({"du": "0001-01-01"}, "s'écrit année-mois-jour"),
    ({"au": "9999-12-31"}, "s'écrit année-mois-jour"),
    ({"cases": "9" * 30}, "cases est un nombre"),
    ({"matiere": "MA\x00THX"}, "Aucune matière de l'établissement n'a la référence"),
]


def test_address_that_means_nothing_is_refused_in_words(reader, class_5a):
    for asked, said in BAD:
        refused = of_class(reader, class_5a, "releve_matiere", **{"matiere": "MATHS", **asked})
        assert refused.status_code == 422, asked
        assert said in text_of(refused), asked


def test_numbers_that_no_key_can_be_are_refused_and_many_months_too(reader, class_5a):
    huge = "9" * 30
    for code, asked in (
        ("releve_items", {"items": huge}),
        ("releve_evaluations", {"evaluations": f"1,{huge}"}),
        ("releve_enseignant", {"professeur": huge}),
        ("recherche", {"etats": "ZZ"}),
        ("chronologie", {"du": "1995-01-01"}),
    ):
        assert of_class(reader, class_5a, code, **asked).status_code == 422, code


def test_form_refuses_an_end_before_its_start_and_keeps_what_was_typed_p148(reader, class_5a):
    sent = {"classe": class_5a.school_class.pk, "matiere": "MATHS", "du": "2026-11-30", "au": "2026-11-01"}
    refused = reader.post(reverse("bilans:releve_matiere"), sent)
    assert refused.status_code == 422
    assert "La fin de la période est avant son début" in text_of(refused)
    assert 'value="2026-11-30"' in refused.content.decode()


def test_dates_by_default_go_from_the_first_of_august_to_today_p148(reader, class_5a):
    shown = text_of(of_class(reader, class_5a, "releve_matiere", matiere="MATHS"))
    assert f"du 01/08/2026 au {today():%d/%m/%Y}" in shown


def test_class_without_pupils_or_without_results_says_so_p148_p176(reader, class_5a):
    nothing = of_class(reader, class_5a, "releve_matiere", matiere="MATHS", du="2026-11-20")
    assert "Aucun résultat dans cette période" in text_of(nothing)
    Account.objects.filter(school_class=class_5a.school_class).update(school_class=None)
    assert "Aucun élève dans 5A" in text_of(of_class(reader, class_5a, "releve_matiere", matiere="MATHS"))


def test_pupil_who_changed_class_is_in_the_report_of_his_new_one_with_all_his_results_p176(
    client_as, class_5a, director
):
    other = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    Account.objects.filter(pk=class_5a.pupils["ALPHA"].pk).update(school_class=other)
    shown = page(client_as(director), "releve_matiere", classe=other.pk, matiere="MATHS")
    assert levels_of(shown)[0] == "A 76"


def test_pupil_who_left_the_class_is_in_its_report_of_his_time_when_it_is_asked_p176(client_as, class_5a, director):
    other = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    Account.objects.filter(pk=class_5a.pupils["ALPHA"].pk).update(school_class=other)
    reader, september = client_as(director), {"matiere": "MATHS", "du": "2026-09-01", "au": "2026-09-30"}
    assert "ALPHA" not in text_of(of_class(reader, class_5a, "releve_matiere", **september))
    assert "ALPHA Ana" in text_of(of_class(reader, class_5a, "releve_matiere", anciens="oui", **september))
    later = {"matiere": "MATHS", "du": "2026-11-10", "au": "2026-11-30"}
    assert "ALPHA" not in text_of(of_class(reader, class_5a, "releve_matiere", anciens="oui", **later))


def test_box_of_the_pupils_of_the_period_adds_them_then_takes_them_back_p176(client_as, class_5a, director):
    other = SchoolClassFactory(niveau="5", reference="5B", name="5B")
    gone = class_5a.pupils["ALPHA"]
    Account.objects.filter(pk=gone.pk).update(school_class=other)
    reader, address = client_as(director), reverse("bilans:releve_matiere")
    there = [pupil.pk for name, pupil in class_5a.pupils.items() if name != "ALPHA"]
    sent = {"classe": class_5a.school_class.pk, "ancienne_classe": class_5a.school_class.pk, "matiere": "MATHS"}
    added = reader.post(address, sent | {"eleve": there, "anciens": "on"}, follow=True)
    assert "ALPHA Ana" in text_of(added)
    removed = reader.post(address, sent | {"eleve": [*there, gone.pk], "avec_anciens": "oui"}, follow=True)
    assert removed.status_code == 200
    assert "ALPHA" not in text_of(removed)


def test_only_special_codes_and_coefficients_of_nought_give_no_figure_and_never_nought(reader, class_5a):
    Mark.objects.update(code="AB")
    shown = of_class(reader, class_5a, "releve_matiere", matiere="MATHS")
    assert levels_of(shown) == []
    assert "Aucun score ne compte" not in sheet_of(shown).replace("Aucun score ne compte : pas de", "")
    for code in ("tableau_matiere", "bulletin", "synthese_matiere", "chronologie", "classe_sans_noms"):
        asked = {"matiere": "MATHS", "format": "domaine"}
        assert of_class(reader, class_5a, code, **asked).status_code == 200, code


def test_matiere_without_a_referentiel_is_told(reader, class_5a):
    MatiereFactory(reference="SVT", label="SVT")
    assert "Aucun résultat" in text_of(of_class(reader, class_5a, "releve_matiere", matiere="SVT"))


def test_names_of_a_hundred_letters_and_from_right_to_left_are_shown_whole(reader, class_5a):
    name = "É" * 100
    Account.objects.filter(pk=class_5a.pupils["ALPHA"].pk).update(last_name=name, first_name="يوسف")
    shown = of_class(reader, class_5a, "releve_matiere", matiere="MATHS", vu=class_5a.pupils["ALPHA"].pk)
    assert f"{name} يوسف" in text_of(shown)


def test_number_of_queries_of_a_page_does_not_grow_with_the_class(reader, class_5a, django_assert_max_num_queries):
    asked = {"classe": class_5a.school_class.pk, "matiere": "MATHS"}
    page(reader, "tableau_matiere", **asked)
    with django_assert_max_num_queries(30):
        page(reader, "tableau_matiere", **asked)
    for rank in range(12):
        pupil = AccountFactory(last_name=f"P{rank}", school_class=class_5a.school_class)
        MarkFactory(evaluation=class_5a.evaluations["D1"], pupil=pupil, item=class_5a.items["A10"], code="3")
    with django_assert_max_num_queries(30):
        page(reader, "tableau_matiere", **asked)
