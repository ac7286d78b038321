"""The tables of the class council, laid out as pieces: one computation, drawn as page, PDF and spreadsheet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bilans.computing.inputs import Matiere
from bilans.computing.official import exact_mean
from bilans.officiels.shapes import NO_MEAN, ClassDocument, PupilSheet, Rubric, Written
from bilans.paper.pieces import Column, Grid, Kind, Label, Paper, Piece, Row, Sheet

NOTHING = "-"
_WIDE, _NARROW = 34.0, 14.0
# Across an A4 on its side, beside the names, in millimetres; as many columns as have room there for their heads.
_NAMES, _ACROSS, _MOST_ACROSS = 56.0, 230.0, 14
# How many signs of the name of a matière hold in a few lines there.
_LONGEST = 28
MARGIN = 5


@dataclass(frozen=True)
class CouncilTable:
    """A table of the council: its address, its name, how it is laid out. `periods`: it reads those before too."""

    code: str
    label: str
    lay: Callable[[Sequence[ClassDocument]], Paper]
    has_periods: bool = False


def _paper(label: str, document: ClassDocument, sheets: Sequence[Sheet], subject: str, *, is_wide: bool) -> Paper:
    edition = document.edition
    about = f"{edition.kind.label} · {edition.school_class.label} · {edition.dates.period.name}"
    return Paper(label, about, tuple(sheets), (), subject, False, False, is_landscape=is_wide)


def _said(texts: Sequence[Written]) -> str:
    if len(texts) == 1:
        return texts[0].text
    return "\n".join(f"{text.author_label} : {text.text}" for text in texts)


def _authors(rubric: Rubric) -> str:
    authors = dict.fromkeys(text.author_label for text in rubric.texts)
    return ", ".join(authors) or ", ".join(rubric.teachers)


def _by_pupil(documents: Sequence[ClassDocument]) -> Paper:
    document = documents[-1]
    columns = (
        Column("Matière", width=_WIDE),
        Column("Professeur", width=_WIDE),
        Column("Moyenne", Kind.NUMBER, width=_NARROW),
        Column("Classe", Kind.NUMBER, width=_NARROW),
        Column("Appréciation"),
    )
    sheets = [
        Sheet(str(sheet.pupil.key), sheet.pupil.name, (Grid(columns, tuple(_rows_of(sheet, document))),))
        for sheet in document.sheets
    ]
    return _paper("Appréciations par élève", document, sheets, "Élève", is_wide=False)


def _rows_of(sheet: PupilSheet, document: ClassDocument) -> Iterator[Row]:
    shown = document.edition.shown
    for rubric in sheet.rubrics:
        means = (shown(rubric.mean.percent) or NOTHING, shown(rubric.class_mean) or NOTHING)
        yield Row((Label(rubric.matiere.label), _authors(rubric), *means, _said(rubric.texts) or NOTHING))
    said, author = (sheet.synthesis.text, sheet.synthesis.author_label) if sheet.synthesis else (NOTHING, "")
    generals = (shown(sheet.general), shown(sheet.class_general)) if _has_general(document) else ("", "")
    yield Row((Label("Appréciation générale"), author, *generals, said))


def _has_general(document: ClassDocument) -> bool:
    return document.edition.settings.has_general_mean


def _by_teacher(documents: Sequence[ClassDocument]) -> Paper:
    document = documents[-1]
    columns = (Column("Élève", width=46.0), Column("Moyenne", Kind.NUMBER, width=_NARROW), Column("Appréciation"))
    written: dict[tuple[str, str], list[Row]] = {}
    for sheet in document.sheets:
        for rubric in sheet.rubrics:
            for text in rubric.texts:
                mean = document.edition.shown(rubric.mean.percent) or NOTHING
                row = Row((Label(sheet.pupil.name), mean, text.text))
                written.setdefault((text.author_label, rubric.matiere.label), []).append(row)
    sheets = [
        Sheet(f"{author}-{matiere}", f"{author}, {matiere}", (Grid(columns, tuple(rows)),))
        for (author, matiere), rows in sorted(written.items())
    ]
    return _paper("Appréciations par professeur", document, sheets, "Professeur", is_wide=False)


def _on_the_class(documents: Sequence[ClassDocument]) -> Paper:
    document = documents[-1]
    columns = (
        Column("Matière", width=46.0),
        Column("Moyenne", Kind.NUMBER, width=_NARROW),
        Column("Appréciation sur la classe"),
    )
    rows = [
        Row(
            (
                Label(rubric.matiere.label),
                document.edition.shown(rubric.mean) or NOTHING,
                _said(rubric.texts) or NOTHING,
            )
        )
        for rubric in document.rubrics
    ]
    said = document.synthesis.text if document.synthesis else NOTHING
    rows.append(Row((Label("Appréciation générale"), "", said)))
    sheets = [Sheet("classe", document.edition.school_class.label, (Grid(columns, tuple(rows)),))]
    return _paper("Appréciations sur la classe", document, sheets, "", is_wide=False)


def _generals(documents: Sequence[ClassDocument]) -> Paper:
    document = documents[-1]
    columns = (Column("Élève", width=46.0), Column("Auteur", width=_WIDE), Column("Appréciation générale"))
    rows = [
        Row(
            (
                Label(sheet.pupil.name),
                sheet.synthesis.author_label if sheet.synthesis else "",
                sheet.synthesis.text if sheet.synthesis else NOTHING,
            )
        )
        for sheet in document.sheets
    ]
    sheets = [Sheet("classe", document.edition.school_class.label, (Grid(columns, tuple(rows)),))]
    return _paper("Appréciations générales", document, sheets, "", is_wide=False)


def _means(documents: Sequence[ClassDocument]) -> Paper:
    document = documents[-1]
    named = (rubric.matiere for rubric in document.rubrics)
    heads = [Column(matiere.label, is_turned=True, key=matiere.key) for matiere in named]
    general = [Column("Générale", is_turned=True)] if _has_general(document) else []
    rows = [
        Row((Label(sheet.pupil.name), *_means_of(sheet, document), *_general_of(sheet, document)), key=sheet.pupil.key)
        for sheet in document.sheets
    ]
    shown = document.edition.shown
    foot = [shown(rubric.mean) or NOTHING for rubric in document.rubrics]
    last = [shown(document.general) or NOTHING] if _has_general(document) else []
    rows.append(Row((Label("Classe"), *foot, *last), is_foot=True))
    grid = Grid((Column("Élève"), *heads, *general), tuple(rows), is_matrix=True)
    sheets = [Sheet("classe", document.edition.school_class.label, (grid,))]
    return _paper("Moyennes", document, sheets, "", is_wide=True)


def on_paper(paper: Paper) -> Paper:
    """The same with the heads of a wide table written from left to right: a whole class then holds on a page."""
    return (
        replace(paper, sheets=tuple(_sheet_on_paper(sheet) for sheet in paper.sheets)) if paper.is_landscape else paper
    )


def _sheet_on_paper(sheet: Sheet) -> Sheet:
    return replace(sheet, pieces=tuple(_grid_on_paper(piece) for piece in sheet.pieces))


def _grid_on_paper(piece: Piece) -> Piece:
    narrow = len(piece.columns) - 1 if isinstance(piece, Grid) else 0
    if not isinstance(piece, Grid) or not 0 < narrow <= _MOST_ACROSS:
        return piece
    names, *others = piece.columns
    heads = (_across(each, _ACROSS / narrow) for each in others)
    return replace(piece, columns=(replace(names, width=_NAMES), *heads))


def _across(column: Column, width: float) -> Column:
    label = column.label
    said = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"
    return replace(column, label=said, is_turned=False, width=width)


def _means_of(sheet: PupilSheet, document: ClassDocument) -> Iterator[str]:
    own = {rubric.matiere.key: rubric for rubric in sheet.rubrics}
    for rubric in document.rubrics:
        mean = own[rubric.matiere.key].mean if rubric.matiere.key in own else NO_MEAN
        yield document.edition.shown(mean.percent) or NOTHING


def _general_of(sheet: PupilSheet, document: ClassDocument) -> list[str]:
    return [document.edition.shown(sheet.general) or NOTHING] if _has_general(document) else []


def _recap(documents: Sequence[ClassDocument]) -> Paper:
    """Each pupil of the class of the last period, his periods side by side."""
    last = documents[-1]
    matieres: dict[int, Matiere] = {rubric.matiere.key: rubric.matiere for each in documents for rubric in each.rubrics}
    ordered = sorted(matieres.values(), key=lambda each: (each.label, each.reference))
    columns = (
        Column("Matière", width=46.0),
        *(Column(each.edition.dates.period.name, Kind.NUMBER, width=28.0) for each in documents),
        Column("Année", Kind.NUMBER, width=20.0),
    )
    sheets = [
        Sheet(str(sheet.pupil.key), sheet.pupil.name, (Grid(columns, tuple(_recap_rows(sheet, ordered, documents))),))
        for sheet in last.sheets
    ]
    return _paper("Récapitulatif annuel", last, sheets, "Élève", is_wide=False)


def _recap_rows(last: PupilSheet, matieres: Sequence[Matiere], documents: Sequence[ClassDocument]) -> Iterator[Row]:
    sheets = [each.sheet(last.pupil.key) for each in documents]
    for matiere in matieres:
        means = [_mean_in(sheet, matiere.key) for sheet in sheets]
        shown = documents[-1].edition.shown
        told = [each.edition.shown(mean) or NOTHING for each, mean in zip(documents, means, strict=True)]
        yield Row((Label(matiere.label), *told, shown(exact_mean(means)) or NOTHING))
    if any(_has_general(each) for each in documents):
        generals = [sheet.general if sheet else None for sheet in sheets]
        told = [each.edition.shown(mean) or NOTHING for each, mean in zip(documents, generals, strict=True)]
        yield Row((Label("Moyenne générale"), *told, documents[-1].edition.shown(exact_mean(generals)) or NOTHING))


def _mean_in(sheet: PupilSheet | None, matiere: int) -> Fraction | None:
    own = {rubric.matiere.key: rubric.mean for rubric in sheet.rubrics} if sheet else {}
    return own.get(matiere, NO_MEAN).percent


TABLES = {
    table.code: table
    for table in (
        CouncilTable("appreciations", "Appréciations par élève", _by_pupil),
        CouncilTable("professeurs", "Appréciations par professeur", _by_teacher),
        CouncilTable("classe", "Appréciations sur la classe", _on_the_class),
        CouncilTable("generales", "Appréciations générales", _generals),
        CouncilTable("moyennes", "Moyennes", _means),
        CouncilTable("recapitulatif", "Récapitulatif annuel", _recap, has_periods=True),
    )
}
