"""Writes on who has what: teachers their classes, groups and matières, pupils their groups and their class.

Doing twice is harmless. One gesture is one transaction; the journal has one line a class, group or matière.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Account, GroupMembership, GroupTeaching, MatiereTeaching, TeachingAssignment
from sacoche.kit.journal import record
from sacoche.kit.tenancy import current_school
from sacoche.kit.text import count
from schools.models import SchoolClass


class Tick(StrEnum):
    """What to do with a box. ON leaves the role as it is; ROLE gives the link and the role, PLAIN the link alone."""

    OFF = "off"
    ON = "on"
    ROLE = "role"
    PLAIN = "plain"


Key = tuple[Account, Any]
Cells = Mapping[Key, Tick]
# The journal names that many people, and counts the others.
_NAMED = 5


class GoneMeanwhile(Exception):
    """What was to be linked was deleted at the same moment: nothing was written."""


@dataclass(frozen=True)
class LinkKind:
    """A table of links: its model, the names of its two ends and of its role, the verbs of the journal."""

    model: Any
    row: str
    column: str
    give: str
    take: str
    role: str = ""
    # The column that says whether the role was given by somebody, for those that files give too.
    role_by_hand: str = ""
    give_role: str = ""
    take_role: str = ""


TEACHER_CLASSES = LinkKind(
    TeachingAssignment,
    "teacher",
    "school_class",
    give="accounts.assign",
    take="accounts.unassign",
    role="is_pp",
    role_by_hand="is_pp_by_hand",
    give_role="accounts.set_pp",
    take_role="accounts.unset_pp",
)
TEACHER_GROUPS = LinkKind(
    GroupTeaching, "teacher", "group", give="accounts.assign_group", take="accounts.unassign_group"
)
TEACHER_MATIERES = LinkKind(
    MatiereTeaching,
    "teacher",
    "matiere",
    give="accounts.assign_matiere",
    take="accounts.unassign_matiere",
    role="is_coordonnateur",
    give_role="accounts.set_coordonnateur",
    take_role="accounts.unset_coordonnateur",
)
PUPIL_GROUPS = LinkKind(GroupMembership, "pupil", "group", give="accounts.join_group", take="accounts.leave_group")


def set_links(*, actor: Account | None, kind: LinkKind, cells: Cells) -> None:
    """Make the boxes of one gesture what they are to be. Raises GoneMeanwhile."""
    with _nothing_gone():
        held = _held(kind, cells)
        wanted = {key for key, tick in cells.items() if tick != Tick.OFF}
        gone, new = held.keys() - wanted, wanted - held.keys()
        kind.model.objects.filter(pk__in=[held[key].pk for key in gone]).delete()
        links = [kind.model(**{kind.row: row, kind.column: column}) for row, column in new]
        kind.model.objects.bulk_create(links, ignore_conflicts=True)
        _record(kind.take, actor, gone)
        _record(kind.give, actor, new)
        if kind.role:
            _set_roles(kind, actor, cells)


def _held(kind: LinkKind, cells: Cells) -> dict[Key, Any]:
    rows = {row.pk: row for row, _ in cells}
    columns = {column.pk: column for _, column in cells}
    links = kind.model.objects.filter(**{f"{kind.row}__in": rows, f"{kind.column}__in": columns})
    found = (
        (rows[getattr(link, f"{kind.row}_id")], columns[getattr(link, f"{kind.column}_id")], link) for link in links
    )
    return {(row, column): link for row, column, link in found if (row, column) in cells}


def _set_roles(kind: LinkKind, actor: Account | None, cells: Cells) -> None:
    held = _held(kind, cells)
    for tick, verb in ((Tick.ROLE, kind.give_role), (Tick.PLAIN, kind.take_role)):
        has_role = tick == Tick.ROLE
        changed = {key: held[key] for key in held if cells[key] == tick and getattr(held[key], kind.role) != has_role}
        values = {kind.role: has_role}
        if has_role and kind.role_by_hand:
            values[kind.role_by_hand] = True
        kind.model.objects.filter(pk__in=[link.pk for link in changed.values()]).update(**values)
        _record(verb, actor, changed)


def place_pupils(*, actor: Account | None, classes: Mapping[Account, SchoolClass | None]) -> None:
    """Put each pupil in a class, or in none; those who are there already stay. Raises GoneMeanwhile."""
    with _nothing_gone():
        by_class: dict[SchoolClass | None, list[Account]] = defaultdict(list)
        for pupil, school_class in classes.items():
            if pupil.school_class_id != (school_class and school_class.pk):
                by_class[school_class].append(pupil)
        for school_class, pupils in by_class.items():
            Account.objects.filter(pk__in=[pupil.pk for pupil in pupils]).update(school_class=school_class)
            verb = "accounts.place" if school_class else "accounts.unplace"
            _record(verb, actor, [(pupil, school_class) for pupil in pupils])


@contextmanager
def _nothing_gone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise GoneMeanwhile from error


def _record(verb: str, actor: Account | None, keys: Collection[Key]) -> None:
    by_column: dict[Any, list[Account]] = defaultdict(list)
    for row, column in keys:
        by_column[column].append(row)
    for column, rows in by_column.items():
        rows.sort(key=lambda row: (row.sort_key, row.pk))
        ids = [row.pk for row in rows]
        record(verb, actor=actor, school=current_school(), what=str(column or ""), people=_people(rows), ids=ids)


def _people(rows: list[Account]) -> str:
    names = ", ".join(row.full_name for row in rows[:_NAMED])
    others = len(rows) - _NAMED
    return names if others <= 0 else f"{names} et {count(others, 'autre', 'autres')}"
