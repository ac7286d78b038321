"""What a file is, by its content: people choose the wrong one, or the wrong option, and must be told which."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import BinaryIO

from imports.reading.kinds import DOCUMENTS, Kind, kind_of_document, kind_of_table
from sacoche.kit.files.archive import MAX_EXPANDED, BadArchive, open_archive, open_member
from sacoche.kit.files.decode import NotText, decode
from sacoche.kit.files.tabular import BadTable, read_table
from sacoche.kit.files.workbook import read_workbook
from sacoche.kit.files.xml import BadXml, NotXml, root_name

_ARCHIVE = b"PK"
# The ministry puts one document in an archive; some people add others.
_MAX_MEMBERS = 20
# What spreadsheets put in the archive that a workbook is.
_WORKBOOKS = {"xl/workbook.xml": Kind("un classeur .xlsx"), "content.xml": Kind("un classeur .ods")}


def kind_of(data: bytes) -> Kind | None:
    """The kind of a file, whatever its name and extension; None when nothing tells."""
    try:
        return _kind_in_archive(data) if data.startswith(_ARCHIVE) else _kind_of_text(data)
    except (BadArchive, BadXml, BadTable, NotText):
        return None


def _kind_in_archive(data: bytes) -> Kind | None:
    with open_archive(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
    for name, kind in _WORKBOOKS.items():
        if name in names:
            return _kind_of_workbook(data) or kind
    with xml_documents(data) as found:
        roots = [root for root, _document in found]
    known = [root for root in roots if root in DOCUMENTS] or roots
    return kind_of_document(known[0]) if known else None


def _kind_of_workbook(data: bytes) -> Kind | None:
    try:
        return kind_of_table(read_workbook(data))
    except BadTable:
        return None


def _kind_of_text(data: bytes) -> Kind | None:
    text = decode(data)
    if text.lstrip().startswith("<"):
        return kind_of_document(root_name(io.BytesIO(data)))
    return kind_of_table(read_table(text))


@contextmanager
def xml_documents(data: bytes) -> Iterator[list[tuple[str, BinaryIO]]]:
    """The XML documents of a file with the names of their roots: itself, or the members of the archive that it is."""
    file = io.BytesIO(data)
    if not data.startswith(_ARCHIVE):
        yield [(root_name(file), file)]
        return
    with open_archive(file) as archive, ExitStack() as opened:
        yield list(_members(archive, opened))


def _members(archive: zipfile.ZipFile, opened: ExitStack) -> Iterator[tuple[str, BinaryIO]]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > MAX_EXPANDED:
        raise BadArchive("Cette archive contient trop de fichiers : envoyez celle que l'application a préparée.")
    for member in members:
        document = opened.enter_context(open_member(archive, member))
        if document.read(2) == _ARCHIVE:
            raise BadArchive("Cette archive en contient une autre : dépliez-la, puis envoyez le fichier XML.")
        try:
            yield root_name(document), document
        except NotXml:
            # A note or a picture beside the document.
            continue
