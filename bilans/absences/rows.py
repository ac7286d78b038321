"""The rows of a file of absences as its layout names their columns, whatever the file is made of."""

import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilans.absences.layouts import Layout, Shape
from bilans.absences.values import bare
from sacoche.kit.files.archive import BadArchive
from sacoche.kit.files.decode import NotText, decode
from sacoche.kit.files.sole import sole_file
from sacoche.kit.files.tabular import BadTable, Table, read_table
from sacoche.kit.files.workbook import is_workbook, read_workbook
from sacoche.kit.files.xml import BadXml, NotXml, Utf8Stream, cut, line, local_name, parse
from sacoche.kit.text import unaccent

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# A year of a whole school, absence by absence: beyond, it is not the file of one.
MOST_ROWS = 200_000
_TABLES, _DOCUMENTS = (".csv", ".txt", ".xlsx"), (".xml",)
_RECORD = 1024 * 1024
_TOO_LONG = "Ce fichier contient un élément de plus de 1 Mo : ce n'est pas un export d'absences."
_TOO_MANY = f"Ce fichier a plus de {MOST_ROWS} lignes : ce n'est pas celui d'un établissement."


class UnreadableFile(ValueError):
    """Nothing is taken from the file; the message says why in French, and what to do."""


@dataclass(frozen=True)
class Row:
    """A row: its line in the file, what each column of the layout that it has holds."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True)
class Content:
    """What a file holds: its rows, and what it says of itself."""

    rows: Sequence[Row]
    header: Mapping[str, str]


def read_rows(data: bytes, layout: Layout) -> Content:
    """The rows of a file, alone or in its archive. Raises UnreadableFile, which names the column that is missing."""
    if not data.strip():
        raise UnreadableFile("Ce fichier est vide : refaites l'export, puis choisissez le fichier obtenu.")
    try:
        if layout.shape is Shape.DOCUMENT:
            return _document(sole_file(data, _DOCUMENTS), layout)
        return Content(_table_rows(_table(sole_file(data, _TABLES)), layout), {})
    except NotXml as error:
        raise UnreadableFile(f"{error} Ici, il faut {layout.file}.") from error
    except (BadArchive, BadXml, BadTable, NotText) as error:
        raise UnreadableFile(str(error)) from error


_COLUMN = ("La colonne {} manque", "Les colonnes {} manquent")
_ELEMENT = ("La balise ou l'attribut {} manque", "Les balises ou attributs {} manquent")


def _refuse_missing(layout: Layout, found: Collection[str], words: tuple[str, str]) -> None:
    """Name what a file of this layout has no longer; `words` say it of one, and of several."""
    missing = [name for name in layout.required if name not in found]
    if not any(all(name in found for name in group) for group in layout.identified_by):
        missing = [*layout.identified_by[-1], *missing]
    if missing:
        names = " et ".join(f"« {layout.title_of(name)} »" for name in missing)
        expected = ", ".join(f"« {title} »" for title in layout.titles)
        raise UnreadableFile(
            f"{words[len(missing) > 1].format(names)} dans ce fichier. « {layout.label} » attend {expected} : vérifiez "
            "le fichier choisi et son origine, ou recopiez les nombres dans le tableau que donne la page des absences."
        )


# --- Tables -----------------------------------------------------------------------------------------------------------


def _table(data: bytes) -> Table:
    if is_workbook(data):
        return read_workbook(data)
    text = decode(data)
    if text.lstrip().startswith("<"):
        raise UnreadableFile("C'est un fichier XML ou une page web, pas un tableau : vérifiez le fichier et l'origine.")
    return read_table(text, max_rows=MOST_ROWS)


def _table_rows(table: Table, layout: Layout) -> list[Row]:
    places = _places(table, layout)
    _refuse_missing(layout, places, _COLUMN)
    return [
        Row(row.line, {name: bare(row.cells[place]) for name, place in places.items()})
        for row in table.rows
        if any(cell.strip() for cell in row.cells)
    ]


def _places(table: Table, layout: Layout) -> dict[str, int]:
    """Where each column is: by its title; by its place when no title that counts is known, and none is missing."""
    found = {name: table.column(titles) for name, titles in layout.columns.items()}
    places = {name: place for name, place in found.items() if place is not None}
    titles = [title for title in table.header if title.strip()]
    if layout.places and len(titles) == len(layout.places) and _keep_their_order(places, layout.places):
        return {name: place for place, name in enumerate(layout.places)}
    return places


def _keep_their_order(places: Mapping[str, int], order: Sequence[str]) -> bool:
    """Whether the titles that are known stand where the layout has them."""
    return all(order.index(name) == place for name, place in places.items())


# --- Documents --------------------------------------------------------------------------------------------------------


def _document(data: bytes, layout: Layout) -> Content:
    """The elements that say something of a pupil, whatever they are called."""
    reading = _Reading(layout)
    source = Utf8Stream(io.BytesIO(data), limit=_RECORD, too_long=_TOO_LONG)
    for _event, element in parse(source, events=("end",)):
        # A row is let go of once used, with all that stands before it.
        if (len(element) or element.attrib) and reading.take(element):
            source.progress()
            cut(element)
    counted = Counter(name for row in reading.rows for name in row.values) or reading.seen
    _refuse_missing(layout, counted, _ELEMENT)
    return Content(reading.rows, dict(_header(reading.said, layout)))


class _Reading:
    """One reading of one document: what is held is in attributes, or in children."""

    def __init__(self, layout: Layout) -> None:
        self.columns = {_plain(title): name for name, titles in layout.columns.items() for title in titles}
        self.header = {_plain(title) for titles in layout.header.values() for title in titles}
        self.naming = {name for group in layout.identified_by for name in group}
        self.telling = set(layout.required)
        self.rows: list[Row] = []
        # What stands outside the rows, which tells what is missing when there are none.
        self.seen: Counter[str] = Counter()
        self.said: dict[str, str] = {}

    def take(self, element: "Element") -> bool:
        """Whether the element is a row: it names a pupil, and tells something of him."""
        held = dict(_held(element))
        values = {self.columns[name]: bare(value) for name, value in held.items() if name in self.columns}
        if values.keys() & self.naming and values.keys() & self.telling:
            self.rows.append(Row(line(element), values))
            if len(self.rows) > MOST_ROWS:
                raise UnreadableFile(_TOO_MANY)
            return True
        self.seen.update(values.keys())
        for name in held.keys() & self.header:
            self.said.setdefault(name, held[name])
        return False


def _held(element: "Element") -> Iterator[tuple[str, str]]:
    """What an element holds, by plain name: its attributes, then the text of its children that have none."""
    for name, value in element.attrib.items():
        yield _plain(str(name).rpartition("}")[2]), str(value).strip()
    for child in element:
        if not len(child):
            yield _plain(local_name(child)), (child.text or "").strip()


def _header(said: Mapping[str, str], layout: Layout) -> Iterator[tuple[str, str]]:
    for name, titles in layout.header.items():
        value = next((said[_plain(title)] for title in titles if said.get(_plain(title))), "")
        if value:
            yield name, value


def _plain(name: str) -> str:
    """A name as it is compared: « ANNEE_SCOLAIRE » is « anneeScolaire »."""
    return unaccent(name).replace("_", "").replace("-", "")
