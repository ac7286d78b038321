"""What the bulletin of a pupil holds: the figures of the fixture, and those of the class."""

import datetime
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bilans.computing.official import exact_mean
from bilans.models import Appreciation, ClassConfiguration, Configuration, Origin, Position, Section
from bilans.officiels.kinds import BULLETIN, RELEVE
from bilans.officiels.queries.reading import class_document
from referentiels.models import Referentiel
from schools.models import PeriodDates
from tests.bilans.class_5a import expected
from tests.factories import AccountFactory

OF = {"kind": "bulletin", "year": 2026}


def bars(sheet):
    """« 3 A 2 VA 0 NA » then the mark, of the only matière of a pupil."""
    [rubric] = sheet.rubrics
    return " ".join(f"{count} {state.sigle}" for state, count in reversed(rubric.share.counts))


def mark(document, percent):
    return document.edition.shown(percent).replace(",", ".")


def configure(term, **settings):
    """The class gets a configuration of its own."""
    made = Configuration.objects.create(kind="bulletin", name="Essai", **settings)
    ClassConfiguration.objects.create(kind="bulletin", school_class=term.class_5a.school_class, configuration=made)


def type_mean(term, name, percent, origin=Origin.TYPED):
    matiere = term.class_5a.matiere
    place = OF | {"period": term.period, "pupil": term.pupil(name), "matiere": matiere}
    Position.objects.create(
        origin=origin, percent=percent, matiere_label=matiere.label, author_label="DURAND A.", **place
    )


def write(term, text, *, pupil=None, author=None, section=Section.MATIERE):
    matiere = term.class_5a.matiere if section == Section.MATIERE else None
    return Appreciation.objects.create(
        section=section,
        period=term.period,
        pupil=pupil,
        school_class=None if pupil else term.class_5a.school_class,
        matiere=matiere,
        matiere_label=matiere.label if matiere else "",
        author=author,
        author_label=author.author_label if author else "PARTI P.",
        text=text,
        **OF,
    )


def test_bars_and_means_of_maths_are_those_worked_by_hand_p182(term):
    document = class_document(term.edition)
    found = [each for sheet in document.sheets for each in (bars(sheet), mark(document, sheet.rubrics[0].mean.percent))]
    assert found == expected("W109")


def test_releve_holds_the_items_of_each_matiere_p182(term):
    document = class_document(term.of(RELEVE))
    [rubric] = document.sheets[0].rubrics
    assert [(line.item.reference, line.level.score) for line in rubric.figures.lines] == [
        ("5.A10", 76),
        ("5.A11", 56),
        ("5.A20", 56),
        ("5.B10", 100),
        ("5.B11", 100),
    ]


def test_mean_of_the_class_is_that_of_its_marks_p187(term):
    document = class_document(term.edition)
    assert mark(document, document.rubrics[0].mean) == expected("W75")[0]
    assert mark(document, document.sheets[2].rubrics[0].class_mean) == expected("W75")[0]


def test_general_mean_counts_each_matiere_once_p187(term):
    percents = [Fraction(69), Fraction(125, 2), Fraction(45)]
    assert term.edition.shown(exact_mean(percents)).replace(",", ".") == expected("W76")[0]


def test_matiere_without_mean_is_out_of_the_general_one_p187(term):
    configure(term, without_mean=["MATHS"])
    document = class_document(term.edition)
    assert document.sheets[0].rubrics[0].mean.percent is None
    assert (document.sheets[0].general, document.rubrics[0].mean) == (None, None)
    assert bars(document.sheets[0]) == "3 A 2 VA 0 NA", "it keeps its bar"


@pytest.mark.parametrize(("look_back", "shown"), [("non", "15.2"), ("oui", "13.8")])
def test_look_back_says_whether_what_was_before_counts_p188(term, look_back, shown):
    assert expected("W95") == ["15.2", "13.8"]
    PeriodDates.objects.update(starts_on=datetime.date(2026, 10, 1))
    configure(term, look_back=look_back)
    document = class_document(term.edition)
    assert mark(document, document.sheets[0].rubrics[0].mean.percent) == shown


def test_what_was_typed_or_removed_stands_and_the_computed_one_stays_beside_p186(term):
    type_mean(term, "BRAVO", 80)
    type_mean(term, "CHARLI", None, Origin.REMOVED)
    document = class_document(term.edition)
    bravo, charli = (document.sheets[place].rubrics[0].mean for place in (1, 2))
    assert (bravo.percent, bravo.computed, bravo.origin, bravo.author_label) == (80, 75, Origin.TYPED, "DURAND A.")
    assert (charli.percent, charli.computed, charli.origin) == (None, 47, Origin.REMOVED)
    assert document.rubrics[0].mean == Fraction(69 + 80 + 30, 3), "one without a mean is out of that of the class"


def test_texts_come_with_their_authors_and_outlive_their_accounts_p182(term):
    teacher = term.class_5a.teacher
    alpha = term.pupil("ALPHA")
    write(term, "Ana progresse.", pupil=alpha, author=teacher)
    write(term, "Du travail.", pupil=alpha)
    write(term, "Un bon trimestre.", pupil=alpha, author=teacher, section=Section.SYNTHESIS)
    write(term, "Classe agréable.", author=teacher)
    write(term, "", pupil=term.pupil("BRAVO"), author=teacher)
    document = class_document(term.edition)
    texts = [(text.author_label, text.text) for text in document.sheets[0].rubrics[0].texts]
    assert texts == [(teacher.author_label, "Ana progresse."), ("PARTI P.", "Du travail.")]
    assert document.sheets[0].synthesis.text == "Un bon trimestre."
    assert document.sheets[1].rubrics[0].texts == (), "what was emptied is not said"
    assert document.rubrics[0].texts[0].text == "Classe agréable."


def test_matiere_without_result_is_there_once_something_is_written_p182(term):
    lone = AccountFactory(last_name="ECHO", school_class=term.class_5a.school_class)
    assert class_document(term.edition).sheet(lone.pk).rubrics == ()
    write(term, "Arrivée en novembre.", pupil=lone, author=term.class_5a.teacher)
    [rubric] = class_document(term.edition).sheet(lone.pk).rubrics
    assert (rubric.figures, rubric.share, rubric.mean.percent) == (None, None, None)
    assert rubric.texts[0].text == "Arrivée en novembre."


def test_domaines_are_read_when_the_configuration_lays_them_out_p188(term):
    assert class_document(term.edition).sheets[0].rubrics[0].figures.bars == ()
    configure(term, layout="domaines")
    Referentiel.objects.update(synthesis="domaine")
    named = class_document(term.edition).sheets[0].rubrics[0].figures.bars
    assert [(bar.name, bar.share.counted) for bar in named] == [("Nombres", "1A 2VA 0NA"), ("Espace", "2A 0VA 0NA")]


def test_percentages_replace_marks_when_the_configuration_says_so_p188(term):
    configure(term, mean_scale="100")
    document = class_document(term.edition)
    assert [document.edition.shown(sheet.rubrics[0].mean.percent) for sheet in document.sheets] == [
        "69",
        "75",
        "47",
        "30",
    ]


def test_number_of_queries_does_not_depend_on_the_class(term):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            class_document(term.of(BULLETIN))
        return len(captured)

    before = queries()
    for _each in range(5):
        pupil = AccountFactory(school_class=term.class_5a.school_class)
        write(term, "Bien.", pupil=pupil, author=term.class_5a.teacher)
    assert queries() == before
