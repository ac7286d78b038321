"""« Recherche ciblée »: the pupils of a class whose results stand in what was ticked."""

from collections.abc import Sequence

from bilans.computing import choosing
from bilans.computing.inputs import Item, Pupil
from bilans.computing.searching import Criterion, Match, Search, search
from bilans.computing.socle_2016 import VERSION as SINCE_2016
from bilans.computing.socle_2016 import Proposal, proposals
from bilans.paper import pieces
from bilans.paper.pieces import Column, Figure, Grid, Kind, Label, Note, Paper, Row
from bilans.queries import cycle_lines, feeding, items_of
from bilans.reports.asked import Asked
from bilans.reports.laying import about
from bilans.reports.options import PERIOD, WrongOption
from bilans.reports.registry import Made, Page, Report, Table, reports
from bilans.rights import SEE_CLASSES
from sacoche.kit.text import count

_CRITERIA = {one.value: one for one in Criterion}
FAMILY = "Recherche ciblée"


def _items(asked: Asked) -> tuple[Item, ...]:
    matiere = asked.one_matiere_or_all()
    if matiere is None:
        return choosing.of_every_matiere(items_of())
    return choosing.of_matiere(asked.items_of_matiere(matiere), matiere.pk)


def _make(asked: Asked) -> Made:
    sigles = asked.options.listed("etats")
    known = [state.sigle for state in asked.scale.states]
    if not sigles:
        raise WrongOption(f"Cochez au moins un état : {', '.join(known)}.")
    if unknown := [sigle for sigle in sigles if sigle not in known]:
        raise WrongOption(f"« {unknown[0]} » n'est pas un état de l'établissement : {', '.join(known)}.")
    items = _items(asked)
    criterion = asked.options.among("critere", _CRITERIA, Criterion.MEAN.value)
    found = search(asked.pupils, items, asked.levels(items), criterion, sigles)
    heads = ("Élève", "Chiffre", "État", "Items")
    return Made(found, Table(heads, [_line(match) for match in found.matches]))


def _line(match: Match) -> Sequence[str | int | None]:
    state = match.level.state
    return match.pupil.name, match.level.score, state.sigle if state else "", match.summary.share.counted


def _lay(asked: Asked, found: Search) -> Paper:
    criterion = asked.options.among("critere", _CRITERIA, Criterion.MEAN.value)
    what = "Moyenne pondérée" if criterion is Criterion.MEAN else "Items acquis"
    columns = (Column("Élève"), Column(what, Kind.LEVEL, width=30), Column("Items"))
    rows = tuple(
        Row((Label(match.pupil.name), Figure(match.level, "\u00a0%"), match.summary.share.counted), key=match.pupil.key)
        for match in found.matches
    )
    said = count(len(found.matches), "élève trouvé", "élèves trouvés") + f" sur {found.among}"
    told = f"{what} : {', '.join(asked.options.listed('etats'))}"
    content: tuple[pieces.Piece, ...] = (Grid(columns, rows),) if rows else (Note("Aucun élève ne correspond."),)
    sheet = pieces.Sheet("", FAMILY, content)
    return Paper(FAMILY, about(asked, said, told), (sheet,), subject="", has_codes=False)


# --- By degree of the socle ---


def _make_degrees(asked: Asked) -> Made:
    cycle = asked.options.between("cycle", 2, 4, "Choisissez le cycle 2, 3 ou 4.")
    degrees = set(asked.options.numbers("degres"))
    if not degrees:
        raise WrongOption("Cochez au moins un degré de maîtrise.")
    lines = cycle_lines(cycle, is_by_composante=False)
    code = asked.options.text("ligne") or lines[0].code
    wanted = [line for line in lines if line.code == code]
    if not wanted:
        raise WrongOption(f"Le cycle {cycle} n'a pas de ligne « {code} » : {', '.join(line.code for line in lines)}.")
    items = items_of(feeding(SINCE_2016, cycle=cycle))
    sheets = proposals(asked.pupils, cycle, wanted, items, asked.levels_of_all_the_past(items))
    found = tuple((sheet.pupil, sheet.proposals[0]) for sheet in sheets if sheet.proposals[0].degree in degrees)
    rows = [(pupil.name, one.line.code, one.degree, one.share.percent) for pupil, one in found]
    return Made(found, Table(("Élève", "Ligne", "Degré", "% acquis"), rows))


def _lay_degrees(asked: Asked, found: Sequence[tuple[Pupil, Proposal]]) -> Paper:
    columns = (Column("Élève"), Column("Ligne"), Column("Degré proposé", Kind.NUMBER, width=30), Column("Items"))
    rows = tuple(
        Row((Label(pupil.name), one.line.label, one.degree, _rests_on(one)), key=pupil.key) for pupil, one in found
    )
    said = count(len(found), "élève trouvé", "élèves trouvés") + f" sur {len(asked.pupils)}"
    content: tuple[pieces.Piece, ...] = (Grid(columns, rows),) if rows else (Note("Aucun élève ne correspond."),)
    sheet = pieces.Sheet("", FAMILY, content)
    told = " · ".join(part for part in (said, asked.where) if part)
    return Paper(FAMILY, told, (sheet,), subject="", has_codes=False, has_states=False)


def _rests_on(one: Proposal) -> str:
    thin = ", c'est peu" if one.is_thin else ""
    return f"{one.share.percent} %, {one.evaluated} items évalués sur {one.linked} reliés{thin}"


for code, label, options, make, page in (
    (
        "recherche",
        "Recherche ciblée",
        ("critere", "etats", "toute_matiere", "ordre", *PERIOD),
        _make,
        Page(
            "recherche",
            FAMILY,
            "Par résultats",
            _lay,
            right=SEE_CLASSES,
            lead="Les élèves dont la moyenne, ou la part d'items acquis, est dans les états cochés.",
        ),
    ),
    (
        "recherche_degre",
        "Recherche ciblée par degré de maîtrise du socle",
        ("cycle", "ligne", "degres", "ordre"),
        _make_degrees,
        Page(
            "recherche/degre",
            FAMILY,
            "Par degré du socle",
            _lay_degrees,
            right=SEE_CLASSES,
            lead="Les élèves à qui les résultats proposent les degrés cochés.",
        ),
    ),
):
    reports.register(Report(code, label, options, make, page))
