"""What an import would change, without a database."""

import datetime

import pytest

from imports.brought.extraction import IncomingClass, IncomingGuardian, IncomingPupil
from imports.plan import (
    WRITING,
    ClassChange,
    Decision,
    FieldChange,
    GuardianRules,
    KnownClass,
    KnownPerson,
    Part,
    fingerprint,
    plan_classes,
    plan_users,
    separate,
)

BORN = datetime.date(2004, 4, 12)
LEFT = datetime.date(2013, 12, 31)
CLASSES = ["CM1", "CM2"]


def known(number: int, last_name: str = "MARTIN", first_name: str = "Léa", **values) -> KnownPerson:
    return KnownPerson(number, last_name, first_name, **({"class_reference": "CM2"} | values))


def gone(number: int, *names: str, **values) -> KnownPerson:
    return known(number, *names, is_active=False, left_on=LEFT, **values)


def incoming(line: int, last_name: str = "MARTIN", first_name: str = "Léa", **values) -> IncomingPupil:
    return IncomingPupil(line, last_name, first_name, **({"class_reference": "CM2"} | values))


def plan(existing, arriving, classes=CLASSES):
    return plan_users(existing=existing, incoming=arriving, class_references=classes)


def decisions(existing, arriving, classes=CLASSES) -> list[tuple]:
    return [
        (c.decision.value, c.known and c.known.id, c.incoming and c.incoming.line)
        for c in plan(existing, arriving, classes)
    ]


# --- The decision table -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("existing", "arriving", "expected"),
    [
        ([], [incoming(2, class_reference="")], [("ignore", None, 2)]),
        ([], [incoming(2)], [("add", None, 2)]),
        ([known(1)], [incoming(2, class_reference="")], [("keep", 1, 2)]),
        ([gone(1)], [incoming(2, class_reference="")], [("inactive", 1, 2)]),
        ([known(1)], [incoming(2, class_reference="CM1")], [("modify", 1, 2)]),
        ([gone(1)], [incoming(2)], [("reintegrate", 1, 2)]),
        ([known(1)], [incoming(2)], [("keep", 1, 2)]),
        ([known(1)], [], [("remove", 1, None)]),
        ([gone(1)], [], [("inactive", 1, None)]),
        ([], [incoming(2, class_reference="GONE")], [("ignore", None, 2)]),
        ([known(1)], [incoming(2, class_reference="GONE")], [("modify", 1, 2)]),
        ([gone(1)], [incoming(2, class_reference="GONE")], [("inactive", 1, 2)]),
    ],
)
def test_plan_users_each_case_of_the_table(existing, arriving, expected):
    assert decisions(existing, arriving) == expected


def test_plan_users_modification_is_told_field_by_field():
    existing = [known(1, reference="OLD", class_reference="CM1")]
    arriving = [incoming(2, reference="OLD", last_name="MARTÍN", gender="F", birth_date=BORN)]
    assert plan(existing, arriving)[0].changes == (
        FieldChange("gender", "Civilité", "", "F"),
        FieldChange("last_name", "Nom", "MARTIN", "MARTÍN"),
        FieldChange("birth_date", "Date de naissance", "", "12/04/2004"),
        FieldChange("class_reference", "Classe", "CM1", "CM2"),
    )


def test_plan_users_reintegration_says_which_exit_it_cancels():
    assert plan([gone(1)], [incoming(2)])[0].changes == (FieldChange("left_on", "Sortie", "31/12/2013", "aucune"),)


def test_plan_users_empty_values_never_erase():
    existing = [known(1, sconet_id=7, elenoet="8", reference="INE", gender="F", birth_date=BORN)]
    assert decisions(existing, [incoming(2)]) == [("keep", 1, 2)]


@pytest.mark.parametrize(
    ("values", "told", "is_proposed"),
    [
        ({}, "new@example.org", True),
        ({"email": "old@example.org"}, "new@example.org", True),
        ({"email": "old@example.org"}, "", False),
        ({"email": "own@example.org", "is_email_own": True}, "new@example.org", False),
        # The person took it away.
        ({"email": "", "is_email_own": True}, "new@example.org", False),
    ],
)
def test_plan_users_email_follows_the_file_unless_the_person_typed_his_own(values, told, is_proposed):
    changes = plan([known(1, **values)], [incoming(2, email=told)])[0].changes
    assert [change.field for change in changes] == (["email"] if is_proposed else [])


NEXT_MONTH = datetime.date(2014, 7, 1)


def crowd(*numbers: int) -> tuple[list[KnownPerson], list[IncomingPupil]]:
    """Pupils whom school and file agree on, so that the file is that of the whole school."""
    return (
        [known(number, f"AUTRE {number}") for number in numbers],
        [incoming(number, f"AUTRE {number}") for number in numbers],
    )


def test_plan_users_absent_pupil_whose_exit_is_planned_is_not_ticked():
    there, told = crowd(11, 12, 13)
    changes = plan([known(1, left_on=NEXT_MONTH), *there], told)
    assert [(c.decision.value, c.is_ticked) for c in changes if c.known.id == 1] == [("remove", False)]


@pytest.mark.parametrize(
    ("tells_exit", "planned", "told", "expected"),
    [
        (True, NEXT_MONTH, None, ("01/07/2014", "aucune")),
        (True, None, NEXT_MONTH, ("", "01/07/2014")),
        (True, NEXT_MONTH, NEXT_MONTH, None),
        (False, NEXT_MONTH, None, None),
    ],
)
def test_plan_users_planned_exit_changes_with_the_files_that_have_exits(tells_exit, planned, told, expected):
    arriving = incoming(2, exit_on=told, tells_exit=tells_exit)
    changes = plan([known(1, left_on=planned)], [arriving])[0].changes
    assert changes == ((FieldChange("left_on", "Sortie", *expected),) if expected else ())


def test_plan_users_guardian_made_by_hand_whose_children_left_is_apart_and_not_ticked():
    there = [KnownPerson(number, f"AUTRE {number}", "Luc", profile="TUT") for number in (11, 12, 13)]
    by_hand = KnownPerson(1, "MARTIN", "Sophie", profile="TUT", is_by_hand=True)
    arriving = [IncomingGuardian(number, f"AUTRE {number}", "Luc") for number in (11, 12, 13)]
    arriving.append(IncomingGuardian(2, "MARTIN", "Sophie"))
    changes = plan_users(existing=[by_hand, *there], incoming=arriving, rules=GuardianRules(frozenset({11, 12, 13})))
    told = [(c.decision.value, c.is_ticked, c.is_by_hand) for c in changes if c.known.id == 1]
    assert told == [("remove", False, True)]


# --- Matching ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("identifier", [{"sconet_id": 7}, {"elenoet": "7"}, {"reference": "INE"}])
def test_plan_users_identifier_and_name_of_two_accounts_ask_who_he_is(identifier):
    existing = [known(1, "MARTIN", "Léa"), known(2, "DURAND", "Zoé", **identifier)]
    arriving = [incoming(5, "MARTIN", "Léa", **identifier)]
    assert decisions(existing, arriving) == [("check", None, 5), ("keep", 1, None), ("keep", 2, None)]
    assert [reading.key for reading in plan(existing, arriving)[0].readings] == ["u-2", "u-1", "n-5"]


def test_plan_users_name_does_not_take_the_account_that_another_has_by_identifier():
    existing = [known(1, reference="INE")]
    arriving = [incoming(2), incoming(3, "MARTIN", "Léa-Rose", reference="INE")]
    assert decisions(existing, arriving) == [("add", None, 2), ("modify", 1, 3)]


def test_plan_users_never_attaches_to_another_identifier_without_a_question():
    assert decisions([known(1, reference="A")], [incoming(2, reference="B")]) == [("check", None, 2), ("keep", 1, None)]


def test_plan_users_homonyms_are_settled_by_birth_date():
    other = BORN.replace(year=2005)
    existing = [known(1, birth_date=other), known(2, birth_date=BORN)]
    arriving = [incoming(5, birth_date=BORN, class_reference="CM1"), incoming(6, birth_date=other)]
    assert decisions(existing, arriving) == [("modify", 2, 5), ("keep", 1, 6)]


def test_plan_users_homonyms_without_birth_date_are_settled_by_class():
    existing = [known(1, class_reference="CM2"), known(2, class_reference="CM1")]
    arriving = [incoming(5, class_reference="CM1"), incoming(6, class_reference="CM2")]
    assert decisions(existing, arriving) == [("keep", 2, 5), ("keep", 1, 6)]


def test_plan_users_homonyms_that_nothing_settles_are_not_guessed():
    existing = [known(1, class_reference="CM1"), known(2, class_reference="CM1")]
    arriving = [incoming(5), incoming(6)]
    assert decisions(existing, arriving) == [
        ("check", None, 5),
        ("check", None, 6),
        ("keep", 1, None),
        ("keep", 2, None),
    ]


def test_plan_users_active_account_goes_before_a_homonym_who_left():
    assert decisions([gone(1), known(2, class_reference="CM1")], [incoming(5)]) == [
        ("modify", 2, 5),
        ("inactive", 1, None),
    ]


def test_plan_users_names_typed_by_hand_are_matched_when_cleaned():
    assert plan([known(1, "martin", "LÉA")], [incoming(2)])[0].changes == (
        FieldChange("last_name", "Nom", "martin", "MARTIN"),
        FieldChange("first_name", "Prénom", "LÉA", "Léa"),
    )


def test_plan_users_accents_are_significant():
    assert plan([known(1, first_name="Lea")], [incoming(2)])[0].changes == (
        FieldChange("first_name", "Prénom", "Lea", "Léa"),
    )


# --- What is ticked ---------------------------------------------------------------------------------------------------


def test_plan_users_all_that_writes_is_ticked():
    existing = [known(number, f"N{number}") for number in range(10)]
    changes = plan(existing, [incoming(20 + number, f"N{number}") for number in range(9)] + [incoming(40)])
    assert [(c.decision.value, c.is_ticked) for c in changes if c.decision in WRITING] == [
        ("add", True),
        ("remove", True),
    ]


def test_plan_users_file_of_one_class_ticks_no_removal_s118():
    existing = [known(number, f"N{number}") for number in range(10)]
    changes = plan(existing, [incoming(20 + number, f"N{number}") for number in range(6)])
    assert [c.is_ticked for c in changes if c.decision == Decision.REMOVE] == [False] * 4


# --- Renamings --------------------------------------------------------------------------------------------------------

TWO = [("add", None, 5), ("remove", 1, None)]
ONE = [("rename", 1, 5)]


@pytest.mark.parametrize(
    ("account", "pupil", "expected"),
    [
        # Same class, two letters at most, accents apart.
        (known(1, "LEVEQUE", "Maelys"), incoming(5, "LÉVÊQUE", "Maëlys"), ONE),
        (known(1, "DUPOND", "Manon"), incoming(5, "DUPONT", "Mahon"), ONE),
        (known(1, "DUPONTEL", "Manon"), incoming(5, "DUPOMTEK", "Manon"), ONE),
        (known(1, "ROI", "Manon"), incoming(5, "ROY", "Manon"), ONE),
        (known(1, "MARTIN", "Noa"), incoming(5, "MARTIN", "Noah"), ONE),
        (known(1, "DUPOND", "Manon"), incoming(5, "DUBONT", "Manon"), ONE),
        (known(1, "ROY", "Léa"), incoming(5, "ROY", "Mia"), ONE),
        # Three letters, another class, no class.
        (known(1, "DUPONTEL", "Manon"), incoming(5, "DUPOMTEK", "Mahon"), TWO),
        (known(1, "ROY", "Léa"), incoming(5, "ROY", "Tom"), TWO),
        (known(1, "DUPOND", class_reference="CM1"), incoming(5, "DUPONT"), TWO),
        (known(1, "DUPOND", class_reference=""), incoming(5, "DUPONT"), TWO),
        (
            known(1, "DUPOND", class_reference=""),
            incoming(5, "DUPONT", class_reference="", is_class_optional=True),
            TWO,
        ),
        # Same birth date, and one of the two names, whatever the class.
        (known(1, "MARTIN", birth_date=BORN, class_reference="CM1"), incoming(5, "LE GOFF", birth_date=BORN), ONE),
        (known(1, "MARTIN", "Zoé", birth_date=BORN), incoming(5, "MARTIN", "Léa", birth_date=BORN), ONE),
        (known(1, "MARTIN", "Zoé", birth_date=BORN), incoming(5, "LE GOFF", "Léa", birth_date=BORN), TWO),
        # What says that they are two persons.
        (known(1, "DUPOND", birth_date=BORN.replace(year=2005)), incoming(5, "DUPONT", birth_date=BORN), TWO),
        (known(1, "DUPOND", reference="A"), incoming(5, "DUPONT", reference="B"), TWO),
    ],
)
def test_plan_users_renames_whoever_looks_like_the_one_who_left(account, pupil, expected):
    assert decisions([account], [pupil]) == expected


def test_plan_users_renames_nobody_when_two_could_be_the_one():
    leaving = [known(1, "DUPOND"), known(2, "DUPONS")]
    assert [decision for decision, *_ in decisions(leaving, [incoming(5, "DUPONT")])] == ["add", "remove", "remove"]
    arriving = [incoming(5, "DUPONT"), incoming(6, "DUPONS")]
    assert [decision for decision, *_ in decisions([known(1, "DUPOND")], arriving)] == ["add", "add", "remove"]


def test_plan_users_renames_nobody_who_is_in_the_file_without_a_class():
    arriving = [incoming(5, "DUPOND", class_reference=""), incoming(6, "DUPONT")]
    assert decisions([known(1, "DUPOND")], arriving) == [("keep", 1, 5), ("add", None, 6)]


@pytest.mark.parametrize(("born", "is_ticked"), [(BORN, True), (None, False)])
def test_plan_users_renaming_tells_what_changes_and_is_ticked_when_birth_dates_agree(born, is_ticked):
    existing = [
        known(1, "LEVEQUE", birth_date=born),
        *(known(number, f"ÉLÈVE {number * 1111}") for number in range(2, 6)),
    ]
    arriving = [incoming(20 + number, f"ÉLÈVE {number * 1111}") for number in range(2, 6)] + [
        incoming(9, "LÉVÊQUE", birth_date=born)
    ]
    renaming = next(change for change in plan(existing, arriving) if change.decision == Decision.RENAME)
    assert (renaming.key, renaming.is_ticked) == ("r-1-9", is_ticked)
    assert renaming.changes == (FieldChange("last_name", "Nom", "LEVEQUE", "LÉVÊQUE"),)


def test_plan_users_file_of_one_class_ticks_no_renaming_s118():
    existing = [known(1, "LEVEQUE"), known(2, "AUTRE"), known(3, "ENCORE")]
    changes = plan(existing, [incoming(9, "LÉVÊQUE")])
    assert [(c.decision.value, c.is_ticked) for c in changes] == [
        ("rename", False),
        ("remove", False),
        ("remove", False),
    ]


def test_separate_leaves_an_exit_already_planned_as_it_is():
    changes = separate(plan([known(1, "LEVEQUE", left_on=NEXT_MONTH)], [incoming(2, "LÉVÊQUE")]), {"r-1-2"})
    assert [(c.decision.value, c.is_ticked) for c in changes] == [("add", True), ("remove", False)]


def test_separate_makes_of_a_renaming_one_more_and_one_less():
    changes = separate(plan([known(1, "LEVEQUE")], [incoming(2, "LÉVÊQUE")]), {"r-1-2"})
    assert [(c.decision.value, c.key) for c in changes] == [("add", "n-2"), ("remove", "u-1")]


# --- Classes ----------------------------------------------------------------------------------------------------------


def arriving_class(reference: str) -> IncomingClass:
    return IncomingClass(reference, "CP", reference, reference)


def test_plan_classes_keeps_adds_and_deletes_by_reference():
    changes = plan_classes(
        existing=[KnownClass(1, "OLD"), KnownClass(2, "SAME"), KnownClass(3, "FULL", is_needed=True)],
        incoming=[arriving_class("SAME"), arriving_class("NEW")],
    )
    assert [(c.decision.value, c.key, c.is_ticked) for c in changes] == [
        ("remove", "c-1", True),
        ("keep", "c-2", False),
        ("remove", "c-3", False),
        ("add", "n-NEW", True),
    ]


def test_plan_classes_says_all_that_it_decides():
    same, old, mine, full, theirs = (
        KnownClass(1, "SAME", uai="A"),
        KnownClass(2, "CP_OLD"),
        KnownClass(3, "GONE", uai="A"),
        KnownClass(4, "FULL", is_needed=True, uai="A"),
        KnownClass(5, "THEIRS", uai="B"),
    )
    kept, new = IncomingClass("SAME", "CP", "SAME", "SAME"), IncomingClass("NEW", "CP", "NEW", "NEW")
    renamed = IncomingClass("CP_NEW", "CP", "CP", "CP", former_reference="CP_OLD")
    changes = plan_classes(
        existing=[same, old, mine, full, theirs],
        incoming=[kept, new, renamed],
        part=Part(uai="A", known=frozenset({"A", "B"})),
    )
    assert sorted(changes, key=lambda change: change.key) == [
        ClassChange(Decision.KEEP, "c-1", known=same, incoming=kept),
        ClassChange(Decision.RENAME, "c-2", known=old, incoming=renamed, is_ticked=True, renamed_from="CP_OLD"),
        ClassChange(Decision.REMOVE, "c-3", known=mine, is_ticked=True),
        ClassChange(Decision.REMOVE, "c-4", known=full),
        ClassChange(Decision.KEEP, "c-5", known=theirs),
        ClassChange(Decision.ADD, "n-NEW", incoming=new, is_ticked=True),
    ]


@pytest.mark.parametrize("doubt", [{"is_partial": True}, {"occupied": ("GONE",)}, {"part": Part(known=("A", "B"))}])
def test_plan_classes_deletion_that_is_not_sure_is_not_ticked(doubt):
    gone = KnownClass(1, "GONE")
    assert plan_classes(existing=[gone], incoming=[], **doubt) == [ClassChange(Decision.REMOVE, "c-1", known=gone)]


@pytest.mark.parametrize(
    ("known", "is_renamed"),
    [
        (["OLD"], True),
        ([], False),  # the school never had it
        (["OLD", "NEW"], False),  # the school has the new one already
    ],
)
def test_plan_classes_former_reference_is_taken_once_and_only_when_it_is_free(known, is_renamed):
    incoming = [IncomingClass(name, "CP", name, name, former_reference="OLD") for name in ("NEW", "OTHER")]
    changes = plan_classes(existing=[KnownClass(rank, name) for rank, name in enumerate(known)], incoming=incoming)
    renamed = [change.incoming.reference for change in changes if change.decision == Decision.RENAME]
    assert renamed == (["NEW"] if is_renamed else ["OTHER"] if "NEW" in known else [])


def test_plan_classes_file_of_one_class_ticks_no_deletion_s118():
    changes = plan_classes(existing=[KnownClass(1, "OLD")], incoming=[], is_partial=True)
    assert [c.is_ticked for c in changes] == [False]


def test_fingerprint_differs_as_soon_as_one_decision_does():
    before, after = plan([known(1)], [incoming(2)]), plan([known(1, class_reference="CM1")], [incoming(2)])
    assert fingerprint(before) == fingerprint(plan([known(1)], [incoming(2)])) != fingerprint(after)
