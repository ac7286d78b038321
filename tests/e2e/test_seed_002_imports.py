"""The integration of a collège in its ENT, as the printed procedure of 2013-2014 tells it."""

import datetime
import re
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.e2e.procedures import Correspondent

FILES = Path(__file__).parent.parent / "data" / "college" / "480"
UAI = "5791005W"
SIECLE = "Fichiers extraits de Siècle"
PARIS = ZoneInfo("Europe/Paris")
# The September of the files.
WRITTEN = 2026


def test_college_of_480_pupils_joins_its_ent(make_school, sign_in_by_form, page, tmp_path: Path) -> None:
    """S46 to S73: teachers, pupils, parents, the identifiers of the ENT; then the page of a pupil."""
    sign_in_by_form(make_school("Collège des Tilleuls", town="Saint-Exemple", uai=UAI))
    ent = Correspondent(page)
    ent.choose_niveaux("Sixième", "Cinquième", "Quatrième", "Troisième", family="Collège")

    staff = of_this_year(FILES / f"sts_emp_{UAI}_{WRITTEN}.zip", tmp_path)
    ent.send_file(SIECLE, "Importer professeurs & directeurs", staff)
    ent.pass_to_step(2)
    ent.expect_text("20 classes trouvées.")
    for number in (3, 4, 5):
        ent.review(number)
    # The passwords of the new users: ignored.
    ent.review(6)
    ent.finish(7)

    pupils = of_this_year(FILES / "ExportXML_ElevesSansAdresses.zip", tmp_path)
    ent.send_file(SIECLE, "Importer les élèves", pupils)
    ent.pass_to_step(2)
    ent.expect_text("467 élèves trouvés.")
    ent.pass_to_step(3)
    ent.follow("→ Valider et afficher le bilan obtenu.")
    ent.expect_text("20 classes résultantes.")
    ent.pass_to_step(4)
    ent.follow("→ Valider et afficher le bilan obtenu.")
    ent.review(5)
    ent.review(6)
    ent.finish(7)

    guardians = of_this_year(FILES / "ExportXML_ResponsablesAvecAdresses.zip", tmp_path)
    ent.send_file(SIECLE, "Importer les parents", guardians)
    ent.pass_to_step(2)
    ent.expect_text("830 liens de responsabilité trouvés.")
    for number in (3, 4, 5):
        ent.review(number)
    ent.finish(6)

    ent.send_identifiers("ESUP (Montpellier, Languedoc-Roussillon)", FILES / "ent_esup.csv")
    assert [number.replace("\u202f", " ") for number in ent.outcomes()] == [
        "1 066 lignes à modifier",
        "87 homonymies",
        "20 introuvables",
        "0 ligne impossible",
        "0 inchangé",
    ]
    ent.settle_homonym("BLANCHARD Louna", line=7, account="BLANCHARD Louna, 6E (lou.blanchar)")
    assert ent.outcomes()[1] == "86 homonymies"
    ent.follow("Enregistrer les lignes cochées")
    ent.expect_message(re.compile("1.067 identifiants enregistrés"))

    ent.open_pupil("GERMAIN Éléonore")
    facts = page.locator(".facts")
    shown = {"Classe": "5EME B (Cinquième)", "Groupes": "ESPAGNOL 5, LATIN 5", "Id ENT": "e12bc2c1101"}
    for label, value in shown.items():
        expect(facts.locator("div").filter(has=page.get_by_text(label, exact=True)).locator("dd")).to_have_text(value)
    guardians = [[row[index] for index in (0, 1, 5)] for row in ent.table_rows()]
    assert guardians == [["1", "GERMAIN Karim", "ef753892203"], ["2", "BOUVIER Céline", "e7376c469c3"]]
    teachers = [row[:2] for row in ent.table_rows(1)]
    assert teachers[0] == ["LOPES Michaël professeur principal", "5EME B"]
    assert [row for row in teachers if row[1] != "5EME B"] == [
        ["DUPONT Isabelle", "ESPAGNOL 5"],
        ["GÉRARD Olivier", "LATIN 5"],
    ]
    assert len(teachers) == 12


def of_this_year(archive: Path, folder: Path) -> Path:
    """The archive with the years of this school year in its document, whose September is WRITTEN."""
    today = datetime.datetime.now(PARIS)
    late = today.year - (today.month < 8) - WRITTEN
    moved = folder / archive.name
    with zipfile.ZipFile(archive) as read, zipfile.ZipFile(moved, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            years = rb"\b(%d|%d)\b" % (WRITTEN, WRITTEN + 1)
            written.writestr(name, re.sub(years, lambda year: b"%d" % (int(year[0]) + late), read.read(name)))
    return moved
