"""The spreadsheets of documents, opened by LibreOffice itself."""

import csv
import shutil
import subprocess

import pytest

from tests.bilans.test_files import lines_of, written

OFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""
needs_office = pytest.mark.skipif(not OFFICE, reason="no LibreOffice: apt-get install libreoffice-calc-nogui")
# Semicolons, double quotes, UTF-8, as it is shown.
_AS_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true"


def opened(folder, name, content):
    """What LibreOffice shows of a spreadsheet."""
    (folder / name).write_bytes(content)
    own = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE, own, "--headless", "--convert-to", _AS_CSV, "--outdir", str(folder / "out"), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    [made] = (folder / "out").glob("*.csv")
    lines = list(csv.reader(made.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    made.unlink()
    return lines


@needs_office
@pytest.mark.parametrize("form", ["ods", "xlsx"])
def test_libreoffice_opens_what_the_page_says_p155_p168(class_5a, tmp_path, form):
    for code, asked in (("tableau_matiere", {"matiere": "MATHS"}), ("releve_matiere", {"matiere": "MATHS"})):
        table = lines_of(written(class_5a, code, "csv", **asked)[0])
        content, made = written(class_5a, code, form, **asked)
        shown = opened(tmp_path, made.name, content)
        wide = max(map(len, shown))
        assert [[*line, *[""] * (wide - len(line))] for line in table] == shown, code
