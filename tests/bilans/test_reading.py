"""What documents are computed from is read from the tables of the open school, whole and in few queries."""

import datetime

import pytest
from django.db.models import Q
from django.urls import reverse

from accounts.models import Account
from bilans.computing.collective import collective
from bilans.computing.inputs import Item
from bilans.computing.levels import Levels
from bilans.computing.percentages import Shares
from bilans.computing.releve import releve
from bilans.computing.socle_2016 import proposals
from bilans.queries import cycle_lines, decided_of, entries_of, items_of, marks_of, pupils_of
from evaluations.models import Mark, Signature
from evaluations.queries import current_scale
from evaluations.scoring.series import ReportWindow, Window
from referentiels.models import ItemLink, SocleEntry
from sacoche.kit.tenancy import school_scope
from schools.models import Matiere, SchoolNiveau
from socle.models import ItemValidation, Language, PilierValidation, PupilLanguage
from tests.bilans import class_2012, stored_2012
from tests.bilans.class_5a import expected
from tests.evaluations.class_5a import TODAY, build_5a
from tests.factories import AccountFactory, MarkFactory

YEAR = ReportWindow(Window(datetime.date(2026, 8, 1), TODAY))


def read(window=YEAR, only=None):
    """The pupils of the school, its items, and their levels."""
    pupils, items, scale = pupils_of(Account.objects.pupils()), items_of(), current_scale()
    return pupils, items, Levels(marks_of(pupils, items, scale.values, only), window, scale.states)


def test_releve_of_the_tables_is_that_worked_by_hand_p149_p150(class_5a):
    sheets = releve(*read()).sheets
    assert [sheet.pupil.name for sheet in sheets] == ["ALPHA Ana", "BRAVO Ben", "CHARLI Cléo", "DELTA Dan"]
    lines = [line for sheet in sheets for line in sheet.blocks[0].lines if line.level.score is not None]
    assert [str(line.level.score) for line in lines] == expected("W17")
    assert [str(sheet.general.weighted) for sheet in sheets] == expected("W18")
    assert [line.item.full_reference for line in sheets[0].blocks[0].lines] == [
        "MATHS.5.A10",
        "MATHS.5.A11",
        "MATHS.5.A20",
        "MATHS.5.B10",
        "MATHS.5.B11",
    ]


def test_table_of_the_tables_is_that_worked_by_hand_p155(class_5a):
    found = collective(*read(), is_weighted=True)
    assert [str(column.margin.mean.score) for column in found.columns] == expected("W22")


def test_results_of_some_evaluations_or_of_a_teacher_alone_are_read_p153(class_5a):
    (alpha, *_rest), items, levels = read(only=Q(evaluation=class_5a.evaluations["D1"]))
    assert levels.level(alpha.key, items[0]).score == 0
    other = Signature.objects.create(school=class_5a.teacher.school, label="DUVAL M.")
    MarkFactory(
        evaluation=class_5a.evaluations["D3"],
        pupil=class_5a.pupils["ALPHA"],
        item=class_5a.items["A11"],
        author=other,
        code="4",
    )
    (alpha, *_rest), items, levels = read(only=Q(author__label="DUVAL M."))
    assert [levels.level(alpha.key, item).score for item in items] == [None, 100, None, None, None]


def test_planned_results_are_no_results(class_5a):
    assert Mark.objects.filter(code="PA").count() == 1
    (alpha, *_rest), items, levels = read(only=Q(evaluation=class_5a.evaluations["D2"]))
    assert levels.sight(alpha.key, items[4]).results == ()


def test_number_of_queries_is_the_same_for_a_pupil_and_for_a_class(class_5a, django_assert_num_queries):
    (entry,) = SocleEntry.objects.filter(version="2006", number=2311)
    for item in class_5a.items.values():
        ItemLink.objects.create(school=item.school, item=item, entry=entry)
    for accounts in (Account.objects.pupils().filter(last_name="ALPHA"), Account.objects.pupils()):
        with django_assert_num_queries(8):
            pupils, items, scale = pupils_of(accounts), items_of(), current_scale()
            marks_of(pupils, items, scale.values)
            decided_of(pupils)


def test_nothing_of_another_school_is_read(class_5a, other_school):
    with school_scope(other_school):
        build_5a(AccountFactory(profile="ENS"))
        (stranger,) = Account.objects.pupils().filter(last_name="ALPHA")
    pupils, items, levels = read()
    assert (len(pupils), len(items)) == (4, 5)
    assert stranger.pk not in {pupil.key for pupil in pupils}
    assert levels.level(stranger.pk, items[0]).score is None


def test_niveau_that_the_school_left_is_said(class_5a):
    assert all(item.referentiel.niveau.is_active for item in items_of())
    SchoolNiveau.objects.all().delete()
    assert not any(item.referentiel.niveau.is_active for item in items_of())


def test_items_that_are_asked_come_with_their_links(class_5a):
    entries = SocleEntry.objects.filter(version="2016", cycle=4, number__in=[13, 41], is_heading=False)
    for entry in entries.order_by("number"):
        ItemLink.objects.create(school=class_5a.teacher.school, item=class_5a.items["A11"], entry=entry)
    (item,) = items_of(Q(name="Placer une fraction"))
    assert [(link.version, link.cycle, link.entry) for link in item.links] == [("2016", 4, 13), ("2016", 4, 41)]
    assert (item.reference, item.coefficient) == ("5.A11", 2)


@pytest.mark.parametrize(
    ("reference", "is_own", "language"),
    [
        ("AGL1", False, (True, 132)),
        ("ESP2", False, (True, 134)),
        ("LVE", False, (True, None)),
        ("HEB1", False, (False, None)),
        ("MATHS", False, (False, None)),
        ("AGL1", True, (False, None)),
    ],
)
def test_language_of_a_matiere_is_that_of_the_national_list_p128(class_5a, reference, is_own, language):
    matiere = class_5a.matiere
    matiere.reference, matiere.is_own = reference, is_own
    matiere.save()
    found = items_of()[0].matiere
    assert (found.is_language, found.language) == language


def test_language_of_a_pupil_is_read_with_him_p128(class_5a):
    bravo = class_5a.pupils["BRAVO"]
    PupilLanguage.objects.create(school=bravo.school, pupil=bravo, language=134)
    assert [pupil.language for pupil in pupils_of(Account.objects.pupils())] == [None, 134, None, None]


def test_decisions_on_the_socle_are_read_p138(class_5a):
    alpha, bravo = class_5a.pupils["ALPHA"], class_5a.pupils["BRAVO"]
    signed = {"school": alpha.school, "decided_on": TODAY, "author_label": "DURAND P."}
    ItemValidation.objects.create(pupil=alpha, item_id=2311, state=0, **signed)
    PilierValidation.objects.create(pupil=bravo, pilier_id=10, state=1, **signed)
    found = decided_of(pupils_of(Account.objects.pupils()))
    assert {place: one.is_validated for place, one in found.entries.items()} == {(alpha.pk, 2311): False}
    assert {place: one.author for place, one in found.piliers.items()} == {(bravo.pk, 10): "DURAND P."}


def test_entries_of_the_grids_know_the_competences_on_a_language():
    spoken = {entry.domaine.pilier.key for entry in entries_of(lambda item: True) if entry.domaine.pilier.is_language}
    assert spoken == {2, 9}
    assert len(entries_of(lambda item: item.pilier_id == 10)) == 19


@pytest.mark.django_db
def test_cycle_has_eight_lines_and_its_composantes_p142():
    lines = cycle_lines(4, is_by_composante=False)
    assert [line.code for line in lines] == [
        "CPD_FRA",
        "CPD_ETR",
        "CPD_SCI",
        "CPD_ART",
        "MET_APP",
        "FRM_CIT",
        "SYS_NAT",
        "REP_MND",
    ]
    assert [sorted(line.components) for line in lines[2:5]] == [[13], [14], [21, 22, 23, 24]]
    assert len(cycle_lines(4, is_by_composante=True)) == 20


def test_degrees_of_the_tables_are_those_worked_by_hand_p142_p143(class_5a):
    linked = {"A10": (13,), "A11": (13, 41), "A20": (13,), "B11": (41, 43), "B10": (51,)}
    entries = {entry.number: entry for entry in SocleEntry.objects.filter(version="2016", cycle=4, is_heading=False)}
    for name, numbers in linked.items():
        for number in numbers:
            item = class_5a.items[name]
            ItemLink.objects.create(school=item.school, item=item, entry=entries[number])
    pupils, items, levels = read(ReportWindow())
    sheets = proposals(pupils, 4, cycle_lines(4, is_by_composante=False), items, levels)
    assert [str(sheet.proposals[2].share.percent) for sheet in sheets] == expected("W57")
    assert [str(sheet.proposals[6].degree) for sheet in sheets] == expected("W60")


# ---------------------------------------------------------------- the class of 2012


def _item_facts(item: Item) -> tuple[object, ...]:
    how = item.referentiel
    return (
        item.name,
        item.theme.name,
        item.theme.domaine.name,
        item.coefficient,
        item.links,
        how.niveau.is_active,
        how.method,
        how.limit,
        how.synthesis,
        how.matiere.label,
    )


def test_class_of_2012_stored_in_tables_is_read_whole(school):
    """Its figures are then those of test_releves_of_2012 and test_socle_of_2012, which start from the same."""
    stored_2012.store()
    pupils, items = pupils_of(Account.objects.pupils()), items_of()
    assert [(one.name, one.language) for one in pupils] == [(one.name, one.language) for one in class_2012.pupils()]
    by_reference = {item.full_reference: item for item in class_2012.items()}
    assert {item.full_reference: _item_facts(item) for item in items} == {
        reference: _item_facts(item) for reference, item in by_reference.items()
    }
    names = {pupil.key: pupil.name for pupil in (*pupils, *class_2012.pupils())}
    references = {item.key: item.full_reference for item in items}
    old_references = {item.key: item.full_reference for item in class_2012.items()}
    found = marks_of(pupils, items, current_scale().values)
    assert _series(found, names, references) == _series(class_2012.marks(), names, old_references)
    shares = Shares(items, Levels(found, ReportWindow(), current_scale().states))
    entry = next(one for one in entries_of(lambda item: item.id == 2111))
    assert shares.share(pupils[0], entry).percent == 100


def _series(marks, names, references):
    """What counts of each cell, by the names that both have."""
    return {
        (names[pupil], references[item]): sorted(
            (one.given_on, one.value, one.visible_on) for one in results if one.value is not None
        )
        for (pupil, item), results in marks.items()
    }


def test_school_says_the_language_of_its_own_matiere_p128(class_5a, client_as, admin):
    Matiere.objects.filter(pk=class_5a.matiere.pk).update(reference="ANGEU", label="Anglais euro", is_own=True)
    assert not items_of()[0].matiere.is_language
    address = reverse("schools:edit_own_matiere", args=[class_5a.matiere.pk])
    typed = {"reference": "ANGEU", "label": "Anglais euro"}
    refused = client_as(admin).post(address, typed | {"language": "klingon"})
    assert "Cette langue n'est plus dans la liste" in refused.content.decode().replace("&#x27;", "'").replace(
        "\xa0", " "
    )
    client_as(admin).post(address, typed | {"language": "anglais"})
    found = items_of()[0].matiere
    assert (found.is_language, found.language) == (True, Language.ANGLAIS)
    assert "établissement · anglais" in client_as(admin).get(reverse("schools:matieres")).content.decode()
