"""Guardians of the first degree: the extractions of Base Élèves and of ONDE."""

from collections.abc import Hashable, Iterator, Mapping

from imports.brought.extraction import Extraction, IncomingChild, IncomingGuardian, UnreadableFile
from imports.enums import Audience
from imports.reading import kinds
from imports.reading.guardians import link_count, one_each, ranked, read_address
from imports.reading.notes import Notes, name_refusal, readable_names
from imports.reading.tables import Column, TableSource
from imports.sources import sources
from sacoche.kit.files.tabular import Row, Table
from sacoche.kit.names import clean_first_name, clean_last_name, clean_line

_CHILD_LAST_NAME = ["Nom de famille enfant"]
_CHILD_FIRST_NAME = ["Prénom enfant"]
# What is kept of a class, which only has to tell homonyms apart.
_CLASS_LENGTH = 100
_CHILD_CLASS = ["Classes enfants", "Classe enfant", "Classes enfant"]


class BaseElevesParents(TableSource):
    """One row per guardian, with all the children: they are known by their names, so they are imported first."""

    code = "base_eleves_parents"
    audience = Audience.GUARDIANS
    group = kinds.BASE_ELEVES
    group_advice = "recommandé pour le premier degré"
    title = kinds.GUARDIANS
    option = "Importer les parents (avec adresses et responsabilités)"
    file_hint = "CSVExtraction.csv des responsables"
    help_label = "DOC : Import d'utilisateurs depuis Base Élèves 1er degré"
    help_short_label = "DOC : import depuis Base Élèves"
    help_url_name = "imports:help_base_eleves"
    steps = ("fichier", "extraction", "utilisateurs", "adresses", "responsabilites", "nettoyage")
    wanted = "l'extraction des responsables légaux de Base Élèves ou d'ONDE"
    columns = (
        Column("last_name", "Nom", ["Nom responsable"], is_compulsory=True),
        Column("first_name", "Prénom", ["Prénom responsable"], is_compulsory=True),
        Column("child_last_name", "Nom de l'enfant", _CHILD_LAST_NAME, is_compulsory=True),
        Column("child_first_name", "Prénom de l'enfant", _CHILD_FIRST_NAME, is_compulsory=True),
        Column("civility", "Civilité", ["Civilité Responsable"]),
        Column("address", "Adresse", ["Adresse responsable"]),
        Column("postal_code", "Code postal", ["CP responsable"]),
        Column("town", "Commune", ["Commune responsable"]),
        Column("country", "Pays", ["Pays"]),
        Column("email", "Courriel", ["Courriel"]),
    )

    def read(self, data: bytes, mapping: Mapping[str, str] | None = None) -> Extraction:
        """The guardians of the file, their addresses and children. Raises UnreadableFile."""
        table, places, notes = self.open(data, mapping)
        left_out: list[IncomingGuardian] = []
        guardians = ranked(one_each(_guardians(table, places, notes, left_out), notes))
        if not guardians:
            raise UnreadableFile(
                "Ce fichier ne contient aucun responsable utilisable : chaque ligne doit avoir un nom, un prénom et au "
                "moins un enfant. Refaites l'extraction, et envoyez le fichier sans l'ouvrir."
            )
        return Extraction(
            guardians=sorted(guardians, key=lambda guardian: guardian.login_order),
            address_count=sum(not guardian.address.is_empty for guardian in guardians),
            link_count=link_count(guardians),
            left_out=left_out,
            problems=notes.problems,
        )


def _guardians(
    table: Table, places: Mapping[str, int], notes: Notes, left_out: list[IncomingGuardian]
) -> Iterator[tuple[Hashable, IncomingGuardian]]:
    """Each guardian with what tells one from another; those whose line cannot be used go to `left_out`."""
    blocks = list(_blocks(table))
    for row in table.rows:
        values = {key: row.cells[place] for key, place in places.items()}
        both = values["last_name"], values["first_name"]
        names, children = notes.names(row.line, *both), tuple(_children(row, blocks))
        if names and not children:
            notes.add(row.line, f"{' '.join(names)} n'a aucun enfant dans le fichier : ligne ignorée.")
        if names is None or not children:
            left_out.append(IncomingGuardian(row.line, *(names or readable_names(*both)), is_left_out=True))
            continue
        guardian = _guardian(row.line, names, values, children, notes)
        # The same person may come twice, once for each home of the children.
        yield (names, guardian.address, guardian.email), guardian


def _guardian(
    line: int, names: tuple[str, str], values: Mapping[str, str], children: tuple[IncomingChild, ...], notes: Notes
) -> IncomingGuardian:
    address = read_address(
        line,
        notes,
        lines=[values.get("address", "")],
        postal_code=values.get("postal_code", ""),
        town=values.get("town", ""),
        country=values.get("country", ""),
    )
    return IncomingGuardian(
        line,
        *names,
        gender=notes.gender(line, values.get("civility", ""), "civilité"),
        email=notes.email(line, values.get("email", "")),
        address=address,
        children=children,
    )


# The places of the last name, the first name and the class of one child.
_Block = tuple[int, int, int | None]


def _blocks(table: Table) -> Iterator[_Block]:
    """The columns of each child; the class is the first one called so before those of the next child."""
    pairs = list(zip(table.columns(_CHILD_LAST_NAME), table.columns(_CHILD_FIRST_NAME), strict=False))
    ends = [*(last_name for last_name, _ in pairs[1:]), len(table.header)]
    classes = table.columns(_CHILD_CLASS)
    for (last_name, first_name), end in zip(pairs, ends, strict=True):
        yield last_name, first_name, next((place for place in classes if last_name < place < end), None)


def _children(row: Row, blocks: list[_Block]) -> Iterator[IncomingChild]:
    """The children of a row. The first guardian of a child in the file is number one: the line orders them."""
    for last_place, first_place, class_place in blocks:
        last_name, first_name = row.cells[last_place], row.cells[first_place]
        if not name_refusal("nom", last_name) and not name_refusal("prénom", first_name):
            yield IncomingChild(
                row.line,
                last_name=clean_last_name(last_name),
                first_name=clean_first_name(first_name),
                class_name=clean_line(row.cells[class_place])[:_CLASS_LENGTH] if class_place is not None else "",
            )


sources.register(BaseElevesParents())
