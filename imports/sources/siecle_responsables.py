"""Guardians of the second degree: the XML exports of Siècle, with or without addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from imports.brought.extraction import Extraction, IncomingAddress, IncomingChild, IncomingGuardian, UnreadableFile
from imports.enums import Audience
from imports.reading import kinds
from imports.reading.documents import DocumentSource, Origin, origin_of_siecle
from imports.reading.guardians import foreign_town, link_count, ranked, read_address
from imports.reading.notes import Notes, readable_names
from imports.reading.opening import refuse_crowd
from imports.sources import sources
from imports.values.identifiers import ministry_key
from sacoche.kit.files.xml import line, records, texts
from sacoche.kit.names import clean_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# NIVEAU_RESPONSABILITE: a legal guardian, somebody in charge. The others are mere contacts, to whom marks are closed.
_LEVELS = {"1": 1, "2": 2}
_YES = frozenset({"1", "TRUE", "O", "OUI"})


class SiecleResponsables(DocumentSource):
    """ResponsablesAvecAdresses.xml or ResponsablesSansAdresses.xml, before and since 2018."""

    code = "siecle_responsables"
    audience = Audience.GUARDIANS
    group = kinds.SIECLE
    group_advice = "recommandé pour le second degré"
    title = kinds.GUARDIANS
    option = "Importer les parents (avec adresses et responsabilités)"
    file_hint = "ResponsablesAvecAdresses.xml (ou ExportXML_ResponsablesAvecAdresses.zip)"
    help_label = "DOC : Import d'utilisateurs depuis Siècle et STS-Web"
    help_short_label = "DOC : import depuis Siècle et STS-Web"
    help_url_name = "imports:help_siecle"
    steps = ("fichier", "extraction", "utilisateurs", "adresses", "responsabilites", "nettoyage")
    roots = ("BEE_RESPONSABLES",)
    wanted = "l'export « Responsables avec adresse » de Siècle"

    def read(self, data: bytes, mapping: Mapping[str, str] | None = None) -> Extraction:
        """The guardians of the file, their addresses and children. Raises UnreadableFile."""
        reading = _Reading()
        with self.open(data) as document:
            for path, element in records(document, _Reading.READERS):
                _Reading.READERS[path](reading, element)
        return reading.extraction()


@dataclass
class _Person:
    """Somebody of the file, before his links and his address are known."""

    line: int
    names: tuple[str, str]
    gender: str
    email: str
    address_id: str
    # For each child, what orders his guardians: the less, the first.
    children: dict[int, tuple[int, ...]] = field(default_factory=dict)


class _Reading:
    """One reading of one file."""

    def __init__(self) -> None:
        self.notes = Notes(ignored="personne ignorée")
        self.origin = Origin("", None)
        self.people: dict[str, _Person] = {}
        self.refused: set[str] = set()
        # Identifiers of two people, and the second of them: nothing says whose the children are.
        self.shared: set[str] = set()
        # Those of whom no import can say anything: their accounts, if they have one, stay as they are.
        self.left_out: list[IncomingGuardian] = []
        # Those who have a link with a pupil whose number cannot be read.
        self.unclear: set[str] = set()
        # Those who have a link of any kind with a pupil.
        self.linked: set[str] = set()
        self.addresses: dict[str, IncomingAddress] = {}
        self.ranks: dict[tuple[int, int], int] = {}

    def read_parameters(self, element: "Element") -> None:
        self.origin = origin_of_siecle(element)

    def read_person(self, element: "Element") -> None:
        where, identifier, said = line(element), ministry_key(element.get("PERSONNE_ID", "")), texts(element)
        last_name = said["NOM"] or said["NOM_USAGE"] or said["NOM_DE_FAMILLE"]
        names = self.notes.names(where, last_name, said["PRENOM"])
        if names is None:
            self.refused.add(identifier)
            self._leave_out(where, readable_names(last_name, said["PRENOM"]), identifier)
            return
        if identifier in self.people:
            first = self.people[identifier].line
            same = f"{' '.join(names)} a le même Id Sconet que la ligne {first}"
            self.notes.add(where, f"{same} : {self.notes.ignored}.")
            self._leave_out(where, names)
            self.shared.add(identifier)
            return
        refuse_crowd(people=len(self.people))
        self.people[identifier] = _Person(
            line=where,
            names=names,
            gender=self.notes.gender(where, said["LC_CIVILITE"], "civilité"),
            email=self.notes.email(where, said["MEL"]),
            address_id=ministry_key(said["ADRESSE_ID"]),
        )

    def read_link(self, element: "Element") -> None:
        said = texts(element)
        identifier = ministry_key(said["PERSONNE_ID"])
        self.linked.add(identifier)
        order = _order(said)
        if order is None or identifier in self.refused:
            return
        pupil = self.notes.number(line(element), said["ELEVE_ID"], "Id Sconet d'élève")
        person = self.people.get(identifier)
        if person is None:
            shown = clean_text(identifier)[:20]
            self.notes.add(line(element), f"responsable d'Id Sconet « {shown} » absent du fichier : lien ignoré.")
        elif pupil is None:
            self.unclear.add(identifier)
        else:
            self._link(person, pupil, order, line(element))

    def _leave_out(self, where: int, names: tuple[str, str], identifier: str = "") -> None:
        number = self.notes.number(where, identifier, "Id Sconet")
        self.left_out.append(IncomingGuardian(0, *names, where=where, sconet_id=number, is_left_out=True))

    def _link(self, person: _Person, pupil: int, order: tuple[int, ...], where: int) -> None:
        """Keep the link; two guardians of the same legal rank is an anomaly of real files, mended and said."""
        rank = (pupil, order[0])
        if len(order) == 1 and rank in self.ranks:
            self.notes.add(
                where,
                f"deux responsables de rang {order[0]} pour l'élève d'Id Sconet {pupil} : numérotés dans l'ordre du "
                "fichier.",
            )
        self.ranks[rank] = where
        person.children.setdefault(pupil, order)

    def read_address(self, element: "Element") -> None:
        said = texts(element)
        town = said["LIBELLE_POSTAL"] or said["LL_COMMUNE_INSEE"]
        code = said["CODE_POSTAL"]
        if said["COMMUNE_ETRANGERE"] and not code:
            code, town = foreign_town(said["COMMUNE_ETRANGERE"])
        self.addresses[ministry_key(element.get("ADRESSE_ID", ""))] = read_address(
            line(element),
            self.notes,
            lines=[said[f"LIGNE{number}_ADRESSE"] for number in (1, 2, 3, 4)],
            postal_code=code,
            town=town,
            country=said["LL_PAYS"],
        )

    READERS = {  # noqa: RUF012 (never changed)
        "PARAMETRES": read_parameters,
        "DONNEES/PERSONNES/PERSONNE": read_person,
        "DONNEES/RESPONSABLES/RESPONSABLE_ELEVE": read_link,
        "DONNEES/ADRESSES/ADRESSE": read_address,
    }

    # --- Once everything is read --------------------------------------------------------------------------------------

    def extraction(self) -> Extraction:
        self._note_strangers()
        if not self.addresses:
            self.notes.add(1, "ce fichier n'a aucune adresse (export « sans adresse ») : celles connues restent.")
        orders = _ranks(self.people.values())
        found = [
            self._guardian(rank, identifier, person, orders)
            for rank, (identifier, person) in enumerate(self.people.items(), start=1)
            if person.children
        ]
        if not found:
            raise UnreadableFile(
                "Ce fichier ne contient aucun responsable légal : refaites l'export « Responsables avec adresse »."
            )
        guardians = ranked(found)
        for identifier, person in self.people.items():
            if identifier in self.unclear and not person.children:
                self._leave_out(person.line, person.names)
        return Extraction(
            guardians=sorted(guardians, key=lambda guardian: guardian.login_order),
            address_count=len(self.addresses),
            link_count=link_count(guardians),
            left_out=[
                replace(guardian, line=rank) for rank, guardian in enumerate(self.left_out, start=len(self.people) + 1)
            ],
            problems=self.notes.problems,
            uai=self.origin.uai,
            year=self.origin.year,
        )

    def _guardian(
        self, rank: int, identifier: str, person: _Person, orders: Mapping[tuple[int, ...], int]
    ) -> IncomingGuardian:
        return IncomingGuardian(
            rank,
            *person.names,
            gender=person.gender,
            where=person.line,
            sconet_id=None if identifier in self.shared else self.notes.number(person.line, identifier, "Id Sconet"),
            email=person.email,
            address=self.addresses.get(person.address_id, IncomingAddress()),
            children=tuple(
                IncomingChild(orders[order], sconet_id=pupil) for pupil, order in sorted(person.children.items())
            ),
        )

    def _note_strangers(self) -> None:
        for identifier, person in self.people.items():
            if identifier not in self.linked:
                self.notes.add(person.line, f"{' '.join(person.names)} n'est responsable d'aucun élève : ignoré.")


def _order(said: Mapping[str, str]) -> tuple[int, ...] | None:
    """What orders the guardians of a child; None for a mere contact.

    Since 2018 no rank is given: legal guardians before people in charge, then those to contact first, then those who
    pay.
    """
    rank = said["RESP_LEGAL"]
    if rank:
        return (int(rank),) if rank in ("1", "2") else None
    level = _LEVELS.get(said["NIVEAU_RESPONSABILITE"])
    if level is None:
        return None
    return (level, _not(said, "A_CONTACTER_EN_PRIORITE"), _not(said, "PAIE_FRAIS_SCOLAIRES"))


def _not(said: Mapping[str, str], name: str) -> int:
    return int(said[name].upper() not in _YES)


def _ranks(people: Iterable[_Person]) -> dict[tuple[int, ...], int]:
    """Each order as one number, the same way round."""
    orders = sorted({order for person in people for order in person.children.values()})
    return {order: rank for rank, order in enumerate(orders, start=1)}


sources.register(SiecleResponsables())
