"""What an administrator does in a year, beyond the printed procedures: pages in the words of the menus."""

from playwright.sync_api import Download, expect

from tests.e2e.procedures import Administrator


class Office(Administrator):
    """The administrator of a collège."""

    def name_the_school(self, *, uai: str, town: str) -> None:
        """[Paramétrages établissement] [Identité de l'établissement]."""
        self.follow_menu("Paramétrages établissement", "Identité de l'établissement")
        self.page.get_by_label("Numéro UAI").fill(uai)
        self.page.get_by_label("Commune").fill(town)
        self.page.get_by_role("button", name="Enregistrer", exact=True).click()
        self.expect_message("Identité de l'établissement enregistrée.")

    def add_place(self, menu_entry: str, kind: str, *, niveau: str, reference: str, name: str) -> None:
        """A class or a group: add_place("Classes (gestion)", "classe", …)."""
        self.follow_menu("Gestion courante", menu_entry)
        self.page.get_by_label(f"Ajouter un{'e' if kind == 'classe' else ''} {kind}").click()
        self.page.get_by_label("Niveau").select_option(label=niveau)
        self.page.get_by_label("Référence").fill(reference)
        self.page.get_by_label("Nom complet").fill(name)
        self.page.get_by_role("button", name=f"Ajouter l{'a' if kind == 'classe' else 'e'} {kind}").click()
        self.expect_message(f"« {name} » ajouté")

    def make_terms(self) -> None:
        """[Périodes (gestion)]: three at once; then their dates are asked for."""
        self.follow_menu("Gestion courante", "Périodes (gestion)")
        self.page.get_by_role("button", name="Créer trois trimestres").click()
        self.expect_message("3 périodes ajoutées.")

    def date_term(self, term: str, first_day: str, last_day: str) -> None:
        """[Périodes & classes / groupes]: the dates of a term, for every class and group."""
        self.follow_menu("Gestion courante", "Périodes & classes / groupes")
        self.page.get_by_label("Période", exact=True).select_option(label=term)
        self.page.get_by_label("Premier jour").fill(first_day)
        self.page.get_by_label("Dernier jour").fill(last_day)
        self.page.get_by_role("button", name="Tout cocher", exact=True).click()
        self.page.get_by_role("button", name="Enregistrer ces dates").click()
        self.expect_message(f"« {term} » : dates enregistrées")

    def create_pupil(self, *, last_name: str, first_name: str, class_name: str) -> None:
        """[Élèves (gestion)], « + »: login and password are made."""
        self.follow_menu("Gestion courante", "Élèves (gestion)")
        self.page.get_by_label("Ajouter un élève").click()
        self.page.locator("select[name=school_class]").select_option(label=class_name)
        self._name_and_create(last_name, first_name)

    def create_guardian(self, *, last_name: str, first_name: str) -> tuple[str, str]:
        """[Parents (gestion)], « + »: the login and the password, shown once."""
        self.follow_menu("Gestion courante", "Parents (gestion)")
        self.page.get_by_label("Ajouter un responsable légal").click()
        self._name_and_create(last_name, first_name)
        login, password = (self.page.locator(f"[data-issued={what}]").inner_text() for what in ("login", "password"))
        return login, password

    def _name_and_create(self, last_name: str, first_name: str) -> None:
        self.page.get_by_label("Nom", exact=True).fill(last_name)
        self.page.get_by_label("Prénom", exact=True).fill(first_name)
        self.page.get_by_role("button", name="Créer le compte").click()
        expect(self.page.locator("[data-issued=login]")).to_be_visible()

    def give_guardian(self, pupil: str, guardian: str) -> None:
        """[Parents & élèves]: a guardian of the same name is offered."""
        self.follow_menu("Gestion courante", "Parents & élèves")
        self.page.get_by_role("link", name=f"Modifier les responsables de {pupil}", exact=True).click()
        self.page.get_by_role("button", name=f"Ajouter {guardian}", exact=True).click()
        self.expect_message(f"{guardian} est désormais responsable de {pupil}.")

    def set_right(self, right: str, profile: str, *, is_given: bool) -> None:
        """[Réglage des autorisations]: one click, saved at once."""
        self.follow_menu("Paramétrages établissement", "Réglage des autorisations")
        self.page.get_by_role("checkbox", name=f"{right}, {profile}", exact=True).set_checked(is_given)
        self.expect_message(f"Enregistré : {right}, {profile}, {'oui' if is_given else 'non'}.")

    def read_journal(self, words: str = "") -> list[tuple[str, str, str]]:
        """[Log des actions sensibles]: who, what and from where, the latest first."""
        self.follow_menu("Administration générale", "Log des actions sensibles")
        self.page.get_by_label("Personne ou mot").fill(words)
        self.page.get_by_role("button", name="Chercher").click()
        self.expect_heading("Log des actions sensibles")
        return [(row[1], row[2], row[3]) for row in self.table_rows()]

    def extract(self, table: str, table_format: str) -> Download:
        """[Extraction de données]: the file of a table."""
        self.follow_menu("Informations", "Extraction de données")
        self.page.locator("label").filter(has=self.page.get_by_text(table, exact=True)).click()
        self.page.get_by_label(table_format).check()
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Télécharger").click()
        return download.value
