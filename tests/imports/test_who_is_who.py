"""Who is who: the rule, case by case, without a database; then what a plan makes of it."""

import datetime

import pytest

from imports.brought.extraction import IncomingChild, IncomingGuardian, IncomingPupil, IncomingStaff
from imports.plan import SEVERAL, GuardianRules, KnownPerson, Part, StaffRules, clashes, plan_users, settle_doubts
from imports.plan.who import identifier_key, is_witnessed, names_agree
from tests.imports.counting import calls_of

BORN = datetime.date(2012, 4, 12)
OTHER = datetime.date(2013, 5, 13)
INE = "070832327JA"
CLASSES = ["6A", "5A"]


def account(number: int, last_name: str, first_name: str, born=None, **values) -> KnownPerson:
    return KnownPerson(number, last_name, first_name, birth_date=born, **({"class_reference": "6A"} | values))


def pupil(line: int, last_name: str, first_name: str, born=None, **values) -> IncomingPupil:
    return IncomingPupil(line, last_name, first_name, birth_date=born, **({"class_reference": "6A"} | values))


def planned(existing, arriving, rules=None, part=None) -> list[tuple]:
    """Each decision: what, the account, the line, whether it is ticked."""
    more = {"part": part} if part else {}
    changes = plan_users(existing=existing, incoming=arriving, class_references=CLASSES, rules=rules, **more)
    return [
        (c.decision.value, c.known.id if c.known else None, c.incoming.line if c.incoming else None, c.is_ticked)
        for c in changes
    ]


# --- The witness of an identifier -------------------------------------------------------------------------------------

PUPIL = ("LAGRUME", "Tom", BORN, "M")
WITNESSES = [
    # Names, birth date and gender of the file; whether a pupil is the one of the account, by his INE, by a number.
    (("LAGRUME", "Tom", BORN, "M"), True, True),
    (("LAGRUMME", "Tom", None, ""), True, True),
    (("LAGRUME", "Tom", OTHER, ""), True, True),
    (("LAGRUME", "Thomas", BORN, "M"), True, True),
    (("LAGRUME-MARTIN", "Tom", None, ""), True, True),
    # A changed surname, with the same first name.
    (("MARTIN", "Tom", BORN, "M"), True, True),
    (("MARTIN", "Tom", None, ""), True, False),
    (("MARTIN", "Tom", OTHER, ""), False, False),
    # A brother, a sister.
    (("LAGRUME", "Hugo", None, "M"), True, True),
    (("LAGRUME", "Zoé", None, "F"), False, False),
    (("LAGRUME", "Hugo", OTHER, "M"), False, False),
    # The birth date alone; another child.
    (("PAQUERET", "Noé", BORN, "M"), True, True),
    (("PAQUERET", "Zoé", BORN, "F"), False, False),
    (("PAQUERET", "Zoé", OTHER, "F"), False, False),
    (("PAQUERET", "Zoé", None, ""), False, False),
]


@pytest.mark.parametrize(("told", "by_ine", "by_number"), WITNESSES)
def test_identifier_of_a_pupil_needs_a_witness(told, by_ine, by_number):
    last_name, first_name, born, gender = told
    for value, expected in ((INE, by_ine), ("12", by_number)):
        known = account(1, *PUPIL[:3], gender=PUPIL[3], reference=value)
        person = pupil(2, last_name, first_name, born, gender=gender, reference=value)
        assert is_witnessed(known, person, is_pupil=True, identifier="reference") is expected


@pytest.mark.parametrize(
    ("last_name", "first_name", "born", "expected"),
    [
        ("LAGRUME", "Tom", None, True),
        ("LAGRUME", "Tom", OTHER, True),
        ("LAGRUMME", "Tom", None, True),
        ("MARTIN", "Tom", BORN, True),
        # Whoever lives with him, whoever has his first name.
        ("LAGRUME", "Anne", None, False),
        ("MARTIN", "Tom", None, False),
    ],
)
def test_identifier_of_staff_and_guardians_needs_both_names_or_the_birth_date(last_name, first_name, born, expected):
    known = account(1, "LAGRUME", "Tom", BORN, profile="ENS", sconet_id=7)
    person = IncomingStaff(2, last_name, first_name, profile="ENS", birth_date=born, sconet_id=7)
    assert is_witnessed(known, person, is_pupil=False, identifier="sconet_id") is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("dupond", "dupont", True),
        ("roi", "roy", True),
        ("lea", "mia", False),
        ("li", "xu", False),
        ("lea", "lea rose", True),
        ("martin", "le goff", False),
    ],
)
def test_names_agree_when_few_letters_of_them_differ(one, other, expected):
    assert names_agree(one, other) is names_agree(other, one) is expected


@pytest.mark.parametrize("written", ["00ab12", "AB 12", "ab12", " 0AB12"])
def test_identifiers_differ_neither_by_case_nor_spaces_nor_zeros(written):
    assert identifier_key(written) == identifier_key("AB12")
    existing = [account(1, "LAGRUME", "Tom", BORN, reference="00AB12")]
    assert planned(existing, [pupil(2, "LAGRUMME", "Tom", BORN, reference=written.strip())])[0][:2] == ("modify", 1)


def test_zeros_that_a_spreadsheet_took_are_given_back_and_never_taken_again():
    short, whole = account(1, "A", "Ana", reference="123"), account(1, "A", "Ana", reference="00123")
    assert planned([short], [pupil(2, "A", "Ana", reference="00123")]) == [("modify", 1, 2, True)]
    assert planned([whole], [pupil(2, "A", "Ana", reference="123")]) == [("keep", 1, 2, False)]


# --- What a plan makes of it ------------------------------------------------------------------------------------------

TOM, ANA = ("LAGRUME", "Tom", BORN), ("MIRABEAU", "Ana", OTHER)
CASES = {
    "same names and birth date, another INE: the number is what changes": (
        [account(1, *TOM, reference=INE)],
        [pupil(2, *TOM, reference="999999999ZZ")],
        [("modify", 1, 2, True)],
    ),
    "the same for somebody who had left": (
        [account(1, *TOM, reference=INE, is_active=False, left_on=OTHER)],
        [pupil(2, *TOM, reference="999999999ZZ")],
        [("reintegrate", 1, 2, True)],
    ),
    "an INE typed for another child": (
        [account(1, *TOM, reference=INE)],
        [pupil(2, "PAQUERET", "Zoé", datetime.date(2014, 1, 1), reference=INE)],
        [("check", None, 2, False), ("keep", 1, None, False)],
    ),
    "an INE of a child who left, typed for another": (
        [account(1, *TOM, reference=INE, is_active=False, left_on=OTHER)],
        [pupil(2, "PAQUERET", "Zoé", reference=INE)],
        [("check", None, 2, False), ("inactive", 1, None, False)],
    ),
    "twins exchanged": (
        [account(1, "LAGRUME", "Tom", BORN, reference="A"), account(2, "LAGRUME", "Léo", BORN, reference="B")],
        [pupil(2, "LAGRUME", "Tom", BORN, reference="B"), pupil(3, "LAGRUME", "Léo", BORN, reference="A")],
        [("check", 1, 2, False), ("check", 2, 3, False)],
    ),
    "twins exchanged, without birth dates": (
        [account(1, "LAGRUME", "Tom", reference="A"), account(2, "LAGRUME", "Léo", reference="B")],
        [pupil(2, "LAGRUME", "Tom", reference="B"), pupil(3, "LAGRUME", "Léo", reference="A")],
        [("check", None, 2, False), ("check", None, 3, False), ("keep", 1, None, False), ("keep", 2, None, False)],
    ),
    "a changed surname under the same INE": (
        [account(1, *TOM, reference=INE)],
        [pupil(2, "MARTIN", "Tom", reference=INE)],
        [("modify", 1, 2, True)],
    ),
    "the same names, another birth date, no number": (
        [account(1, *TOM)],
        [pupil(2, "LAGRUME", "Tom", OTHER)],
        [("check", None, 2, False), ("keep", 1, None, False)],
    ),
    "the same names, another birth date, another number: another child": (
        [account(1, *TOM, reference="A"), account(2, *ANA), account(3, "C", "Clo"), account(4, "D", "Dan")],
        [pupil(2, "LAGRUME", "Tom", OTHER, reference="B"), pupil(3, *ANA), pupil(4, "C", "Clo"), pupil(5, "D", "Dan")],
        [
            ("add", None, 2, True),
            ("keep", 2, 3, False),
            ("keep", 3, 4, False),
            ("keep", 4, 5, False),
            ("remove", 1, None, True),
        ],
    ),
    "a line left out keeps the account as it is": (
        [account(1, *TOM)],
        [pupil(2, *TOM, class_reference="5A", is_left_out=True)],
        [("keep", 1, 2, False)],
    ),
    "a number that frees itself in the same file is taken": (
        [account(1, *TOM, reference="A"), account(2, *ANA, reference="B")],
        [pupil(2, *TOM, reference="B"), pupil(3, *ANA, reference="C")],
        [("modify", 1, 2, True), ("modify", 2, 3, True)],
    ),
}


@pytest.mark.parametrize(("existing", "arriving", "expected"), CASES.values(), ids=CASES)
def test_who_is_who_among_pupils(existing, arriving, expected):
    assert planned(existing, arriving) == expected


def teacher(line: int, last_name: str, first_name: str, **values) -> IncomingStaff:
    return IncomingStaff(line, last_name, first_name, **({"profile": "ENS"} | values))


def test_head_and_teacher_who_share_a_number_never_become_one_another():
    existing = [account(1, "BRUYERE", "Anne", profile="ENS", sconet_id=7)]
    arriving = [teacher(2, "COQUELICOT", "Paul", profile="DIR", sconet_id=7)]
    assert planned(existing, arriving, StaffRules()) == [("check", None, 2, False), ("keep", 1, None, False)]


def test_teacher_who_becomes_head_is_the_same_person_by_number_and_names():
    existing = [account(1, "BRUYERE", "Anne", profile="ENS", sconet_id=7)]
    arriving = [teacher(2, "BRUYERE", "Anne", profile="DIR", sconet_id=7)]
    assert planned(existing, arriving, StaffRules()) == [("modify", 1, 2, True)]


def test_mother_and_father_whose_numbers_are_exchanged_are_asked_about():
    existing = [
        account(1, "MARTIN", "Ana", profile="TUT", sconet_id=1),
        account(2, "MARTIN", "Luc", profile="TUT", sconet_id=2),
    ]
    child = (IncomingChild(1, reference="E"),)
    arriving = [
        IncomingGuardian(2, "MARTIN", "Ana", sconet_id=2, children=child),
        IncomingGuardian(3, "MARTIN", "Luc", sconet_id=1, children=child),
    ]
    found = planned(existing, arriving, GuardianRules(frozenset({2, 3})))
    assert [decision for decision, *_ in found] == ["check", "check", "keep", "keep"]


def test_file_whose_every_number_is_shifted_by_one_line_changes_nobody():
    names = [f"ÉLÈVE {letter}" for letter in "ABCDEFGHIJ"]
    existing = [account(n, name, "Léa", BORN.replace(day=n), reference=f"N{n}") for n, name in enumerate(names, 1)]
    arriving = [
        pupil(n + 1, name, "Léa", BORN.replace(day=n), reference=f"N{n % 10 + 1}") for n, name in enumerate(names, 1)
    ]
    assert planned(existing, arriving) == [("check", n, n + 1, False) for n in range(1, 11)]


def test_numbers_of_two_people_who_left_the_same_name_are_not_mixed_by_the_names_in_the_file():
    existing = [account(1, *TOM, reference="A"), account(2, *TOM, reference="B")]
    found = planned(existing, [pupil(2, *TOM, reference="A")])
    assert found == [("keep", 1, 2, False), ("remove", 2, None, False)]


def homonyms(number: int, *, is_numbered: bool) -> tuple[list[KnownPerson], list[IncomingPupil]]:
    existing = [account(n, "MARTIN", "Léa", reference=f"A{n}" if is_numbered else "") for n in range(number)]
    return existing, [pupil(n, "MARTIN", "Léa", reference=f"B{n}" if is_numbered else "") for n in range(number)]


@pytest.mark.parametrize("is_numbered", [False, True])
def test_three_thousand_homonyms_change_nobody_in_a_number_of_calls_that_grows_with_theirs(
    is_numbered,
):
    found = planned(*homonyms(3000, is_numbered=is_numbered))
    assert {decision for decision, *_ in found} == ({"check", "keep"} if is_numbered else {"keep"})
    planned(*homonyms(10, is_numbered=is_numbered))  # What is only done once.
    few, many = (homonyms(number, is_numbered=is_numbered) for number in (250, 1000))
    assert calls_of(lambda: planned(*many)) < 4.4 * calls_of(lambda: planned(*few))


# --- Somebody chooses -------------------------------------------------------------------------------------------------


def doubt():
    changes = plan_users(
        existing=[account(1, *TOM, reference=INE)],
        incoming=[pupil(2, "PAQUERET", "Zoé", OTHER, reference=INE)],
        class_references=CLASSES,
    )
    return changes, changes[0]


def test_doubt_settled_as_the_account_changes_it_alone():
    changes, check = doubt()
    settled = settle_doubts(changes, {check.key: "u-1"})
    assert [(c.decision.value, c.key, c.is_ticked) for c in settled] == [("modify", "u-1", True)]


def test_doubt_settled_as_somebody_else_adds_him_and_leaves_the_account():
    changes, check = doubt()
    settled = settle_doubts(changes, {check.key: "n-2"})
    assert [(c.decision.value, c.key) for c in settled] == [("add", "n-2"), ("keep", "u-1")]


@pytest.mark.parametrize("answer", ["", "u-99", "n-3"])
def test_doubt_left_or_answered_by_what_was_not_asked_stays(answer):
    changes, check = doubt()
    assert [c.decision.value for c in settle_doubts(changes, {check.key: answer})] == ["check", "keep"]


def test_account_chosen_for_two_people_is_refused():
    changes = plan_users(
        existing=[account(1, *TOM, reference=INE)],
        incoming=[pupil(2, "PAQUERET", "Zoé", OTHER, reference=INE), pupil(3, "LAGRUME", "Tom", OTHER)],
        class_references=CLASSES,
    )
    assert clashes(changes, {"d-2": "u-1", "d-3": "u-1"}) == {"d-2", "d-3"}
    assert clashes(changes, {"d-2": "n-2", "d-3": "u-1"}) == set()


# --- Cité scolaire ----------------------------------------------------------------------------------------------------

COLLEGE, LYCEE = "0751234J", "0751235K"


@pytest.mark.parametrize(
    ("of_account", "of_file", "expected"),
    [
        (COLLEGE, COLLEGE, ("remove", True)),
        (LYCEE, COLLEGE, ("keep", False)),
        (COLLEGE, LYCEE, ("keep", False)),
        # The files of both name her: neither says alone that she is gone.
        (SEVERAL, COLLEGE, ("keep", False)),
        (SEVERAL, "", ("remove", False)),
        # Nobody knows what it came with: it may be of the other part.
        ("", COLLEGE, ("remove", False)),
        (COLLEGE, "", ("remove", False)),
    ],
)
def test_file_of_one_part_of_a_cite_closes_nobody_of_the_other(of_account, of_file, expected):
    there = [account(n, f"ÉLÈVE {n}", "Léa", uai=of_file) for n in range(10, 20)]
    told = [pupil(n, f"ÉLÈVE {n}", "Léa") for n in range(10, 20)]
    part = Part(of_file, COLLEGE, frozenset({COLLEGE, LYCEE}))
    found = planned([account(1, *TOM, uai=of_account), *there], told, part=part)
    assert [(decision, ticked) for decision, known, _, ticked in found if known == 1] == [expected]


def test_file_of_a_school_of_one_part_closes_as_before_those_of_before():
    part = Part(COLLEGE, COLLEGE, frozenset())
    there, told = [account(n, f"N{n}", "Léa") for n in range(10, 20)], [pupil(n, f"N{n}", "Léa") for n in range(10, 20)]
    assert planned([account(1, *TOM), *there], told, part=part)[-1] == ("remove", 1, None, True)
