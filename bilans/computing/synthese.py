"""Synthèses: a bar of states for each domaine or thème, as each référentiel wants it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bilans.computing.figures import Share, share_of
from bilans.computing.inputs import Domaine, Item, Matiere, Niveau, Pupil, Referentiel, Synthesis, Theme
from bilans.computing.levels import Levels
from bilans.computing.releve import Line, evaluated, lines_of
from sacoche.kit.text import unaccent


@dataclass(frozen=True, slots=True)
class Bar:
    """The states of a pupil in a domaine or a thème; several of one name, of several niveaux, when they are merged.

    There is no bar without a score. `lines` are the items that have one, `unscored` those with special codes alone.
    """

    places: tuple[Domaine | Theme, ...]
    niveaux: tuple[Niveau, ...]
    share: Share
    lines: tuple[Line, ...]
    unscored: tuple[Item, ...]

    @property
    def name(self) -> str:
        return self.places[0].name


@dataclass(frozen=True, slots=True)
class MatiereBars:
    """The bars of a pupil in a matière, and the one of them all."""

    matiere: Matiere
    total: Share
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class SyntheseSheet:
    pupil: Pupil
    matieres: tuple[MatiereBars, ...]


@dataclass(frozen=True, slots=True)
class Synthese:
    """The synthèse of some pupils; `left_out` are the référentiels evaluated in the period that have no format."""

    sheets: tuple[SyntheseSheet, ...]
    left_out: tuple[Referentiel, ...]


def synthese(
    pupils: Sequence[Pupil],
    items: Iterable[Item],
    levels: Levels,
    *,
    forced: Synthesis | None = None,
    is_merged: bool = False,
) -> Synthese:
    """The synthèse of these pupils over the items evaluated in the period.

    `forced`: by domaine or by thème, whatever the référentiels say. `is_merged`: rows of one name make one, across the
    niveaux of a matière.
    """
    kept = evaluated(pupils, items, levels)
    placed = [item for item in kept if _place(item, forced) is not None]
    sheets = (_sheet(pupil, placed, levels, forced, is_merged=is_merged) for pupil in pupils)
    formless = dict.fromkeys(item.referentiel for item in kept if _place(item, forced) is None)
    return Synthese(tuple(sheet for sheet in sheets if sheet.matieres), tuple(formless))


def _place(item: Item, forced: Synthesis | None) -> Domaine | Theme | None:
    """What gathers the item, None when its référentiel has no format."""
    how = forced or item.referentiel.synthesis
    if how is Synthesis.DOMAINE:
        return item.theme.domaine
    return item.theme if how is Synthesis.THEME else None


def _sheet(
    pupil: Pupil, items: Iterable[Item], levels: Levels, forced: Synthesis | None, *, is_merged: bool
) -> SyntheseSheet:
    matieres = []
    for matiere, group in groupby(lines_of(pupil, items, levels), key=lambda line: line.item.matiere):
        held = tuple(group)
        total = _share(held, levels)
        if total.total:
            gathered = _gathered(held, forced, is_merged=is_merged)
            bars = tuple(_bar(places, lines, levels) for places, lines in gathered)
            matieres.append(MatiereBars(matiere, total, tuple(bar for bar in bars if bar.lines)))
    return SyntheseSheet(pupil, tuple(matieres))


# What a bar gathers: its domaines or thèmes, and their lines.
Gathered = tuple[list[Domaine | Theme], list[Line]]


def _gathered(lines: Iterable[Line], forced: Synthesis | None, *, is_merged: bool) -> Iterable[Gathered]:
    """The lines of each bar, in the order of the first of them."""
    found: dict[object, Gathered] = {}
    for line in lines:
        place = _place(line.item, forced)
        assert place is not None
        places, held = found.setdefault(_plain(place.name) if is_merged else place, ([], []))
        if place not in places:
            places.append(place)
        held.append(line)
    return found.values()


def _plain(name: str) -> str:
    """A name without accents, case nor punctuation: what two rows have in common when they are merged."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in unaccent(name)).split())


def _bar(places: Sequence[Domaine | Theme], lines: Sequence[Line], levels: Levels) -> Bar:
    return Bar(
        tuple(places),
        tuple(dict.fromkeys(line.item.referentiel.niveau for line in lines)),
        _share(lines, levels),
        tuple(line for line in lines if line.level.score is not None),
        tuple(line.item for line in lines if line.level.score is None),
    )


def _share(lines: Iterable[Line], levels: Levels) -> Share:
    return share_of((line.level for line in lines), levels.states)
