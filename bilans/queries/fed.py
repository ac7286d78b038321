"""What feeds some items of the socle of 2006, and the results there: what a grid of validations asks for at each look.

As `inputs` reads them, in fewer queries: one of items with their links, one of results.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.db.models import BigIntegerField, DateField, QuerySet

from bilans.computing.grid_percents import Fed
from bilans.computing.inputs import Domaine, Item, Marks, Matiere, Niveau, Referentiel, Synthesis, Theme
from bilans.computing.percentages import VERSION
from bilans.queries.inputs import matiere_of
from evaluations.models import PLANNED, Mark
from evaluations.scoring.methods import Method
from evaluations.scoring.series import LookBack, Result
from referentiels.models import ItemLink
from referentiels.queries.pages import displayed_reference
from referentiels.queries.places import active_niveaux
from referentiels.tree import SocleLink
from sacoche.kit.prepared import Given, PreparedForSome
from sacoche.kit.tenancy import current_school
from schools.models import SchoolNiveau

_THEME = "item__theme__"
_DOMAINE = f"{_THEME}domaine__"
_ABOVE = f"{_DOMAINE}referentiel__"
_FACTS = {
    "entry": "entry__number",
    "item": "item_id",
    "name": "item__name",
    "coefficient": "item__coefficient",
    "item_reference": "item__reference",
    "item_order": "item__order",
    "theme": "item__theme_id",
    "theme_name": f"{_THEME}name",
    "theme_reference": f"{_THEME}reference",
    "theme_order": f"{_THEME}order",
    "domaine": f"{_THEME}domaine_id",
    "domaine_name": f"{_DOMAINE}name",
    "domaine_reference": f"{_DOMAINE}reference",
    "domaine_code": f"{_DOMAINE}code",
    "referentiel": f"{_DOMAINE}referentiel_id",
    "method": f"{_ABOVE}method",
    "limit": f"{_ABOVE}limit",
    "look_back": f"{_ABOVE}look_back",
    "synthesis": f"{_ABOVE}synthesis",
    "matiere": f"{_ABOVE}matiere_id",
    "matiere_reference": f"{_ABOVE}matiere__reference",
    "matiere_label": f"{_ABOVE}matiere__label",
    "is_own": f"{_ABOVE}matiere__is_own",
    "matiere_language": f"{_ABOVE}matiere__language",
    "niveau": f"{_ABOVE}niveau_id",
    "niveau_reference": f"{_ABOVE}niveau__reference",
    "niveau_label": f"{_ABOVE}niveau__label",
}


def fed_by(entries: Collection[int]) -> tuple[Item, ...]:
    """The items of active niveaux that feed these entries, in the order of documents; one query."""
    rows = (
        ItemLink.objects.filter(entry__version=VERSION, entry__number__in=entries)
        .filter(**{f"{_ABOVE}niveau__in": active_niveaux()})
        .order_by(
            f"{_ABOVE}matiere__rank",
            f"{_ABOVE}matiere__label",
            f"{_ABOVE}matiere__reference",
            f"{_ABOVE}niveau__order",
            f"{_ABOVE}niveau__reference",
            f"{_DOMAINE}order",
            f"{_THEME}domaine",
            f"{_THEME}order",
            "item__theme",
            "item__order",
            "item",
        )
    )
    held: dict[int, list[SimpleNamespace]] = {}
    for values in rows.values_list(*_FACTS.values()):
        row = SimpleNamespace(**dict(zip(_FACTS, values, strict=True)))
        held.setdefault(row.item, []).append(row)
    places = _Places()
    return tuple(places.item(rows) for rows in held.values())


class _Places:
    """The place of each item, made once and shared by what stands under it."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], Any] = {}

    def item(self, rows: Sequence[Any]) -> Item:
        """An item, from its rows: one for each entry that it feeds."""
        row = rows[0]
        links = tuple(SocleLink(VERSION, 0, each.entry) for each in rows)
        return Item(row.item, row.name, _reference(row), self._theme(row), row.coefficient, links)

    def _theme(self, row: Any) -> Theme:
        domaine = self._once("domaine", row.domaine, lambda: Domaine(row.domaine, row.domaine_name, self._above(row)))
        return self._once("theme", row.theme, lambda: Theme(row.theme, row.theme_name, domaine))

    def _above(self, row: Any) -> Referentiel:
        matiere = self._once("matiere", row.matiere, lambda: _matiere(row))
        niveau = Niveau(row.niveau, row.niveau_reference, row.niveau_label)
        how = Method(row.method), row.limit, LookBack(row.look_back), Synthesis(row.synthesis)
        return self._once("referentiel", row.referentiel, lambda: Referentiel(row.referentiel, matiere, niveau, *how))

    def _once(self, kind: str, key: int, make: Callable[[], Any]) -> Any:
        if (kind, key) not in self._known:
            self._known[kind, key] = make()
        return self._known[kind, key]


def _matiere(row: Any) -> Matiere:
    return matiere_of(row.matiere, row.matiere_reference, row.matiere_label, row.is_own, row.matiere_language)


def _reference(row: Any) -> str:
    domaine: Any = SimpleNamespace(reference=row.domaine_reference, code=row.domaine_code)
    theme: Any = SimpleNamespace(reference=row.theme_reference, order=row.theme_order)
    item: Any = SimpleNamespace(reference=row.item_reference, order=row.item_order)
    return displayed_reference(row.niveau_reference, domaine, theme, item)


def _write_feeding(entries: list[Given]) -> QuerySet[ItemLink, tuple[Any, ...]]:
    about = ("matiere", "matiere_reference", "matiere_label", "is_own", "matiere_language")
    names = ("entry", "item", "method", "limit", *about)
    school = Given("school", BigIntegerField())
    links = ItemLink.objects.filter(school=school, entry__version=VERSION, entry__number__in=entries)
    active = SchoolNiveau.objects.filter(school=school).values("niveau")
    return links.filter(**{f"{_ABOVE}niveau__in": active}).order_by().values_list(*(_FACTS[name] for name in names))


_feeding = PreparedForSome(_write_feeding)


def feeding_lines(entries: Collection[int]) -> list[Fed]:
    """Which items of active niveaux feed these entries, as a whole grid needs them; one query."""
    matieres: dict[int, Matiere] = {}
    found = []
    for entry, item, method, limit, key, *about in _feeding(list(entries), school=current_school().pk):
        if key not in matieres:
            matieres[key] = matiere_of(key, *about)
        found.append(Fed(entry, item, matieres[key], (method, limit)))
    return found


# A pupil, an item, the language of the pupil when it was asked, and the codes there, oldest first: by the thousand.
Cell = tuple[int, int, int | None, list[str]]


def codes_of(
    pupils: Collection[int], items: Collection[int], *, until: datetime.date | None, with_language: bool
) -> list[Cell]:
    """The codes of each pupil on each item where he has some; one query."""
    given: dict[str, Any] = {"school": current_school().pk} | ({} if until is None else {"until": until})
    ask = _codes(has_end=until is not None, with_language=with_language)
    return _cells(ask(list(pupils), list(items), **given))


@cache
def _codes(*, has_end: bool, with_language: bool) -> PreparedForSome[tuple[Any, ...]]:
    """The question of `codes_of`, written once of each kind: a grid asks it at each look."""

    def write(pupils: list[Given], items: list[Given]) -> QuerySet[Mark, tuple[Any, ...]]:
        school = Given("school", BigIntegerField())
        marks = Mark.objects.filter(school=school, pupil__id__in=pupils, item__id__in=items).exclude(code=PLANNED)
        if has_end:
            marks = marks.filter(given_on__lte=Given("until", DateField()))
        facts = ["pupil_id", "item_id", "code", *(["pupil__socle_language__language"] if with_language else [])]
        return marks.order_by("pupil_id", "item_id", "given_on", "evaluation_id").values_list(*facts)

    return PreparedForSome(write)


def _cells(rows: Iterable[tuple[Any, ...]]) -> list[Cell]:
    """The rows by cell: by the thousand, so nothing is made for a row but what it adds."""
    cells: list[Cell] = []
    pupil = item = None
    codes: list[str] = []
    for row in rows:
        if row[1] != item or row[0] != pupil:
            pupil, item, codes = row[0], row[1], []
            cells.append((row[0], row[1], row[3] if len(row) > 3 else None, codes))
        codes.append(row[2])
    return cells


def marks_with_languages(
    pupils: Collection[int], items: Collection[Item], values: Mapping[str, int]
) -> tuple[Marks, dict[int, int | None]]:
    """The results of pupils on items, and the language for the socle of those who have some; one query."""
    marks = (
        Mark.objects.filter(pupil__in=pupils, item__in=[item.key for item in items]).exclude(code=PLANNED).order_by()
    )
    facts = (
        "pupil_id",
        "item_id",
        "evaluation_id",
        "given_on",
        "visible_on",
        "code",
        "pupil__socle_language__language",
    )
    found: dict[tuple[int, int], list[Result]] = defaultdict(list)
    languages: dict[int, int | None] = {}
    for pupil, item, evaluation, given_on, visible_on, code, language in marks.values_list(*facts):
        found[pupil, item].append(Result(given_on, evaluation, code, values.get(code), visible_on=visible_on))
        languages[pupil] = language
    return dict(found), languages
