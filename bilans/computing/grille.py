"""Grille d'items d'un référentiel: its tree, blank or with the levels of a pupil."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby

from bilans.computing.inputs import Domaine, Item, Pupil, Theme
from bilans.computing.levels import NO_LEVEL, Levels
from bilans.computing.releve import Line, Outcome, evaluated, line_of


@dataclass(frozen=True, slots=True)
class GrilleTheme:
    theme: Theme
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class GrilleDomaine:
    domaine: Domaine
    themes: tuple[GrilleTheme, ...]


@dataclass(frozen=True, slots=True)
class GrilleSheet:
    """The tree of a référentiel; `pupil` is None for the blank sheet, whose lines hold nothing."""

    pupil: Pupil | None
    domaines: tuple[GrilleDomaine, ...]


class Pruning(Enum):
    """What a grille keeps of the tree: all of it, or what holds an item evaluated for one of the pupils."""

    NONE = auto()
    DOMAINES = auto()
    THEMES = auto()
    ITEMS = auto()


def blank(items: Iterable[Item]) -> GrilleSheet:
    """The sheet of nobody: the items alone."""
    return GrilleSheet(None, _tree([Line(item, NO_LEVEL, ()) for item in items]))


def grilles(pupils: Sequence[Pupil], items: Iterable[Item], levels: Levels) -> tuple[GrilleSheet, ...]:
    """A sheet for each pupil, with every item, evaluated or not."""
    kept = tuple(items)
    return tuple(GrilleSheet(pupil, _tree([line_of(pupil, item, levels) for item in kept])) for pupil in pupils)


def pruned(pupils: Sequence[Pupil], items: Iterable[Item], levels: Levels, pruning: Pruning) -> tuple[Item, ...]:
    """What is left of the items of a référentiel."""
    kept = tuple(items)
    if pruning is Pruning.NONE:
        return kept
    alive = {_branch(item, pruning) for item in evaluated(pupils, kept, levels)}
    return tuple(item for item in kept if _branch(item, pruning) in alive)


def showing(sheet: GrilleSheet, outcome: Outcome) -> GrilleSheet:
    """The same sheet, where the lines of another outcome are empty: they stay in their place."""
    return replace(
        sheet,
        domaines=tuple(
            replace(
                domaine, themes=tuple(replace(theme, lines=_emptied(theme.lines, outcome)) for theme in domaine.themes)
            )
            for domaine in sheet.domaines
        ),
    )


def _emptied(lines: Iterable[Line], outcome: Outcome) -> tuple[Line, ...]:
    return tuple(line if outcome.holds(line.level) else Line(line.item, NO_LEVEL, ()) for line in lines)


def _branch(item: Item, pruning: Pruning) -> int:
    if pruning is Pruning.DOMAINES:
        return item.theme.domaine.key
    return item.theme.key if pruning is Pruning.THEMES else item.key


def _tree(lines: Iterable[Line]) -> tuple[GrilleDomaine, ...]:
    themes = [GrilleTheme(theme, tuple(group)) for theme, group in groupby(lines, key=lambda line: line.item.theme)]
    return tuple(
        GrilleDomaine(domaine, tuple(group)) for domaine, group in groupby(themes, key=lambda held: held.theme.domaine)
    )
