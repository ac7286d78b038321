"""What évaluations say to who decides on the socle of 2006: percentages of a grid, and what is behind one of them."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from accounts.models import Account
from bilans.computing.figures import Share
from bilans.computing.grid_percents import Fed, Ranks, grid_percents
from bilans.computing.inputs import Entry, Item, Pupil
from bilans.computing.levels import Levels
from bilans.computing.percentages import Harvest as Counting
from bilans.computing.percentages import PanelLine, Shares, panel_lines
from bilans.queries import codes_of, entries_of, fed_by, feeding_lines, marks_with_languages
from bilans.queries.behind import Behind, behind_each
from evaluations.queries import current_scale
from evaluations.scale.whole import Scale
from evaluations.scoring.explain import explain_percent
from evaluations.scoring.series import ReportWindow
from evaluations.scoring.states import State, state
from grids.figures import FigureLevel, Figures
from sacoche.kit.text import count
from socle.advice import Fed as FedThings
from socle.advice import Harvest, plug_adviser
from socle.models import State as Validation


@dataclass(frozen=True)
class Panel:
    """What is behind a percentage. `lines` is empty when nothing linked is evaluated; `told` as on the grid."""

    scale: Scale
    share: Share
    state: State | None
    lines: tuple[PanelLine, ...]
    # By item, its results with the address of their évaluation.
    behind: Mapping[int, Sequence[tuple[Behind, str]]]
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

    def figures(self, pupils: Sequence[int], fed: FedThings, harvest: Harvest, day: datetime.date | None) -> Figures:
        """The percentage of each pupil and thing; three queries, whatever the grid."""
        entries = _entries({item for items in fed.values() for item in items})
        scale, counting = current_scale(), Counting(harvest.matieres)
        lines, how = defaultdict(list), {}
        for line in feeding_lines(entries):
            lines[line.entry].append(line)
            how[line.item] = line.how
        is_about_language = any(entry.domaine.pilier.is_language for entry in entries.values())
        ranks = Ranks(scale.values, scale.states)
        reached: dict[int, dict[int, int]] = {}
        languages: dict[int, int | None] = {}
        for pupil, item, language, codes in codes_of(pupils, how, until=day, with_language=is_about_language):
            languages[pupil] = language
            rank = ranks.rank(codes, how[item])
            if rank is not None:
                reached.setdefault(pupil, {})[item] = rank
        feeding = {
            (thing, language): _counted([entries[item] for item in items], lines, counting, language)
            for thing, items in fed.items()
            for language in set(languages.values())
        }
        cells = grid_percents(reached, feeding, ranks, languages)
        return _drawn(scale, cells, harvest)

    def panel(self, reader: Account, pupil: Account, items: Collection[int], harvest: Harvest) -> Panel:
        """What is behind a percentage, down to the results; links to the évaluations that `reader` may open."""
        entries = _entries(items)
        scale = current_scale()
        shares, languages = _shares([pupil.pk], entries, scale, harvest)
        who, asked = Pupil(pupil.pk, "", languages.get(pupil.pk)), [entries[item] for item in items]
        share, lines = shares.share_over(who, asked), panel_lines(who, asked, shares)
        about = "cet item du socle" if len(asked) == 1 else "un item de cette compétence"
        behind = behind_each(reader, pupil.pk, {line.item.key: line.explained for line in lines}, scale)
        return Panel(scale, share, state(share.percent, scale.states), lines, behind, told(harvest), about)


def _entries(items: Collection[int]) -> dict[int, Entry]:
    return {entry.key: entry for entry in entries_of(lambda item: item.id in items)}


def _counted(
    entries: Sequence[Entry], lines: Mapping[int, Sequence[Fed]], counting: Counting, language: int | None
) -> list[int]:
    """The items that feed these entries for the pupils of a language, each once."""
    who = Pupil(0, "", language)
    fed = ((line, entry) for entry in entries for line in lines.get(entry.key, ()))
    return list({line.item for line, entry in fed if counting.counts_matiere(who, line.matiere, entry)})


def _shares(
    pupils: Sequence[int], entries: Mapping[int, Entry], scale: Scale, harvest: Harvest
) -> tuple[Shares, dict[int, int | None]]:
    items: tuple[Item, ...] = fed_by(entries)
    marks, languages = marks_with_languages(pupils, items, scale.values)
    levels = Levels(marks, ReportWindow(), scale.states)
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
