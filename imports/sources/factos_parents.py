"""Guardians of French schools abroad: the extraction of Factos."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace

from imports.brought.extraction import Extraction, IncomingChild, IncomingGuardian, UnreadableFile
from imports.enums import Audience
from imports.reading import kinds
from imports.reading.guardians import link_count, one_each, ranked, read_address
from imports.reading.notes import ELENOET_LENGTH, Notes, readable_names
from imports.reading.tables import Column, TableSource
from imports.sources import sources
from imports.sources.factos_eleves import said
from sacoche.kit.names import clean_text


def _first(key: str, *names: str) -> Column:
    return Column(f"1_{key}", names[0], names, is_compulsory=key in ("last_name", "first_name"))


def _second(key: str, *names: str) -> Column:
    return Column(f"2_{key}", names[0], names)


class FactosParents(TableSource):
    """One row per pupil, with two guardians at most."""

    code = "factos_parents"
    audience = Audience.GUARDIANS
    group = kinds.FACTOS
    group_advice = "établissements français à l'étranger"
    title = kinds.GUARDIANS
    option = "Importer les parents (avec adresses et responsabilités)"
    file_hint = "des parents, extrait de Factos"
    help_label = "DOC : Import d'utilisateurs depuis Factos"
    help_short_label = "DOC : import depuis Factos"
    help_url_name = "imports:help_factos"
    steps = ("fichier", "extraction", "utilisateurs", "adresses", "responsabilites", "nettoyage")
    wanted = "le fichier des parents de Factos"
    columns = (
        _first("last_name", "Nom du responsable 1"),
        _first("first_name", "Prénom du responsable 1"),
        _first("elenoet", "Identifiant GEP du responsable 1"),
        _first("civility", "Civilité du responsable 1"),
        _first("email", "Email Resp1"),
        _first("line1", "Adresse1 du responsable 1"),
        _first("line2", "Adresse2 du responsable 1"),
        _first("line3", "Adresse3 du responsable 1"),
        _first("postal_code", "Code postal du responsable 1"),
        _first("town", "Ville du responsable 1"),
        _first("country", "Pays de domiciliation du responsable 1"),
        _second("last_name", "Nom du responsable 2"),
        _second("first_name", "Prénom du Responsable 2"),
        _second("elenoet", "Identifiant GEP R2"),
        _second("civility", "Civilité du resp2"),
        _second("email", "EMail Resp2"),
        _second("line1", "Adresse1 Resp2"),
        _second("line2", "Adresse2 Resp2"),
        _second("line3", "Adresse3 Resp2"),
        _second("postal_code", "CpVille Resp2"),
        _second("town", "Ville Resp2"),
        _second("country", "Pays Resp2"),
        Column("child_elenoet", "Identifiant GEP", ["Identifiant GEP"]),
        Column("child_last_name", "Nom de l'élève", ["Nom de l'élève"], is_compulsory=True),
        Column("child_first_name", "Prénom élève", ["Prénom élève", "Prénom de l'élève"], is_compulsory=True),
    )

    def read(self, data: bytes, mapping: Mapping[str, str] | None = None) -> Extraction:
        """The guardians of the file, their addresses and children. Raises UnreadableFile."""
        table, places, notes = self.open(data, mapping)
        rows = [(row.line, {key: said(row.cells[place]) for key, place in places.items()}) for row in table.rows]
        read = [each for line, values in rows for each in _guardians_of_row(line, values, notes)]
        # A row names two people: their rank in the file tells them apart.
        kept = ranked(one_each((each for each in read if not each[1].is_left_out), notes, label="identifiant GEP"))
        guardians = [replace(each, line=rank) for rank, each in enumerate(kept, start=1)]
        left_out = [each for _, each in read if each.is_left_out]
        if not guardians:
            raise UnreadableFile(
                "Ce fichier ne contient aucun responsable utilisable : chaque ligne doit avoir le nom et le prénom "
                "d'un élève, et ceux d'un responsable."
            )
        return Extraction(
            guardians=sorted(guardians, key=lambda guardian: guardian.login_order),
            address_count=sum(not guardian.address.is_empty for guardian in guardians),
            link_count=link_count(guardians),
            left_out=[
                replace(each, line=rank, where=each.line)
                for rank, each in enumerate(left_out, start=len(guardians) + 1)
            ],
            problems=notes.problems,
        )


def _guardians_of_row(
    line: int, values: Mapping[str, str], notes: Notes
) -> Iterator[tuple[Hashable, IncomingGuardian]]:
    child = notes.names(line, values["child_last_name"], values["child_first_name"])
    elenoet = notes.identifier(line, values.get("child_elenoet", ""), "identifiant GEP", ELENOET_LENGTH)
    for rank in (1, 2):
        own = {key[2:]: value for key, value in values.items() if key.startswith(f"{rank}_")}
        # Without any name, the pupil simply has no such guardian.
        if not clean_text(own.get("last_name", "") + own.get("first_name", "")):
            continue
        link = IncomingChild(rank, elenoet=elenoet, last_name=child[0], first_name=child[1]) if child else None
        guardian = _guardian(line, own, link, notes)
        yield guardian.elenoet or (guardian.full_name, guardian.address, guardian.email), guardian


def _guardian(line: int, values: Mapping[str, str], child: IncomingChild | None, notes: Notes) -> IncomingGuardian:
    both = values.get("last_name", ""), values.get("first_name", "")
    names = notes.names(line, *both)
    postal_code = clean_text(values.get("postal_code", ""))
    address = read_address(
        line,
        notes,
        lines=[values.get(f"line{number}", "") for number in (1, 2, 3)],
        postal_code=postal_code,
        # The town of the second guardian repeats the postal code.
        town=clean_text(values.get("town", "")).removeprefix(postal_code),
        country=values.get("country", ""),
    )
    return IncomingGuardian(
        line,
        *(names or readable_names(*both)),
        is_left_out=names is None or child is None,
        gender=notes.gender(line, values.get("civility", ""), "civilité"),
        elenoet=notes.identifier(line, values.get("elenoet", ""), "identifiant GEP", ELENOET_LENGTH),
        email=notes.email(line, values.get("email", "")),
        address=address,
        children=(child,) if names and child else (),
    )


sources.register(FactosParents())
