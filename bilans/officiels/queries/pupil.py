"""« Par élève »: everything that is said of a pupil, and the general appreciation, for who sums it up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from accounts.models import Account
from bilans.computing.inputs import Matiere, Pupil
from bilans.models import Appreciation, Origin, Section
from bilans.officiels.law import why_no_rubric
from bilans.officiels.prefilled import filled
from bilans.officiels.queries.reading import Read, as_pupils, document_of, pupils_of_edition, read
from bilans.officiels.queries.subject import (
    MeanField,
    TextField,
    Told,
    edition_before,
    field_of,
    fields,
    mean_field,
    open_faults,
)
from bilans.officiels.queries.teaching import matieres_written_by
from bilans.officiels.queries.writers import Writer, writer
from bilans.officiels.shapes import ClassDocument, ClassRubric, Edition, PupilSheet, Rubric


@dataclass(frozen=True)
class PupilRubric:
    """A matière of a pupil: its figures, its mean, the texts of its teachers."""

    rubric: Rubric
    mean: MeanField | None
    class_mean: str
    texts: tuple[TextField, ...]


@dataclass(frozen=True)
class PupilPage:
    """The document of a pupil; `rank` from 1 among those of the class, `missing` matières without a text."""

    document: ClassDocument
    sheet: PupilSheet
    rank: int
    rubrics: tuple[PupilRubric, ...]
    synthesis: TextField
    general: str
    class_general: str
    missing: tuple[Matiere, ...]
    before: tuple[str, str]
    neighbours: tuple[Pupil | None, Pupil | None]
    # Whether the reader writes the general appreciations of the class, at one status or another.
    concludes: bool


@dataclass(frozen=True)
class SynthesisRow:
    pupil: Pupil
    general: str
    missing: int
    field: TextField


@dataclass(frozen=True)
class SynthesesPage:
    """The general appreciations of a class, and that of the class itself."""

    document: ClassDocument
    rows: tuple[SynthesisRow, ...]
    own: TextField
    general: str

    @property
    def written(self) -> int:
        """How many pupils have theirs."""
        return sum(1 for row in self.rows if row.field.text)


@dataclass(frozen=True)
class _Opened:
    by: Writer
    found: Read
    document: ClassDocument
    accounts: Mapping[int, Account]
    faults: Mapping[int, tuple[Told, ...]]


def _open(account: Account, edition: Edition) -> _Opened:
    pupils = list(pupils_of_edition(edition).only("last_name", "first_name", "school_class"))
    found = read(edition, pupils=as_pupils(pupils))
    by = writer(account, edition, pupils)
    return _Opened(by, found, document_of(found), {each.pk: each for each in pupils}, open_faults(edition, found))


def pupil_page(account: Account, edition: Edition, pupil: int) -> PupilPage | None:
    """The document of a pupil of the class; None for somebody else. Some thirty queries, whatever the class."""
    opened = _open(account, edition)
    sheet = opened.document.sheet(pupil)
    if sheet is None:
        return None
    sheets = opened.document.sheets
    rank = sheets.index(sheet)
    around = [sheets[place].pupil if 0 <= place < len(sheets) else None for place in (rank - 1, rank + 1)]
    return PupilPage(
        opened.document,
        sheet,
        rank + 1,
        tuple(_rubric(opened, sheet, rubric) for rubric in sheet.rubrics),
        _synthesis(opened, sheet.pupil),
        edition.shown(sheet.general),
        edition.shown(sheet.class_general),
        _missing(sheet),
        _before(edition, pupil),
        (around[0], around[1]),
        opened.by.powers.concludes,
    )


def _rubric(opened: _Opened, sheet: PupilSheet, rubric: Rubric) -> PupilRubric:
    by, pupil, matiere = opened.by, sheet.pupil.key, rubric.matiere.key
    has_mean = by.edition.settings.has_means and matiere in opened.found.means[pupil]
    own, others = fields(by, opened.found, pupil, matiere, opened.faults)
    return PupilRubric(
        rubric,
        mean_field(by, pupil, matiere, rubric.mean) if has_mean else None,
        by.edition.shown(rubric.class_mean),
        (*((own,) if own else ()), *others),
    )


def _synthesis(opened: _Opened, pupil: Pupil | None) -> TextField:
    """The general appreciation of a pupil; that of the class for None."""
    settings, key = opened.by.edition.settings, pupil.key if pupil else 0
    limit = settings.general_length if pupil else settings.class_length
    field = TextField(key, 0, limit, opened.by.why_not_conclude())
    texts = opened.found.texts.get((key, 0), ())
    if texts:
        field = field_of(texts[0], field, opened.faults)
    if pupil and not field.text:
        account = opened.accounts[key]
        field = replace(field, model=filled(settings.general_model, account.first_name, account.last_name))
    return field


def _missing(sheet: PupilSheet) -> tuple[Matiere, ...]:
    return tuple(rubric.matiere for rubric in sheet.rubrics if rubric.figures and not rubric.texts)


def _before(edition: Edition, pupil: int) -> tuple[str, str]:
    """The general appreciation of the period before, under its name; two empty words when there is none."""
    before = edition_before(edition)
    if before is None:
        return "", ""
    of = {"kind": edition.kind.code, "year": before.year, "period": before.dates.period_id}
    row = Appreciation.objects.filter(pupil=pupil, section=Section.SYNTHESIS, **of).first()
    return (before.dates.period.name, row.text) if row and row.text else ("", "")


def syntheses_page(account: Account, edition: Edition) -> SynthesesPage:
    """The general appreciations of a class. Some twenty-five queries, whatever the class."""
    opened = _open(account, edition)
    rows = (
        SynthesisRow(sheet.pupil, edition.shown(sheet.general), len(_missing(sheet)), _synthesis(opened, sheet.pupil))
        for sheet in opened.document.sheets
    )
    return SynthesesPage(opened.document, tuple(rows), _synthesis(opened, None), edition.shown(opened.document.general))


@dataclass(frozen=True)
class ClassMatiere:
    """A matière of a class: how many pupils did something in it, how many have a text, whether one writes there."""

    key: int
    label: str
    teachers: tuple[str, ...]
    mean: str
    evaluated: int
    written: int
    is_mine: bool


@dataclass(frozen=True)
class ClassPage:
    """The document of a class, matière by matière, and why nothing is to be written (empty when something is)."""

    document: ClassDocument
    matieres: tuple[ClassMatiere, ...]
    concluded: int
    # How many means were frozen, and would be others today.
    moved: int
    why_no_rubric: str
    why_not_conclude: str
    concludes: bool


def class_page(account: Account, edition: Edition) -> ClassPage:
    """The document of a class. The matières of the account are there even when nothing was evaluated in them yet."""
    opened = _open(account, edition)
    by, document = opened.by, opened.document
    rows = [_class_matiere(opened, rubric) for rubric in document.rubrics]
    known = {row.key for row in rows}
    own = (each for each in matieres_written_by(account) if each.pk not in known) if by.powers.writes else ()
    rows += [ClassMatiere(each.pk, each.label, (), "", 0, 0, is_mine=True) for each in own if by.taught]
    return ClassPage(
        document,
        tuple(sorted(rows, key=lambda row: (not row.is_mine, row.label))),
        sum(1 for sheet in document.sheets if sheet.synthesis),
        _moved(opened.found),
        why_no_rubric(edition.status),
        by.why_not_conclude(),
        by.powers.concludes,
    )


def _moved(found: Read) -> int:
    means = (mean for of_pupil in found.means.values() for mean in of_pupil.values())
    return sum(1 for mean in means if mean.origin is Origin.FROZEN and mean.percent != mean.computed)


def _class_matiere(opened: _Opened, rubric: ClassRubric) -> ClassMatiere:
    key, sheets = rubric.matiere.key, opened.document.sheets
    own = [each for sheet in sheets for each in sheet.rubrics if each.matiere.key == key]
    return ClassMatiere(
        key,
        rubric.matiere.label,
        rubric.teachers,
        opened.by.edition.shown(rubric.mean),
        sum(1 for each in own if each.figures),
        sum(1 for each in own if each.texts),
        is_mine=opened.by.powers.writes and key in opened.by.matieres,
    )
