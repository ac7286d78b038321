"""Guardians in a file made with a spreadsheet."""

from collections.abc import Iterator, Mapping

from imports.brought.extraction import Extraction, IncomingChild, IncomingGuardian, UnreadableFile
from imports.enums import Audience
from imports.reading import kinds, spreadsheets
from imports.reading.guardians import link_count, one_each, ranked, read_address
from imports.reading.notes import Notes, readable_names
from imports.reading.pupils import Values
from imports.reading.spreadsheets import Layout, SpreadsheetSource
from imports.sources import sources
from sacoche.kit.names import clean_text

_ADDRESS = ("line1", "line2", "line3", "line4", "postal_code", "town", "country")
_CHILDREN = tuple(f"child{number}" for number in range(1, 10))


class TableurParents(SpreadsheetSource):
    """A number, names, an address, and the numbers of the children, who are imported first."""

    code = "tableur_parents"
    audience = Audience.GUARDIANS
    group = kinds.TABLEUR
    group_advice = spreadsheets.GROUP_ADVICE
    title = kinds.GUARDIANS
    option = "Importer les parents (avec adresses et responsabilités)"
    file_hint = "de parents fait avec un tableur"
    help_label = spreadsheets.HELP_LABEL
    help_short_label = spreadsheets.HELP_SHORT_LABEL
    help_url_name = spreadsheets.HELP_URL_NAME
    steps = ("fichier", "extraction", "utilisateurs", "adresses", "responsabilites", "nettoyage")
    wanted = "le fichier de parents fait avec un tableur"
    layout = Layout(("reference", "gender", "last_name", "first_name", "email", *_ADDRESS, *_CHILDREN), minimum=13)
    old_layout = Layout(("reference", "last_name", "first_name", *_ADDRESS, *_CHILDREN), minimum=11)
    model = (
        (
            *("numéro", "genre", "nom", "prénom", "courriel"),
            *("adresse1", "adresse2", "adresse3", "adresse4", "code postal", "commune", "pays"),
            *(f"enfant{number}" for number in range(1, 10)),
        ),
        (
            *("resp_801", "F", "EXEMPLE", "Sophie", "sophie.exemple@example.org"),
            *("12 rue des Lilas", "", "", "", "57990", "SAINT-EXEMPLE", "FRANCE"),
            *("ele_1934", "ele_2034", "", "", "", "", "", "", ""),
        ),
    )

    def read(self, data: bytes, mapping: Mapping[str, str] | None = None) -> Extraction:
        """The guardians of the file, their addresses and children. Raises UnreadableFile."""
        table, places, notes = self.open(data, mapping)
        rows = [(row.line, {key: row.cells[place] for key, place in places.items()}) for row in table.rows]
        read = [_guardian(line, values, notes) for line, values in rows]
        found = [each for each in read if not each.is_left_out]
        guardians = ranked(one_each(((each.reference or each.line, each) for each in found), notes))
        if not guardians:
            raise UnreadableFile(
                "Ce fichier ne contient aucun parent utilisable : chaque ligne doit avoir un nom, un prénom et le "
                "numéro d'au moins un enfant."
            )
        return Extraction(
            guardians=sorted(guardians, key=lambda guardian: guardian.login_order),
            address_count=sum(not guardian.address.is_empty for guardian in guardians),
            link_count=link_count(guardians),
            left_out=[each for each in read if each.is_left_out],
            problems=notes.problems,
        )


def _guardian(line: int, values: Values, notes: Notes) -> IncomingGuardian:
    both = values["last_name"], values["first_name"]
    names = notes.names(line, *both)
    children = tuple(_children(line, values, notes)) if names else ()
    if names and not children:
        notes.add(line, f"{' '.join(names)} n'a aucun enfant dans le fichier : ligne ignorée.")
    address = read_address(
        line,
        notes,
        lines=[values.get(key, "") for key in _ADDRESS[:4]],
        postal_code=values.get("postal_code", ""),
        town=values.get("town", ""),
        country=values.get("country", ""),
    )
    return IncomingGuardian(
        line,
        *(names or readable_names(*both)),
        is_left_out=not children,
        gender=notes.gender(line, values.get("gender", "")),
        reference=notes.identifier(line, values["reference"], "numéro"),
        email=notes.email(line, values.get("email", "")),
        address=address,
        children=children,
    )


def _children(line: int, values: Values, notes: Notes) -> Iterator[IncomingChild]:
    """The children up to the first empty cell. The first guardian of a child in the file is number one."""
    for key in _CHILDREN:
        if not clean_text(values.get(key, "")):
            return
        reference = notes.identifier(line, values[key], "numéro d'enfant")
        if reference:
            yield IncomingChild(line, reference=reference)


sources.register(TableurParents())
