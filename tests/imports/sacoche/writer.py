"""A backup as SACoche writes it, for tests: both writings, and archives that somebody meddled with."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

DATA = Path(__file__).parents[2] / "data" / "sacoche"
Values = Sequence[str | None]


def table_of_2012(name: str, columns: Sequence[str], rows: Sequence[Values]) -> bytes:
    """Everything between double quotes, nothing is an empty text, only double quotes are escaped."""
    return _table(name, columns, ["(" + ",".join(map(_of_2012, row)) + ")" for row in rows])


def table_of_2017(name: str, columns: Sequence[str], rows: Sequence[Values]) -> bytes:
    """Whole numbers bare, NULL, backslashes escaped too."""
    return _table(name, columns, ["(" + ",".join(map(_of_2017, row)) + ")" for row in rows])


def _of_2012(value: str | None) -> str:
    return '"' + (value or "").replace('"', '\\"') + '"'


def _of_2017(value: str | None) -> str:
    if value is None:
        return "NULL"
    if value == "0" or (value.isascii() and value.isdigit() and value[0] != "0"):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _table(name: str, columns: Sequence[str], rows: Sequence[str]) -> bytes:
    named = "".join(f"  {column} varchar(9) NOT NULL DEFAULT '' COMMENT 'a, (b) ; c''d',\n" for column in columns)
    head = f"DROP TABLE IF EXISTS {name};\r\nCREATE TABLE {name} (\n{named}  PRIMARY KEY ({columns[0]})\n"
    head += f") ENGINE=MyISAM AUTO_INCREMENT=2 COMMENT='VALUES (t) ; fin';\r\nALTER TABLE {name} DISABLE KEYS;\r\n"
    body = f"INSERT INTO {name} VALUES \r\n" + ",\r\n".join(rows) + ";\r\n" if rows else ""
    return (head + body + f"ALTER TABLE {name} ENABLE KEYS;\r\n").encode()


def files_of(name: str) -> dict[str, bytes]:
    """The files of a backup of the tests: « 2012 », « 2017 », « 2012-bizarre »."""
    with zipfile.ZipFile(DATA / f"{name}.zip") as archive:
        return {member: archive.read(member) for member in archive.namelist()}


def zipped(files: Mapping[str, bytes]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    stream.seek(0)
    return stream
