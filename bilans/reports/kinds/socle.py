"""What results say of the socle: percentages of a grid with their panels, mastery in 2006 and in 2016."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bilans.computing.inputs import Decided, Decision, Entry, Pupil
from bilans.computing.levels import Levels
from bilans.computing.mastery import MasterySheet, mastery
from bilans.computing.percentages import VERSION, Harvest, Panel, Shares, panel
from bilans.computing.socle_2016 import VERSION as SINCE_2016
from bilans.computing.socle_2016 import CycleSheet, Proposal, proposals
from bilans.paper.pieces import Paper
from bilans.queries import cycle_lines, decided_of, entries_of, feeding, items_of
from bilans.queries.socle import usual_cycle, usual_palier
from bilans.reports.asked import Asked
from bilans.reports.laying_socle import (
    lay_cycle,
    lay_cycle_table,
    lay_mastery,
    lay_mastery_table,
)
from bilans.reports.options import Options, WrongOption
from bilans.reports.registry import Made, Page, Report, Table, reports
from bilans.rights import SEE_CLASSES, SEE_SOCLE
from sacoche.kit.files.tables import Value

# Of the sheet that is filled by hand.
_NOBODY = Pupil(0, "")
NO_PALIER = (
    "L'établissement n'utilise aucun palier du socle de 2006. "
    "Un administrateur en choisit dans « Paramétrages établissement », « Paliers du socle »."
)


def _entries(options: Options, palier: int | None) -> tuple[Entry, ...]:
    """The items of some compétences, or of a whole palier."""
    piliers = options.numbers("pilier")
    if not piliers and palier is None:
        raise WrongOption("Donnez une compétence, « pilier=10 », ou un palier, « palier=2 ».")
    found = entries_of(
        lambda item: (not piliers or item.pilier_id in piliers) and (palier is None or item.palier_id == palier)
    )
    if not found:
        raise WrongOption("Il n'y a pas de telle compétence dans le socle de 2006, ou pas dans ce palier.")
    return found


def _shares(asked: Asked, entries: Sequence[Entry]) -> Shares:
    """What the items linked to these entries say of them."""
    keys = [entry.key for entry in entries]
    items = items_of(feeding(VERSION, number__in=keys))
    return Shares(items, asked.levels_of_all_the_past(items), Harvest(asked.matieres()))


def _percentages(asked: Asked) -> Made:
    entries = _entries(asked.options, asked.options.number("palier"))
    shares = _shares(asked, entries)
    found = tuple(panel(pupil, entry, shares) for entry in entries for pupil in asked.pupils)
    sigles = [state.sigle for state in asked.scale.states]
    heads = ("Élève", "Compétence", "Domaine", "Item", "% acquis", *sigles, "Items évalués")
    return Made(found, Table(heads, [_percentage_row(one) for one in found]))


def _percentage_row(found: Panel) -> Sequence[Value]:
    counts = [count for _state, count in found.share.counts]
    behind = " ".join(f"{line.item.full_reference} [{line.level.score}%]" for line in found.lines)
    return [found.pupil.name, *_place(found.entry), found.share.percent, *counts, behind]


def _place(entry: Entry) -> tuple[str, str, str]:
    pilier = entry.domaine.pilier
    return f"{pilier.reference} – {pilier.label}", entry.domaine.label, entry.label


def _mastered(asked: Asked) -> tuple[MasterySheet, ...]:
    """What each pupil masters of what is asked; of the palier of his class when nothing is."""
    palier = asked.options.number("palier")
    if palier is None and not asked.options.text("pilier"):
        palier = usual_palier(asked.like)
        if palier is None:
            raise WrongOption(NO_PALIER)
    entries = _entries(asked.options, palier)
    if asked.options.is_yes("generique"):
        return mastery([_NOBODY], entries, Shares((), asked.levels_of_all_the_past(()), Harvest()), Decided({}, {}))
    return mastery(asked.pupils, entries, _shares(asked, entries), decided_of(asked.pupils))


def _mastery(asked: Asked) -> Made:
    found = _mastered(asked)
    heads = ("Élève", "Compétence", "Domaine", "Item", "Acquis", "Validation", "Date", "Auteur")
    return Made(found, Table(heads, [row for sheet in found for row in _mastery_rows(sheet)]))


def _mastery_rows(sheet: MasterySheet) -> Iterator[Sequence[Value]]:
    for pilier in sheet.piliers:
        label = f"{pilier.pilier.reference} – {pilier.pilier.label}"
        yield [sheet.pupil.name, label, "", "", "", *_decided(pilier.decision)]
        for domaine in pilier.domaines:
            for one in domaine.entries:
                yield [sheet.pupil.name, *_place(one.entry), one.share.acquired, *_decided(one.decision)]


def _decided(decision: Decision | None) -> tuple[Value, Value, Value]:
    if decision is None:
        return "", None, ""
    return "validé" if decision.is_validated else "non validé", decision.decided_on, decision.author


def _proposed(asked: Asked) -> tuple[CycleSheet, ...]:
    """What is proposed at the end of a cycle: that of the class when none is asked."""
    cycle = asked.options.number("cycle") or usual_cycle(asked.like)
    by_line = asked.options.among("lignes", {"livret": False, "composantes": True}, "livret")
    lines = cycle_lines(cycle, is_by_composante=by_line)
    if not lines:
        raise WrongOption("Donnez un cycle du socle de 2016 : « cycle=2 », « cycle=3 » ou « cycle=4 ».")
    items = items_of(feeding(SINCE_2016, cycle=cycle))
    levels: Levels = asked.levels_of_all_the_past(items)
    return proposals(asked.pupils, cycle, lines, items, levels, matieres=asked.matieres())


def _proposals(asked: Asked) -> Made:
    found = _proposed(asked)
    heads = ("Élève", "Ligne", "Intitulé", "% acquis", "Degré", "Items évalués", "Items reliés", "Points")
    rows = [_proposal_row(sheet.pupil.name, one) for sheet in found for one in sheet.proposals]
    return Made(found, Table(heads, rows))


def _proposal_row(name: str, one: Proposal) -> Sequence[Value]:
    figures = (one.share.percent, one.degree, one.evaluated, one.linked, one.points)
    return [name, one.line.code, one.line.label, *figures]


_FAMILY_2006, _FAMILY_2016 = "Socle de 2006", "Maîtrise du socle"
_OF_2006 = ("palier", "pilier", "matieres", "ordre")
_OF_2016 = ("cycle", "lignes", "matieres", "ordre")


def _page(
    path: str, family: str, tab: str, lay: Callable[[Asked, Any], Paper], display: tuple[str, ...], lead: str
) -> Page:
    right = SEE_CLASSES if tab == "Tableau" else SEE_SOCLE
    levels = Asked.levels_of_all_the_past
    return Page(path, family, tab, lay, right=right, display=display, lead=lead, levels=levels)


for code, label, options, make, page in (
    (
        "socle_2016",
        "Maîtrise du socle de 2016",
        _OF_2016,
        _proposals,
        _page(
            "socle",
            _FAMILY_2016,
            "Par élève",
            lay_cycle,
            ("taux", "degre", "preuves", "parties"),
            "Ce que les évaluations disent de chaque ligne du socle, et le degré qu'elles proposent.",
        ),
    ),
    (
        "socle_2016_classe",
        "Maîtrise du socle de 2016, la classe",
        _OF_2016,
        _proposals,
        _page(
            "socle/classe",
            _FAMILY_2016,
            "Tableau",
            lay_cycle_table,
            ("montrer",),
            "Un élève par ligne, une ligne du socle par colonne.",
        ),
    ),
    (
        "socle_maitrise",
        "Relevé de maîtrise du socle de 2006",
        _OF_2006,
        _mastery,
        _page(
            "socle/2006",
            _FAMILY_2006,
            "Relevé",
            lay_mastery,
            ("generique", "taux", "validations", "preuves"),
            "Compétence par compétence : les pourcentages d'items acquis, et ce qui a été décidé.",
        ),
    ),
    (
        "socle_synthese",
        "Synthèse de maîtrise du socle de 2006",
        _OF_2006,
        _mastery,
        _page(
            "socle/2006/classe",
            _FAMILY_2006,
            "Tableau",
            lay_mastery_table,
            ("indication",),
            "La classe entière, un élève par ligne, un item du socle par colonne.",
        ),
    ),
):
    reports.register(Report(code, label, options, make, page))
_OF_A_GRID = ("pilier", "palier", "matieres")
reports.register(Report("socle_pourcentages", "Pourcentages d'une grille de validation", _OF_A_GRID, _percentages))
