"""« Saisie déportée »: the appreciations of a matière as a file, and what one brings back. Nothing is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from bilans.officiels.queries.subject import SubjectPage
from bilans.officiels.services.places import Refused
from bilans.officiels.services.positions import percent_typed
from bilans.officiels.services.texts import cleaned
from sacoche.kit.files.decode import NotText, decode
from sacoche.kit.files.tables import Value
from sacoche.kit.files.tabular import BadTable, Row, Table, read_table
from sacoche.kit.files.workbook import is_workbook, read_workbook
from sacoche.kit.text import unaccent

MAX_BYTES = 2 * 1024 * 1024
HEADS = ("Numéro", "Élève", "Moyenne", "Appréciation")
_CLASS = "classe"
_FORMULA = ("'=", "'+", "'-", "'@")


class UnusableFile(ValueError):
    """Nothing is taken from the file; the message says why, and what to do."""


class Difference(StrEnum):
    """What a file would do to a text."""

    ADDED = "ajouté"
    CHANGED = "changé"
    SAME = "identique"
    EMPTIED = "vidé"
    REFUSED = "refusé"


@dataclass(frozen=True)
class Line:
    """What a line of the file says of a pupil (0: of the class), beside what stands.

    `mean` is what it wants of the mean, empty to leave it as it is; `why` says why the line is refused.
    """

    number: int
    pupil: int
    name: str
    before: str
    after: str
    version: int
    difference: Difference
    mean: str = ""
    mean_before: str = ""
    mean_version: int = 0
    why: str = ""

    @property
    def is_wanted(self) -> bool:
        """Whether it is proposed ticked: what only empties a text is not."""
        return self.difference in (Difference.ADDED, Difference.CHANGED) or (
            bool(self.mean) and self.difference is Difference.SAME
        )

    @property
    def is_proposed(self) -> bool:
        return self.is_wanted or self.difference is Difference.EMPTIED


def rows_of(page: SubjectPage, *, is_filled: bool) -> Iterator[Sequence[Value]]:
    """The lines of the file: the class, then its pupils, with what stands when it is wanted filled."""
    if page.own:
        yield (_CLASS, page.edition.school_class.label, "", page.own.text if is_filled else "")
    for row in page.rows:
        if row.own and not row.own.why_not:
            mean = row.mean.shown if row.mean and is_filled else ""
            yield (row.pupil.key, row.pupil.name, mean, row.own.text if is_filled else "")


def read_lines(data: bytes, page: SubjectPage) -> list[Line]:
    """What a CSV, an .xlsx or an .ods says, line by line. Raises UnusableFile."""
    table = _table(data)
    places = [table.column([head]) for head in HEADS]
    if places[0] is None or places[3] is None:
        lacking = HEADS[0] if places[0] is None else HEADS[3]
        raise UnusableFile(f"La colonne « {lacking} » manque : prenez le fichier de cette page, et gardez ses titres.")
    known = _known(page)
    lines: dict[int, Line] = {}
    for row in table.rows:
        key, name, mean, text = (row.cells[place].strip() if place is not None else "" for place in places)
        line = _line(row, key, name, mean, text, known, page)
        if line.pupil in lines and line.difference is not Difference.REFUSED:
            line = _refused(line, f"{line.name} est déjà à la ligne {lines[line.pupil].number}")
        lines[line.pupil if line.difference is not Difference.REFUSED else -row.line] = line
    if not lines:
        raise UnusableFile("Ce fichier n'a aucune ligne sous ses titres : remplissez-le, puis rendez-le.")
    return list(lines.values())


def _table(data: bytes) -> Table:
    if len(data) > MAX_BYTES:
        raise UnusableFile("Ce fichier dépasse 2 Mo : prenez celui de cette page.")
    try:
        return read_workbook(data) if is_workbook(data) else read_table(decode(data).removeprefix("\ufeff"))
    except (NotText, BadTable) as error:
        raise UnusableFile(str(error)) from error


def _known(page: SubjectPage) -> Mapping[str, Line]:
    """What stands, by what names a line of the file."""
    found = {}
    if page.own and not page.own.why_not:
        label = page.edition.school_class.label
        found[_CLASS] = Line(0, 0, label, page.own.text, "", page.own.version, Difference.SAME)
    for row in page.rows:
        if row.own and not row.own.why_not:
            line = Line(0, row.pupil.key, row.pupil.name, row.own.text, "", row.own.version, Difference.SAME)
            if row.mean:
                line = replace(line, mean_before=row.mean.shown, mean_version=row.mean.version)
            found[str(row.pupil.key)] = line
    return found


def _line(row: Row, key: str, name: str, mean: str, text: str, known: Mapping[str, Line], page: SubjectPage) -> Line:
    found = known.get(unaccent(key))
    if found is None:
        stranger = Line(row.line, -row.line, name or key or "sans nom", "", text, 0, Difference.SAME)
        return _refused(stranger, f"le numéro « {key[:20]} » n'est celui d'aucun élève où vous écrivez ici")
    line = replace(found, number=row.line, after=cleaned(text[1:] if text.startswith(_FORMULA) else text))
    if name and found.pupil and _plain(name) != _plain(found.name):
        return _refused(line, f"ce numéro est celui de {found.name}, et non de {name}")
    most = page.edition.settings.rubric_length if found.pupil else page.edition.settings.class_length
    if len(line.after) > most:
        return _refused(line, f"{len(line.after)} signes, la limite est de {most}")
    try:
        line = replace(line, mean=_mean(mean, line, page), difference=_difference(line))
    except Refused as refusal:
        return _refused(line, str(refusal).rstrip("."))
    return line


def _mean(typed: str, line: Line, page: SubjectPage) -> str:
    """The mean that is wanted, empty when it is the one that stands or when none is said. Raises Refused."""
    if not typed or not line.pupil:
        return ""
    wanted = typed.replace(".", ",")
    percent = percent_typed(page.edition, wanted)
    stands = percent_typed(page.edition, line.mean_before) if line.mean_before else None
    return "" if percent == stands else _written(percent, page)


def _written(percent: Decimal, page: SubjectPage) -> str:
    mark = percent if page.edition.is_in_percents else percent / 5
    return f"{mark.normalize():f}".replace(".", ",")


def _difference(line: Line) -> Difference:
    if line.after == line.before:
        return Difference.SAME
    if not line.after:
        return Difference.EMPTIED
    return Difference.CHANGED if line.before else Difference.ADDED


def _refused(line: Line, why: str) -> Line:
    return replace(line, difference=Difference.REFUSED, why=f"Ligne {line.number} : {why}.", mean="")


def _plain(name: str) -> str:
    return " ".join(sorted(unaccent(name).split()))
