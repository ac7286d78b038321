"""The list of the people of one kind, cut in pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.text import slugify

from accounts.listed import LEFT_ON, PEOPLE
from accounts.models import Account, AccountQuerySet
from accounts.people.kinds import Column, Kind
from accounts.people.queries import holding
from sacoche.kit import listed
from sacoche.kit.heads import Head, SortedHeads
from sacoche.kit.listed import Listed
from schools.models import SchoolClass

PEOPLE_A_PAGE = 100


@dataclass(frozen=True)
class Cell:
    column: Column
    text: str


@dataclass(frozen=True)
class Row:
    person: Account
    cells: list[Cell]


@dataclass(frozen=True)
class Block:
    """Rows under a title: those of a class; a list that is not by class has a single block, without title."""

    title: str
    rows: list[Row]


@dataclass(frozen=True)
class PeopleList:
    """One page of the list."""

    page: Page
    blocks: list[Block]
    heads: list[Head]


def people_list(kind: Kind, criteria: dict[str, Any], *, number: str, order: str = "") -> PeopleList:
    """The page `number` of the people of that kind who match, in the order asked; the nearest page when there is none.

    Pupils are put in order within their class.
    """
    sorting = heads_of(kind, has_left=criteria["has_left"])
    people = matching(kind, **criteria)
    within = people.query.order_by[:2] if kind.is_by_class else ()
    page = Paginator(sorting.put(people, order, within=within), PEOPLE_A_PAGE).get_page(number)
    return PeopleList(page, _blocks(kind, page.object_list), sorting.heads(order))


def heads_of(kind: Kind, *, has_left: bool) -> SortedHeads[Account]:
    """The columns of the list: the names, those of the kind, the day of departure of those who have left."""
    columns: dict[str, tuple[str, tuple[str, ...]]] = {"nom": ("Nom et prénom", ("sort_key",))}
    columns |= {slugify(column.label): (column.label, column.order) for column in kind.columns}
    return SortedHeads(columns | ({"sortie": ("Sorti le", ("left_on", "sort_key"))} if has_left else {}))


def matching(
    kind: Kind,
    *,
    words: str = "",
    profile: str = "",
    school_class: SchoolClass | None = None,
    is_without_class: bool = False,
    has_left: bool = False,
) -> AccountQuerySet:
    """The people of that kind, in the order of their list."""
    people = holding(kind.people(), words)
    if profile:
        people = people.filter(profile=profile)
    if school_class:
        people = people.filter(school_class=school_class)
    if is_without_class:
        people = people.filter(school_class=None)
    return people.inactive() if has_left else people.active()


def people_table(kind: Kind, criteria: dict[str, Any]) -> Listed:
    """The same people as a table for a spreadsheet, all the pages."""
    columns = [listed.Column(column.label, column.in_spreadsheet) for column in kind.columns]
    if kind.is_by_class:
        columns.insert(0, listed.Column("Classe", lambda pupil: pupil.class_name))
    if criteria["has_left"]:
        columns.append(LEFT_ON)
    return PEOPLE.of(matching(kind, **criteria), *columns, title=kind.words.title.partition(" (")[0])


def _blocks(kind: Kind, people: Iterable[Account]) -> list[Block]:
    if not kind.is_by_class:
        return [Block("", [_row(kind, person) for person in people])]
    by_class = groupby(people, key=lambda person: person.school_class)
    return [
        Block(each.label if each else "Sans classe", [_row(kind, pupil) for pupil in pupils])
        for each, pupils in by_class
    ]


def _row(kind: Kind, person: Account) -> Row:
    return Row(person, [Cell(column, column.value(person)) for column in kind.columns])
