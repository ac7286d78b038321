"""A file that people send: which format it is in, read."""

import io

from referentiels.exchange import arbre, own
from referentiels.exchange.faults import BadTree, Reading
from referentiels.exchange.sheet import read_sheet
from referentiels.exchange.walking import Knows, root_of
from referentiels.tree import MAX_ITEMS
from sacoche.kit.files.decode import NotText, decode
from sacoche.kit.files.ods import is_ods, read_ods
from sacoche.kit.files.tabular import BadTable, read_table
from sacoche.kit.files.workbook import is_workbook, read_workbook
from sacoche.kit.files.xml import BadXml, local_name


def read_file(data: bytes, knows: Knows, *, cycle: int = 0) -> Reading:
    """The tree of a file: our XML, that of 2012 or of 2017, a spreadsheet; `cycle` for a spreadsheet that says none.

    Raises BadTree with a message for people.
    """
    try:
        if is_ods(data):
            return read_sheet(read_ods(data), knows, cycle=cycle)
        if is_workbook(data):
            return read_sheet(read_workbook(data), knows, cycle=cycle)
        if data.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0").startswith(b"<"):
            return _read_xml(data, knows)
        return read_sheet(read_table(decode(data), max_rows=MAX_ITEMS), knows, cycle=cycle)
    except (BadTable, BadXml) as error:
        raise BadTree(str(error)) from error
    except NotText as error:
        raise BadTree(
            "Ce fichier n'est ni un tableau ni du XML : choisissez un .xml, un .csv, un .xlsx ou un .ods."
        ) from error


def _read_xml(data: bytes, knows: Knows) -> Reading:
    root = root_of(io.BytesIO(data))
    read = own.read_own if local_name(root) == own.ROOT else arbre.read_arbre
    return read(root, knows)
