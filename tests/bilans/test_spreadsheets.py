"""The spreadsheets of documents, opened by LibreOffice itself."""

import csv
import os
import shutil
import subprocess

import pytest

from tests.bilans.test_files import every_document, lines_of, written

OFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""
needs_office = pytest.mark.skipif(not OFFICE, reason="no LibreOffice: apt-get install libreoffice-calc-nogui")
# Semicolons, double quotes, UTF-8, as it is shown.
_AS_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true"
# The columns of a CSV as texts: « 75 % » is a figure for a spreadsheet, which would show it its own way.
_FROM_CSV = "CSV:59,34,76,1," + "/".join(f"{column}/2" for column in range(1, 200))


def opened(folder, files):
    """What LibreOffice shows of spreadsheets, by their names: opened all at once, since it takes seconds to start."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    own = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE, own, "--headless", f"--infilter={_FROM_CSV}", "--convert-to", _AS_CSV]
    paths = [str(folder / name) for name in files]
    french = os.environ | {"LC_ALL": "fr_FR.UTF-8"}
    command += ["--outdir", str(folder / "out"), *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=french)
    return {name: _lines(folder / "out" / f"{name.rpartition('.')[0]}.csv") for name in files}


def _lines(path):
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))


def even(lines):
    """The same lines, each as wide as the widest."""
    wide = max(map(len, lines))
    return [[*line, *[""] * (wide - len(line))] for line in lines]


@needs_office
@pytest.mark.parametrize("form", ["ods", "xlsx"])
def test_libreoffice_opens_what_the_page_says_p155_p168(class_5a, tmp_path, form):
    for code, asked in (("tableau_matiere", {"matiere": "MATHS"}), ("releve_matiere", {"matiere": "MATHS"})):
        table = lines_of(written(class_5a, code, "csv", **asked)[0])
        content, made = written(class_5a, code, form, **asked)
        assert even(table) == opened(tmp_path, {made.name: content})[made.name], code


@needs_office
@pytest.mark.full
@pytest.mark.parametrize("form", ["ods", "xlsx", "csv"])
def test_libreoffice_opens_every_document_p168(class_5a, tmp_path, form):
    files, tables = {}, {}
    for code, asked in every_document(class_5a):
        name = f"{code}.{form}"
        files[name], _made = written(class_5a, code, form, **asked)
        tables[name] = lines_of(written(class_5a, code, "csv", **asked)[0])
    shown = opened(tmp_path, files)
    for name, table in tables.items():
        assert even(table) == even(shown[name]), name
