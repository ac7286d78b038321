"""The import of the pupils, as the printed procedure of 2013-2014 tells it."""

import csv
import re
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.pages import saved
from tests.e2e.procedures import Administrator
from tests.e2e.server import Server
from tests.slips import csv_lines

PRIMARY = (
    "Cours préparatoire",
    "Cours élémentaire 1e année",
    "Cours élémentaire 2e année",
    "Cours moyen 1e année",
    "Cours moyen 2e année",
    "Classe d'intégration scolaire",
)
STEPS = [
    "Étape 1 - Récupération du fichier",
    "Étape 2 - Extraction des données",
    "Étape 3 - Classes (ajouts / modifications / suppressions)",
    "Étape 4 - Utilisateurs (ajouts / modifications / suppressions)",
    "Étape 5 - Nettoyage des fichiers temporaires",
]
CLASSES = [
    ["Cours préparatoire", "CP_68932", "[CP] CP B"],
    ["Cours préparatoire", "CP_AB870", "[CP] CP A"],
    ["Cours élémentaire 1e année", "CE1_2DDC", "[CE1] CE1 ET CM1"],
    ["Cours élémentaire 1e année", "CE1_CA59", "[CE1] CE1"],
    ["Cours élémentaire 2e année", "CE2_8C7E", "[CE2] CE2"],
    ["Cours moyen 1e année", "CM1_5C29", "[CM1] CE1 ET CM1"],
    ["Cours moyen 1e année", "CM1_F01A", "[CM1] CM1"],
    ["Cours moyen 2e année", "CM2_7B5F", "[CM2] CM2"],
    ["Classe d'intégration scolaire", "CLIS_FB7", "[CLIS] D'INTÉGRATION"],
]


def files_of_imports(server: Server) -> set[Path]:
    """What the imports of every school of the server keep on the disk."""
    return {path for path in (server.folder / "data" / "imports").rglob("*") if path.is_file()}


def test_import_of_base_eleves_follows_the_printed_procedure(
    make_school, sign_in_by_form, page, tmp_path: Path, server
) -> None:
    """S3, S6 to S39: 151 pupils, nine classes, labels, nothing left on the disk."""
    others = files_of_imports(server)
    school = make_school("École du Métropole", town="Saint-Exemple")
    sign_in_by_form(school)
    head = Administrator(page)
    head.choose_niveaux(*PRIMARY)

    head.send_base_eleves()
    assert page.locator(".stepper li").all_inner_texts() == STEPS
    assert head.current_step() == STEPS[0]
    expect(page.get_by_role("heading", level=1)).to_have_text("Fichier extrait de Base Élèves → Importer les élèves")
    expect(page.get_by_text("Annuler / Retour")).to_be_visible()

    head.pass_to_step(2)
    assert head.current_step() == STEPS[1]
    head.expect_text("151 élèves trouvés.")
    head.expect_text("9 classes trouvées.")

    head.pass_to_step(3)
    assert head.current_step() == STEPS[2]
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.expect_text(
        re.compile("0 classe présente \\+ 9 classes ajoutées [–−] 0 classe supprimée = 9 classes résultantes\\.")
    )
    assert head.table_rows() == CLASSES

    head.pass_to_step(4)
    assert head.current_step() == STEPS[3]
    head.follow("→ Valider et afficher le bilan obtenu.")
    head.expect_text(re.compile("151 utilisateurs ajoutés"))

    head.follow("→ Récupérer les identifiants de tout nouvel utilisateur inscrit.")
    labels, table = collect_identifiers(head, tmp_path)
    pdf = PdfReader(labels)
    assert len(pdf.pages) == 7  # 24 labels a page
    text = "\n".join(sheet.extract_text() for sheet in pdf.pages)
    assert text.count("Mot de passe :") == 151
    assert len(table) == 151
    first = table[0]

    head.pass_to_step(5)
    assert head.current_step() == STEPS[4]
    head.expect_text("Fichiers temporaires effacés, procédure d'import terminée !")
    head.follow("→ Retour au départ.")
    assert files_of_imports(server) == others
    head.sign_out()

    # A pupil comes in with the codes of her label, and meets the notice first.
    sign_in_by_form(school, first["LOGIN"], first["MOT DE PASSE"])
    expect(page.get_by_text(f"{first['PRENOM']} {first['NOM']} (élève)")).to_be_visible()


def collect_identifiers(head: Administrator, folder: Path) -> tuple[Path, list[dict[str, str]]]:
    """« → Archiver / Imprimer (étiquettes PDF). » makes and gives the sheet; then the same as a table."""
    with head.page.expect_download(timeout=60_000) as download:
        head.follow("→ Archiver / Imprimer (étiquettes PDF).")
    labels = saved(download.value, folder)
    with head.page.expect_download() as download:
        head.page.get_by_role("link", name=re.compile("CSV")).click()
    lines = csv_lines(saved(download.value, folder).read_bytes())
    return labels, list(csv.DictReader(lines, delimiter=";"))


def test_second_import_of_the_same_file_changes_nothing(make_school, sign_in_by_form, page) -> None:
    """S25."""
    sign_in_by_form(make_school("École des Deux Fois"))
    head = Administrator(page)
    head.choose_niveaux(*PRIMARY)
    head.import_base_eleves()

    head.send_base_eleves()
    head.pass_to_step(2)
    head.pass_to_step(3)
    head.follow("→ Valider et afficher le bilan obtenu.")

    head.expect_text(
        re.compile("9 classes présentes \\+ 0 classe ajoutée [–−] 0 classe supprimée = 9 classes résultantes\\.")
    )
