"""« Annuler cet import », for any file of pupils, staff or parents, and whatever somebody does meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account, Address, GroupMembership, TeachingAssignment
from imports import services
from imports.management import pipeline
from imports.models import ImportRun, ImportTrace
from imports.sources import sources
from sacoche.kit.tenancy import current_school
from schools.models import SchoolClass
from tests.imports.test_undo import TABLES

Row = tuple[str, ...]

NAMES = st.sampled_from(["ALPHA", "BRAVO", "CHARLI"])
FIRST_NAMES = st.sampled_from(["Ana", "Ben"])
CLASSES = st.sampled_from(["6A", "5A"])
GROUPS = st.sampled_from(["", "6LATIN", "6LATIN|5CHORALE"])
EMPTY = st.just("")


def numbered(letter: str) -> st.SearchStrategy[str]:
    return st.sampled_from([f"{letter}{number}" for number in range(1, 5)])


TITLES = {
    "tableur_eleves": "numéro;genre;nom;prénom;date de naissance;courriel;classe;groupes",
    "tableur_professeurs": "numéro;genre;nom;prénom;profil;courriel;classes;groupes",
    "tableur_parents": (
        "numéro;genre;nom;prénom;courriel;adresse1;adresse2;adresse3;adresse4;code postal;commune;pays;enfant1;enfant2"
    ),
}
ROWS = {
    "tableur_eleves": st.tuples(numbered("E"), EMPTY, NAMES, FIRST_NAMES, EMPTY, EMPTY, CLASSES, GROUPS),
    "tableur_professeurs": st.tuples(
        *(numbered("P"), EMPTY, NAMES, FIRST_NAMES, st.sampled_from(["ENS", "DIR"]), EMPTY),
        *(st.sampled_from(["", "6A", "6A|5A"]), GROUPS),
    ),
    "tableur_parents": st.tuples(
        *(numbered("R"), EMPTY, NAMES, FIRST_NAMES, EMPTY, st.sampled_from(["", "1 Rue A", "2 Rue B"])),
        *(EMPTY, EMPTY, EMPTY, st.just("57000"), st.sampled_from(["METZ", "NANCY"]), EMPTY),
        *(numbered("E"), st.sampled_from(["", "E1", "E2"])),
    ),
}
FILES = st.sampled_from(list(ROWS)).flatmap(
    lambda source: st.tuples(
        st.just(source), st.lists(ROWS[source], min_size=1, max_size=5, unique_by=lambda row: row[0])
    )
)


@dataclass(frozen=True)
class Edit:
    """What somebody writes in one row."""

    model: Any
    column: str
    value: Any


EDITS = (
    Edit(Account, "id_ent", "ent-1"),
    Edit(Account, "id_gepi", "gepi-1"),
    Edit(Account, "first_name", "Corrigé"),
    Edit(Address, "line2", "Bâtiment C"),
    Edit(TeachingAssignment, "is_pp", True),
    Edit(SchoolClass, "long_name", "Sixième des arts"),
    Edit(GroupMembership, "is_by_hand", True),
)


def import_now(source: str, rows: Sequence[Row]) -> ImportRun:
    data = "\n".join([TITLES[source], *(";".join(row) for row in rows)]).encode()
    pipeline.import_file(
        school=current_school(), source=sources.get(source), file_name="a.csv", data=data, is_activating=True
    )
    return ImportRun.objects.order_by("pk").last()


def rows_now() -> dict[tuple[str, int], dict]:
    """Every row that an import may change."""
    return {(model.__name__, row["id"]): row for model in TABLES for row in model.objects.order_by("pk").values()}


def columns_written(run: ImportRun, model: Any) -> dict[int, set[str]]:
    """What the import wrote in the rows of a table that are still there."""
    written: dict[int, set[str]] = {}
    for rows in ImportTrace.objects.filter(run=run, model=model._meta.label).values_list("rows", flat=True):
        for pk, _before, after in rows:
            written.setdefault(pk, set()).update(after or ())
    there = set(model.objects.filter(pk__in=written).values_list("pk", flat=True))
    return {pk: columns for pk, columns in written.items() if pk in there}


@pytest.fixture
def college(school):
    """A collège with classes, groups, teachers, parents and their addresses."""
    import_now(
        "tableur_eleves",
        [
            ("E1", "", "ALPHA", "Ana", "", "", "6A", "6LATIN"),
            ("E2", "", "BRAVO", "Ben", "", "", "5A", ""),
            ("E3", "", "DELTA", "Dan", "", "", "5A", "5CHORALE"),
        ],
    )
    import_now("tableur_professeurs", [("P1", "", "CHARLI", "Ana", "ENS", "", "6A|5A", "6LATIN")])
    address = ("1 Rue A", "", "", "", "57000", "METZ", "")
    import_now(
        "tableur_parents",
        [
            ("R1", "", "ALPHA", "Ben", "", *address, "E1", "E2"),
            ("R2", "", "BRAVO", "Ana", "", *address, "E2", ""),
        ],
    )
    return school


a_few_examples = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)


@a_few_examples
@given(file=FILES)
def test_undo_after_any_import_gives_the_college_back(college, file):
    with transaction.atomic():
        before = rows_now()
        run = import_now(*file)
        if ImportTrace.objects.filter(run=run).exists():
            services.undo(run=run, actor=None)
            run.refresh_from_db()
            assert run.summary["undo"]["refused"] == []
        assert rows_now() == before
        transaction.set_rollback(True)


def test_undo_names_the_person_whose_address_was_changed_since(college):
    run = import_now(
        "tableur_parents",
        [
            ("R1", "", "ALPHA", "Ben", "", "9 Rue Z", "", "", "", "57000", "METZ", "", "E1", "E2"),
            ("R2", "", "BRAVO", "Ana", "", "1 Rue A", "", "", "", "57000", "METZ", "", "E2", ""),
        ],
    )
    Address.objects.filter(account__last_name="ALPHA").update(line1="3 Rue C")
    services.undo(run=run, actor=None)
    run.refresh_from_db()
    assert run.summary["undo"]["refused"] == [["ALPHA Ben", "adresse : modifié depuis l'import"]]


@a_few_examples
@given(file=FILES, edit=st.sampled_from(EDITS), rank=st.integers(0, 3))
def test_undo_keeps_and_names_what_somebody_wrote_since_and_gives_the_rest_back(college, file, edit, rank):
    with transaction.atomic():
        before = rows_now()
        run = import_now(*file)
        written = columns_written(run, edit.model)
        candidates = sorted(written)
        if candidates:
            pk = candidates[rank % len(candidates)]
            edit.model.objects.filter(pk=pk).update(**{edit.column: edit.value})
            edited = edit.model.objects.get(pk=pk)
            services.undo(run=run, actor=None)
            run.refresh_from_db()
            assert getattr(edit.model.objects.get(pk=pk), edit.column) == edit.value
            after = rows_now()
            others = {key: row for key, row in before.items() if key != (edit.model.__name__, pk)}
            assert {key: after.get(key) for key in others} == others
            if edit.column in written[pk] or (edit.model.__name__, pk) not in before:
                assert name_of(edited) in {what for what, _why in run.summary["undo"]["refused"]}
        transaction.set_rollback(True)


def name_of(row: Any) -> str:
    """What the report calls a row: a class, else the person whom it is about."""
    if isinstance(row, SchoolClass):
        return f"classe {row.reference}"
    person = row if isinstance(row, Account) else getattr(row, "account", None) or getattr(row, "pupil", None)
    return (person or row.teacher).full_name
