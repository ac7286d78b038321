"""How grilles of a référentiel, and synthèses, are shown."""

from collections.abc import Iterator, Sequence
from functools import partial

from bilans.computing.grille import GrilleSheet
from bilans.computing.inputs import Item, Pupil
from bilans.computing.releve import Line
from bilans.computing.synthese import Bar, MatiereBars, Synthese, SyntheseSheet
from bilans.paper import pieces
from bilans.paper.pieces import Bars, Cell, Column, Grid, Kind, Label, Note, Paper, Row
from bilans.queries import comments_of
from bilans.reports.asked import Asked
from bilans.reports.laying import about, item_columns, item_label, line_row, room_for, start_of
from evaluations.scoring.explain import explain_percent
from sacoche.kit.text import count

# Of the results of a grille printed to be filled by hand, when no number is asked.
_BLANK_CELLS = 3


# --- Grilles d'items d'un référentiel ---


def lay_grille(asked: Asked, found: Sequence[GrilleSheet]) -> Paper:
    """The tree, blank or for each pupil; a column stays empty on paper when it is asked."""
    items = [item for sheet in found[:1] for item in _items(sheet)]
    title = "Grille d'items"
    if items:
        how = items[0].referentiel
        title = f"Grille d'items – {how.matiere.label} – {how.niveau.label}"
    comments = comments_of(items) if asked.shown.comment or asked.shown.link else {}
    is_blank = all(sheet.pupil is None for sheet in found)
    sheets = tuple(_grille(asked, sheet, comments, title) for sheet in found if sheet.domaines)
    said = "" if is_blank else about(asked)
    return Paper(title, said, sheets, subject="" if is_blank else "Élève", has_states=not is_blank)


def _items(sheet: GrilleSheet) -> Iterator[Item]:
    for domaine in sheet.domaines:
        for theme in domaine.themes:
            yield from (line.item for line in theme.lines)


def _grille(asked: Asked, sheet: GrilleSheet, comments: dict[int, tuple[str, str]], title: str) -> pieces.Sheet:
    lines = [line for domaine in sheet.domaines for theme in domaine.themes for line in theme.lines]
    cells = room_for(lines, asked.shown) or (0 if asked.shown.cells == 0 else _BLANK_CELLS)
    empty = _empty_column(asked)
    columns = (*_grille_columns(asked, cells, is_blank=sheet.pupil is None), *empty)
    rows: list[Row] = []
    for domaine in sheet.domaines:
        rows.append(Row((Label(domaine.domaine.name),), is_heading=True))
        for theme in domaine.themes:
            rows.append(Row((Label(theme.theme.name),), is_heading=True))
            rows += [_grille_row(asked, line, sheet.pupil, comments, cells, len(empty)) for line in theme.lines]
    key, name = (str(sheet.pupil.key), sheet.pupil.name) if sheet.pupil else ("", title)
    return pieces.Sheet(key, name, (Grid(columns, tuple(rows)),))


def _grille_columns(asked: Asked, cells: int, *, is_blank: bool) -> tuple[Column, ...]:
    columns = item_columns(asked.shown, cells)
    return tuple(column for column in columns if not (is_blank and column.kind is Kind.LEVEL))


def _empty_column(asked: Asked) -> tuple[Column, ...]:
    wide = asked.options.between("colonne_vide", 0, 9, "La colonne vide a de 0 à 9 cm de large.")
    return (Column("Remarques", width=wide * 10.0),) if wide else ()


def _grille_row(
    asked: Asked, line: Line, pupil: Pupil | None, comments: dict[int, tuple[str, str]], cells: int, empty: int
) -> Row:
    label = item_label(line.item, asked.shown, comments)
    first: list[Cell] = [line.item.reference, label] if asked.shown.reference else [label]
    blanks: tuple[Cell, ...] = (None,) * empty
    if pupil is None:
        return Row((*first, *((pieces.Marks(),) if cells else ()), *blanks))
    row = line_row(first, line, pupil, asked, cells=cells, start=start_of(asked))
    return Row((*row.cells, *blanks))


# --- Synthèses ---


def lay_synthese(asked: Asked, found: Synthese) -> Paper:
    """A bar of states for each domaine or thème, under that of the matière; each unfolds its items."""
    comments: dict[int, tuple[str, str]] = {}
    sheets = tuple(
        pieces.Sheet(
            str(sheet.pupil.key),
            sheet.pupil.name,
            pieces.Later(partial(_every_bars, asked, sheet, comments)),
        )
        for sheet in found.sheets
    )
    matieres = list(dict.fromkeys(part.matiere.label for sheet in found.sheets for part in sheet.matieres))
    title = f"Synthèse – {matieres[0]}" if len(matieres) == 1 else "Synthèse – toutes les matières"
    return Paper(title, about(asked), sheets, _left_out(found), has_codes=False)


def _left_out(found: Synthese) -> tuple[Note, ...]:
    if not found.left_out:
        return ()
    named = ", ".join(f"{one.matiere.label} ({one.niveau.label})" for one in found.left_out)
    number = count(len(found.left_out), "référentiel", "référentiels")
    verb = "n'y est pas" if len(found.left_out) == 1 else "n'y sont pas"
    return (Note(f"{number} sans format de synthèse {verb} : {named}.", "warn"),)


def _every_bars(asked: Asked, sheet: SyntheseSheet, comments: dict[int, tuple[str, str]]) -> tuple[Bars, ...]:
    return tuple(_bars(asked, part, sheet.pupil, comments) for part in sheet.matieres)


def _bars(asked: Asked, part: MatiereBars, pupil: Pupil, comments: dict[int, tuple[str, str]]) -> Bars:
    total = pieces.Bar(part.matiere.label, part.total, is_total=True, sentence=_sentence(part.bars))
    bars = [_bar(asked, bar, pupil, comments) for bar in part.bars]
    return Bars((total, *bars), shows_percent=asked.shown.has_percent)


def _sentence(bars: Sequence[Bar]) -> str:
    return explain_percent(line.level.state for bar in bars for line in bar.lines)


def _bar(asked: Asked, bar: Bar, pupil: Pupil, comments: dict[int, tuple[str, str]]) -> pieces.Bar:
    cells = room_for(bar.lines, asked.shown)
    columns, start = item_columns(asked.shown, cells), start_of(asked)
    rows = []
    for line in bar.lines:
        label = item_label(line.item, asked.shown, comments)
        first: list[Cell] = [line.item.reference, label] if asked.shown.reference else [label]
        rows.append(line_row(first, line, pupil, asked, cells=cells, start=start))
    return pieces.Bar(bar.name, bar.share, _note(bar), detail=Grid(columns, tuple(rows)), sentence=_sentence([bar]))


def _note(bar: Bar) -> str:
    said = count(bar.share.total, "item", "items")
    if bar.unscored:
        said += f", {len(bar.unscored)} sans score"
    if len(bar.niveaux) > 1:
        said += f", {' et '.join(niveau.reference for niveau in bar.niveaux)}"
    return said
