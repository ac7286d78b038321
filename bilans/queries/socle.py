"""What the socle is made of, and what was decided of pupils, as `bilans.computing` takes them."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import Q

from bilans.computing.inputs import Decided, Decision, Decisions, Entry, Pilier, Pupil, SocleDomaine
from bilans.computing.socle_2016 import VERSION, CycleLine
from referentiels.models import ItemLink, SocleEntry
from schools.models import Group, SchoolClass
from socle.grids import GridItem, grid_items
from socle.models import ItemValidation, PilierValidation, State
from socle.paliers import active_paliers
from socle.queries.grid import LANGUAGE_PILIERS


def entries_of(keep: Callable[[GridItem], bool]) -> tuple[Entry, ...]:
    """The items of the grids of 2006 that a condition keeps, in their order; no query."""
    return tuple(_entry(item) for item in grid_items() if keep(item))


def _entry(item: GridItem) -> Entry:
    pilier = Pilier(item.pilier_id, item.pilier_ref, item.pilier_label, is_language=item.pilier_id in LANGUAGE_PILIERS)
    return Entry(item.id, item.label, SocleDomaine(item.domaine_id, item.domaine_label, pilier))


def feeding(version: str, **entries: Any) -> Q:
    """The condition on items that feed entries of a version of the socle: `number__in=[…]`, `cycle=4`."""
    named = {f"entry__{name}": value for name, value in entries.items()}
    return Q(pk__in=ItemLink.objects.filter(entry__version=version, **named).values("item"))


def decided_of(pupils: Collection[Pupil]) -> Decided:
    """What was decided of these pupils, items and compétences; two queries."""
    keys = [pupil.key for pupil in pupils]
    items = ItemValidation.objects.filter(pupil__in=keys)
    piliers = PilierValidation.objects.filter(pupil__in=keys)
    return Decided(_decisions(items, "item_id"), _decisions(piliers, "pilier_id"))


def _decisions(rows: Any, thing: str) -> Decisions:
    read: Iterable[tuple[int, int, int, Any, str]] = rows.values_list(
        "pupil_id", thing, "state", "decided_on", "author_label"
    )
    return {(pupil, key): Decision(state == State.VALIDATED, on, author) for pupil, key, state, on, author in read}


def cycle_lines(cycle: int, *, is_by_composante: bool) -> tuple[CycleLine, ...]:
    """The eight lines of the livret for a cycle, or its composantes, in their order; one query.

    A line of the livret is an entry that bears its code: a composante of the first domaine, or a whole domaine, which
    is then the composantes that stand under it.
    """
    rows = list(SocleEntry.objects.filter(version=VERSION, cycle=cycle).order_by("order"))
    composantes = [row for row in rows if not row.is_heading]
    if is_by_composante:
        return tuple(CycleLine(str(row.number), row.label, frozenset({row.number})) for row in composantes)
    return tuple(
        CycleLine(row.lsu_code, row.label, frozenset(one.number for one in composantes if _is_under(one, row)))
        for row in rows
        if row.lsu_code
    )


def _is_under(composante: SocleEntry, row: SocleEntry) -> bool:
    """Whether a composante is this line, or stands under it: its number begins with that of its domaine."""
    return row.number in (composante.number, composante.number // 10)


# The niveaux that end a palier or a cycle, and those before them.
_PALIERS = {"CP": 1, "CE1": 1, "CE2": 2, "CM1": 2, "CM2": 2}
_CYCLES = {"CP": 2, "CE1": 2, "CE2": 2, "CM1": 3, "CM2": 3, "6": 3}
_LAST_PALIER, _LAST_CYCLE = 3, 4


def usual_palier(place: SchoolClass | Group | None) -> int | None:
    """The palier of a class when the school works with it, else the first that it does; None for none."""
    active = list(active_paliers().values_list("pk", flat=True))
    wanted = _PALIERS.get(_niveau_of(place), _LAST_PALIER)
    return wanted if wanted in active else next(iter(active), None)


def usual_cycle(place: SchoolClass | Group | None) -> int:
    """The cycle of a class."""
    return _CYCLES.get(_niveau_of(place), _LAST_CYCLE)


def _niveau_of(place: SchoolClass | Group | None) -> str:
    return place.niveau.reference if isinstance(place, SchoolClass) and place.niveau else ""
