"""The table of a file, whatever its clothes: text, a workbook .xlsx, or either of them in a ZIP."""

import io
import zipfile

from imports.brought.extraction import UnreadableFile
from imports.reading.kinds import other_file
from imports.reading.recognising import kind_of
from sacoche.kit.files.archive import MAX_EXPANDED, BadArchive, open_archive, open_member
from sacoche.kit.files.decode import NotText, decode
from sacoche.kit.files.tabular import BadTable, Table, TooManyRows, read_table
from sacoche.kit.files.workbook import read_workbook
from sacoche.kit.text import spaced

# Nobody's school has more: a file of more people is not one of a school, and would hold the server for minutes.
MAX_PEOPLE = 20_000
MAX_CLASSES = 2_000
_PEOPLE = "personnes"
_ARCHIVE = b"PK"
_WORKBOOKS = ("xl/", "content.xml")
_TABLES = (".csv", ".txt", ".xlsx")


def open_table(data: bytes, wanted: str) -> Table:
    """The table of a file. Raises UnreadableFile, also when it has more rows than a school has people."""
    content = unzipped(data, wanted)
    try:
        if content.startswith(_ARCHIVE):
            table = read_workbook(content)
        else:
            table = read_table(read_text(content, wanted), max_rows=MAX_PEOPLE)
    except TooManyRows as error:
        raise UnreadableFile(_crowd(MAX_PEOPLE, _PEOPLE)) from error
    except BadTable as error:
        raise UnreadableFile(str(error)) from error
    refuse_crowd(people=len(table.rows))
    return table


def refuse_crowd(*, people: int = 0, classes: int = 0) -> None:
    """Raise UnreadableFile when so many people, or classes and groups, cannot be those of a school."""
    for number, limit, what in ((people, MAX_PEOPLE, _PEOPLE), (classes, MAX_CLASSES, "classes ou groupes")):
        if number > limit:
            raise UnreadableFile(_crowd(limit, what))


def _crowd(limit: int, what: str) -> str:
    return (
        f"Ce fichier a plus de {spaced(limit)} {what}, la limite pour un établissement : vérifiez l'extraction, et que "
        "la bonne colonne est à la bonne place."
    )


def glance_at_table(data: bytes, wanted: str) -> None:
    """Refuse at once what is no table: an empty file, what is not text, a workbook or archive that cannot be read."""
    content = unzipped(data, wanted)
    if content.startswith(_ARCHIVE):
        open_table(content, wanted)
    else:
        read_text(content, wanted)


def unzipped(data: bytes, wanted: str) -> bytes:
    """The only table of an archive; any other file, a workbook too, as it is. Raises UnreadableFile."""
    if not data.startswith(_ARCHIVE):
        return data
    try:
        with open_archive(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if any(name.startswith("xl/") for name in names):
                return data
            if "content.xml" in names:
                raise UnreadableFile(
                    "C'est un classeur .ods : enregistrez votre tableau au format .xlsx ou CSV, puis renvoyez-le."
                )
            return _only_table(archive, data, wanted)
    except BadArchive as error:
        raise UnreadableFile(str(error)) from error


def _only_table(archive: zipfile.ZipFile, data: bytes, wanted: str) -> bytes:
    found = [member for member in archive.infolist() if _is_table(member)]
    if not found:
        kind = kind_of(data)
        advice = other_file(kind, wanted) if kind else f"Ici, il faut {wanted}."
        raise UnreadableFile(f"Cette archive ne contient pas de fichier CSV ni .xlsx. {advice}")
    if len(found) > 1:
        names = ", ".join(f"« {member.filename[:60]} »" for member in found[:5])
        raise UnreadableFile(f"Cette archive contient plusieurs tableaux ({names}) : envoyez celui qu'il faut, seul.")
    if found[0].file_size > MAX_EXPANDED:
        raise UnreadableFile("Ce fichier est trop gros pour être celui d'un établissement.")
    with open_member(archive, found[0]) as member:
        return member.read()


def _is_table(member: zipfile.ZipInfo) -> bool:
    """Whether it is one, and not what a computer adds beside each file (« __MACOSX/._CSVExtraction.csv »)."""
    name = member.filename.rsplit("/", 1)[-1].lower()
    return name.endswith(_TABLES) and not name.startswith((".", "~$"))


def read_text(data: bytes, wanted: str) -> str:
    """The text of a file; raises UnreadableFile when it is empty, or when it is something else than a table."""
    if not data.strip():
        raise UnreadableFile("Ce fichier est vide : refaites l'extraction, puis choisissez le fichier obtenu.")
    try:
        text = decode(data)
    except NotText as error:
        kind = kind_of(data)
        raise UnreadableFile(f"{error} {other_file(kind, wanted)}" if kind else str(error)) from error
    if text.lstrip().startswith("<"):
        raise UnreadableFile(_xml_instead(data, wanted))
    return text


def _xml_instead(data: bytes, wanted: str) -> str:
    kind = kind_of(data)
    if kind is None:
        return f"C'est un fichier XML ou une page web : ici, il faut {wanted}, au format CSV."
    return f"C'est un fichier XML, pas un fichier CSV. {other_file(kind, wanted)}"
