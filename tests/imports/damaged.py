"""Files as spreadsheets and exports leave them, for the tests of imports."""

import csv
import io
import zipfile

import openpyxl
import pytest

from imports.brought.extraction import UnreadableFile
from imports.sources import sources
from sacoche.kit.files.decode import decode
from tests.golden import DATA

FILES = DATA / "tableurs"
PUPILS = "numéro;genre;nom;prénom;date de naissance;courriel;classe;groupes"
STAFF = "numéro;genre;nom;prénom;profil;courriel;classes;groupes"
GUARDIANS = "numéro;genre;nom;prénom;courriel;a1;a2;a3;a4;code postal;commune;pays;enfant1;enfant2;enfant3"
BASE = "Nom Elève;Prénom Elève;Date naissance;Sexe;Niveau;Classe"
ONDE = "Nom élève;Prénom élève;Date naissance;Sexe;INE;Niveau;Libellé classe;Identifiant classe"


def read(source: str, *lines: str):
    return sources.get(source).read("\r\n".join([*lines, ""]).encode())


def read_file(source: str, name: str):
    return sources.get(source).read((FILES / name).read_bytes())


def said(extraction):
    return [(problem.line, problem.message) for problem in extraction.problems]


def refusal(source: str, data: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        sources.get(source).read(data)
    return str(refused.value)


def workbook(*rows, formats=()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, number_format in formats:
        book.active[place].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_workbook(data: bytes) -> bytes:
    """The same table saved as .xlsx, every cell as text."""
    return workbook(*csv.reader(io.StringIO(decode(data)), delimiter=";"))


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
