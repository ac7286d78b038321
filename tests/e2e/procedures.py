"""The gestures of the printed procedures, in their order and with their words."""

import re
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Dialog, Download, Page, expect

from tests.e2e.pages import AnyPage

BASE_ELEVES = Path(__file__).parent.parent / "data" / "ecole" / "CSVExtraction.csv"


def _accept(dialog: Dialog) -> None:
    dialog.accept()


class Administrator(AnyPage):
    """The head of the school, who follows the paper line by line."""

    def choose_niveaux(self, *labels: str, family: str = "Primaire") -> None:
        """Menu [Paramétrages établissement] [Niveaux]; « + vert », the family, then each level."""
        self.follow_menu("Paramétrages établissement", "Niveaux")
        self.page.get_by_label("Ajouter un niveau").click()
        self.page.get_by_label("Famille").select_option(family)
        for label in labels:
            self.page.get_by_role("button", name=f"Ajouter le niveau {label}", exact=True).click()
            expect(self.page.get_by_role("link", name=f"Retirer {label}", exact=True)).to_be_visible()

    def choose_paliers(self, *labels: str) -> None:
        """Menu [Paramétrages établissement] [Paliers du socle]; tick, then « Validez ce choix de paliers »."""
        self.follow_menu("Paramétrages établissement", "Paliers du socle")
        for label in labels:
            self.page.get_by_role("checkbox", name=re.compile(label)).check()
        self.page.get_by_role("button", name="Validez ce choix de paliers").click()
        expect(self.page.locator(".notice-success")).to_be_visible()

    def send_base_eleves(self, file: Path = BASE_ELEVES) -> None:
        """The pupils of a school of the first degree."""
        self.send_file("Fichier extrait de Base Élèves", "Importer les élèves", file)

    def send_file(self, group: str, option: str, file: Path) -> None:
        """Menu [Administration générale] [Importer des fichiers d'utilisateurs], the option of a group, the file."""
        self.follow_menu("Administration générale", "Importer des fichiers d'utilisateurs")
        self.choose_category(group, option)
        self.page.locator("input[type=file]").set_input_files(file)
        self.expect_text("Votre fichier a été correctement réceptionné.")

    def choose_category(self, group: str, option: str) -> None:
        """Choose what to import, and wait for its page: a file given to the former one would be lost with it."""
        ready = self.page.locator("html.has-js")
        offered = ready.locator(f"optgroup[label^='{group}'] option").filter(has_text=option)
        with self.page.expect_navigation():
            ready.get_by_label("Catégorie").select_option(offered.get_attribute("value"))

    def pass_to_step(self, number: int) -> None:
        """Go on; a last reminder about passwords may ask first, and does not block."""
        self.page.on("dialog", _accept)
        self.follow(f"→ Passer à l'étape {number}.")
        expect(self.page.locator(".stepper [aria-current=step]")).to_contain_text(f"Étape {number}")
        self.page.remove_listener("dialog", _accept)

    def follow(self, words: str) -> None:
        """Click the link, or the button that reads like one."""
        target = self.page.get_by_role("link", name=words, exact=True).or_(
            self.page.get_by_role("button", name=words, exact=True)
        )
        target.first.click()

    def expect_text(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def current_step(self) -> str:
        return self.page.locator(".stepper [aria-current=step]").inner_text()

    def table_rows(self, index: int = 0) -> list[list[str]]:
        """The cells of a table of the page, row by row, without its header."""
        rows = self.page.locator("table").nth(index).locator("tbody tr")
        return [row.locator("th, td").all_inner_texts() for row in rows.all()]

    def import_base_eleves(self, file: Path = BASE_ELEVES) -> None:
        """The five steps, boxes as they are proposed, without collecting the labels."""
        self.send_base_eleves(file)
        self.pass_to_step(2)
        self.pass_to_step(3)
        self.follow("→ Valider et afficher le bilan obtenu.")
        self.pass_to_step(4)
        self.follow("→ Valider et afficher le bilan obtenu.")
        self.follow("→ Récupérer les identifiants de tout nouvel utilisateur inscrit.")
        self.pass_to_step(5)
        self.expect_text("Fichiers temporaires effacés, procédure d'import terminée !")

    def create_teacher(self, *, last_name: str, first_name: str, login: str, password: str) -> None:
        """[Gestion courante] [Professeurs/Personnels] [Professeurs (gestion)]; both boxes unticked, codes typed."""
        self.follow_menu("Gestion courante", "Professeurs (gestion)")
        self.page.get_by_label("Ajouter un professeur ou un personnel").click()
        self.page.get_by_label("Nom", exact=True).fill(last_name)
        self.page.get_by_label("Prénom", exact=True).fill(first_name)
        for legend, value in (("Login", login), ("Mot de passe", password)):
            choice = self.page.get_by_role("group", name=legend)
            choice.get_by_role("checkbox").uncheck()
            choice.locator("input:not([type=checkbox])").fill(value)
        self.page.get_by_role("button", name="Créer le compte").click()
        expect(self.page.locator("[data-issued=login]")).to_have_text(login)

    def assign(self, teacher: str, class_name: str) -> None:
        """[Professeurs & classes / Professeurs principaux]: tick the class, then « professeur principal »."""
        self.follow_menu("Gestion courante", "Professeurs & classes / Professeurs principaux")
        self._tick_and_wait(f"{teacher}, {class_name}")
        self._tick_and_wait(f"professeur principal de {class_name} : {teacher}")

    def _tick_and_wait(self, name: str) -> None:
        box = self.page.get_by_role("checkbox", name=name, exact=True)
        with self.page.expect_response(lambda response: response.request.method == "POST") as saved:
            box.check()
        assert saved.value.ok

    def open_exchange(self, procedure: str) -> None:
        """[Administration générale] [Import Export des validations], « Procédure »."""
        self.follow_menu("Administration générale", "Import Export des validations")
        self.page.get_by_label("Procédure").select_option(label=procedure)

    def make_zip(self, *class_names: str) -> Download:
        """« Regroupement », « Générer le fichier », « Récupérer le fichier au format ZIP »."""
        self.open_exchange("Exporter un fichier à destination de SACoche")
        for name in class_names:
            self.page.get_by_role("checkbox", name=name).check()
        self.page.get_by_role("button", name="Générer le fichier").click()
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=re.compile("Récupérer le fichier au format ZIP")).click()
        return download.value

    def receive_zip(self, file: Path) -> None:
        self.open_exchange("Importer un fichier en provenance de SACoche")
        self.page.locator("input[type=file]").set_input_files(file)
        self.page.get_by_role("button", name="Importer le fichier").click()


class Correspondent(Administrator):
    """The correspondant ENT of a collège, who ticks everything and goes on."""

    def review(self, number: int) -> None:
        """Go on to a step with boxes, all of them ticked, and validate it."""
        self.pass_to_step(number)
        expect(self.page.locator("[data-ticked]")).to_have_text(re.compile(r"^(\d+) lignes? cochées? sur \1$"))
        self.follow("→ Valider et afficher le bilan obtenu.")
        expect(self.page.locator("[data-review]")).to_have_count(0)

    def finish(self, number: int) -> None:
        """The last step: the temporary files go."""
        self.pass_to_step(number)
        self.expect_text("Fichiers temporaires effacés, procédure d'import terminée !")

    def send_identifiers(self, layout: str, file: Path) -> None:
        """[Importer / Imposer des identifiants], « Importer / Imposer les identifiants d'un ENT. », the file."""
        self.follow_menu("Administration générale", "Importer / Imposer des identifiants")
        self.page.get_by_label("Objectif").select_option(label="Importer / Imposer les identifiants d'un ENT.")
        self.page.get_by_label("Format du fichier").select_option(label=layout)
        self.page.get_by_label("Fichier", exact=True).set_input_files(file)
        self.page.get_by_role("button", name="Envoyer le fichier").click()
        self.expect_heading("Vérifier avant d'enregistrer")

    def outcomes(self) -> list[str]:
        """« 1 066 lignes à modifier », « 84 homonymies »…: the file line by line, counted."""
        expect(self.page.get_by_role("button", name="Enregistrer les lignes cochées")).to_be_visible()
        return self.page.locator(".review .chip").all_inner_texts()

    def settle_homonym(self, full_name: str, *, line: int, account: str) -> None:
        """Several people bear that name: choose the account of a line of the file, then note it."""
        choice = self.page.get_by_role("row").filter(has_text=re.compile(rf"ligne {line}\b"))
        choice.get_by_label(f"Compte de {full_name}").select_option(label=account)
        self.follow("Noter les comptes choisis")
        expect(choice.get_by_role("checkbox")).to_be_checked()

    def open_pupil(self, full_name: str) -> None:
        """[Gestion courante] [Élèves (gestion)], her name, her page."""
        self.follow_menu("Gestion courante", "Élèves (gestion)")
        self.page.get_by_label("Nom, identifiant").fill(full_name)
        self.page.get_by_role("button", name="Chercher").click()
        self.page.get_by_role("link", name=full_name, exact=True).click()
        self.expect_heading(full_name)


class Teacher(AnyPage):
    """The professeur principal of the CM2."""

    def open_form(self) -> None:
        self.follow_menu("Validation du socle", "Valider les items")

    def choose(self, *, palier: str, competence: str, class_name: str | None = None) -> None:
        """Palier, compétence, class; every pupil stays ticked."""
        self.page.get_by_label("Palier").select_option(label=palier)
        if class_name:
            self.page.get_by_label("Classe").select_option(label=class_name)
        self.page.get_by_label("Compétence").select_option(label=competence)

    def competences(self) -> list[str]:
        options: Iterable[str] = self.page.get_by_label("Compétence").locator("option").all_inner_texts()
        return [option for option in options if option.startswith("Compétence ")]

    def show_grid(self) -> None:
        self.page.get_by_role("button", name="Afficher le tableau des validations").click()
        expect(self.page.locator("html[data-grid-ready]").get_by_role("grid")).to_be_visible()

    def click_every_corner_arrow(self) -> None:
        """« un clic sur la flèche oblique … valide tout le tableau du domaine »."""
        for arrow in self.page.locator("tr.arrows button", has_text="↘").all():
            arrow.click()

    def blue_cells(self) -> int:
        return self.page.locator("td[data-v='2']").count()

    def save(self) -> None:
        self.page.get_by_role("button", name=re.compile("Enregistrer les validations")).click()
        expect(self.page.locator("[data-grid-part=saved]")).to_be_visible()

    def back(self) -> None:
        self.page.get_by_role("link", name="Retour", exact=True).click()


def page_of(page: Page) -> tuple[Administrator, Teacher]:
    """The two people at the same computer."""
    return Administrator(page), Teacher(page)
