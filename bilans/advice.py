"""What évaluations say to who decides on the socle of 2006: percentages of a grid, and what is behind one of them."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from accounts.models import Account
from bilans.computing.figures import Share
from bilans.computing.inputs import Entry, Item, Pupil
from bilans.computing.levels import Levels
from bilans.computing.percentages import Harvest as Counting
from bilans.computing.percentages import PanelLine, Shares, panel_lines
from bilans.queries import entries_of, fed_by, marks_with_languages
from bilans.queries.evidence import Evidence, evidence_of
from evaluations.queries import current_scale
from evaluations.scale.whole import Scale
from evaluations.scoring.explain import explain_percent
from evaluations.scoring.series import ReportWindow, Window
from evaluations.scoring.states import State, state
from grids.figures import FigureLevel, Figures
from sacoche.kit.text import count
from socle.advice import Fed, Harvest, plug_adviser
from socle.models import State as Validation


@dataclass(frozen=True)
class Panel:
    """What is behind a percentage. `lines` is empty when nothing linked is evaluated; `told` as on the grid."""

    scale: Scale
    share: Share
    state: State | None
    lines: tuple[PanelLine, ...]
    evidence: Mapping[tuple[int, int], Evidence]
    told: str
    # « cet item du socle »
    about: str

    @cached_property
    def sentence(self) -> str:
        """« 1 A et 2 VA : (1×100 + 2×50) ÷ 3 = 66,67 → 67 »."""
        return explain_percent(line.level.state for line in self.lines)


class SocleAdviser:
    """What items of référentiels say of those of the socle that they are linked to; every year counts."""

    panel_template = "bilans/socle_panel.html"

    def figures(self, pupils: Sequence[int], fed: Fed, harvest: Harvest, day: datetime.date | None) -> Figures:
        """The percentage of each pupil and thing; three queries, whatever the grid."""
        entries = _entries({item for items in fed.values() for item in items})
        scale = current_scale()
        shares, languages = _shares(pupils, entries, scale, harvest, day)
        ranks: dict[State, int] = {one: rank for rank, one in enumerate(scale.states)}
        cells: dict[tuple[int, int], tuple[int, int]] = {}
        for pupil in pupils:
            who = Pupil(pupil, "", languages.get(pupil))
            for thing, items in fed.items():
                share = shares.share_over(who, [entries[item] for item in items])
                reached = state(share.percent, scale.states)
                if share.percent is not None and reached is not None:
                    cells[pupil, thing] = share.percent, ranks[reached]
        return _drawn(scale, cells, harvest)

    def panel(self, reader: Account, pupil: Account, items: Collection[int], harvest: Harvest) -> Panel:
        """What is behind a percentage, down to the results; links to the évaluations that `reader` may open."""
        entries = _entries(items)
        scale = current_scale()
        shares, languages = _shares([pupil.pk], entries, scale, harvest, None)
        who, asked = Pupil(pupil.pk, "", languages.get(pupil.pk)), [entries[item] for item in items]
        share, lines = shares.share_over(who, asked), panel_lines(who, asked, shares)
        about = "cet item du socle" if len(asked) == 1 else "un item de cette compétence"
        evidence = evidence_of(reader, pupil.pk, [line.item.key for line in lines])
        return Panel(scale, share, state(share.percent, scale.states), lines, evidence, told(harvest), about)


def _entries(items: Collection[int]) -> dict[int, Entry]:
    return {entry.key: entry for entry in entries_of(lambda item: item.id in items)}


def _shares(
    pupils: Sequence[int], entries: Mapping[int, Entry], scale: Scale, harvest: Harvest, day: datetime.date | None
) -> tuple[Shares, dict[int, int | None]]:
    items: tuple[Item, ...] = fed_by(entries)
    marks, languages = marks_with_languages(pupils, items, scale.values)
    levels = Levels(marks, ReportWindow(Window(end=day)), scale.states)
    return Shares(items, levels, Counting(harvest.matieres)), languages


def _drawn(scale: Scale, cells: Mapping[tuple[int, int], tuple[int, int]], harvest: Harvest) -> Figures:
    lowest, best = scale.states[0], scale.states[-1]
    proposed = {lowest: Validation.REFUSED.value, best: Validation.VALIDATED.value}
    return Figures(
        levels=[FigureLevel(one.sigle, one.legend, proposed.get(one)) for one in scale.states],
        cells=cells,
        unit="% d'items acquis",
        nothing="aucun item évalué",
        enough=f"à {best.low} % ou plus",
        told=told(harvest),
        style=reverse("evaluations:state_style", args=[scale.version]),
    )


def told(harvest: Harvest) -> str:
    """What the percentages are made of, when it is not the usual."""
    if harvest.matieres is None:
        return ""
    return f"matières restreintes ({count(len(harvest.matieres), 'choisie', 'choisies')})"


plug_adviser(SocleAdviser())
