"""How the mastery of the socle is shown: by pupil, by line, for a class; in 2006 and in 2016."""

from collections.abc import Iterator, Sequence

from bilans.computing.figures import Scored, level_of
from bilans.computing.inputs import Decision
from bilans.computing.levels import NO_LEVEL
from bilans.computing.mastery import DomaineFigures, EntryFigures, MasterySheet, PilierFigures
from bilans.computing.socle_2016 import THIN, CycleSheet, Proposal
from bilans.paper.pieces import Cell, Column, Figure, Grid, Kind, Label, Note, Paper, Row, Sheet
from bilans.reports.asked import Asked
from evaluations.scoring.explain import explain_percent
from evaluations.scoring.steps import SOCLE
from sacoche.kit.text import count

DEGREES = ("insuffisante", "fragile", "satisfaisante", "très bonne")
_NOTHING = "---"
_RESTRICTED = "matières restreintes"


def _about(asked: Asked, *said: str) -> str:
    """Whom it is about; no period: all the past counts."""
    restricted = _RESTRICTED if asked.matieres() is not None else ""
    return " · ".join(part for part in (*said, asked.where, restricted) if part)


def _behind(scored: Sequence[Scored], asked: Asked) -> tuple[str, ...]:
    """« MATHS.5.A10 Lire une fraction [76%] »: the items behind a figure, when they are asked."""
    if not asked.options.is_yes("preuves"):
        return ()
    shows = asked.shown.scores
    return tuple(
        f"{item.full_reference} {item.name} [{f'{level.score}%' if shows else level.state and level.state.sigle}]"
        for item, level in scored
    )


# --- 2006, by pupil ---


def lay_mastery(asked: Asked, found: Sequence[MasterySheet]) -> Paper:
    """Compétence after compétence: what is acquired of each item, what was decided of it."""
    is_blank = asked.options.is_yes("generique")
    sheets = tuple(
        Sheet(
            str(sheet.pupil.key),
            "Nom et prénom : ______________________________" if is_blank else sheet.pupil.name,
            tuple(_pilier(asked, pilier) for pilier in sheet.piliers),
        )
        for sheet in found
    )
    title = "Attestation de maîtrise du socle" if is_blank else "Relevé de maîtrise du socle"
    return Paper(title, "" if is_blank else _about(asked), sheets, has_codes=False, has_states=asked.shown.taux)


def _pilier(asked: Asked, found: PilierFigures) -> Grid:
    columns = [Column("Item du socle")]
    if asked.shown.taux:
        columns.append(Column("Acquis", Kind.LEVEL, width=38))
    if asked.shown.validations:
        columns.append(Column("Validation", width=46))
    decided: tuple[Cell, ...] = (_decision(found.decision),) if asked.shown.validations else ()
    whole: tuple[Cell, ...] = (None,) if asked.shown.taux else ()
    rows = [Row((Label(f"Compétence {found.pilier.reference} – {found.pilier.label}"),), is_heading=True)]
    if decided:
        rows.append(Row((Label("La compétence entière"), *whole, *decided)))
    for domaine in found.domaines:
        rows += _domaine(asked, domaine)
    return Grid(tuple(columns), tuple(rows))


def _domaine(asked: Asked, found: DomaineFigures) -> Iterator[Row]:
    yield Row((Label(found.domaine.label),), is_heading=True)
    for one in found.entries:
        cells: list[Cell] = [Label(one.entry.label, _behind(one.scored, asked))]
        if asked.shown.taux:
            cells.append(_acquired(asked, one))
        if asked.shown.validations:
            cells.append(_decision(one.decision))
        yield Row(tuple(cells))


def _acquired(asked: Asked, one: EntryFigures) -> Cell:
    if one.share.percent is None:
        return _NOTHING
    sentence = explain_percent(level.state for _item, level in one.scored)
    return Figure(level_of(one.share.percent, asked.scale.states), "% acquis", f"({one.share.counted})", sentence)


def _decision(decision: Decision | None) -> str:
    if decision is None:
        return _NOTHING
    said = "validé" if decision.is_validated else "non validé"
    return f"{said} le {decision.decided_on:%d/%m/%Y}, {decision.author}"


# --- 2006, the class ---


def lay_mastery_table(asked: Asked, found: Sequence[MasterySheet]) -> Paper:
    """A line a pupil, a column an item: percentages, or decisions with that of the compétence before its items."""
    is_decided = asked.options.among("indication", {"taux": False, "validations": True}, "taux")
    columns, listed = [Column("Élève", width=40)], []
    for pilier in found[0].piliers if found else ():
        name = pilier.pilier.reference
        listed.append(Row((Label(f"Compétence {name} – {pilier.pilier.label}"),), is_heading=True))
        if is_decided:
            columns.append(_column(f"C{name}"))
        for rank, one in enumerate(_entries(pilier), start=1):
            columns.append(_column(f"{name}.{rank}"))
            listed.append(Row((f"{name}.{rank}", Label(one.entry.label, (one.entry.domaine.label,)))))
    rows = tuple(Row((Label(sheet.pupil.name), *_figures(asked, sheet, is_decided=is_decided))) for sheet in found)
    matrix = Grid(tuple(columns), rows, is_matrix=True)
    legend = Grid((Column("N°", width=14), Column("Item du socle")), tuple(listed), caption="Les items du tableau")
    notes = (Note("✓ validé · ✗ non validé · vide : aucune décision. « C1 » est la compétence entière."),)
    kind = "états de validation" if is_decided else "pourcentages d'items acquis"
    return Paper(
        "Synthèse de maîtrise du socle",
        _about(asked, kind),
        (Sheet("", "Tableau de la classe", (matrix, legend)),),
        notes if is_decided else (),
        has_codes=False,
        has_states=not is_decided,
        is_landscape=True,
        names=tuple(sheet.pupil.name for sheet in found),
    )


def _column(label: str) -> Column:
    return Column(label, Kind.LEVEL, is_turned=True)


def _entries(pilier: PilierFigures) -> list[EntryFigures]:
    return [one for domaine in pilier.domaines for one in domaine.entries]


def _figures(asked: Asked, sheet: MasterySheet, *, is_decided: bool) -> Iterator[Cell]:
    for pilier in sheet.piliers:
        if is_decided:
            yield _sign(pilier.decision)
        for one in _entries(pilier):
            yield _sign(one.decision) if is_decided else Figure(level_of(one.share.percent, asked.scale.states))


def _sign(decision: Decision | None) -> str:
    return "" if decision is None else "✓" if decision.is_validated else "✗"


# --- 2016 ---


def lay_cycle(asked: Asked, found: Sequence[CycleSheet]) -> Paper:
    """What is proposed, by pupil or by line, each degree with what makes it and what is thin in it."""
    is_by_line = asked.options.among("parties", {"eleve": False, "ligne": True}, "eleve")
    sheets = _by_line(asked, found) if is_by_line else _by_pupil(asked, found)
    subject = "Ligne du socle" if is_by_line else "Élève"
    title = "Maîtrise du socle"
    return Paper(title, _about(asked), sheets, _advice(asked), subject=subject, has_codes=False)


def _advice(asked: Asked) -> tuple[Note, ...]:
    if not asked.shown.degre:
        return ()
    starts = (0, *(end + 1 for end in SOCLE[:-1]))
    said = " · ".join(f"{low} à {high} % : {name}" for low, high, name in zip(starts, SOCLE, DEGREES, strict=True))
    return (Note(f"Degrés proposés d'après toutes les évaluations, sans rien décider : {said}."),)


def _by_pupil(asked: Asked, found: Sequence[CycleSheet]) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(
            str(sheet.pupil.key),
            sheet.pupil.name,
            (_grid(asked, "Ligne du socle", [(one.line.label, one) for one in sheet.proposals]),),
        )
        for sheet in found
    )


def _by_line(asked: Asked, found: Sequence[CycleSheet]) -> tuple[Sheet, ...]:
    lines = [one.line for one in found[0].proposals] if found else []
    return tuple(
        Sheet(
            line.code,
            line.label,
            (_grid(asked, "Élève", [(sheet.pupil.name, sheet.proposals[rank]) for sheet in found]),),
        )
        for rank, line in enumerate(lines)
    )


def _grid(asked: Asked, label: str, named: Sequence[tuple[str, Proposal]]) -> Grid:
    columns = [Column(label)]
    if asked.shown.taux:
        columns.append(Column("Acquis", Kind.LEVEL, width=24))
    if asked.shown.degre:
        columns.append(Column("Degré proposé", width=44))
    columns.append(Column("Sur quoi", width=52))
    return Grid(tuple(columns), tuple(_proposal(asked, name, one) for name, one in named))


def _proposal(asked: Asked, name: str, one: Proposal) -> Row:
    cells: list[Cell] = [Label(name, _behind(one.scored, asked))]
    if asked.shown.taux:
        sentence = explain_percent(level.state for _item, level in one.scored)
        cells.append(Figure(level_of(one.share.percent, asked.scale.states), "\u00a0%", "", sentence))
    if asked.shown.degre:
        cells.append("-" if one.degree is None else f"{one.degree} – {DEGREES[one.degree - 1]}")
    cells.append(_ground(one))
    return Row(tuple(cells))


def _ground(one: Proposal) -> str:
    """« 3 items évalués sur 14 reliés », and that it is little."""
    if not one.linked:
        return "aucun item relié"
    said = f"{count(one.evaluated, 'item évalué', 'items évalués')} sur {count(one.linked, 'relié', 'reliés')}"
    return f"{said} : peu (moins de {THIN})" if one.is_thin else said


def lay_cycle_table(asked: Asked, found: Sequence[CycleSheet]) -> Paper:
    """A line a pupil, a column a line of the socle: percentages, degrees, or points of the brevet until 2025."""
    shown = asked.options.among("montrer", {name: name for name in ("taux", "degres", "points")}, "taux")
    proposals = found[0].proposals if found else ()
    total = [Column("Total", Kind.NUMBER, is_turned=True)] if shown == "points" else []
    columns = (
        Column("Élève", width=40),
        *(_column(one.line.code) for one in proposals),
        *total,
    )
    rows = tuple(Row((Label(sheet.pupil.name), *_cells(asked, sheet, shown))) for sheet in found)
    listed = tuple(Row((one.line.code, Label(one.line.label))) for one in proposals)
    legend = Grid((Column("Code", width=24), Column("Ligne du socle")), listed, caption="Les lignes du tableau")
    kind = {"taux": "pourcentages", "degres": "degrés proposés", "points": "points du brevet (jusqu'en 2025)"}[shown]
    return Paper(
        "Maîtrise du socle",
        _about(asked, kind),
        (Sheet("", "Tableau de la classe", (Grid(columns, rows, is_matrix=True), legend)),),
        has_codes=False,
        is_landscape=True,
        names=tuple(sheet.pupil.name for sheet in found),
    )


def _cells(asked: Asked, sheet: CycleSheet, shown: str) -> Iterator[Cell]:
    for one in sheet.proposals:
        level = level_of(one.share.percent, asked.scale.states)
        said = explain_percent(state.state for _item, state in one.scored)
        if shown == "taux" or level.state is None:
            yield Figure(level if shown == "taux" else NO_LEVEL, "", "", f"{said} ; {_ground(one)}")
        else:
            yield (one.degree or 0) if shown == "degres" else one.points
    if shown == "points":
        yield sheet.points
