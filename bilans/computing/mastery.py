"""Relevé and synthèse de maîtrise du socle of 2006: percentages beside decisions, by pupil or for a class."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bilans.computing.figures import Scored, Share
from bilans.computing.inputs import Decided, Decision, Entry, Pilier, Pupil, SocleDomaine
from bilans.computing.percentages import Shares
from evaluations.scoring.states import State, state


@dataclass(frozen=True, slots=True)
class EntryFigures:
    """An entry for a pupil: its share with the state that colours it, the items behind it, and what was decided."""

    entry: Entry
    share: Share
    state: State | None
    scored: tuple[Scored, ...]
    decision: Decision | None
    # Nothing was decided of it, but its compétence is validated: it is shown as neither.
    is_covered: bool


@dataclass(frozen=True, slots=True)
class DomaineFigures:
    domaine: SocleDomaine
    entries: tuple[EntryFigures, ...]


@dataclass(frozen=True, slots=True)
class PilierFigures:
    pilier: Pilier
    decision: Decision | None
    domaines: tuple[DomaineFigures, ...]


@dataclass(frozen=True, slots=True)
class MasterySheet:
    """What a pupil masters, compétence after compétence."""

    pupil: Pupil
    piliers: tuple[PilierFigures, ...]

    @property
    def entries(self) -> tuple[EntryFigures, ...]:
        """His row of the synthèse of a class."""
        return tuple(figures for pilier in self.piliers for domaine in pilier.domaines for figures in domaine.entries)


def mastery(
    pupils: Sequence[Pupil], entries: Sequence[Entry], shares: Shares, decided: Decided
) -> tuple[MasterySheet, ...]:
    """The sheet of each pupil over these entries, which come in the order of the grids."""
    return tuple(
        MasterySheet(
            pupil,
            tuple(
                _pilier(pupil, pilier, tuple(held), shares, decided)
                for pilier, held in groupby(entries, key=lambda entry: entry.domaine.pilier)
            ),
        )
        for pupil in pupils
    )


def _pilier(pupil: Pupil, pilier: Pilier, entries: Iterable[Entry], shares: Shares, decided: Decided) -> PilierFigures:
    decision = decided.piliers.get((pupil.key, pilier.key))
    is_validated = decision is not None and decision.is_validated
    figures = (_entry(pupil, entry, shares, decided, is_validated=is_validated) for entry in entries)
    return PilierFigures(
        pilier,
        decision,
        tuple(
            DomaineFigures(domaine, tuple(held))
            for domaine, held in groupby(figures, key=lambda one: one.entry.domaine)
        ),
    )


def _entry(pupil: Pupil, entry: Entry, shares: Shares, decided: Decided, *, is_validated: bool) -> EntryFigures:
    share = shares.share(pupil, entry)
    decision = decided.entries.get((pupil.key, entry.key))
    return EntryFigures(
        entry,
        share,
        state(share.percent, shares.states),
        shares.scored(pupil, entry),
        decision,
        is_covered=is_validated and decision is None,
    )
