"""What results say of the socle: percentages of a grid with their panels, mastery in 2006 and in 2016."""

from collections.abc import Iterator, Sequence

from bilans.computing.inputs import Decision, Entry
from bilans.computing.mastery import MasterySheet, mastery
from bilans.computing.percentages import VERSION, Harvest, Panel, Shares, panel
from bilans.computing.socle_2016 import VERSION as SINCE_2016
from bilans.computing.socle_2016 import Proposal, proposals
from bilans.queries import cycle_lines, decided_of, entries_of, feeding, items_of
from bilans.reports.asked import Asked
from bilans.reports.options import Options, WrongOption
from bilans.reports.registry import Made, Report, Table, reports
from sacoche.kit.files.tables import Value


def _entries(options: Options) -> tuple[Entry, ...]:
    """The items of a compétence, or of a whole palier."""
    pilier, palier = options.number("pilier"), options.number("palier")
    if pilier is None and palier is None:
        raise WrongOption("Donnez une compétence, « pilier=10 », ou un palier, « palier=2 ».")
    found = entries_of(
        lambda item: (pilier is None or item.pilier_id == pilier) and (palier is None or item.palier_id == palier)
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
    entries = _entries(asked.options)
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


def _mastery(asked: Asked) -> Made:
    entries = _entries(asked.options)
    found = mastery(asked.pupils, entries, _shares(asked, entries), decided_of(asked.pupils))
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


def _proposals(asked: Asked) -> Made:
    cycle = asked.options.number("cycle")
    lines = cycle_lines(
        cycle or 0, is_by_composante=asked.options.among("lignes", {"livret": False, "composantes": True}, "livret")
    )
    if not lines:
        raise WrongOption("Donnez un cycle du socle de 2016 : « cycle=2 », « cycle=3 » ou « cycle=4 ».")
    items = items_of(feeding(SINCE_2016, cycle=cycle))
    levels = asked.levels_of_all_the_past(items)
    found = proposals(asked.pupils, cycle or 0, lines, items, levels, matieres=asked.matieres())
    heads = ("Élève", "Ligne", "Intitulé", "% acquis", "Degré", "Items évalués", "Items reliés", "Points")
    rows = [_proposal_row(sheet.pupil.name, one) for sheet in found for one in sheet.proposals]
    return Made(found, Table(heads, rows))


def _proposal_row(name: str, one: Proposal) -> Sequence[Value]:
    figures = (one.share.percent, one.degree, one.evaluated, one.linked, one.points)
    return [name, one.line.code, one.line.label, *figures]


for code, label, options, make in (
    ("socle_pourcentages", "Pourcentages d'une grille de validation", ("pilier", "palier", "matieres"), _percentages),
    ("socle_maitrise", "Relevé de maîtrise du socle de 2006", ("pilier", "palier", "matieres"), _mastery),
    ("socle_2016", "Maîtrise du socle de 2016", ("cycle", "lignes", "matieres"), _proposals),
):
    reports.register(Report(code, label, options, make))
