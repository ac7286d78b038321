"""Pupils in a file made with a spreadsheet."""

from collections.abc import Hashable, Iterable, Mapping

from imports.brought.extraction import IncomingClass
from imports.plan import LinkKind
from imports.reading import kinds, spreadsheets
from imports.reading.notes import Notes, reference_refusal
from imports.reading.pupils import PupilsTable, Values, plain_class
from imports.reading.spreadsheets import Layout, SpreadsheetSource, warn_of_lookalikes
from imports.sources import sources
from sacoche.kit.names import clean_line, upper


class TableurEleves(SpreadsheetSource, PupilsTable):
    """A number, names, a class and groups; a pupil may have no class."""

    code = "tableur_eleves"
    group = kinds.TABLEUR
    group_advice = spreadsheets.GROUP_ADVICE
    title = kinds.PUPILS
    option = "Importer les élèves (avec leurs affectations)"
    file_hint = "d'élèves fait avec un tableur"
    help_label = spreadsheets.HELP_LABEL
    help_short_label = spreadsheets.HELP_SHORT_LABEL
    help_url_name = spreadsheets.HELP_URL_NAME
    steps = ("fichier", "extraction", "classes", "groupes", "utilisateurs", "affectations", "nettoyage")
    links = (LinkKind.ELEVES,)
    wanted = "le fichier d'élèves fait avec un tableur"
    layout = Layout(
        ("reference", "gender", "last_name", "first_name", "birth_date", "email", "classe", "groupes"), minimum=6
    )
    old_layout = Layout(("reference", "last_name", "first_name", "classe"), minimum=4)
    model = (
        ("numéro", "genre", "nom", "prénom", "date de naissance", "courriel", "classe", "groupes"),
        ("ele_1934", "M", "EXEMPLE", "Adam", "03/10/2015", "", "6A", ""),
        ("ele_2034", "F", "MODÈLE", "Claire", "29/05/2012", "claire.modele@example.org", "3C", "LATIN|CHORALE"),
    )
    reference_label = "numéro"
    is_class_optional = True

    def class_key(self, values: Values) -> str | None:
        return upper(clean_line(values.get("classe", ""))) or None

    def classes_by_key(self, keys: Iterable[Hashable]) -> Mapping[Hashable, IncomingClass]:
        return {key: plain_class(str(key)) for key in keys}

    def refusal(self, values: Values) -> str:
        refusal = reference_refusal(self.class_key(values) or "")
        return f"référence de classe {refusal}" if refusal else ""

    def warn_of_classes(self, notes: Notes, first_lines: Mapping[Hashable, int]) -> None:
        warn_of_lookalikes(notes, first_lines, "la classe")

    def warn_of_groups(self, notes: Notes, first_lines: Mapping[Hashable, int]) -> None:
        warn_of_lookalikes(notes, first_lines, "le groupe")


sources.register(TableurEleves())
